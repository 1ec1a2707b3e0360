"""Working days know Tết, the Hùng Kings' day, days off in lieu and days exchanged by decision."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.people.tests.factories import a_unit, an_actor
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.reference.public import (
    add_working_days,
    decide_holidays,
    exchange_days,
    exchanged_for,
    marked_days,
    seed,
    withdraw_days,
)
from lienthong.kernel.reference.seeds import LUNAR_DATES
from lienthong.kernel.reference.tests.moon import Sky, new_moon
from lienthong.kernel.units.public import Unit

pytestmark = pytest.mark.django_db
SATURDAY = 5


@pytest.fixture(autouse=True)
def seeded() -> None:
    seed()


@pytest.fixture
def administrator():
    return an_actor(a_unit())


def changed_weekdays(year):
    """Weekdays that are off, and days of rest that are worked, as "month-day"."""
    marked = marked_days(year, year).values()
    off = [one.day for one in marked if not one.is_worked and one.day.weekday() < SATURDAY]
    worked = [one.day for one in marked if one.is_worked]
    return [[f"{day:%m-%d}" for day in days] for days in (off, worked)]


@pytest.mark.parametrize("year", range(2024, 2036))
def test_the_lunar_dates_are_those_of_the_sky_at_utc_7(year):
    sky = Sky(hours=7)
    new_year, hung_kings = sky.month(year, 1), sky.month(year, 3) + dt.timedelta(days=9)

    assert LUNAR_DATES[year] == (f"{new_year:%m-%d}", f"{hung_kings:%m-%d}")


def test_in_2030_the_year_begins_here_a_day_before_it_does_in_beijing():
    """The new moon is at 16:07 in Greenwich: 23:07 here, 00:07 of the next day there."""
    moon = new_moon(Sky().eleventh_month(2029) + 2)

    assert f"{moon:%d/%m %H:%M}" == "02/02 16:07"
    assert (Sky(7).month(2030, 1).day, Sky(8).month(2030, 1).day) == (2, 3)
    assert marked_days(2030, 2030)[dt.date(2030, 2, 2)].certainty == "sure"


@pytest.mark.parametrize(
    ("year", "off", "worked"),
    [
        # 5015/TB-LĐTBXH and 1570/TB-LĐTBXH
        (
            2024,
            "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
            "05-04",
        ),
        # 6150/TB-BLĐTBXH
        (
            2025,
            "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
            "04-26",
        ),
        # 12729/VPCP-KGVX, 9441/TB-BNV, 28/2026/QH16; the Hùng Kings' day was a Sunday
        (
            2026,
            "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
            "01-10 08-22",
        ),
    ],
)
def test_the_years_that_are_known_are_as_the_notices_gave_them(year, off, worked):
    assert changed_weekdays(year) == [off.split(), worked.split()]


@pytest.mark.parametrize(
    ("day", "count", "until"),
    [
        (dt.date(2026, 11, 20), 1, dt.date(2026, 11, 23)),
        (dt.date(2026, 11, 23), 5, dt.date(2026, 12, 1)),
        (dt.date(2026, 4, 29), 1, dt.date(2026, 5, 4)),
        # The Saturday that is worked counts; the Monday given free for it does not.
        (dt.date(2026, 8, 21), 1, dt.date(2026, 8, 22)),
        (dt.date(2026, 8, 28), 1, dt.date(2026, 9, 3)),
        # Tết 2027: the 5th to the 9th of February, the Saturday and the Sunday made up after it.
        (dt.date(2027, 2, 4), 1, dt.date(2027, 2, 12)),
        (dt.date(2030, 1, 31), 1, dt.date(2030, 2, 8)),
        # A member's transfer across the new year
        (dt.date(2026, 12, 1), 30, dt.date(2027, 1, 13)),
        # 30 April and 1 May 2033 are a Saturday and a Sunday.
        (dt.date(2033, 4, 29), 1, dt.date(2033, 5, 4)),
        (dt.date(2026, 11, 20), 0, dt.date(2026, 11, 20)),
    ],
)
def test_working_days_leave_out_days_of_rest_and_holidays(day, count, until):
    assert add_working_days(day, count) == until


def test_counting_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        add_working_days(dt.date(2026, 11, 23), 90)


def test_what_is_decided_each_year_is_marked_as_not_verified_until_it_is_entered(administrator):
    day = dt.date(2028, 9, 1)
    assert marked_days(2028, 2028)[day].certainty == "verify"

    given = {"tet_days_before": 2, "national_day_from": 2, "basis": "12/TB-BNV"}
    decision = decide_holidays(2028, **given, is_checked=True, actor=administrator)

    marked = marked_days(2027, 2029)
    assert day not in marked
    assert (marked[dt.date(2028, 9, 3)].certainty, marked[dt.date(2028, 9, 3)].legal_basis) == (
        "sure",
        "12/TB-BNV",
    )
    assert [day.day for day, one in marked.items() if one.kind == "tet" and day.year == 2028] == [
        *range(24, 29)
    ]
    assert marked[dt.date(2029, 9, 1)].certainty == "verify"
    assert history_of(decision).get().verb == "reference.holidays_decided"


def test_a_day_in_lieu_is_as_certain_as_what_pushes_it_on():
    marked = marked_days(2027, 2027)

    assert marked[dt.date(2027, 2, 10)].certainty == "verify"  # for Saturday 6, after Tuesday 9
    assert marked[dt.date(2027, 5, 3)].certainty == "sure"


def test_what_was_entered_stays_when_the_product_is_set_up_again(administrator):
    given = {"tet_days_before": 1, "national_day_from": 2, "basis": "1/TB"}
    decide_holidays(2026, **given, actor=administrator)
    seed()

    assert marked_days(2026, 2026)[dt.date(2026, 9, 3)].legal_basis == "1/TB"


def test_a_year_without_lunar_dates_cannot_be_decided(administrator):
    with pytest.raises(RuleBroken) as refused:
        decide_holidays(
            2036, tet_days_before=1, national_day_from=1, basis="x", actor=administrator
        )
    assert refused.value.field == "year"


def test_a_working_day_is_exchanged_for_a_saturday_and_back(administrator):
    monday, saturday = dt.date(2028, 5, 8), dt.date(2028, 5, 13)
    exchange_days(free_on=monday, worked_on=saturday, basis="34/TB", actor=administrator)
    assert add_working_days(dt.date(2028, 5, 5), 5) == saturday

    exchange_days(free_on=saturday, worked_on=monday, basis="35/TB", actor=administrator)
    assert add_working_days(dt.date(2028, 5, 5), 5) == dt.date(2028, 5, 12)


@pytest.mark.parametrize(
    ("free_on", "worked_on", "field"),
    [
        (None, None, "free_on"),
        (dt.date(2028, 5, 13), None, "free_on"),
        (dt.date(2028, 4, 30), None, "free_on"),
        (dt.date(2028, 5, 8), dt.date(2028, 5, 9), "worked_on"),
    ],
)
def test_an_exchange_that_changes_nothing_is_refused(administrator, free_on, worked_on, field):
    with pytest.raises(RuleBroken) as refused:
        exchange_days(free_on=free_on, worked_on=worked_on, basis="x", actor=administrator)
    assert refused.value.field == field


@pytest.mark.parametrize("role", ["org_admin", "clerk"])
def test_the_calendar_of_all_is_set_above_every_other_administrator(administrator, role):
    top = Unit.objects.get(pk=administrator.unit_id)
    actor = an_actor(a_unit(top), role)
    day = dt.date(2028, 5, 8)
    exchange_days(free_on=day, worked_on=None, basis="x", actor=administrator)

    with pytest.raises(PermissionDenied):
        exchange_days(free_on=None, worked_on=day, basis="x", actor=actor)
    with pytest.raises(PermissionDenied):
        decide_holidays(2028, tet_days_before=1, national_day_from=1, basis="x", actor=actor)


def test_of_two_administrators_side_by_side_neither_sets_it_for_the_other(administrator):
    an_actor(a_unit())

    with pytest.raises(PermissionDenied):
        exchange_days(free_on=dt.date(2028, 5, 8), worked_on=None, basis="x", actor=administrator)


def test_where_nobody_administers_the_centre_the_highest_administrator_sets_it():
    actor = an_actor(a_unit(a_unit()))

    exchange_days(free_on=dt.date(2028, 5, 8), worked_on=None, basis="x", actor=actor)

    assert dt.date(2028, 5, 8) in marked_days(2028, 2028)


# Labour Code, Art. 111: a weekly day of rest is worked in exchange, never a holiday of Art. 112.
@pytest.mark.parametrize(
    "day",
    [
        dt.date(2027, 2, 6),  # first day of the lunar year, a Saturday
        dt.date(2027, 5, 1),  # Labour Day, a Saturday
        dt.date(2027, 5, 3),  # given in lieu of it
    ],
)
def test_a_holiday_is_never_entered_as_worked(administrator, day):
    with pytest.raises(RuleBroken, match="This day is a holiday") as refused:
        exchange_days(free_on=None, worked_on=day, basis="1/TB", actor=administrator)

    assert refused.value.field == "worked_on"


def test_holidays_decided_later_do_not_fall_on_a_day_that_is_worked(administrator):
    # The lunar year begins on Tuesday 13 February: Tết reaches the Saturday if it has no day before.
    saturday = dt.date(2029, 2, 17)
    assert saturday not in marked_days(2029, 2029)
    (entered,) = exchange_days(free_on=None, worked_on=saturday, basis="1/TB", actor=administrator)
    given = {"national_day_from": 1, "basis": "2/TB", "actor": administrator}

    with pytest.raises(RuleBroken, match="17/02/2029 would be a holiday"):
        decide_holidays(2029, tet_days_before=0, **given)
    withdraw_days(entered.pk, reason="Nhập nhầm", actor=administrator)

    assert decide_holidays(2029, tet_days_before=0, **given)


def test_two_exchanged_days_know_each_other(administrator):
    free_on, worked_on = dt.date(2028, 5, 8), dt.date(2028, 5, 13)
    free, worked = exchange_days(
        free_on=free_on, worked_on=worked_on, basis="1/TB", actor=administrator
    )

    assert (exchanged_for(free), exchanged_for(worked)) == (worked_on, free_on)
    withdraw_days(free.pk, reason="Nhập nhầm", actor=administrator)
    assert exchanged_for(worked) is None
