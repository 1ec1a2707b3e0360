"""What arrived documents ask of units by what has happened so far; the desks are written from it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from lienthong.kernel.audiences.public import AddressedUnit, Audience, Receipt
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import ENDING, Document, Effect, State

from ..models import IncomingDocument


class Owes(NamedTuple):
    """One thing that a unit has to do with a document, or with its entry in the register."""

    unit_id: int
    audience_id: int
    entry_id: int | None
    owes: str
    since: dt.datetime
    due_on: dt.date | None


def owed_by(unit_ids: Iterable[int], audience_ids: Iterable[int]) -> list[Owes]:
    """What these units owe on these documents today; the rule is a function of the database."""
    asked: list[Any] = [list(unit_ids), list(audience_ids), timezone.localdate()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM correspondence_owed(%s, %s, %s)", asked)
        return [Owes(*row) for row in cursor.fetchall()]


def recalled_or_replaced(audience_ids: Iterable[int]) -> set[int]:
    """Those of these documents that a later one has recalled or replaced: nothing is owed on them any more."""
    ended = Effect.objects.filter(
        earlier__audience__in=list(audience_ids), kind__in=ENDING, document__state=State.ISSUED
    )
    return set(ended.values_list("earlier__audience", flat=True))


def entries_of(unit_ids: Iterable[int], audience_ids: Iterable[int]) -> list[int]:
    """The entries of these documents, and of the letters that carry them, in these registers."""
    audiences = list(audience_ids)
    item = Q(audience__in=audiences) | Q(document__carries__in=audiences)
    entries = IncomingDocument.objects.filter(item, unit__in=list(unit_ids))
    return list(entries.values_list("pk", flat=True))


def with_what_they_carry(audience_ids: Iterable[int]) -> set[int]:
    """A letter and the original it carries may be one item: what is owed on one lies with the other."""
    letters = set(audience_ids)
    carried = Document.objects.filter(audience__in=letters, carries__isnull=False)
    return letters | set(carried.values_list("carries_id", flat=True))


def units_that_may_act(audience: Audience) -> set[int]:
    """Those whom a document addresses when it is issued, and those directly beneath its issuer."""
    addressed = AddressedUnit.objects.filter(audience=audience).values_list("unit_id", flat=True)
    return {*addressed, *units_beneath(audience.issuer_id)}


def units_beneath(unit_id: int) -> set[int]:
    return set(Unit.objects.filter(parent=unit_id).values_list("pk", flat=True))


def audiences_concerning(unit: Unit) -> set[int]:
    """The documents that a unit has had to do with, or its committees, then and now, have brought it."""
    above = {unit.parent_id, *unit.placements.values_list("parent_id", flat=True)} - {None}
    addressed = AddressedUnit.objects.filter(unit=unit).values_list("audience_id", flat=True)
    handled = Receipt.objects.filter(unit__in={unit.pk, *above})
    issued = Audience.objects.filter(issuer__in=above)
    return {
        *addressed,
        *handled.values_list("audience_id", flat=True),
        *issued.values_list("pk", flat=True),
    }
