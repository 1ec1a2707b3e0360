"""Every number of the board is the number of the units behind it."""

import pytest

from lienthong.kernel.audiences.public import (
    BEHIND,
    Addressing,
    Purpose,
    Scope,
    board,
    counts_at,
    counts_under,
    publish,
    total,
    units_behind,
)
from lienthong.kernel.people.tests.factories import a_unit
from lienthong.kernel.units.public import UnitKind

from .factories import ISSUED_ON, Organisation
from .test_owing import did

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(founded) -> Organisation:
    return founded("kernel.audiences")


def behind(document, place, number, **which) -> int:
    return len(units_behind(document, place, number, limit=1000, **which))


def test_bodies_of_the_committees_below_are_in_no_number(organisation) -> None:
    bodies = [
        a_unit(organisation.commune, kind=UnitKind.ADVISORY_BODY, serves=organisation.commune)
        for _ in range(2)
    ]
    named = [organisation.base, organisation.direct, *bodies]
    document = publish(
        Addressing(units={unit.pk: Purpose.CARRY_OUT for unit in named}),
        issuer=organisation.province,
        on=ISSUED_ON,
        actor=None,
    )
    for body in bodies:
        did(document, body, "opened_at", "registered_at", "received_at")

    for place in (organisation.province, organisation.commune):
        counts = total(counts_under(document, place.path))
        assert (counts.units, counts.received, counts.not_received) == (2, 0, 2)
        for number in BEHIND:
            assert getattr(counts, number) == behind(document, place, number), number


def test_each_number_of_a_row_counts_the_unit_itself(organisation) -> None:
    document = publish(
        Addressing(
            units={organisation.commune.pk: Purpose.CARRY_OUT},
            scope=Scope.BRANCHES,
            scope_paths=frozenset({organisation.commune.path}),
        ),
        issuer=organisation.province,
        on=ISSUED_ON,
        actor=None,
    )
    did(document, organisation.commune, "opened_at", "registered_at", "received_at", "forwarded_at")
    did(document, organisation.direct, "opened_at", "received_at", "briefed_at")
    did(document, organisation.base, "refused_at")

    for place in (organisation.province, organisation.commune):
        for row in board(document, place):
            assert counts_at(document, row.unit.path) == row.counts
            for number in BEHIND:
                expected = getattr(row.counts, number)
                assert expected == behind(document, row.unit, number, with_itself=True), number
