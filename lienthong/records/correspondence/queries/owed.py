"""What arrived documents ask of units by what has happened so far; the desks are written from it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from lienthong.kernel.audiences.public import AddressedUnit, Audience
from lienthong.kernel.units.public import Unit

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


def entries_of(unit_ids: Iterable[int], audience_ids: Iterable[int]) -> list[int]:
    """The entries of these documents, and of the letters that carry them, in these registers."""
    audiences = list(audience_ids)
    item = Q(audience__in=audiences) | Q(document__carries__in=audiences)
    entries = IncomingDocument.objects.filter(item, unit__in=list(unit_ids))
    return list(entries.values_list("pk", flat=True))


def units_that_may_act(audience: Audience) -> set[int]:
    """Those whom a document addresses when it is issued, and those directly beneath its issuer."""
    addressed = AddressedUnit.objects.filter(audience=audience).values_list("unit_id", flat=True)
    return {*addressed, *units_beneath(audience.issuer_id)}


def units_beneath(unit_id: int) -> set[int]:
    return set(Unit.objects.filter(parent=unit_id).values_list("pk", flat=True))
