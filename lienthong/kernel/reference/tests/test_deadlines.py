"""A deadline's day runs to 24:00 here, whatever the clock of the machine says."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from lienthong.kernel.reference.public import end_of_day, last_day

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = dt.date(2026, 3, 5)


def test_the_end_of_a_day_is_the_first_moment_of_the_next() -> None:
    assert end_of_day(DAY) == dt.datetime(2026, 3, 6, tzinfo=HERE)
    assert end_of_day(DAY) == dt.datetime(2026, 3, 5, 17, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("due_at", "day"),
    [
        (dt.datetime(2026, 3, 6, tzinfo=HERE), 5),
        (dt.datetime(2026, 3, 5, 17, tzinfo=dt.UTC), 5),
        (dt.datetime(2026, 3, 6, 0, 0, 1, tzinfo=HERE), 6),
        (dt.datetime(2026, 3, 5, 23, 59, 59, tzinfo=HERE), 5),
        (dt.datetime(2026, 3, 5, 9, tzinfo=HERE), 5),
    ],
)
def test_the_last_day_is_the_day_that_people_read(due_at: dt.datetime, day: int) -> None:
    assert last_day(due_at) == dt.date(2026, 3, day)


def test_the_last_day_of_the_end_of_any_day_is_that_day() -> None:
    for days in range(800):
        day = DAY + dt.timedelta(days=days)
        assert last_day(end_of_day(day)) == day
