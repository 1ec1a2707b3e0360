"""Terms of a committee: all its numbers begin with 01 again, so their first day is asked back and corrected."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.numbering.public import (
    TermBegins,
    series_for_outgoing,
    take_number,
)
from lienthong.kernel.people.tests.factories import a_unit, an_actor, by_two
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.reference.public import Term, term_on
from lienthong.kernel.units.public import UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE)


@pytest.fixture
def admin(unit):
    return an_actor(unit)


@pytest.fixture
def former(unit):
    return Term.objects.create(unit=unit, starts_on=dt.date(2020, 1, 2))


@pytest.fixture
def clock(monkeypatch):
    """Numbers are taken and terms opened on the day that the test says."""

    def at(day):
        moment = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return at


def opened(unit, starts_on, admin, *, is_meant=False):
    """A term that one proposed, and that is carried out as two agreed."""
    return TermBegins.to_open(unit, starts_on, is_meant=is_meant).carry_out(by_two(admin))


def corrected(unit, starts_on, admin, *, is_meant=False):
    return TermBegins.to_correct(unit, starts_on, is_meant=is_meant).carry_out(by_two(admin))


def take(unit, term, count=1):
    key = series_for_outgoing(unit, "plan", term)
    return [take_number(key, actor=None).number for _ in range(count)]


def test_a_new_term_begins_as_the_former_ends_and_its_numbers_with_01(unit, admin, former, clock):
    clock(dt.date(2027, 3, 1))
    take(unit, former, 3)

    term = opened(unit, dt.date(2027, 3, 2), admin)

    former.refresh_from_db()
    assert former.ends_on == dt.date(2027, 3, 1)
    assert term_on(unit, dt.date(2027, 3, 2)) == term
    assert take(unit, term) == [1]


# Handbook §2.3 no. 3: numbers begin again with each term, so a slip of its first day doubles numbers.
@pytest.mark.parametrize("starts_on", [dt.date(2127, 12, 1), dt.date(2024, 12, 1)])
def test_a_term_that_begins_more_than_a_year_away_is_asked_back(
    unit, admin, former, clock, starts_on
):
    clock(dt.date(2026, 11, 30))

    with pytest.raises(RuleBroken, match="more than a year away") as asked:
        opened(unit, starts_on, admin)

    assert asked.value.field == "starts_on"
    assert opened(unit, starts_on, admin, is_meant=True)


def test_the_first_term_that_is_entered_may_have_begun_years_ago(unit, admin, clock):
    clock(dt.date(2026, 11, 30))

    assert opened(unit, dt.date(2020, 9, 15), admin)
    with pytest.raises(RuleBroken, match="must start after"):
        opened(unit, dt.date(2020, 9, 15), admin, is_meant=True)


def test_a_term_since_whose_first_day_numbers_were_taken_is_asked_back_with_their_count(
    unit, admin, former, clock
):
    clock(dt.date(2026, 11, 14))
    take(unit, former)
    clock(dt.date(2026, 11, 20))
    take(unit, former, 2)
    clock(dt.date(2026, 11, 30))

    with pytest.raises(RuleBroken, match="2 numbers of the former term have been taken"):
        opened(unit, dt.date(2026, 11, 15), admin)
    assert opened(unit, dt.date(2026, 11, 21), admin)


def test_a_first_day_is_corrected_while_no_number_was_taken_in_the_term(unit, admin, former, clock):
    clock(dt.date(2026, 11, 30))
    wrong = opened(unit, dt.date(2127, 12, 1), admin, is_meant=True)

    right = corrected(unit, dt.date(2026, 11, 16), admin)

    former.refresh_from_db()
    assert (right.pk, right.starts_on) == (wrong.pk, dt.date(2026, 11, 16))
    assert former.ends_on == dt.date(2026, 11, 15)
    entry = history_of(unit).get(verb="numbering.term_corrected")
    assert entry.facts == {"was": "2127-12-01", "starts_on": "2026-11-16", "by": 0}

    take(unit, right)
    with pytest.raises(RuleBroken, match="Numbers have been taken in this term"):
        corrected(unit, dt.date(2026, 11, 17), admin)


def test_a_corrected_first_day_is_asked_back_as_a_new_one(unit, admin, former, clock):
    clock(dt.date(2026, 11, 20))
    take(unit, former)
    clock(dt.date(2026, 11, 30))
    opened(unit, dt.date(2026, 11, 30), admin)

    with pytest.raises(RuleBroken, match="1 number of the former term"):
        corrected(unit, dt.date(2026, 11, 20), admin)
    with pytest.raises(RuleBroken, match="more than a year away"):
        corrected(unit, dt.date(2028, 11, 20), admin)
    with pytest.raises(RuleBroken, match="must start after"):
        corrected(unit, former.starts_on, admin)
    with pytest.raises(RuleBroken, match="has no term yet"):
        corrected(a_unit(unit), dt.date(2026, 11, 20), admin)


def test_who_confirms_sees_the_numbers_that_the_former_term_keeps(unit, admin, former, clock):
    clock(dt.date(2026, 11, 20))
    matter = TermBegins.to_open(unit, dt.date(2026, 11, 20))
    take(unit, former, 2)

    said = dict(matter.lines())

    assert said["Numbers of the former term taken since that day"] == "2"
    assert matter.carry_out(by_two(admin)).starts_on == dt.date(2026, 11, 20)


def test_a_term_that_is_no_longer_the_newest_is_not_corrected(unit, admin, former, clock):
    clock(dt.date(2026, 11, 30))
    opened(unit, dt.date(2026, 11, 20), admin)
    stale = TermBegins.to_correct(unit, dt.date(2026, 11, 21))
    opened(unit, dt.date(2026, 11, 30), admin)

    with pytest.raises(RuleBroken, match="Another term has been opened"):
        stale.check()
    with pytest.raises(RuleBroken, match="Another term has been opened"):
        stale.carry_out(by_two(admin))
