"""What reached whom, and what they did with it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.kernel.people.public import Person
from lienthong.kernel.permissions.public import Actor, paths_where
from lienthong.kernel.units.public import BRANCHES, LINE_OF_COMMAND, Unit, ancestor_paths

from . import permissions
from .models import AddressedPerson, AddressedUnit, Audience, Purpose, Receipt, ScopeRule

PAGE = 50


class Arrival(NamedTuple):
    """A document that reached a unit: addressed to it, or in the scope of one addressed above it."""

    audience_id: int
    published_at: dt.datetime
    purpose: str  # empty when only in scope

    @property
    def is_addressed(self) -> bool:
        return self.purpose != ""


# The question itself is a function of the database (migration 0002), so that it is planned once.
ARRIVALS = """
SELECT audience_id, published_at, purpose
FROM audiences_arrivals(%(unit)s, %(in_line)s, %(is_branch)s, %(before)s, %(limit)s)
"""
FAR_FUTURE = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


def _asking(
    unit: Unit, before: dt.datetime | None, limit: int
) -> dict[str, int | bool | dt.datetime]:
    return {
        "unit": unit.pk,
        "before": before or FAR_FUTURE,
        "limit": limit,
        "is_branch": unit.kind in BRANCHES,
        "in_line": unit.kind in LINE_OF_COMMAND,
    }


def arrivals_of(
    unit: Unit, *, before: dt.datetime | None = None, limit: int = PAGE
) -> list[Arrival]:
    """The documents that reached a unit, newest first: at once for everybody when they are issued."""
    with connection.cursor() as cursor:
        cursor.execute(ARRIVALS, _asking(unit, before, limit))
        return [Arrival(*row) for row in cursor.fetchall()]


# The same newest documents, each with the unit's own receipt and whether its committee has forwarded it.
STANDINGS = f"""
WITH me AS (
    SELECT id, parent_id, kind FROM units_unit WHERE id = %(unit)s
), arrived AS ({ARRIVALS})
SELECT arrived.audience_id, arrived.published_at, arrived.purpose,
       document.issuer_id = me.parent_id OR above.id IS NOT NULL,
       {", ".join(f"own.{field.column}" for field in Receipt._meta.concrete_fields)}
FROM arrived
CROSS JOIN me
JOIN audiences_audience document ON document.id = arrived.audience_id
LEFT JOIN audiences_receipt own
       ON own.audience_id = arrived.audience_id AND own.unit_id = me.id
LEFT JOIN audiences_receipt above
       ON above.audience_id = arrived.audience_id AND above.unit_id = me.parent_id
      AND above.forwarded_at IS NOT NULL
ORDER BY arrived.published_at DESC
"""  # noqa: S608 -- joined from constants of this file


def scope_q(paths_and_periods: Iterable[tuple[str, dt.date, dt.date | None]], *, branch: bool) -> Q:
    """The scope rules that reached somebody who stood in these places."""
    condition = Q(pk__in=[])
    for path, since, until in paths_and_periods:
        period = Q(frozen_on__gte=since)
        if until:
            period &= Q(frozen_on__lt=until)
        condition |= period & Q(path__in=ancestor_paths(path)[:-1])
    return condition & Q(to_branches=True) if branch else condition


def audiences_readable_by(actor: Actor) -> QuerySet[Audience]:
    """Everything addressed to the actor's unit or person, or put in the unit's scope."""
    condition = Exists(
        AddressedPerson.objects.filter(audience=OuterRef("pk"), person_id=actor.person_id)
    )
    paths = paths_where(actor, permissions.READ).exact
    unit = Unit.objects.filter(path__in=paths).first() if paths else None
    if unit is None:
        return Audience.objects.filter(condition)
    addressed = AddressedUnit.objects.filter(audience=OuterRef("pk"), unit=unit)
    both = Q(condition) | Q(Exists(addressed))
    if unit.kind in LINE_OF_COMMAND:
        places = unit.placements.values_list("path", "valid_from", "valid_to")
        rules = ScopeRule.objects.filter(
            scope_q(places, branch=unit.kind in BRANCHES), audience=OuterRef("pk")
        )
        both |= Q(Exists(rules))
    return Audience.objects.filter(both)


def addressed_to_person(person_id: int) -> QuerySet[AddressedPerson]:
    """The documents addressed to a person by name, newest first."""
    return AddressedPerson.objects.filter(person_id=person_id).order_by("-published_at")


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


def standing_of(unit: Unit, arrivals: list[Arrival]) -> dict[int, Standing]:
    """How each of these documents stands with the unit, in three statements for any number of them."""
    ids = [arrival.audience_id for arrival in arrivals]
    receipts = {r.audience_id: r for r in Receipt.objects.filter(unit=unit, audience_id__in=ids)}
    issued_above = set(
        Audience.objects.filter(pk__in=ids, issuer_id=unit.parent_id).values_list("pk", flat=True)
    )
    forwarded = set(
        Receipt.objects.filter(
            unit_id=unit.parent_id or 0, audience_id__in=ids, forwarded_at__isnull=False
        ).values_list("audience_id", flat=True)
    )
    released = issued_above | forwarded
    return {
        arrival.audience_id: Standing(
            arrival, receipts.get(arrival.audience_id), arrival.audience_id in released
        )
        for arrival in arrivals
    }


def standings_at(
    unit: Unit, *, before: dt.datetime | None = None, limit: int = PAGE
) -> list[Standing]:
    """The newest documents that reached a unit and how each stands with it, in one statement."""
    names = [field.attname for field in Receipt._meta.concrete_fields]
    with connection.cursor() as cursor:
        cursor.execute(STANDINGS, _asking(unit, before, limit))
        rows = cursor.fetchall()
    return [
        Standing(
            Arrival(*row[:3]),
            Receipt.from_db("default", names, row[4:]) if row[4] is not None else None,
            bool(row[3]),
        )
        for row in rows
    ]


def arrival_at(unit: Unit, audience_id: int) -> Arrival | None:
    """How one document reached a unit, or None when it never did."""
    addressed = AddressedUnit.objects.filter(unit=unit, audience_id=audience_id).first()
    if addressed is not None:
        return Arrival(audience_id, addressed.published_at, addressed.purpose)
    if unit.kind not in LINE_OF_COMMAND:
        return None
    places = unit.placements.values_list("path", "valid_from", "valid_to")
    rule = (
        ScopeRule.objects.filter(audience_id=audience_id)
        .filter(scope_q(places, branch=unit.kind in BRANCHES))
        .first()
    )
    return Arrival(audience_id, rule.published_at, "") if rule else None


def addressed_people(audience: Audience) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=audience.addressed_persons.values("person")).order_by(
        "sort_key"
    )


def must_act(purpose: str) -> bool:
    """Whether a recipient with this purpose owes a receipt; a superior who is reported to does not."""
    return purpose in {Purpose.CARRY_OUT, Purpose.COORDINATE}
