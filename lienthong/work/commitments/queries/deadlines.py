"""Deadlines by the dated rules (T-11, T-33)."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet, Value

from lienthong.kernel.reference.public import add_working_days, rule
from lienthong.records.texts.public import date_rules_on, default_due

from ..rules import SINCE


def usual_deadline(assigned_on: dt.date) -> dt.date:
    """Where the source names none: so many calendar days, moved on to a working day (T-11)."""
    return default_due(assigned_on, date_rules_on(assigned_on), add_working_days)


def with_soon(tasks: QuerySet[Any], day: dt.date) -> QuerySet[Any]:
    """Each task with the days of the day's rule as `soon`: asked once, handed on with the rows."""
    found: QuerySet[Any] = tasks.annotate(soon=Value(soon_days(day)))
    return found


def soon_days(day: dt.date) -> int:
    """How many days before its deadline a task is soon due; a day before the first rule has the first."""
    return int(rule("commitments.soon_due", max(day, SINCE)).value["days"])
