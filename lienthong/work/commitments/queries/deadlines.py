"""Deadlines by the dated rules (T-11, T-12)."""

import datetime as dt

from lienthong.kernel.reference.public import add_working_days, is_working_day, marked_days, rule


def usual_deadline(assigned_on: dt.date) -> dt.date:
    """Where the source names none: so many calendar days, moved on to a working day (T-11)."""
    days = int(rule("commitments.deadlines", assigned_on).value["default_days"])
    due = assigned_on + dt.timedelta(days=days)
    if is_working_day(due, marked_days(due.year, due.year)):
        return due
    return add_working_days(due, 1)


def before_is_inclusive(day: dt.date) -> bool:
    """Whether "trước ngày D" allows the day D itself (T-12)."""
    return bool(rule("commitments.deadlines", day).value["before_is_inclusive"])


def soon_days(day: dt.date) -> int:
    return int(rule("commitments.soon_due", day).value["days"])
