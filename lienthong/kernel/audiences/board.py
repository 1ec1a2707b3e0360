"""The receipts board: a paper over the tree as it stood on the day of issue."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from lienthong.kernel.units.public import PATH_STEP, Unit

from .models import Audience, Receipt


@dataclass(frozen=True)
class Counts:
    """What the units under one place have done; each number opens the units behind it."""

    units: int = 0
    branches: int = 0
    registers: int = 0
    addressed: int = 0
    opened: int = 0
    registered: int = 0
    received: int = 0
    passed_on: int = 0
    forwarded: int = 0
    refused: int = 0

    @property
    def not_received(self) -> int:
        """Those that still owe a receipt; who refused the paper has answered."""
        return max(self.units - self.received - self.refused, 0)


@dataclass(frozen=True)
class BoardRow:
    """One unit directly under the place looked at, with everything beneath it counted in."""

    unit: Unit
    counts: Counts
    own_state: str
    has_below: bool
    is_late: bool


REACHED = """
WITH reached AS (
    SELECT placed.unit_id, placed.path, placed.parent_id, u.kind, u.has_register
    FROM units_unitplacement placed
    JOIN units_unit u ON u.id = placed.unit_id
    WHERE placed.path > %(top)s AND placed.path < %(top)s || '~'
      AND placed.valid_from <= %(day)s AND (placed.valid_to IS NULL OR placed.valid_to > %(day)s)
      AND u.kind IN ('provincial_committee','central_direct_committee','upper_committee',
                     'commune_committee','base_committee','base_branch','part_committee','branch')
      AND (EXISTS (SELECT 1 FROM audiences_addressedunit a
                   WHERE a.audience_id = %(audience)s AND a.unit_id = placed.unit_id)
           OR EXISTS (SELECT 1 FROM audiences_scoperule s
                      WHERE s.audience_id = %(audience)s
                        AND placed.path > s.path AND placed.path < s.path || '~'
                        AND (s.to_branches OR u.kind NOT IN ('branch','base_branch'))))
)
"""
# Two constants of this file, joined once.
BOARD = (
    REACHED
    + """
SELECT left(reached.path, %(width)s) AS child,
       count(*),
       count(*) FILTER (WHERE kind IN ('branch','base_branch')),
       count(*) FILTER (WHERE has_register),
       count(a.id),
       count(r.opened_at),
       count(r.registered_at),
       count(r.received_at),
       count(r.passed_on_at),
       count(r.forwarded_at),
       count(r.refused_at)
FROM reached
LEFT JOIN audiences_receipt r ON r.audience_id = %(audience)s AND r.unit_id = reached.unit_id
LEFT JOIN audiences_addressedunit a ON a.audience_id = %(audience)s AND a.unit_id = reached.unit_id
GROUP BY child ORDER BY child
"""
)

# Two constants of this file, joined once.
OUTSTANDING = (
    REACHED  # noqa: S608 -- joined from two constants of this file
    + """
SELECT reached.unit_id FROM reached
WHERE NOT EXISTS (SELECT 1 FROM audiences_receipt r
                  WHERE r.audience_id = %(audience)s AND r.unit_id = reached.unit_id
                    AND (r.received_at IS NOT NULL OR r.refused_at IS NOT NULL))
"""
)


def counts_under(audience: Audience, top: str) -> dict[str, Counts]:
    """Counts for every child of a place, keyed by the child's path on the day of issue."""
    with connection.cursor() as cursor:
        cursor.execute(
            BOARD,
            {
                "audience": audience.pk,
                "top": top,
                "day": audience.frozen_on,
                "width": len(top) + PATH_STEP,
            },
        )
        return {row[0]: Counts(*row[1:]) for row in cursor.fetchall()}


def total(counts: dict[str, Counts]) -> Counts:
    """All children together."""
    fields = Counts.__dataclass_fields__
    return Counts(**{name: sum(getattr(c, name) for c in counts.values()) for name in fields})


def path_on_day(unit: Unit, day: dt.date) -> str:
    """Where a unit stood on a day; its present path when it did not exist then."""
    placement = unit.placements.filter(valid_from__lte=day).order_by("-valid_from").first()
    return placement.path if placement else unit.path


def board(audience: Audience, unit: Unit) -> list[BoardRow]:
    """The units directly under a place that the paper reached, in order of their names in the tree."""
    counts = counts_under(audience, path_on_day(unit, audience.frozen_on))
    keys = {int(path[-PATH_STEP:], 36): path for path in counts}
    units = {u.pk: u for u in Unit.objects.filter(pk__in=keys)}
    receipts = {r.unit_id: r for r in audience.receipts.filter(unit_id__in=keys)}
    late = audience.due_on is not None and audience.due_on < timezone.localdate()
    rows = []
    for key, path in keys.items():
        receipt, count = receipts.get(key), counts[path]
        rows.append(
            BoardRow(
                unit=units[key],
                counts=count,
                own_state=state_of(receipt),
                has_below=count.units > 1,
                is_late=late and count.not_received > 0,
            )
        )
    return sorted(rows, key=lambda row: row.unit.name_folded)


STATES = ["refused", "passed_on", "forwarded", "registered", "received", "opened"]


def state_of(receipt: Receipt | None) -> str:
    """The furthest a unit has come with a paper."""
    for state in STATES:
        if receipt is not None and getattr(receipt, f"{state}_at") is not None:
            return state
    return "arrived"


def outstanding_units(audience: Audience, unit: Unit) -> list[int]:
    """Units under a place that the paper reached and that have neither confirmed nor refused it."""
    with connection.cursor() as cursor:
        cursor.execute(
            OUTSTANDING,
            {
                "audience": audience.pk,
                "top": path_on_day(unit, audience.frozen_on),
                "day": audience.frozen_on,
            },
        )
        return [row[0] for row in cursor.fetchall()]


# Which units stand behind a number of the board.
BEHIND = {
    "units": "TRUE",
    "addressed": "a.id IS NOT NULL",
    "opened": "r.opened_at IS NOT NULL",
    "registered": "r.registered_at IS NOT NULL",
    "received": "r.received_at IS NOT NULL",
    "forwarded": "r.forwarded_at IS NOT NULL",
    "passed_on": "r.passed_on_at IS NOT NULL",
    "refused": "r.refused_at IS NOT NULL",
    "not_received": "r.received_at IS NULL AND r.refused_at IS NULL",
}


def units_behind(
    audience: Audience, unit: Unit, number: str, *, limit: int, offset: int = 0
) -> list[int]:
    """The units under a place that a number of the board counts, in the order of the tree."""
    sql = f"""{REACHED}
SELECT reached.unit_id FROM reached
LEFT JOIN audiences_receipt r ON r.audience_id = %(audience)s AND r.unit_id = reached.unit_id
LEFT JOIN audiences_addressedunit a ON a.audience_id = %(audience)s AND a.unit_id = reached.unit_id
WHERE {BEHIND[number]}
ORDER BY reached.path LIMIT %(limit)s OFFSET %(offset)s
"""  # noqa: S608 -- joined from constants of this file
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            {
                "audience": audience.pk,
                "top": path_on_day(unit, audience.frozen_on),
                "day": audience.frozen_on,
                "limit": limit,
                "offset": offset,
            },
        )
        return [row[0] for row in cursor.fetchall()]
