"""The receipts board: a document over the tree as it stood when it was issued."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from lienthong.kernel.events.public import unheard_since
from lienthong.kernel.units.public import Unit, placements_frozen

from .events import ReceiptChanged
from .models import DONE, Audience, PlaceCount, Receipt


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
    briefed: int = 0
    forwarded: int = 0
    refused: int = 0
    received_by_branches: int = 0

    @property
    def not_received(self) -> int:
        """Those that still owe a receipt; who refused the document has answered."""
        return self.units - self.received - self.refused

    @property
    def percent_received(self) -> int:
        """Whole percent of those in scope that have the document; only all of them are a hundred."""
        return self.received * 100 // self.units if self.units else 0

    @property
    def not_briefed(self) -> int:
        """Branches that have the document and have not briefed their members."""
        return self.received_by_branches - self.briefed

    @property
    def unfinished(self) -> int:
        """Those that are late once the day has passed by which it is received and members are briefed."""
        return self.not_received + self.not_briefed

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in COUNTED))


COUNTED = tuple(Counts.__dataclass_fields__)


@dataclass(frozen=True)
class BoardRow:
    """One unit directly under the place looked at, with everything beneath it counted in."""

    unit: Unit
    counts: Counts
    own_state: str
    has_below: bool
    is_late: bool


# The units under a place, each as its receipt says now, as it has been counted, and those beneath it.
ROWS = f"""
SELECT child.unit_id, reached.here, named.id IS NOT NULL AS is_addressed,
       whom.kind_is_branch AS is_branch, whom.has_register,
       coalesce(own.counted, 0) AS counted, coalesce({DONE.format(receipt="own")}, 0) AS done,
       {", ".join(f"coalesce(beneath.{name}, 0) AS {name}" for name in COUNTED)}
FROM units_unitplacement child
JOIN units_unit whom ON whom.id = child.unit_id AND whom.kind_in_line
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT 1 FROM audiences_reached(%(audience)s, whom.id))
) AS reached (here)
LEFT JOIN audiences_addressedunit named
       ON named.audience_id = %(audience)s AND named.unit_id = whom.id
LEFT JOIN audiences_receipt own ON own.audience_id = %(audience)s AND own.unit_id = whom.id
LEFT JOIN audiences_placecount beneath
       ON beneath.audience_id = %(audience)s AND beneath.path = child.path
WHERE {{which}} AND (reached.here OR beneath.id IS NOT NULL)
  AND units_stood(child.valid_from, child.valid_to, child.entered_at, child.ended_at,
                  %(day)s, %(moment)s)
"""  # noqa: S608 -- joined from constants of this file
UNDER = ROWS.format(which="child.parent_id = %(unit)s")
ITSELF = ROWS.format(which="child.unit_id = %(unit)s")


def counts_under(audience: Audience, place: Unit) -> Counts:
    """Everything beneath a place, as it was last counted."""
    kept = PlaceCount.objects.filter(audience=audience, path=place_at_issue(place, audience))
    counted = kept.values(*COUNTED).first()
    return Counts(**counted) if counted else Counts()


def counts_of(audience: Audience, place: Unit) -> Counts:
    """A place with everything beneath it: a row of the board of the place above."""
    return next((_counts(row) for row in _rows(ITSELF, audience, place)), Counts())


def reached_beneath(audience: Audience, place: Unit) -> bool:
    """Whether the document reached anybody strictly beneath a place."""
    path = place_at_issue(place, audience)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM audiences_reached_under(%s, %s) WHERE path <> %s)",
            [audience.pk, path, path],
        )
        return bool(cursor.fetchone()[0])


def counted_until(audience: Audience) -> dt.datetime | None:
    """The moment up to which receipts have been counted; None while all of them are."""
    if audience.counted_at is None:
        return audience.published_at
    return unheard_since(ReceiptChanged)


def _rows(sql: str, audience: Audience, place: Unit) -> list[dict[str, Any]]:
    asked: dict[str, Any] = {
        "audience": audience.pk,
        "unit": place.pk,
        "day": audience.frozen_on,
        "moment": audience.published_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _counts(row: dict[str, Any]) -> Counts:
    """The unit itself and those beneath it; it counts only where the document reached it."""
    beneath = Counts(*(row[name] for name in COUNTED))
    if not row["here"]:
        return beneath
    did = {moment: int(bool(row["counted"] & bit)) for moment, bit in Receipt.BITS.items()}
    own = Counts(
        units=1,
        branches=int(row["is_branch"]),
        registers=int(row["has_register"]),
        addressed=int(row["is_addressed"]),
        received_by_branches=did["received"] if row["is_branch"] else 0,
        **did,
    )
    return own + beneath


def place_at_issue(unit: Unit, audience: Audience) -> str:
    """Where a unit stood when the document was issued; its present path when it was not there then."""
    frozen = placements_frozen(audience.frozen_on, audience.published_at)
    path: str | None = frozen.filter(unit=unit).values_list("path", flat=True).first()
    return path or unit.path


def board(audience: Audience, place: Unit) -> list[BoardRow]:
    """The units directly under a place that the document reached, in order of their names in the tree."""
    rows = _rows(UNDER, audience, place)
    units = Unit.objects.in_bulk([row["unit_id"] for row in rows])
    is_past = audience.due_on is not None and audience.due_on < timezone.localdate()
    all_may_act = audience.issuer_id == place.pk or _has_forwarded(audience, place)
    shown = [
        BoardRow(
            unit=units[row["unit_id"]],
            counts=_counts(row),
            own_state=_own_state(row, all_may_act or row["is_addressed"]),
            has_below=row["units"] > 0,
            is_late=is_past and _counts(row).unfinished > 0,
        )
        for row in rows
    ]
    return sorted(shown, key=lambda row: row.unit.name_folded)


def _has_forwarded(audience: Audience, place: Unit) -> bool:
    forwarded = audience.receipts.filter(unit=place, forwarded_at__isnull=False)
    return bool(forwarded.exists())


def _own_state(row: dict[str, Any], may_act: bool) -> str:
    if not row["here"]:
        return "not_reached"
    state = _furthest({moment for moment, bit in Receipt.BITS.items() if row["done"] & bit})
    return state if may_act or state != "arrived" else "waiting"


STATES = ("refused", "briefed", "forwarded", "registered", "received", "opened")


def state_of(receipt: Receipt | None) -> str:
    """The furthest a unit has come with a document."""
    if receipt is None:
        return "arrived"
    return _furthest({state for state in STATES if getattr(receipt, f"{state}_at") is not None})


def _furthest(moments: set[str]) -> str:
    return next((state for state in STATES if state in moments), "arrived")
