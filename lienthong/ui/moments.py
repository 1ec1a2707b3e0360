"""How days, hours and deadlines are said: relative when near, exact when far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from lienthong.kernel.reference.public import end_of_day, is_working_day, last_day, marked_days

WEEKDAYS = (
    pgettext_lazy("weekday", "Monday"),
    pgettext_lazy("weekday", "Tuesday"),
    pgettext_lazy("weekday", "Wednesday"),
    pgettext_lazy("weekday", "Thursday"),
    pgettext_lazy("weekday", "Friday"),
    pgettext_lazy("weekday", "Saturday"),
    pgettext_lazy("weekday", "Sunday"),
)
GROUPS = (
    ("overdue", gettext_lazy("Overdue")),
    ("today", gettext_lazy("Due today")),
    ("week", gettext_lazy("In the next seven days")),
    ("later", gettext_lazy("Later")),
    ("open", gettext_lazy("No deadline")),
)


@dataclass(frozen=True)
class DueWords:
    text: str
    tone: str = ""
    icon: str = ""


def local_day(at: date | datetime) -> date:
    return _local(at).date() if isinstance(at, datetime) else at


def as_said(due_at: date | datetime) -> date | datetime:
    """A deadline at the end of a day is that day, never 00:00 of the next."""
    if isinstance(due_at, datetime) and due_at == end_of_day(last_day(due_at)):
        return last_day(due_at)
    return due_at


def due_words(due_at: date | datetime, now: datetime) -> DueWords:
    """A deadline as people say it: late by how much, today at what hour, else the day."""
    due_at, today = as_said(due_at), local_day(now)
    days = (local_day(due_at) - today).days
    if days < 0:
        late = ngettext("%(n)d day overdue", "%(n)d days overdue", -days) % {"n": -days}
        return DueWords(late, "bad", "alert-triangle")
    if isinstance(due_at, datetime) and due_at <= now:
        return DueWords(_hours_late(now - due_at), "bad", "alert-triangle")
    if days == 0:
        return DueWords(_today_at(due_at), "warn", "clock")
    return DueWords(weekday_and_day(due_at) if days < 7 else day_words(due_at, today))


def due_group(due_at: date | datetime | None, now: datetime) -> str:
    if due_at is None:
        return "open"
    words = due_words(due_at, now)
    if words.tone == "bad":
        return "overdue"
    today, day = local_day(now), local_day(as_said(due_at))
    if day == today:
        return "today"
    return "week" if day <= last_day_of_week(today) else "later"


def last_day_of_week(today: date) -> date:
    """Seven days, today the first: on a Sunday the work of the coming days is in sight too."""
    return today + timedelta(days=6)


def grouped_by_due(work_items: Iterable[Any], now: datetime) -> list[tuple[str, str, list[Any]]]:
    """Work items under their headings, the most pressing first, each group in order of its deadline."""
    groups: dict[str, list[Any]] = {key: [] for key, _title in GROUPS}
    for work_item in work_items:
        groups[due_group(getattr(work_item, "due_at", None), now)].append(work_item)
    for key in groups:
        if key != "open":
            groups[key].sort(key=lambda work_item: _end_of(work_item.due_at))
    return [(key, str(title), groups[key]) for key, title in GROUPS if groups[key]]


def near_words(at: date | datetime, now: datetime) -> str:
    """When something happened: minutes ago, today, yesterday, else the day."""
    today, day = local_day(now), local_day(at)
    if not isinstance(at, datetime):
        return day_words(at, today)
    minutes = int((now - at).total_seconds() // 60)
    if 0 <= minutes < 1:
        return _("just now")
    if 0 < minutes < 60:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    hour = date_format(_local(at), "H:i")
    if day == today:
        return _("Today, %(hour)s") % {"hour": hour}
    if day == today - timedelta(days=1):
        return _("Yesterday, %(hour)s") % {"hour": hour}
    return f"{day_words(at, today)}, {hour}"


def day_words(at: date | datetime, today: date) -> str:
    """Day and month within this year, the whole date otherwise."""
    day = local_day(at)
    return date_format(day, "d/m" if day.year == today.year else "d/m/Y")


def in_figures(day: date) -> str:
    """The whole date, the same in every language: `date_format` of "d/m/Y", for hundreds of rows."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def weekday_and_day(at: date | datetime) -> str:
    day = local_day(at)
    return f"{WEEKDAYS[day.weekday()]}, {date_format(day, 'd/m')}"


def full_words(at: date | datetime) -> str:
    day = local_day(at)
    whole = f"{WEEKDAYS[day.weekday()]}, {date_format(day, 'd/m/Y')}"
    return f"{whole}, {date_format(_local(at), 'H:i')}" if isinstance(at, datetime) else whole


def day_off_words(day: date) -> str:
    """That a day is no working day, by the dated rules; nothing of a day on which people work."""
    marked = marked_days(day.year, day.year)
    if is_working_day(day, marked):
        return ""
    if day not in marked:
        return _("%(day)s is a day off.") % {"day": full_words(day)}
    return _("%(day)s is a day off (%(why)s).") % {"day": full_words(day), "why": marked[day].word}


def _today_at(due_at: date | datetime) -> str:
    if not isinstance(due_at, datetime):
        return pgettext("deadline", "Today")
    return _("Today, %(hour)s") % {"hour": date_format(_local(due_at), "H:i")}


def _hours_late(late: timedelta) -> str:
    hours = int(late.total_seconds() // 3600)
    if hours < 1:
        return pgettext("deadline", "Overdue")
    return ngettext("%(n)d hour overdue", "%(n)d hours overdue", hours) % {"n": hours}


def _end_of(due_at: date | datetime) -> datetime:
    return due_at if isinstance(due_at, datetime) else end_of_day(due_at)


def _local(at: datetime) -> datetime:
    return timezone.localtime(at) if timezone.is_aware(at) else timezone.make_aware(at)
