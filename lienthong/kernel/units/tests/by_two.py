"""What happens to organisations: alone, or as two have agreed where the organisation has keys."""

import datetime as dt

from lienthong.kernel.people.tests.factories import by_two
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.actions.tree import (
    NewName,
    dissolve_agreed,
    found_agreed,
    rename_agreed,
)
from lienthong.kernel.units.public import NewUnit, Unit, dissolve_unit, found_unit, rename_unit


def found(
    new: NewUnit, *, parent_id: int, on: dt.date, is_another: bool = False, actor: Actor
) -> Unit:
    about = {"parent_id": parent_id, "on": on, "is_another": is_another}
    if new.has_keys:
        return found_agreed(new, **about, agreed=by_two(actor))
    return found_unit(new, **about, actor=actor)


def rename(unit_id: int, *, name_body: str, name_committee: str, on: dt.date, actor: Actor) -> Unit:
    if Unit.objects.get(pk=unit_id).has_keys:
        return rename_agreed(unit_id, NewName(name_body, name_committee, on), agreed=by_two(actor))
    return rename_unit(
        unit_id, name_body=name_body, name_committee=name_committee, on=on, actor=actor
    )


def dissolve(unit_id: int, *, successor_id: int | None, on: dt.date, actor: Actor) -> Unit:
    if Unit.objects.get(pk=unit_id).has_keys:
        return dissolve_agreed(unit_id, successor_id=successor_id, on=on, agreed=by_two(actor))
    return dissolve_unit(unit_id, successor_id=successor_id, on=on, actor=actor)
