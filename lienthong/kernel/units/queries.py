"""What can be asked of the tree."""

import datetime as dt

from django.db import connection
from django.db.models import Q, QuerySet

from lienthong.kernel.permissions.public import Actor, Permission, paths_where

from .models import LINE_OF_COMMAND, Stood, Unit, UnitPlacement, UnitQuerySet


def units_where(actor: Actor, permission: Permission) -> UnitQuerySet:
    """The units over which the actor holds the permission, as far as it reaches."""
    return Unit.objects.within(paths_where(actor, permission))


def placements_on(day: dt.date) -> QuerySet[UnitPlacement]:
    """The tree as it stood on a day, by what is known now."""
    return UnitPlacement.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def placements_frozen(day: dt.date, moment: dt.datetime) -> QuerySet[UnitPlacement]:
    """The tree of a day as it was known at a moment; nothing entered afterwards alters it."""
    return UnitPlacement.objects.filter(Stood(day, moment))


def direct_subordinates(unit: Unit, day: dt.date) -> UnitQuerySet:
    """Committees and branches directly under a unit on a day; its own offices are not among them."""
    placed = placements_on(day).filter(parent=unit).values("unit")
    return Unit.objects.filter(pk__in=placed, kind__in=LINE_OF_COMMAND).order_by("path")


def bodies_serving(unit: Unit, day: dt.date) -> UnitQuerySet:
    """The offices and commissions that serve a committee."""
    return Unit.objects.filter(serves=unit).existing_on(day).order_by("path")


def superior_committee(unit: Unit) -> Unit | None:
    """The committee directly above a unit in the line of command."""
    above = unit.serves if unit.serves_id else unit.parent
    while above is not None and above.kind not in LINE_OF_COMMAND:
        above = above.parent
    return above


def next_keys(count: int) -> list[int]:
    """Fresh keys for units, taken from the table's own sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('units_unit', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]
