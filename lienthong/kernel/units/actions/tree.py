"""What happens to organisations."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import mark_anew, record
from lienthong.kernel.events.public import announce
from lienthong.kernel.permissions.public import Actor, Agreed, RuleBroken, authorize, required
from lienthong.kernel.text.public import fold, one_line

from .. import permissions
from ..events import UnitDissolved, UnitMoved
from ..models import (
    DEEPEST_LEVEL,
    NAMED_ONCE,
    WITHOUT_REGISTER,
    Unit,
    UnitKind,
    UnitPlacement,
    UnitQuerySet,
    UnitSuccession,
    kind_has_keys,
    kinds_beneath,
    segment,
)
from ..queries import next_keys

_SHAPE_OF_THE_TREE = 0x4C54_7EEE  # the advisory lock of whoever founds or moves


@dataclass(frozen=True)
class NewUnit:
    """What a decision to found an organisation says about it."""

    kind: str
    name_body: str
    name_committee: str = ""
    symbol: str = ""
    place: str = ""
    has_register: bool = False
    serves_id: int | None = None

    @property
    def has_keys(self) -> bool:
        return kind_has_keys(self.kind, has_register=self.has_register)


def hold_the_tree() -> None:
    """One change of the tree's shape at a time: who founds beneath a moving branch waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SHAPE_OF_THE_TREE])


@transaction.atomic
def found_unit(
    new: NewUnit, *, parent_id: int, on: dt.date, is_another: bool = False, actor: Actor
) -> Unit:
    """Found an organisation without keys under a superior one, from the day its decision names.

    One of the same name there is another only where the person says so.
    """
    hold_the_tree()
    parent = Unit.objects.select_for_update().get(pk=parent_id)
    authorize(actor, permissions.MANAGE, parent.path)

    _refuse_keys(new)
    refuse_founding(new, parent, on, is_another=is_another)

    unit = place_unit(new, parent=parent, on=on)

    record(actor, "units.founded", unit, parent=parent.pk, on=on.isoformat())
    return unit


@transaction.atomic
def found_agreed(
    new: NewUnit, *, parent_id: int, on: dt.date, is_another: bool, agreed: Agreed
) -> Unit:
    """Found an organisation with keys, as two persons agreed."""
    hold_the_tree()
    parent = Unit.objects.select_for_update().get(pk=parent_id)

    refuse_founding(new, parent, on, is_another=is_another)

    unit = place_unit(new, parent=parent, on=on)

    facts = {"parent": parent.pk, "on": on.isoformat(), "by": agreed.proposal_id}
    record(agreed.actor, "units.founded", unit, **facts)
    return unit


def _refuse_keys(unit: NewUnit | Unit) -> None:
    if unit.has_keys:
        raise RuleBroken(
            _("This organisation signs or has a seal: propose it, and a second person confirms it.")
        )


def refuse_founding(new: NewUnit, parent: Unit, on: dt.date, *, is_another: bool) -> None:
    if not parent.exists_on(on):
        raise RuleBroken(_("The superior organisation does not exist on that day."))
    required(new.name_body, _("Give the organisation a name."), field="name_body")
    if not is_another:
        _refuse_same_name(new, parent, on)
    elsewhere = Unit.objects.existing_on(on).exclude(parent=parent)
    _refuse_borne_name(elsewhere, new.name_body, new.name_committee)
    refuse_register(new)
    _refuse_kind(new.kind, parent, field="kind")
    if parent.level >= DEEPEST_LEVEL:
        raise RuleBroken(_("The tree of organisations goes no deeper."))


def _refuse_kind(kind: str, parent: Unit, *, field: str) -> None:
    if kind in kinds_beneath(parent.kind):
        return
    if parent.is_branch:
        said = _("A branch has no organisations beneath it, only Party groups.")
        raise RuleBroken(said, field=field)
    said = _("“%(kind)s” does not belong beneath “%(above)s”.")
    kinds = {"kind": UnitKind(kind).label, "above": parent.get_kind_display()}
    raise RuleBroken(said % kinds, field=field)


