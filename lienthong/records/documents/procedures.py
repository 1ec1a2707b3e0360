"""The ways a document goes: of the collective, of the plain kinds, and the round of opinions."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.procedures.public import (
    Caption,
    Holder,
    Kind,
    Lead,
    Procedure,
    Reminding,
    Step,
    Then,
    caption_by,
    declare_procedure,
)
from lienthong.kernel.reference.public import DocumentType, end_of_day

from . import permissions
from .models import Document, OpinionRequest, State

RETURNED = "returned"
# The trouble of a signed document that is never sealed.
DISOWNED = gettext_noop("The holder of the key says it was not they who signed.")
DRAFTS = Kind("drafts", _("Drafts"))
FOR_SIGNATURE = Kind("signing", _("For signature"))


def _drafter(document: Document) -> list[Holder]:
    """A draft is on its drafter's desk, not on that of everybody in the office who could help."""
    return [Holder(document.drafting_unit_id, document.drafter_id, shared=True)]


def _issuer(document: Document) -> list[Holder]:
    return [Holder(document.issuer_id)]


def _signer(document: Document) -> list[Holder]:
    return [Holder(document.signer.unit_id, document.signer.pk)] if document.signer else []


def _asked_bodies(document: Document) -> list[Holder]:
    requests = document.open_requests
    return [Holder(asked.unit_id, due_at=end_of_day(asked.due_on)) for asked in requests]


_step = partial(Step, kind=DRAFTS)
_DRAFT, _SUBMISSION = ("draft",), ("submission",)


def _draft(*, unappraised: str) -> Step:
    return _step(
        key="draft",
        label=_("Drafting"),
        verb=_("Go on drafting"),
        icon="pencil",
        permission=permissions.DRAFT.codename,
        state=State.DRAFT,
        holders=_drafter,
        outcomes={
            "finalised": ("appraisal",),
            "finalised_unappraised": (unappraised,),
            "finalised_adopted": _SUBMISSION,
        },
    )


def _appraisal(*, then: str) -> Step:
    return _step(
        key="appraisal",
        label=_("Appraisal and initials"),
        verb=_("Appraise and initial"),
        icon="clipboard-check",
        permission=permissions.APPRAISE.codename,
        notice=gettext_noop("%(type)s: a draft waits for your appraisal."),
        state=State.APPRAISAL,
        holders=_issuer,
        outcomes={"initialled": (then,), "adopted_before": _SUBMISSION, RETURNED: _DRAFT},
    )


ADOPTION = _step(
    key="adoption",
    label=_("Adoption"),
    verb=_("Record the adoption"),
    icon="thumb-up",
    permission=permissions.RECORD_ADOPTION.codename,
    office_first=True,
    notice=gettext_noop("%(type)s: the adoption is to be recorded."),
    state=State.ADOPTION,
    holders=_issuer,
    outcomes={"adopted": _SUBMISSION, RETURNED: _DRAFT},
)
LAST_STEPS = (
    _step(
        key="submission",
        label=_("Submission for signature"),
        verb=_("Submit for signature"),
        icon="send",
        permission=permissions.DRAFT.codename,
        state=State.SUBMISSION,
        holders=_drafter,
        outcomes={"submitted": ("signing",), RETURNED: _DRAFT},
    ),
    _step(
        key="signing",
        label=_("Signature"),
        verb=_("Sign"),
        icon="signature",
        permission=permissions.SIGN.codename,
        kind=FOR_SIGNATURE,
        notice=gettext_noop("%(type)s: a document waits for your signature."),
        state=State.SIGNING,
        holders=_signer,
        outcomes={"signed": ("issuing",), RETURNED: _DRAFT},
    ),
    _step(
        key="issuing",
        label=_("Number, seal and dispatch"),
        verb=_("Number, seal and issue"),
        icon="rubber-stamp",
        permission=permissions.ISSUE.codename,
        kind=FOR_SIGNATURE,
        notice=gettext_noop("%(type)s: a signed document waits to be issued."),
        state=State.SIGNED,
        holders=_issuer,
        outcomes={"issued": Then(state=State.SEALING), RETURNED: _DRAFT},
    ),
)

