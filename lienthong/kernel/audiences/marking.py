"""One statement that takes receipts, checks them and writes what a unit has done."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from lienthong.kernel.units.public import Unit

from .models import Receipt


@dataclass(frozen=True)
class Mark:
    """What a unit does with documents: the moments it writes, and what must be so of the receipt."""

    verb: str
    condition: str
    moments: tuple[str, ...]  # each is written once; the last one says whether it is done anew
    given: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    each_time: bool = False  # what is given replaces what was given before
    if_released: bool = False


# A receipt is written when a unit first does something; one that is there is locked, and checked again.
# Receipts are taken in the order of their audiences: two who take the same ones wait for each other.
MARKED = """
INSERT INTO audiences_receipt AS kept (audience_id, unit_id, path, {columns})
SELECT issued.id, whom.id,
       coalesce((SELECT placed.path FROM units_unitplacement placed
                 WHERE placed.unit_id = whom.id
                   AND units_stood(placed.valid_from, placed.valid_to, placed.entered_at,
                                   placed.ended_at, issued.frozen_on, issued.published_at)),
                whom.path),
       {values}
FROM audiences_audience issued
JOIN units_unit whom ON whom.id = %(unit)s
LEFT JOIN audiences_receipt own ON own.audience_id = issued.id AND own.unit_id = whom.id
WHERE issued.id = ANY(%(audiences)s::bigint[])
  AND EXISTS (SELECT 1 FROM audiences_reached(issued.id, whom.id) reached WHERE {reached})
  AND {condition}
ORDER BY issued.id
ON CONFLICT (audience_id, unit_id) DO UPDATE SET {changes}
WHERE {condition_under_lock}
RETURNING {receipt}
"""
RELEASED = """reached.purpose <> ''
              OR EXISTS (SELECT 1 FROM audiences_released(issued.id, whom.id))"""


def marked(
    audience_ids: list[int], unit: Unit, mark: Mark, *, at: dt.datetime
) -> dict[int, tuple[Receipt, bool]]:
    """Write the moments of a mark; the receipts of which all was so that must be, and which are new.

    Who is not among them was not reached, or the condition does not hold: nothing was written there.
    """
    asked = {"unit": unit.pk, "audiences": audience_ids, "at": at, **mark.given}
    with connection.cursor() as cursor:
        cursor.execute(_sql(mark), asked)
        rows = cursor.fetchall()
    names = [field.attname for field in Receipt._meta.concrete_fields]
    receipts = [Receipt.from_db("default", names, row) for row in rows]
    return {one.audience_id: (one, getattr(one, mark.moments[-1]) == at) for one in receipts}


def _sql(mark: Mark) -> str:
    written = {"refused_reason": "''", "counted": "0"}
    written |= dict.fromkeys(mark.moments, "%(at)s")
    written |= {column: f"%({column})s" for column in mark.given}
    changes = [f"{moment} = coalesce(kept.{moment}, EXCLUDED.{moment})" for moment in mark.moments]
    changes += [f"{column} = {_given(mark, column)}" for column in mark.given]
    return MARKED.format(
        columns=", ".join(written),
        values=", ".join(written.values()),
        reached=RELEASED if mark.if_released else "TRUE",
        condition=mark.condition.format(receipt="own"),
        changes=", ".join(changes),
        condition_under_lock=mark.condition.format(receipt="kept"),
        receipt=", ".join(f"kept.{field.column}" for field in Receipt._meta.concrete_fields),
    )


def _given(mark: Mark, column: str) -> str:
    if mark.each_time:
        return f"EXCLUDED.{column}"
    first = f"kept.{mark.moments[-1]} IS NULL"
    return f"CASE WHEN {first} THEN EXCLUDED.{column} ELSE kept.{column} END"
