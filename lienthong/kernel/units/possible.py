"""Which kinds of organisation stand beneath which, from which day, and on what basis.

A dated table. What is `sure` stands in a regulation; what is `likely` an installation may date otherwise by
`LIENTHONG_KINDS_BENEATH`; what is to be verified (`verify`) hinders nobody.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .models import BODIES, COMMITTEES, UnitKind

SURE, LIKELY, VERIFY = "sure", "likely", "verify"
CHARTER = "Điều lệ Đảng, Điều 10"
CHARTER_GRASSROOTS = "Điều lệ Đảng, Điều 21"
CHARTER_BRANCH = "Điều lệ Đảng, Điều 24"
WITHOUT_DISTRICTS = dt.date(2025, 7, 1)  # 294-QĐ/TW


@dataclass(frozen=True)
class Possible:
    """That one kind is founded and placed beneath another, within its days."""

    above: UnitKind
    kind: UnitKind
    basis: str
    certainty: str = SURE
    since: dt.date | None = None
    # The first day on which it is so no longer.
    until: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day < self.until)


def _beneath(above: Iterable[UnitKind], *kinds: UnitKind, basis: str, **how: Any) -> list[Possible]:
    return [Possible(one, kind, basis, **how) for one in above for kind in kinds]


_K = UnitKind
_BODIES = [kind for kind in UnitKind if kind in BODIES]
_COMMITTEES = [kind for kind in UnitKind if kind in COMMITTEES]
_GRASSROOTS = (_K.BASE_COMMITTEE, _K.BASE_BRANCH)
_IN_PARTS = (_K.PART_COMMITTEE, _K.BRANCH)
TABLE: tuple[Possible, ...] = (
    *_beneath(
        [_K.CENTRAL_COMMITTEE], _K.PROVINCIAL_COMMITTEE, _K.CENTRAL_DIRECT_COMMITTEE, basis=CHARTER
    ),
    *_beneath(
        [_K.PROVINCIAL_COMMITTEE, _K.CENTRAL_DIRECT_COMMITTEE], _K.UPPER_COMMITTEE, basis=CHARTER
    ),
    # Before that day they stood beneath districts, which this system does not keep.
    *_beneath(
        [_K.PROVINCIAL_COMMITTEE],
        _K.COMMUNE_COMMITTEE,
        basis="294-QĐ/TW; 208-QĐ/TW",
        since=WITHOUT_DISTRICTS,
    ),
    *_beneath(
        [_K.PROVINCIAL_COMMITTEE, _K.CENTRAL_DIRECT_COMMITTEE],
        *_GRASSROOTS,
        basis=CHARTER,
        certainty=LIKELY,
    ),
    *_beneath([_K.UPPER_COMMITTEE], *_GRASSROOTS, basis=CHARTER),
    # Directly above the grassroots by 294-QĐ/TW; by 208-QĐ/TW grassroots itself, one after the other.
    *_beneath(
        [_K.COMMUNE_COMMITTEE],
        *_GRASSROOTS,
        basis="294-QĐ/TW",
        certainty=LIKELY,
        since=WITHOUT_DISTRICTS,
    ),
    *_beneath(
        [_K.COMMUNE_COMMITTEE],
        *_IN_PARTS,
        basis=f"{CHARTER_GRASSROOTS}; 208-QĐ/TW",
        certainty=LIKELY,
    ),
    *_beneath([_K.BASE_COMMITTEE], *_IN_PARTS, basis=CHARTER_GRASSROOTS),
    *_beneath([_K.PART_COMMITTEE], _K.BRANCH, basis=CHARTER_GRASSROOTS),
    *_beneath([_K.BASE_BRANCH, _K.BRANCH], _K.CELL, basis=CHARTER_BRANCH),
    *_beneath([*_COMMITTEES, *_BODIES], *_BODIES, basis="", certainty=VERIFY),
)


def table_in_force() -> tuple[Possible, ...]:
    """The table as this installation dates it."""
    return _as_set(settings.KINDS_BENEATH)


@lru_cache(maxsize=8)
def _as_set(changes: str) -> tuple[Possible, ...]:
    """`above/kind=FIRST..END` sets the days of a likely line, `above/kind=never` takes it away."""
    rows = {(one.above.value, one.kind.value): one for one in TABLE}
    for change in filter(None, (one.strip() for one in changes.split(","))):
        names, _sign, days = change.partition("=")
        above, _slash, kind = names.strip().partition("/")
        row = rows.get((above, kind))
        if row is None or row.certainty == SURE:
            raise ImproperlyConfigured(
                f"LIENTHONG_KINDS_BENEATH: “{change}” is no line that an installation may set"
            )
        if days.strip() == "never":
            del rows[above, kind]
        else:
            since, until = _days(change, days)
            rows[above, kind] = replace(row, since=since, until=until)
    return tuple(rows.values())


def _days(change: str, days: str) -> tuple[dt.date | None, dt.date | None]:
    first, dots, end = days.strip().partition("..")
    try:
        since, until = (dt.date.fromisoformat(one) if one else None for one in (first, end))
    except ValueError:
        since, dots = None, ""
    if not dots:
        raise ImproperlyConfigured(
            f"LIENTHONG_KINDS_BENEATH: “{change}” has no days like 2025-07-01..2026-12-31"
        )
    return since, until


def line_of(above: str, kind: str) -> Possible | None:
    """The line of the table, whatever its days."""
    return next((one for one in table_in_force() if (one.above, one.kind) == (above, kind)), None)


def kinds_beneath(kind: str, day: dt.date) -> list[UnitKind]:
    """The kinds of organisation that are founded beneath one of this kind on a day, in the order of the list."""
    possible = {one.kind for one in table_in_force() if one.above == kind and one.holds_on(day)}
    return [one for one in UnitKind if one in possible]