COLLECTIVE = declare_procedure(
    Procedure(
        key="documents.collective",
        version=1,
        label=_("Document of a collective"),
        subject=Document,
        steps=(
            _draft(unappraised="adoption"),
            _appraisal(then="adoption"),
            ADOPTION,
            *LAST_STEPS,
        ),
        first=_DRAFT,
    )
)
PLAIN = declare_procedure(
    Procedure(
        key="documents.plain",
        version=1,
        label=_("Document without a vote"),
        subject=Document,
        steps=(_draft(unappraised="submission"), _appraisal(then="submission"), *LAST_STEPS),
        first=_DRAFT,
    )
)
# Its own case, so that a body that never answers cannot hold up the draft for ever.
OPINIONS = declare_procedure(
    Procedure(
        key="documents.opinions",
        version=1,
        label=_("Opinions of the bodies asked"),
        subject=Document,
        steps=(
            _step(
                key="opinion",
                label=_("Opinion"),
                label_each=_("Opinion of %(unit)s"),
                verb=_("Give the body's opinion"),
                icon="message",
                permission=permissions.OPINE.codename,
                notice=gettext_noop("%(type)s: the opinion of your body is asked for."),
                holders=_asked_bodies,
                outcomes={"given": ()},
            ),
        ),
        first=("opinion",),
        lead=Lead(permissions.DRAFT.codename, lambda document: document.drafting_unit),
        reminding=Reminding(
            rule="documents.opinion_reminders",
            before=gettext_noop("%(type)s: your body's opinion is due on %(day)s."),
            late=gettext_noop("%(type)s: your body's opinion was due on %(day)s."),
            escalated=gettext_noop("%(type)s: an opinion that was due on %(day)s is missing."),
        ),
    )
)


def procedure_of(document: Document) -> Procedure:
    return COLLECTIVE if document.needs_adoption else PLAIN


def facts_of_document(path: str = "") -> dict[str, str]:
    """The columns that `caption_of_document` reads, of a document to which `path` leads."""
    columns = {
        "type": "type_id",
        "type_name": "type__name",
        "is_titled": "type__has_type_title",
        "subject": "subject",
        "notation": "notation",
        "issuer": "issuer__name_committee",
        "issuing_body": "issuer__name_body",
        "state": "state",
        "trouble": "trouble",
    }
    return {name: f"{path}__{column}" if path else column for name, column in columns.items()}


def caption_of_document(facts: dict[str, Any], url: str) -> Caption:
    """A document as its own words say it, with its number and its issuer; stopped, with the reason."""
    kind = DocumentType(
        code=facts["type"], name=facts["type_name"], has_type_title=facts["is_titled"]
    )
    issuer = facts["issuer"] or facts["issuing_body"]
    meta = " · ".join(part for part in (facts["notation"], issuer) if part)
    heading = Document(type=kind, subject=facts["subject"]).heading
    if facts["state"] == State.SIGNED and facts["trouble"] == DISOWNED:
        said = f"{gettext(DISOWNED).rstrip('.')} · {meta}"
        return Caption(heading, said, url, verb=gettext("Return to drafting"))
    return Caption(heading, meta, url)


def _of_the_last_round(count: Count) -> Subquery:
    latest = OpinionRequest.objects.filter(document=OuterRef("document")).order_by("-round")
    asked = OpinionRequest.objects.filter(
        document=OuterRef("pk"), round=Subquery(latest.values("round")[:1])
    )
    return Subquery(asked.order_by().values("document").annotate(n=count).values("n"))


@caption_by(
    Document,
    **facts_of_document(),
    asked=lambda: _of_the_last_round(Count("pk")),
    answered=lambda: _of_the_last_round(Count("answered_at")),
)
def _caption(facts: dict[str, Any]) -> Caption:
    """A draft also says how many of the bodies asked for their opinion have answered."""
    caption = caption_of_document(facts, reverse("documents:document", args=[facts["id"]]))
    if facts["state"] != State.DRAFT or not facts["asked"]:
        return caption
    said = gettext("%(answered)d of %(asked)d answered") % facts
    return replace(caption, meta=" · ".join(filter(None, (caption.meta, said))))
