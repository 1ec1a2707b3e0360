"""The tree of organisations as far as an administrator sees it: opened along one branch, or where words are found."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils import timezone

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import (
    PATH_STEP,
    Unit,
    UnitKind,
    UnitQuerySet,
    ancestor_paths,
)

from .queries import units_seen_by

MOST_FOUND = 100


@dataclass
class Branch:
    """An organisation in the tree, and those beneath it that are shown."""

    unit: Unit
    is_open: bool
    is_found: bool = False
    beneath: list["Branch"] = field(default_factory=list)

    @property
    def below(self) -> int:
        count: int = self.unit.below  # type: ignore[attr-defined]  # annotated by the query
        return count

    @property
    def toggle(self) -> int:
        """At which organisation the tree is open when this one has been opened or closed."""
        return (self.unit.parent_id or self.unit.pk) if self.is_open else self.unit.pk


@dataclass
class Tree:
    tops: list[Branch]
    found: int = 0
    has_more: bool = False


def tree_at(actor: Actor, unit_id: int | None) -> Tree:
    """What stands directly beneath an organisation and beneath each above it, up to the actor's own."""
    seen = _seen(actor, timezone.localdate())
    asked = seen.filter(pk=unit_id).first() if unit_id else None
    opened = ancestor_paths(asked.path if asked else actor.path)
    rows = seen.filter(Q(path__in=opened) | Q(parent__path__in=opened))
    return Tree(_branches(rows, set(opened), set()))


def tree_with(actor: Actor, words: str) -> Tree:
    """The organisations whose names have all the words, each in its place beneath those above it."""
    seen = _seen(actor, timezone.localdate())
    named = seen
    for word in fold(words).split():
        named = named.filter(name_folded__contains=word)
    found = list(named.order_by("path").values_list("path", flat=True)[: MOST_FOUND + 1])
    shown = set(found[:MOST_FOUND])
    above = {path for one in shown for path in ancestor_paths(one)[:-1]}
    rows = seen.filter(path__in=shown | above)
    return Tree(_branches(rows, above, shown), len(shown), len(found) > MOST_FOUND)


def _seen(actor: Actor, today: dt.date) -> UnitQuerySet:
    is_here = Q(children__valid_to=None) | Q(children__valid_to__gt=today)
    beneath = Count("children", filter=is_here & Q(children__valid_from__lte=today))
    return units_seen_by(actor).existing_on(today).annotate(below=beneath)


def _branches(rows: UnitQuerySet, opened: set[str], found: set[str]) -> list[Branch]:
    branches = {unit.path: Branch(unit, unit.path in opened, unit.path in found) for unit in rows}
    tops: list[Branch] = []
    for path, branch in sorted(branches.items(), key=lambda item: _order(item[1].unit)):
        above = branches.get(path[:-PATH_STEP])
        (above.beneath if above else tops).append(branch)
    return tops


def _order(unit: Unit) -> tuple[int, str]:
    """Organisations of a kind together, in the order of kinds, then by name."""
    return list(UnitKind).index(UnitKind(unit.kind)), unit.name_folded
