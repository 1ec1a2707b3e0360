"""What a branch, or a committee, does with a document after it has come: receive, brief members, forward."""

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import (
    ACKNOWLEDGE,
    Receipt,
    mark_briefed,
    mark_forwarded,
    mark_received,
)
from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import crash_point
from lienthong.kernel.people.public import actor_in, holders
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document, start_forwarding_letter

from .. import permissions
from ..models import Forwarding, IncomingDocument
from ..queries.forwarding import own_letter
from ..queries.received import ReceivedDocument
from .notifying import notify_those_below
from .owing import balance_work, owe_next, owe_what_was_forwarded

State = IncomingDocument.State


def _here(received: ReceivedDocument, actor: Actor) -> Unit:
    """The unit in whose place a document lies, if the actor answers for it and it may act by now.

    The document was found in the same transaction; its receipts are checked again under their locks.
    """
    unit = received.unit
    authorize(actor, ACKNOWLEDGE, unit.path if unit else "")
    assert unit is not None

    if received.waits_for_own_committee:
        raise RuleBroken(
            _(
                "The committee directly above has not yet forwarded this document; please wait for it."
            )
        )
    if received.letter is not None and not received.is_noted_above:
        # The letter is here already; what it means for the original may still be on its way.
        note_forwarding(received.letter.pk)
    return unit


@transaction.atomic
def confirm_receipt(received: ReceivedDocument, *, actor: Actor) -> None:
    """Đã nhận: a branch, or a committee without a register, has the document."""
    unit = _here(received, actor)

    crash_point("receive.before_receipt")
    receipts = mark_received(received.audience_ids, unit, actor=actor)
    owe_next(received, receipts[received.audience_id])
    crash_point("receive.before_commit")


@transaction.atomic
def brief_members(received: ReceivedDocument, *, absent_ids: list[int], actor: Actor) -> Receipt:
    """Đã phổ biến: a branch has briefed its members at its meeting; who was absent is kept."""
    unit = _here(received, actor)

    receipts = mark_briefed(received.audience_ids, unit, absent_ids=absent_ids, actor=actor)
    crash_point("brief_members.after_receipt")
    owe_next(received, receipts[received.audience_id])
    return receipts[received.audience_id]


@transaction.atomic
def forward(received: ReceivedDocument, *, note: str, actor: Actor) -> Forwarding:
    """A committee without a register forwards a document to those beneath it, with a few words."""
    unit = _here(received, actor)

    mark_forwarded(received.audience_ids, unit, letter=None, actor=actor)
    forwarding, is_new = Forwarding.objects.get_or_create(
        unit=unit,
        audience_id=received.audience_id,
        defaults={
            "note": note.strip(),
            "forwarded_by_id": actor.post_id,
            "forwarded_by_name": actor.signature,
        },
    )

    if is_new:
        owe_what_was_forwarded(unit, received.audience_ids)

        record(actor, "correspondence.forwarded", forwarding, audience=received.audience_id)
        notify_those_below(received, actor=actor)
    return forwarding


@transaction.atomic
def forward_with_letter(incoming_id: int, *, actor: Actor) -> Document:
    """Start the committee's own letter that forwards a registered document, the original attached."""
    incoming = (
        IncomingDocument.objects.select_related("unit", "document__audience")
        .select_for_update(of=("self",))
        .get(pk=incoming_id)
    )
    authorize(actor, permissions.FORWARD, incoming.unit.path)

    if incoming.state == State.REFUSED:
        raise RuleBroken(_("This document has been refused; it is not forwarded."))
    if incoming.document is None or incoming.audience_id is None:
        raise RuleBroken(_("Only what came in the system is forwarded with its original."))
    carried_id = incoming.document.carries_id or incoming.audience_id
    if Receipt.objects.filter(
        unit=incoming.unit, audience_id=carried_id, forwarded_at__isnull=False
    ).exists():
        raise RuleBroken(_("The committee has already forwarded this document."))
    begun = own_letter(incoming.unit, carried_id)
    if begun is not None:
        return begun

    original = Document.objects.select_related("type", "issuer").get(audience_id=carried_id)
    letter = start_forwarding_letter(original, incoming.unit, actor=actor)
    balance_work({incoming.unit_id}, {carried_id})

    record(actor, "correspondence.letter_started", incoming, letter=letter.pk)
    return letter


@transaction.atomic
def note_forwarding(document_id: int) -> None:
    """When a committee's letter is issued, the document it carries counts as forwarded; once."""
    letter = Document.objects.select_related("issuer", "audience").get(pk=document_id)
    if letter.carries_id is None or letter.audience is None:
        return
    actor = _who_forwards(letter)
    if actor is None:
        return
    brought = IncomingDocument.objects.filter(
        unit=letter.issuer, document__carries_id=letter.carries_id
    ).values_list("audience_id", flat=True)
    received = Receipt.objects.filter(
        unit=letter.issuer, audience__in={letter.carries_id, *brought}, received_at__isnull=False
    )
    audience_ids = list(received.values_list("audience_id", flat=True))
    mark_forwarded(audience_ids, letter.issuer, letter=letter.audience, actor=actor)
    owe_what_was_forwarded(letter.issuer, {letter.carries_id, letter.audience.pk, *brought})
    crash_point("forward.after_letter")


def _who_forwards(letter: Document) -> Actor | None:
    """The clerk who issued the letter; if that post has ended meanwhile, its successor."""
    entitled = list(holders(letter.issuer, ACKNOWLEDGE).select_related("unit__serves"))
    issued = next((post for post in entitled if post.pk == letter.issued_by_id), None)
    chosen = issued or next(iter(entitled), None)
    return actor_in(chosen) if chosen else None
