"""What happens to organisations."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import mark_anew, record
from lienthong.kernel.events.public import announce
from lienthong.kernel.permissions.public import Actor, Agreed, RuleBroken, authorize, required
from lienthong.kernel.text.public import fold, one_line

from .. import permissions
from ..deciding import NO_DECISION, Decision
from ..events import UnitDissolved, UnitMoved
from ..models import (
    Unit,
    UnitPlacement,
    UnitSuccession,
    segment,
)
from ..queries import next_keys
from .refusing import (
    NewUnit,
    refuse_borne_name,
    refuse_founding,
    refuse_keys,
    refuse_kind,
    refuse_later,
)

_SHAPE_OF_THE_TREE = 0x4C54_7EEE  # the advisory lock of whoever founds or moves


def hold_the_tree() -> None:
    """Who moves an organisation is alone with the tree: its paths are written anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SHAPE_OF_THE_TREE])


def share_the_tree(new: NewUnit) -> None:
    """Many found at a time, a whole workbook too; who moves waits for them, and they for who moves.

    Of those that seal and sign, one at a time bears a name: who founds another of that name waits.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_SHAPE_OF_THE_TREE])
        for name in sorted({fold(new.name_body), fold(new.name_committee)} - {""}):
            if new.has_keys:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"units:name:{name}"])


@transaction.atomic
def found_unit(
    new: NewUnit, *, parent_id: int, on: dt.date, is_another: bool = False, actor: Actor
) -> Unit:
    """Found an organisation without keys under a superior one, from the day its decision names.

    One of the same name there is another only where the person says so.
    """
    share_the_tree(new)
    parent = Unit.objects.select_for_update(no_key=True).get(pk=parent_id)
    authorize(actor, permissions.MANAGE, parent.path)

    refuse_keys(new)
    new.decision.refuse(takes_effect=on, is_needed=False)
    refuse_founding(new, parent, on, is_another=is_another)

    unit = place_unit(new, parent=parent, on=on)

    record(actor, "units.founded", unit, parent=parent.pk, on=on.isoformat())
    return unit


@transaction.atomic
def found_agreed(
    new: NewUnit, *, parent_id: int, on: dt.date, is_another: bool, agreed: Agreed
) -> Unit:
    """Found an organisation with keys, as two persons agreed."""
    share_the_tree(new)
    parent = Unit.objects.select_for_update(no_key=True).get(pk=parent_id)

    refuse_founding(new, parent, on, is_another=is_another)

    unit = place_unit(new, parent=parent, on=on)

    facts = {"parent": parent.pk, "on": on.isoformat(), "by": agreed.proposal_id}
    record(agreed.actor, "units.founded", unit, **facts)
    return unit


def place_unit(
    new: NewUnit, *, parent: Unit | None, on: dt.date, superior_printed: str = ""
) -> Unit:
    """Write a unit and its first place in the tree; for actions and for the founding of a tree."""
    (key,) = next_keys(1)
    unit = Unit.objects.create(
        pk=key,
        parent=parent,
        serves_id=new.serves_id,
        path=(parent.path if parent else "") + segment(key),
        kind=new.kind,
        name_body=one_line(new.name_body),
        name_committee=one_line(new.name_committee),
        name_folded=fold(f"{new.name_committee} {new.name_body}"),
        symbol=one_line(new.symbol),
        place=one_line(new.place),
        has_register=new.has_register,
        superior_printed=one_line(superior_printed),
        decision=str(new.decision),
        valid_from=on,
    )
    UnitPlacement.objects.create(unit=unit, parent=parent, path=unit.path, valid_from=on)
    return unit


@dataclass(frozen=True)
class NewName:
    """What an organisation is called from a day on."""

    name_body: str
    name_committee: str
    on: dt.date
    decision: Decision = NO_DECISION


@transaction.atomic
def rename_unit(
    unit_id: int,
    *,
    name_body: str,
    name_committee: str,
    on: dt.date,
    decision: Decision = NO_DECISION,
    actor: Actor,
) -> Unit:
    """Rename an organisation without keys once the day has come; its former name stays findable.

    Documents of the days before bear the former name, so a later name is entered on its day.
    """
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    authorize(actor, permissions.MANAGE, unit.path)

    refuse_keys(unit)
    name = NewName(name_body, name_committee, on, decision)
    decision.refuse(takes_effect=on, is_needed=False)
    refuse_name(unit, name)

    _rename(unit, name)

    record(actor, "units.renamed", unit, on=on.isoformat())
    return unit


@transaction.atomic
def rename_agreed(unit_id: int, name: NewName, *, agreed: Agreed) -> Unit:
    """Rename an organisation with keys, as two persons agreed."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)

    refuse_name(unit, name)

    _rename(unit, name)

    facts = {"on": name.on.isoformat(), "by": agreed.proposal_id}
    record(agreed.actor, "units.renamed", unit, **facts)
    return unit


def refuse_name(unit: Unit, name: NewName) -> None:
    required(name.name_body, _("Give the organisation a name."), field="name_body")
    refuse_later(name.on)
    others = Unit.objects.existing_on(name.on).exclude(pk=unit.pk)
    refuse_borne_name(others, name.name_body, name.name_committee)


