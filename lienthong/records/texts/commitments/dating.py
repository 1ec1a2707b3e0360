"""The rules about deadlines, as they were on the day of the paper, and the days that are worked."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

SATURDAY: Final = 5
AddWorkingDays = Callable[[dt.date, int], dt.date]


@dataclass(frozen=True)
class DateRules:
    """T-11 and T-12 as settings."""

    before_is_inclusive: bool = False
    default_days: int = 10
    roll: Literal["next_working_day", "none"] = "next_working_day"


def add_weekdays(day: dt.date, count: int) -> dt.date:
    """Working days where nobody hands in the calendar of holidays: Monday to Friday."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


def default_due(
    assigned_on: dt.date, rules: DateRules, add_working_days: AddWorkingDays = add_weekdays
) -> dt.date:
    """The due day where the source names none: some calendar days from the letter; one that falls on a day
    of rest moves to the next working day. # T-11"""
    day = assigned_on + dt.timedelta(days=rules.default_days)
    if rules.roll == "none":
        return day
    return add_working_days(day - dt.timedelta(days=1), 1)


def last_good_day(day: dt.date, rules: DateRules, *, is_before: bool) -> dt.date:
    """ "Trước ngày D" ends on the day before D, unless the setting counts D. # T-12"""
    return day - dt.timedelta(days=1) if is_before and not rules.before_is_inclusive else day


def date_of(year: int, month: int, day: int) -> dt.date | None:
    """A day of the calendar; None for "30/02"."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def end_of_month(year: int, month: int) -> dt.date | None:
    return dt.date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else None


def end_of_quarter(year: int, quarter: int) -> dt.date | None:
    return end_of_month(year, quarter * 3)
