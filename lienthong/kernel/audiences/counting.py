"""Counting for the boards, many receipts at once; whoever confirms a receipt waits for no counter."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from .events import ReceiptChanged
from .models import DONE, Audience, Receipt

_COUNTING = 0x4C54_B0A2  # the advisory lock of whoever counts
DID = tuple(Receipt.BITS)

# Whom a document reached beneath each place: those below the tops of its scope, and those addressed.
WHOM = """
INSERT INTO audiences_placecount (
    audience_id, path, units, branches, registers, addressed,
    opened, registered, received, briefed, forwarded, refused, received_by_branches
)
SELECT %(audience)s, left(path, upto), count(*), count(*) FILTER (WHERE is_branch),
       count(*) FILTER (WHERE has_register), count(*) FILTER (WHERE is_addressed),
       0, 0, 0, 0, 0, 0, 0
FROM (
    SELECT under.*
    FROM audiences_scoperule rule
    CROSS JOIN LATERAL audiences_reached_under(%(audience)s, rule.path) under
    WHERE rule.audience_id = %(audience)s
    UNION
    SELECT whom.id, placed.path::text, whom.kind_is_branch, whom.has_register, TRUE
    FROM audiences_addressedunit named
    JOIN audiences_audience issued ON issued.id = named.audience_id
    JOIN units_unit whom ON whom.id = named.unit_id AND whom.kind_in_line
    JOIN units_unitplacement placed
      ON placed.unit_id = whom.id
     AND units_stood(placed.valid_from, placed.valid_to, placed.entered_at, placed.ended_at,
                     issued.frozen_on, issued.published_at)
    WHERE named.audience_id = %(audience)s
) reached
CROSS JOIN LATERAL generate_series(5, length(path) - 5, 5) AS upto
GROUP BY left(path, upto)
"""

# What has been done since the receipts were last counted, added to every place above each unit.
ADDED = f"""
WITH changed AS (
    SELECT own.id, own.audience_id, own.path, own.counted AS was, {
    DONE.format(receipt="own")
} AS done,
           whom.kind_is_branch AS is_branch
    FROM audiences_receipt own
    JOIN units_unit whom ON whom.id = own.unit_id AND whom.kind_in_line
    WHERE (own.audience_id, own.unit_id) IN (
              SELECT * FROM unnest(%(audiences)s::bigint[], %(units)s::bigint[]))
      AND EXISTS (SELECT 1 FROM audiences_reached(own.audience_id, own.unit_id))
), noted AS (
    UPDATE audiences_receipt own SET counted = changed.done
    FROM changed WHERE own.id = changed.id AND own.counted <> changed.done
), more AS (
    SELECT audience_id, left(path, upto) AS place,
           {
    ", ".join(
        f"sum((done & {bit} <> 0)::int - (was & {bit} <> 0)::int) AS {name}"
        for name, bit in Receipt.BITS.items()
    )
},
           sum((is_branch AND done & {Receipt.BITS["received"]} <> 0)::int
               - (is_branch AND was & {Receipt.BITS["received"]} <> 0)::int) AS received_by_branches
    FROM changed
    CROSS JOIN LATERAL generate_series(5, length(path) - 5, 5) AS upto
    WHERE was <> done
    GROUP BY audience_id, left(path, upto)
)
UPDATE audiences_placecount kept
SET {", ".join(f"{name} = kept.{name} + more.{name}" for name in (*DID, "received_by_branches"))}
FROM more WHERE kept.audience_id = more.audience_id AND kept.path = more.place
"""  # noqa: S608 -- joined from constants of this file


def _count_alone() -> None:
    """One at a time adds to the counters."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_COUNTING])


def count_new_boards() -> None:
    """Count, for what has been issued since, whom it reached beneath each place; once for ever."""
    for audience in Audience.objects.filter(counted_at=None).order_by("pk"):
        count_board(audience.pk)


@transaction.atomic
def count_board(audience_id: int) -> None:
    """Count whom a document reached beneath each place, and what they have done until now."""
    _count_alone()
    audience = Audience.objects.get(pk=audience_id)
    if audience.counted_at is not None:
        return

    with connection.cursor() as cursor:
        cursor.execute(WHOM, {"audience": audience_id})
    audience.counted_at = timezone.now()
    audience.save(update_fields=["counted_at"])
    _add(audience.receipts.values_list("audience_id", "unit_id"))


@transaction.atomic
def count_receipts(changes: Iterable[ReceiptChanged]) -> None:
    """Add what units have done with documents since they were last counted."""
    changed = {(one.audience_id, one.unit_id) for one in changes}
    waiting = Audience.objects.filter(pk__in={audience for audience, _ in changed}, counted_at=None)
    for audience_id in waiting.values_list("pk", flat=True):
        count_board(audience_id)
    _count_alone()
    _add(changed)


def _add(changed: Iterable[tuple[int, int]]) -> None:
    pairs = sorted(changed)
    asked = {"audiences": [one for one, _ in pairs], "units": [one for _, one in pairs]}
    with connection.cursor() as cursor:
        cursor.execute(ADDED, asked)
