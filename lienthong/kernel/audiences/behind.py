"""The units behind a number of the receipts board, each with what it did with the document."""

from typing import Any

from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from lienthong.kernel.units.public import PATH_STEP, Unit, UnitPlacement, placements_frozen

from .board import STATES, place_at_issue
from .models import Audience, Receipt

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
RECEIPT = "FROM audiences_receipt r WHERE r.audience_id = %s AND r.unit_id = reached.unit_id"
SAID = (
    "received_at",
    "briefed_at",
    "present_count",
    "member_count",
    "refused_at",
    "refused_reason",
)
FURTHEST = Case(
    *(When(**{f"{state}_at__isnull": False}, then=Value(state)) for state in STATES),
    default=Value("arrived"),
    output_field=CharField(),
)


def units_behind(
    audience: Audience,
    place: Unit,
    number: str,
    *,
    with_itself: bool = False,
    most: int | None = None,
) -> QuerySet[UnitPlacement]:
    """The units under a place that a number of the board counts, where they stood on the day of issue.

    They come in the order of the tree; with `most`, so many of them. A row of the board counts the unit
    itself too: `with_itself`.
    """
    counted = BEHIND[number].format(receipt=RECEIPT)
    top = place_at_issue(place, audience)
    asked: list[int | str] = [audience.pk, top, len(top) + (0 if with_itself else PATH_STEP)]
    if RECEIPT in counted:
        asked.append(audience.pk)
    first = ""
    if most is not None:
        first = 'ORDER BY reached.path COLLATE "C" LIMIT %s'
        asked.append(most)
    sql = f"""
SELECT reached.unit_id FROM audiences_reached_under(%s, %s) reached
WHERE length(reached.path) >= %s AND {counted} {first}
"""  # noqa: S608 -- joined from constants of this file
    frozen = placements_frozen(audience.frozen_on, audience.published_at)
    return frozen.filter(unit__in=RawSQL(sql, asked)).order_by("path")  # noqa: S611 -- as above


def with_receipts(placements: QuerySet[UnitPlacement], audience: Audience) -> QuerySet[Any]:
    """Each unit with how far it has come (`furthest`) and what its receipt says."""
    receipt = Receipt.objects.filter(audience=audience, unit=OuterRef("unit"))
    said = {name: Subquery(receipt.values(name)) for name in SAID}
    furthest = Subquery(receipt.annotate(state=FURTHEST).values("state"))
    rows: QuerySet[Any] = placements.annotate(
        **said, furthest=Coalesce(furthest, Value("arrived"))
    ).select_related("unit", "parent")
    return rows
