"""Deadlines by the dated rules (T-11, T-33)."""

import datetime as dt

from lienthong.kernel.reference.public import add_working_days, rule
from lienthong.records.texts.public import date_rules_on, default_due


def usual_deadline(assigned_on: dt.date) -> dt.date:
    """Where the source names none: so many calendar days, moved on to a working day (T-11)."""
    return default_due(assigned_on, date_rules_on(assigned_on), add_working_days)


def soon_days(day: dt.date) -> int:
    return int(rule("commitments.soon_due", day).value["days"])
