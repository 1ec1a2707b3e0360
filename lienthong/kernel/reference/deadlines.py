"""When a deadline's day is over: one answer for every room."""

import datetime as dt

from django.utils import timezone


def end_of_day(day: dt.date) -> dt.datetime:
    """The day runs to 24:00: what comes back is the first moment that is too late."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))


def last_day(due_at: dt.datetime) -> dt.date:
    """The last day on which a deadline can be kept; it is the day that people read."""
    return timezone.localdate(due_at - dt.timedelta.resolution)
