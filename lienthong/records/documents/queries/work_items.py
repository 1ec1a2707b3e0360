"""What outgoing documents ask of somebody, for the desk and the counter in the menu."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.people.public import Post, holders
from lienthong.kernel.permissions.public import Actor, declared, holds
from lienthong.kernel.procedures.public import StepVisit, WorkItem, open_steps_for
from lienthong.kernel.units.public import Unit

from .. import permissions
from ..models import Document
from ..procedures import OWN_PROCEDURES

OWN_KEYS = tuple(one.key for one in OWN_PROCEDURES)
STEP_PERMISSIONS = (
    permissions.DRAFT,
    permissions.OPINE,
    permissions.APPRAISE,
    permissions.RECORD_ADOPTION,
    permissions.SIGN,
    permissions.ISSUE,
)
DRAFTERS_STEPS = ("draft", "submission")
SIGNING_STEPS = ("signing", "issuing")
ICONS = {
    "draft": "pencil",
    "opinion": "message",
    "appraisal": "clipboard-check",
    "adoption": "thumb-up",
    "submission": "send",
    "signing": "signature",
    "issuing": "rubber-stamp",
}


def work_items_in_documents(actor: Actor) -> Iterator[WorkItem]:
    """Every open step of an outgoing document the actor holds, as one line on the desk."""
    visits = _open_visits(actor)
    documents = Document.objects.select_related("type", "issuer").in_bulk(
        {visit.case.subject_id for visit in visits}
    )
    for visit in visits:
        document = documents.get(visit.case.subject_id)
        if document is not None and _concerns(actor, visit, document):
            yield _work_item(visit, document)


def waiting_count(actor: Actor) -> int:
    """How many of them there are, in one statement."""
    if not any(holds(actor, needed) for needed in STEP_PERMISSIONS):
        return 0
    drafted_here = Document.objects.filter(
        pk=OuterRef("case__subject_id"), drafter__in=[actor.post_id, actor.for_post_id]
    )
    return _held(actor).filter(~Q(step__in=DRAFTERS_STEPS) | Exists(drafted_here)).count()


def _open_visits(actor: Actor) -> list[StepVisit]:
    if not any(holds(actor, needed) for needed in STEP_PERMISSIONS):
        return []
    return list(_held(actor))


def _held(actor: Actor) -> QuerySet[StepVisit]:
    """The open steps of documents an actor holds; the vote is the clerk's where nobody appraises."""
    visits = open_steps_for(actor).filter(case__procedure_key__in=OWN_KEYS)
    if holds(actor, permissions.APPRAISE) or not holds(actor, permissions.RECORD_ADOPTION):
        return visits
    appraisers = holders(Unit(pk=actor.unit_id), permissions.APPRAISE)
    return visits.filter(~Q(step="adoption") | ~Exists(appraisers))


def _concerns(actor: Actor, visit: StepVisit, document: Document) -> bool:
    """A draft is on its drafter's desk, not on that of everybody in the office who could help."""
    if visit.step not in DRAFTERS_STEPS:
        return True
    return document.drafter_id in (actor.post_id, actor.for_post_id)


def _work_item(visit: StepVisit, document: Document) -> WorkItem:
    return WorkItem(
        what=_what(visit.step),
        title=document.heading,
        meta=" · ".join(part for part in (document.notation, str(document.issuer)) if part),
        url=reverse("documents:document", args=[document.pk]),
        kind="signing" if visit.step in SIGNING_STEPS else "drafts",
        icon=ICONS.get(visit.step, "file-text"),
        due_at=visit.due_at,
        since=visit.opened_at,
    )


def posts_that_act(visit: StepVisit) -> list[Post]:
    """Whoever may close an open step; a vote is the chief's of the office where there is one."""
    if visit.holder_post is not None:
        return [visit.holder_post]
    posts = holders(visit.holder_unit, declared()[visit.permission])
    if visit.step == "adoption":
        posts = holders(visit.holder_unit, permissions.APPRAISE) or posts
    return list(posts)


def _what(step: str) -> str:
    return {
        "draft": _("Go on drafting"),
        "opinion": _("Give the body's opinion"),
        "appraisal": _("Appraise and initial"),
        "adoption": _("Record the adoption"),
        "submission": _("Submit for signature"),
        "signing": _("Sign"),
        "issuing": _("Number, seal and issue"),
    }[step]
