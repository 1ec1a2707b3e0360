"""Planting a whole organisation tree at once, for demonstrations and measurements."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from lienthong.kernel.audit.public import without_history
from lienthong.kernel.text.public import fold

from .models import Unit, segment
from .queries import next_keys


@dataclass
class Seedling:
    """One organisation to be planted, with those beneath it."""

    kind: str
    name_body: str
    name_committee: str = ""
    symbol: str = ""
    place: str = ""
    has_register: bool = False
    serves_parent: bool = False
    children: list["Seedling"] = field(default_factory=list)
    key: int = 0
    path: str = ""

    def add(self, child: "Seedling") -> "Seedling":
        self.children.append(child)
        return child


def walk(top: Seedling) -> Iterable[tuple[Seedling, Seedling | None]]:
    """Every seedling with its parent, parents first."""
    waiting: list[tuple[Seedling, Seedling | None]] = [(top, None)]
    while waiting:
        seedling, parent = waiting.pop()
        yield seedling, parent
        waiting.extend((child, seedling) for child in reversed(seedling.children))


@transaction.atomic
def plant(top: Seedling, *, on: dt.date) -> Unit:
    """Write a tree with `COPY`: 302,000 organisations take seconds."""
    pairs, planted_at = list(walk(top)), timezone.now()
    for (seedling, parent), key in zip(pairs, next_keys(len(pairs)), strict=True):
        seedling.key = key
        seedling.path = (parent.path if parent else "") + segment(key)
    with without_history(Unit), connection.cursor() as cursor:
        with cursor.copy(
            "COPY units_unit (id, parent_id, serves_id, path, kind, name_body, name_committee,"
            " name_folded, symbol, place, has_register, valid_from, mark) FROM STDIN"
        ) as copy:
            for seedling, parent in pairs:
                copy.write_row(_unit_row(seedling, parent, on))
        with cursor.copy(
            "COPY units_unitplacement (unit_id, parent_id, path, valid_from, entered_at) FROM STDIN"
        ) as copy:
            for seedling, parent in pairs:
                above = parent.key if parent else None
                copy.write_row((seedling.key, above, seedling.path, on, planted_at))
        cursor.execute("ANALYZE units_unit, units_unitplacement")
    return Unit.objects.get(pk=top.key)


def _unit_row(seedling: Seedling, parent: Seedling | None, on: dt.date) -> tuple[object, ...]:
    placed = Unit(pk=seedling.key, parent_id=parent.key if parent else None, path=seedling.path)
    return (
        seedling.key,
        parent.key if parent else None,
        parent.key if parent and seedling.serves_parent else None,
        seedling.path,
        seedling.kind,
        seedling.name_body,
        seedling.name_committee,
        fold(f"{seedling.name_committee} {seedling.name_body}"),
        seedling.symbol,
        seedling.place,
        seedling.has_register,
        on,
        placed.mark_made(),
    )
