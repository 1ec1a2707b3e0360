"""The receipts board: a document over the tree as it stood on the day of issue."""

from dataclasses import dataclass

from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from lienthong.kernel.units.public import PATH_STEP, Unit, placements_frozen

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
    briefed: int = 0
    forwarded: int = 0
    refused: int = 0
    received_by_branches: int = 0
    # Of all these, the child itself: one, or none where only somebody beneath it was addressed.
    here: int = 0

    @property
    def not_received(self) -> int:
        """Those that still owe a receipt; who refused the document has answered."""
        return self.units - self.received - self.refused

    @property
    def not_briefed(self) -> int:
        """Branches that have the document and have not briefed their members."""
        return self.received_by_branches - self.briefed

    @property
    def unfinished(self) -> int:
        """Those that are late once the day has passed by which it is received and members are briefed."""
        return self.not_received + self.not_briefed


@dataclass(frozen=True)
class BoardRow:
    """One unit directly under the place looked at, with everything beneath it counted in."""

    unit: Unit
    counts: Counts
    own_state: str
    has_below: bool
    is_late: bool


# How many stood there: the functions of the database (migration 0005) say whom the document reached.
STANDING = """
SELECT left(path, %(width)s) AS child,
       count(*) AS units,
       count(*) FILTER (WHERE is_branch) AS branches,
       count(*) FILTER (WHERE has_register) AS registers,
       count(*) FILTER (WHERE is_addressed) AS addressed,
       count(*) FILTER (WHERE length(path) = %(width)s) AS here
FROM audiences_reached_under(%(audience)s, %(top)s)
WHERE length(path) >= %(width)s
GROUP BY child
"""
# What these same units have done.
DONE = """
SELECT left(r.path, %(width)s) AS child,
       count(r.opened_at) AS opened,
       count(r.registered_at) AS registered,
       count(r.received_at) AS received,
       count(r.briefed_at) AS briefed,
       count(r.forwarded_at) AS forwarded,
       count(r.refused_at) AS refused,
       count(r.received_at) FILTER (WHERE u.kind_is_branch) AS received_by_branches
FROM audiences_receipt r
JOIN units_unit u ON u.id = r.unit_id AND u.kind_in_line
WHERE EXISTS (SELECT 1 FROM audiences_reached(%(audience)s, u.id))
  AND r.audience_id = %(audience)s
  AND r.path >= %(top)s COLLATE "C" AND r.path < (%(top)s || '~') COLLATE "C"
  AND length(r.path) >= %(width)s
GROUP BY child
"""
A_DAY = 86_400
Asking = dict[str, int | str]


def counts_under(audience: Audience, top: str) -> dict[str, Counts]:
    """Counts for every child of a place, keyed by the child's path on the day of issue."""
    return _counts(audience, top, len(top) + PATH_STEP)


def counts_at(audience: Audience, place: str) -> Counts:
    """Counts for a place with everything beneath it: a row of the board of the place above."""
    return _counts(audience, place, len(place)).get(place, Counts())


def _counts(audience: Audience, top: str, width: int) -> dict[str, Counts]:
    """How many stood there is counted once and kept: the tree is frozen when it is issued."""
    asking: Asking = {"audience": audience.pk, "top": top, "width": width}
    kept, key = caches["boards"], f"standing.{audience.pk}.{top}.{width}"
    standing = kept.get(key)
    if standing is None:
        standing = _by_child(STANDING, asking)
        kept.set(key, standing, A_DAY)
    done = _by_child(DONE, asking)
    return {
        child: Counts(**counted, **done.get(child, {}))
        for child, counted in sorted(standing.items())
    }