def _rename(unit: Unit, name: NewName) -> None:
    UnitSuccession.objects.create(
        predecessor=unit,
        successor=unit,
        event=UnitSuccession.Event.RENAMED,
        on=name.on,
        basis=str(name.decision),
        former_name=str(unit),
    )
    unit.name_body = one_line(name.name_body)
    unit.name_committee = one_line(name.name_committee)
    unit.name_folded = fold(f"{unit.name_committee} {unit.name_body}")
    unit.save(update_fields=["name_body", "name_committee", "name_folded"])


@transaction.atomic
def move_unit(unit_id: int, *, to_parent_id: int, on: dt.date, agreed: Agreed) -> Unit:
    """Place an organisation and all beneath it under another superior, as two persons agreed.

    Rights follow the place in the tree, so a move decided for later is entered on its day.
    """
    hold_the_tree()
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    parent = Unit.objects.select_for_update().get(pk=to_parent_id)

    refuse_move(unit, parent, on)

    _rewrite_paths(unit, parent, on)
    unit.refresh_from_db()

    facts = {"to": parent.pk, "on": on.isoformat(), "by": agreed.proposal_id}
    record(agreed.actor, "units.moved", unit, **facts)
    announce(UnitMoved(unit.pk))
    return unit


def refuse_move(unit: Unit, parent: Unit, on: dt.date) -> None:
    if parent.path.startswith(unit.path):
        raise RuleBroken(_("An organisation cannot be placed under itself."))
    if not parent.exists_on(on):
        raise RuleBroken(_("The superior organisation does not exist on that day."))
    refuse_later(on)
    placed = UnitPlacement.objects.filter(path__startswith=unit.path, valid_to=None)
    if placed.filter(valid_from__gte=on).exists():
        raise RuleBroken(
            _("The move must come after the day the organisation got its present place.")
        )
    refuse_kind(unit.kind, parent, on, field="to_parent")


def _rewrite_paths(unit: Unit, parent: Unit, on: dt.date) -> None:
    """Close every placement of the subtree on the day and open the same one under the new parent."""
    moved = Unit.objects.filter(path__startswith=unit.path).only(*Unit.MARKED, "mark")
    keys = [one.pk for one in moved if one.is_marked()]
    values: dict[str, int | str | dt.date] = {
        "now": timezone.now(),
        "unit": unit.pk,
        "parent": parent.pk,
        "old": unit.path,
        "new": parent.path + segment(unit.pk),
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH left_behind AS (
                UPDATE units_unitplacement SET valid_to = %(on)s, ended_at = %(now)s
                WHERE valid_to IS NULL AND path >= %(old)s AND path < %(old)s || '~'
                RETURNING unit_id, parent_id, path
            )
            INSERT INTO units_unitplacement (unit_id, parent_id, path, valid_from, entered_at)
            SELECT unit_id,
                   CASE WHEN unit_id = %(unit)s THEN %(parent)s ELSE parent_id END,
                   %(new)s || substr(path, length(%(old)s) + 1),
                   %(on)s, %(now)s
            FROM left_behind
            """,
            values,
        )
        cursor.execute(
            """
            UPDATE units_unit
            SET path = %(new)s || substr(path, length(%(old)s) + 1),
                parent_id = CASE WHEN id = %(unit)s THEN %(parent)s ELSE parent_id END
            WHERE path >= %(old)s AND path < %(old)s || '~'
            """,
            values,
        )
    mark_anew(Unit, keys)


@transaction.atomic
def dissolve_unit(
    unit_id: int,
    *,
    successor_id: int | None,
    on: dt.date,
    decision: Decision = NO_DECISION,
    actor: Actor,
) -> Unit:
    """End an organisation without keys; it stays in every tree of the days before, with its successor."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    authorize(actor, permissions.MANAGE, unit.path)

    refuse_keys(unit)
    decision.refuse(takes_effect=on, is_needed=False)
    refuse_end(unit, on)

    _dissolve(unit, successor_id, on, decision)

    record(actor, "units.dissolved", unit, successor=successor_id, on=on.isoformat())
    return unit


@transaction.atomic
def dissolve_agreed(
    unit_id: int,
    *,
    successor_id: int | None,
    on: dt.date,
    decision: Decision = NO_DECISION,
    agreed: Agreed,
) -> Unit:
    """End an organisation with keys, as two persons agreed."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)

    refuse_end(unit, on)

    _dissolve(unit, successor_id, on, decision)

    facts = {"successor": successor_id, "on": on.isoformat(), "by": agreed.proposal_id}
    record(agreed.actor, "units.dissolved", unit, **facts)
    return unit


def refuse_end(unit: Unit, on: dt.date) -> None:
    if unit.valid_to is not None:
        raise RuleBroken(_("This organisation has already ended."))
    if unit.children.existing_on(on).exists():
        raise RuleBroken(_("Place or end the organisations beneath it first."))
    if unit.placements.filter(valid_to=None, valid_from__gte=on).exists():
        raise RuleBroken(
            _("The end must come after the day the organisation got its present place."), field="on"
        )


def _dissolve(unit: Unit, successor_id: int | None, on: dt.date, decision: Decision) -> None:
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])
    unit.placements.filter(valid_to=None).update(valid_to=on, ended_at=timezone.now())
    UnitSuccession.objects.create(
        predecessor=unit,
        successor_id=successor_id,
        event=UnitSuccession.Event.MERGED_INTO if successor_id else UnitSuccession.Event.ENDED,
        on=on,
        basis=str(decision),
    )
    announce(UnitDissolved(unit.pk))
