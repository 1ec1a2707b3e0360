"""Every number of the board is the number of the units behind it."""

import random

import pytest
from django.utils import timezone

from lienthong.kernel.audiences.counting import count_receipts
from lienthong.kernel.audiences.events import ReceiptChanged
from lienthong.kernel.audiences.public import (
    BEHIND,
    Addressing,
    Audience,
    Counts,
    Purpose,
    Scope,
    arrivals_of,
    board,
    counted_until,
    counts_of,
    counts_under,
    mark_registered,
    publish,
    units_behind,
)
from lienthong.kernel.database.tests.statements import statements
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.tests.factories import a_unit, an_actor
from lienthong.kernel.units.public import Unit, UnitKind

from .factories import ISSUED_ON, Organisation, a_document
from .test_owing import did

pytestmark = pytest.mark.django_db
MOMENTS = [
    "opened_at",
    "registered_at",
    "received_at",
    "forwarded_at",
    "briefed_at",
]


@pytest.fixture
def organisation(founded) -> Organisation:
    return founded("kernel.audiences")


def behind(document, place, number, **which) -> int:
    return units_behind(document, place, number, **which).count()


def places_of(organisation: Organisation) -> list[Unit]:
    return [unit for unit in vars(organisation).values() if not unit.is_branch]


def assert_every_number_is_its_list(document: Audience, organisation: Organisation) -> None:
    for place in places_of(organisation):
        under = counts_under(document, place)
        rows = board(document, place)
        assert sum((row.counts for row in rows), Counts()) == under
        for number in BEHIND:
            assert getattr(under, number) == behind(document, place, number), number
        for row in rows:
            assert counts_of(document, row.unit) == row.counts
            for number in BEHIND:
                expected = getattr(row.counts, number)
                assert expected == behind(document, row.unit, number, with_itself=True), number


@pytest.mark.parametrize("seed", range(4))
def test_every_number_is_the_number_of_its_list_once_the_batch_has_run(organisation, seed) -> None:
    chance = random.Random(seed)  # noqa: S311 -- a play, not a secret
    document = a_document(organisation, scope=chance.choice(Scope.values[1:]))
    reached = [unit for unit in vars(organisation).values() if arrivals_of(unit)]
    refusing = reached.pop(chance.randrange(len(reached)))
    for _batch in range(3):
        for _ in range(4):
            moments = chance.sample(MOMENTS, chance.randint(1, 3))
            did(document, chance.choice(reached), *moments)
        did(document, refusing, "refused_at")
        run_jobs()
        assert_every_number_is_its_list(document, organisation)


def test_the_first_of_the_units_behind_a_number_are_those_of_the_whole_list(organisation) -> None:
    document = a_document(organisation)
    did(document, organisation.commune, "received_at")
    for number in ("units", "not_received", "received"):
        every = list(units_behind(document, organisation.province, number))
        for most in (1, 3, len(every) + 5):
            some = units_behind(document, organisation.province, number, most=most)
            assert list(some) == every[:most]


def test_a_board_says_until_when_it_has_been_counted(organisation) -> None:
    document = a_document(organisation)
    assert counted_until(document) == document.published_at
    run_jobs()
    document.refresh_from_db()
    assert counted_until(document) is None

    before = timezone.now()
    did(document, organisation.commune, "received_at")
    until = counted_until(document)

    assert until is not None
    assert until >= before
    assert counts_under(document, organisation.province).received == 0
    run_jobs()
    assert counts_under(document, organisation.province).received == 1
    assert counted_until(document) is None


def test_confirming_a_receipt_touches_no_counter(organisation) -> None:
    document = a_document(organisation)
    run_jobs()
    clerk = an_actor(organisation.commune, "clerk")
    with statements() as asked:
        mark_registered([document.pk], organisation.commune, actor=clerk)

    assert not [one for one in asked if "placecount" in one]


def test_what_is_counted_twice_counts_once(organisation) -> None:
    document = a_document(organisation)
    did(document, organisation.commune, "received_at")
    changed = ReceiptChanged(document.pk, organisation.commune.pk)
    for _ in range(2):
        count_receipts([changed, changed])

    assert counts_under(document, organisation.province).received == 1


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

    run_jobs()
    for place in (organisation.province, organisation.commune):
        counts = counts_under(document, place)
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
    run_jobs()

    (row,) = board(document, organisation.province)
    assert (row.counts.units, row.counts.received, row.counts.refused) == (5, 2, 1)
    assert_every_number_is_its_list(document, organisation)