def _by_child(sql: str, asking: Asking) -> dict[str, dict[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asking)
        _child, *names = [column.name for column in cursor.description]
        return {child: dict(zip(names, row, strict=True)) for child, *row in cursor.fetchall()}


def total(counts: dict[str, Counts]) -> Counts:
    """All children together."""
    fields = Counts.__dataclass_fields__
    return Counts(**{name: sum(getattr(c, name) for c in counts.values()) for name in fields})


def place_at_issue(unit: Unit, audience: Audience) -> str:
    """Where a unit stood when the document was issued; its present path when it was not there then."""
    frozen = placements_frozen(audience.frozen_on, audience.published_at)
    path: str | None = frozen.filter(unit=unit).values_list("path", flat=True).first()
    return path or unit.path


def board(audience: Audience, unit: Unit) -> list[BoardRow]:
    """The units directly under a place that the document reached, in order of their names in the tree."""
    counts = counts_under(audience, place_at_issue(unit, audience))
    keys = {int(path[-PATH_STEP:], 36): path for path in counts}
    units = {u.pk: u for u in Unit.objects.filter(pk__in=keys)}
    receipts = {r.unit_id: r for r in audience.receipts.filter(unit_id__in=keys)}
    late = audience.due_on is not None and audience.due_on < timezone.localdate()
    at_once = _act_at_once(audience, unit)
    rows = []
    for key, path in keys.items():
        receipt, count = receipts.get(key), counts[path]
        rows.append(
            BoardRow(
                unit=units[key],
                counts=count,
                own_state=_own_state(count, receipt, at_once is None or key in at_once),
                has_below=count.units > count.here,
                is_late=late and count.unfinished > 0,
            )
        )
    return sorted(rows, key=lambda row: row.unit.name_folded)


def _act_at_once(audience: Audience, unit: Unit) -> set[int] | None:
    """Those under a unit that need not wait for it; None when it has forwarded the document."""
    if audience.issuer_id == unit.pk or audience.receipts.filter(
        unit=unit, forwarded_at__isnull=False
    ):
        return None
    return set(audience.addressed_units.values_list("unit_id", flat=True))


def _own_state(count: Counts, receipt: Receipt | None, may_act: bool) -> str:
    if not count.here:
        return "not_reached"
    state = state_of(receipt)
    return state if may_act or state != "arrived" else "waiting"


STATES = ["refused", "briefed", "forwarded", "registered", "received", "opened"]


def state_of(receipt: Receipt | None) -> str:
    """The furthest a unit has come with a document."""
    for state in STATES:
        if receipt is not None and getattr(receipt, f"{state}_at") is not None:
            return state
    return "arrived"


# Which units stand behind a number of the board.
BEHIND = {
    "units": "TRUE",
    "addressed": "is_addressed",
    "opened": "EXISTS (SELECT 1 {receipt} AND r.opened_at IS NOT NULL)",
    "registered": "EXISTS (SELECT 1 {receipt} AND r.registered_at IS NOT NULL)",
    "received": "EXISTS (SELECT 1 {receipt} AND r.received_at IS NOT NULL)",
    "forwarded": "EXISTS (SELECT 1 {receipt} AND r.forwarded_at IS NOT NULL)",
    "briefed": "EXISTS (SELECT 1 {receipt} AND r.briefed_at IS NOT NULL)",
    "refused": "EXISTS (SELECT 1 {receipt} AND r.refused_at IS NOT NULL)",
    "not_received": "NOT EXISTS (SELECT 1 {receipt}"
    " AND (r.received_at IS NOT NULL OR r.refused_at IS NOT NULL))",
}
RECEIPT = (
    "FROM audiences_receipt r WHERE r.audience_id = %(audience)s AND r.unit_id = reached.unit_id"
)


def units_behind(
    audience: Audience,
    unit: Unit,
    number: str,
    *,
    limit: int,
    offset: int = 0,
    with_itself: bool = False,
) -> list[int]:
    """The units under a place that a number of the board counts, in the order of the tree.

    A row of the board counts the unit itself too: `with_itself`.
    """
    sql = f"""
SELECT reached.unit_id
FROM audiences_reached_under(%(audience)s, %(top)s) reached
WHERE length(reached.path) >= %(width)s AND {BEHIND[number].format(receipt=RECEIPT)}
ORDER BY reached.path COLLATE "C" LIMIT %(limit)s OFFSET %(offset)s
"""  # noqa: S608 -- joined from constants of this file
    top = place_at_issue(unit, audience)
    asking: Asking = {
        "audience": audience.pk,
        "top": top,
        "width": len(top) + (0 if with_itself else PATH_STEP),
        "limit": limit,
        "offset": offset,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, asking)
        return [row[0] for row in cursor.fetchall()]
