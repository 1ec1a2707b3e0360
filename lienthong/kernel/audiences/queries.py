"""What reached whom, and what they did with it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from lienthong.kernel.units.public import Unit

from .models import Purpose, Receipt

PAGE = 50
FAR_FUTURE = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


class Arrival(NamedTuple):
    """A document that reached a unit: addressed to it, or in the scope of one addressed above it."""

    audience_id: int
    published_at: dt.datetime
    purpose: str  # empty when only in scope

    @property
    def is_addressed(self) -> bool:
        return self.purpose != ""


@dataclass(frozen=True)
class Standing:
    """How a document stands with one unit."""

    arrival: Arrival
    receipt: Receipt | None
    is_released: bool

    @property
    def waits_for_own_committee(self) -> bool:
        """In scope, but the unit's own committee has not yet forwarded it (Chờ cấp ủy triển khai)."""
        return not self.arrival.is_addressed and not self.is_released


# The newest documents of a unit, or chosen ones of them; each question is a function of the database.
NEWEST = """
SELECT audience_id, published_at, purpose
FROM audiences_arrivals(%(unit)s, %(before)s, %(limit)s)
"""
CHOSEN = """
SELECT asked.id, reached.published_at, max(reached.purpose)
FROM unnest(%(audiences)s::bigint[]) AS asked (id)
CROSS JOIN LATERAL audiences_reached(asked.id, %(unit)s) reached
GROUP BY asked.id, reached.published_at
"""
# Each with the unit's own receipt and whether its committee has issued or forwarded it.
STANDINGS = f"""
SELECT arrived.audience_id, arrived.published_at, arrived.purpose,
       EXISTS (SELECT 1 FROM audiences_released(arrived.audience_id, %(unit)s)),
       {", ".join(f"own.{field.column}" for field in Receipt._meta.concrete_fields)}
FROM (%(arrived)s) AS arrived (audience_id, published_at, purpose)
LEFT JOIN audiences_receipt own
       ON own.audience_id = arrived.audience_id AND own.unit_id = %(unit)s
ORDER BY arrived.published_at DESC, arrived.audience_id DESC
"""  # noqa: S608 -- joined from constants of this file
STANDINGS_OF_NEWEST = STANDINGS.replace("%(arrived)s", NEWEST)
STANDINGS_OF_CHOSEN = STANDINGS.replace("%(arrived)s", CHOSEN)


def _newest(unit: Unit, before: dt.datetime | None, limit: int) -> dict[str, Any]:
    return {"unit": unit.pk, "before": before or FAR_FUTURE, "limit": limit}


def arrivals_of(
    unit: Unit, *, before: dt.datetime | None = None, limit: int = PAGE
) -> list[Arrival]:
    """The documents that reached a unit, newest first: at once for everybody when they are issued."""
    return [Arrival(*row) for row in _rows(NEWEST, _newest(unit, before, limit))]


def standings_at(
    unit: Unit, *, before: dt.datetime | None = None, limit: int = PAGE
) -> list[Standing]:
    """The newest documents that reached a unit and how each stands with it, in one statement."""
    return _standings(STANDINGS_OF_NEWEST, _newest(unit, before, limit))


def standings_of(unit: Unit, audience_ids: list[int]) -> dict[int, Standing]:
    """Of these documents those that reached a unit and how each stands with it, in one statement."""
    asked = {"unit": unit.pk, "audiences": audience_ids}
    return {one.arrival.audience_id: one for one in _standings(STANDINGS_OF_CHOSEN, asked)}


def _standings(sql: str, asked: dict[str, Any]) -> list[Standing]:
    names = [field.attname for field in Receipt._meta.concrete_fields]
    return [
        Standing(
            Arrival(*row[:3]),
            Receipt.from_db("default", names, row[4:]) if row[4] is not None else None,
            row[3],
        )
        for row in _rows(sql, asked)
    ]


def _rows(sql: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows: list[Any] = cursor.fetchall()
    return rows


def must_act(purpose: str) -> bool:
    """Whether a recipient with this purpose owes a receipt; a superior who is reported to does not."""
    return purpose in {Purpose.CARRY_OUT, Purpose.COORDINATE}
