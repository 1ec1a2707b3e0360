"""Telling people that a document has come to them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import record
from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.public import holders
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.procedures.public import WorkItem

from .. import permissions, procedures
from ..models import Comment, Document, OpinionRequest, State
from ..queries.progress import is_signature_disowned

SOURCE = "documents"
RETURNED = gettext_noop("%(type)s: a document was returned to drafting.")
GIVEN = gettext_noop(
    "%(type)s: %(unit)s has given its opinion; %(answered)s of %(asked)s have answered."
)
ANSWERED = gettext_noop("%(type)s: all bodies asked have given their opinion.")
# What the drafter learns when the document has gone a step further by somebody else's hand.
GONE_ON = {
    "adoption": gettext_noop("%(type)s: appraised and initialled."),
    "submission": gettext_noop("%(type)s: ready to be submitted for signature."),
}
DISOWNED = gettext_noop(
    "%(type)s: %(holder)s says it was not they who signed. It is not issued; the clerk returns it to drafting, and it is signed anew."
)
COMMENTED = gettext_noop("%(type)s: a comment on the draft.")
ISSUED = gettext_noop("%(notation)s has been issued.")


def _address(document: Document, page: str = "document") -> str:
    return reverse(f"documents:{page}", args=[document.pk])


def _notify_the_drafter(
    document_id: int, message: str, page: str = "document", **params: Any
) -> None:
    document = Document.objects.select_related("drafter").get(pk=document_id)
    persons, where = [document.drafter.person_id], _address(document, page)
    notify(persons, message, where, source=SOURCE, type=document.type_id, **params)


def notify_the_drafter_of_a_return(document_id: int) -> None:
    """The drafter learns that a document came back."""
    _notify_the_drafter(document_id, RETURNED)


def notify_the_drafter_of_an_opinion(request_id: int) -> None:
    """The drafter learns at once which body has answered, and how many of the round have."""
    request = OpinionRequest.objects.select_related("unit").get(pk=request_id)
    of_round = OpinionRequest.objects.filter(document=request.document_id, round=request.round)
    counted = of_round.aggregate(asked=Count("pk"), answered=Count("answered_at"))
    unit = str(request.unit)
    _notify_the_drafter(request.document_id, GIVEN, "opinions", unit=unit, **counted)


def notify_the_drafter_of_the_opinions(document_id: int) -> None:
    """The drafter learns that nobody is waited for any more; what was said is to be taken in."""
    _notify_the_drafter(document_id, ANSWERED, "opinions")


def notify_of_a_comment(comment: Comment, *, actor: Actor) -> None:
    """The drafter learns of it, and whoever has spoken on the same words; not who has just spoken."""
    document = Document.objects.select_related("drafter").get(pk=comment.document_id)
    thread = comment.answers_to
    spoken = thread.answers.values_list("by__person_id", flat=True) if thread else ()
    persons = {document.drafter.person_id, *spoken, *([thread.by.person_id] if thread else [])}
    where = _address(document, "comments") + f"#comment-{thread.pk if thread else comment.pk}"
    notify(persons - {actor.person_id}, COMMENTED, where, source=SOURCE, type=document.type_id)


def notify_the_drafter_it_went_on(item_ids: Iterable[int]) -> None:
    """The drafter learns that the document was appraised, or is ready to be submitted."""
    ours = ContentType.objects.get_for_model(Document)
    opened = WorkItem.objects.filter(
        pk__in=item_ids, subject_type=ours, step__in=GONE_ON, closed_at=None
    )
    for item in opened:
        document = Document.objects.get(pk=item.subject_id)
        if document.standing_adoption or document.initials.filter(voided_at=None).exists():
            _notify_the_drafter(document.pk, GONE_ON[item.step])


def notify_of_a_disowned_signature(post_id: int) -> None:
    """Clerk, drafter and chief of office learn that a signed document must go back; nobody switches that off."""
    waiting = Document.objects.filter(state=State.SIGNED, signer=post_id)
    for document in waiting.select_related("issuer", "drafter", "signer__person"):
        if not is_signature_disowned(document):
            continue
        holder = document.signer.person.full_name if document.signer else ""
        _note_disowned(document.pk, holder)
        office = holders(document.issuer, permissions.ISSUE).values_list("person_id", flat=True)
        chiefs = holders(document.issuer, permissions.APPRAISE).values_list("person_id", flat=True)
        notify(
            {document.drafter.person_id, *office, *chiefs},
            DISOWNED,
            _address(document),
            source=SOURCE,
            stands=True,
            type=document.type_id,
            holder=holder,
        )


@transaction.atomic
def _note_disowned(document_id: int, holder: str) -> None:
    document = Document.objects.taken(document_id)
    if document.trouble == procedures.DISOWNED:
        return
    document.trouble = procedures.DISOWNED
    document.save(update_fields=["trouble"])

    record(None, "documents.disowned", document, holder=holder)


def notify_of_the_issue(document_id: int) -> None:
    """Drafter and signer learn the number of their document."""
    document = Document.objects.select_related("drafter", "signer").get(pk=document_id)
    posts = (document.drafter, document.signer)
    persons = {post.person_id for post in posts if post is not None}
    notify(persons, ISSUED, _address(document), source=SOURCE, notation=document.notation)