def refuse_register(new: NewUnit) -> None:
    """Handbook §2.7 (sure): a branch has no clerk, no register and no seal, nor has a Party group."""
    if new.kind == UnitKind.PROVINCIAL_COMMITTEE and not new.has_register:
        raise RuleBroken(_("A provincial committee keeps a register."), field="has_register")
    if new.has_register and new.kind in WITHOUT_REGISTER:
        said = _("A branch or a Party group keeps no register and has no seal.")
        raise RuleBroken(said, field="has_register")


def _refuse_same_name(new: NewUnit, parent: Unit, on: dt.date) -> None:
    here = parent.children.existing_on(on)
    folded = fold(f"{new.name_committee} {new.name_body}")
    same = Q(name_folded=folded) | Q(name_body__iexact=one_line(new.name_body))
    if here.filter(same).exists():
        raise RuleBroken(
            _(
                "An organisation of this name exists here already. If this is another one, say so below."
            ),
            field="name_body",
        )


def _refuse_borne_name(others: UnitQuerySet, *names: str) -> None:
    """Nobody bears the name of a committee of a territory or above it: a seal is known by it."""
    bears = Q()
    for name in filter(None, map(one_line, names)):
        bears |= Q(name_body__iexact=name) | Q(name_committee__iexact=name)
    if others.filter(bears, kind__in=NAMED_ONCE).exists():
        said = _("Another committee bears this name. Its papers and seals are known by it.")
        raise RuleBroken(said, field="name_body")


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
        valid_from=on,
    )
    UnitPlacement.objects.create(unit=unit, parent=parent, path=unit.path, valid_from=on)
    return unit


def refuse_later(on: dt.date) -> None:
    """What a unit is called and where it stands is kept as of today: a later day cannot wait in it."""
    if on > timezone.localdate():
        raise RuleBroken(_("Enter this on the day it takes effect, not before."), field="on")


@dataclass(frozen=True)
class NewName:
    """What an organisation is called from a day on."""

    name_body: str
    name_committee: str
    on: dt.date


@transaction.atomic
def rename_unit(
    unit_id: int, *, name_body: str, name_committee: str, on: dt.date, actor: Actor
) -> Unit:
    """Rename an organisation without keys once the day has come; its former name stays findable.

    Documents of the days before bear the former name, so a later name is entered on its day.
    """
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    authorize(actor, permissions.MANAGE, unit.path)

    _refuse_keys(unit)
    name = NewName(name_body, name_committee, on)
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
    _refuse_borne_name(others, name.name_body, name.name_committee)


def _rename(unit: Unit, name: NewName) -> None:
    UnitSuccession.objects.create(
        predecessor=unit,
        successor=unit,
        event=UnitSuccession.Event.RENAMED,
        on=name.on,
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
    _refuse_kind(unit.kind, parent, field="to_parent")
    if not parent.exists_on(on):
        raise RuleBroken(_("The superior organisation does not exist on that day."))
    refuse_later(on)
    placed = UnitPlacement.objects.filter(path__startswith=unit.path, valid_to=None)
    if placed.filter(valid_from__gte=on).exists():
        raise RuleBroken(
            _("The move must come after the day the organisation got its present place.")
        )


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
def dissolve_unit(unit_id: int, *, successor_id: int | None, on: dt.date, actor: Actor) -> Unit:
    """End an organisation without keys; it stays in every tree of the days before, with its successor."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    authorize(actor, permissions.MANAGE, unit.path)

    _refuse_keys(unit)
    refuse_end(unit, on)

    _dissolve(unit, successor_id, on)

    record(actor, "units.dissolved", unit, successor=successor_id, on=on.isoformat())
    return unit


@transaction.atomic
def dissolve_agreed(unit_id: int, *, successor_id: int | None, on: dt.date, agreed: Agreed) -> Unit:
    """End an organisation with keys, as two persons agreed."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)

    refuse_end(unit, on)

    _dissolve(unit, successor_id, on)

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


def _dissolve(unit: Unit, successor_id: int | None, on: dt.date) -> None:
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])
    unit.placements.filter(valid_to=None).update(valid_to=on, ended_at=timezone.now())
    UnitSuccession.objects.create(
        predecessor=unit,
        successor_id=successor_id,
        event=UnitSuccession.Event.MERGED_INTO if successor_id else UnitSuccession.Event.ENDED,
        on=on,
    )
    announce(UnitDissolved(unit.pk))
