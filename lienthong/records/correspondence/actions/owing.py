"""Writing what arrived documents ask of units onto their desks, where it arises for many at once."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lienthong.kernel.audiences.public import Audience, Receipt
from lienthong.kernel.procedures.public import Holder, Owed, balance, owe, settle
from lienthong.kernel.reference.public import end_of_day
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import ENDING, Document

from .. import procedures
from ..models import IncomingDocument
from ..queries.owed import (
    Owes,
    audiences_concerning,
    entries_of,
    owed_by,
    recalled_or_replaced,
    units_beneath,
    units_that_may_act,
    with_what_they_carry,
)
from ..queries.received import ReceivedDocument

WORKS = {
    "register": procedures.REGISTER,
    "receive": procedures.RECEIVE,
    "brief_members": procedures.BRIEF,
    "forward": procedures.FORWARD,
    "forward_with_letter": procedures.FORWARD_WITH_LETTER,
}


@transaction.atomic
def balance_work(unit_ids: Iterable[int], audience_ids: Iterable[int]) -> None:
    """Let what these units owe on these documents, and on what they carry, lie on their desks, and
    nothing else.
    """
    units, audiences = set(unit_ids), with_what_they_carry(audience_ids)
    ended = recalled_or_replaced(audiences)
    found = [one for one in owed_by(units, audiences) if one.audience_id not in ended]
    arrivals = [one for one in found if one.entry_id is None]
    entries = [one for one in found if one.entry_id is not None]
    balance(Audience, map(_owed, arrivals), unit_ids=units, subject_ids=audiences)
    balance(
        IncomingDocument,
        map(_owed, entries),
        unit_ids=units,
        subject_ids=entries_of(units, audiences),
    )


def _owed(one: Owes) -> Owed:
    due_at = end_of_day(one.due_on) if one.due_on else None
    holder = Holder(one.unit_id, due_at=due_at)
    return Owed(WORKS[one.owes], one.entry_id or one.audience_id, holder, one.since)


@transaction.atomic
def owe_what_was_issued(document_id: int) -> None:
    """Whoever may act on a document that has just been issued finds it on the desk.

    A letter may take the place of the original it carries.
    """
    document = Document.objects.get(pk=document_id)
    if document.audience_id is None:
        return
    # Whoever already does something with it is waited for: nothing done is laid on a desk again.
    audience = Audience.objects.select_for_update().get(pk=document.audience_id)
    list(Receipt.objects.select_for_update().filter(audience=audience).values_list("pk"))
    balance_work(units_that_may_act(audience), {audience.pk})


def owe_again(document_id: int) -> None:
    """When a letter is given up before it is issued, what it was to carry is to be forwarded still."""
    letter = Document.objects.get(pk=document_id)
    if letter.carries_id is not None:
        balance_work({letter.issuer_id}, {letter.carries_id})


def owe_next(received: ReceivedDocument, receipt: Receipt) -> None:
    """What a unit without a register owes on a document after what it has just done, if anything."""
    unit, audience = received.unit, received.document.audience
    assert unit is not None
    assert audience is not None
    if unit.is_branch:
        work = procedures.BRIEF if receipt.briefed_at is None else None
    else:
        forwards = received.is_awaited and receipt.forwarded_at is None
        work = procedures.FORWARD if forwards else None
    is_ended = vars(received.document)["acted_on"] in ENDING
    if work is None or is_ended or not unit.exists_on(timezone.localdate()):
        settle(audience, unit_id=unit.pk)
    else:
        due_at = end_of_day(audience.due_on) if audience.due_on else None
        owe(work, audience, Holder(unit.pk, due_at=due_at))


def owe_what_was_forwarded(unit: Unit, audience_ids: Iterable[int]) -> None:
    """A committee has nothing more to forward; those directly beneath have something to receive."""
    balance_work({unit.pk, *units_beneath(unit.pk)}, audience_ids)


@transaction.atomic
def balance_work_of(unit_id: int) -> None:
    """After a move or an end: what an organisation, those beneath it and those above owe now.

    Where it was before is known from its places.
    """
    unit = Unit.objects.get(pk=unit_id)
    above = unit.placements.exclude(parent=None).values("parent")
    concerned = Unit.objects.filter(Q(path__startswith=unit.path) | Q(pk__in=above))
    for one in concerned.select_for_update().order_by("pk"):
        balance_work({one.pk}, audiences_concerning(one))
