"""Deadlines and moments in the words people use."""

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from lienthong.ui import moments

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# A Monday.
NOW = dt.datetime(2026, 11, 23, 10, 40, tzinfo=ZONE)


def at(day, hour=17, minute=0):
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("due_at", "words", "tone"),
    [
        (at(21), "2 days overdue", "bad"),
        (dt.date(2026, 11, 22), "1 day overdue", "bad"),
        (at(23, 8), "2 hours overdue", "bad"),
        (at(23, 10, 30), "Overdue", "bad"),
        (at(23), "Today, 17:00", "warn"),
        (at(23, 23, 59), "Today", "warn"),
        (dt.date(2026, 11, 23), "Today", "warn"),
        (at(25), "Wednesday, 25/11", ""),
        (dt.date(2026, 12, 5), "05/12", ""),
        (dt.date(2027, 1, 5), "05/01/2027", ""),
    ],
)
def test_a_deadline_is_said_as_people_say_it(due_at, words, tone):
    with translation.override("en"):
        said = moments.due_words(due_at, NOW)

    assert (said.text, said.tone) == (words, tone)
    assert bool(said.icon) == bool(tone), "a tone never stands without its icon and word"


def test_a_moment_late_in_the_utc_day_belongs_to_the_vietnamese_day():
    late_utc = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)

    assert moments.local_day(late_utc) == dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(23, 10, 40), "just now"),
        (at(23, 10, 20), "20 minutes ago"),
        (at(23, 8, 5), "Today, 08:05"),
        (at(22, 14, 22), "Yesterday, 14:22"),
        (at(20, 14, 22), "20/11, 14:22"),
        (dt.date(2025, 12, 31), "31/12/2025"),
    ],
)
def test_what_happened_is_near_or_dated(moment, words):
    with translation.override("en"):
        assert moments.near_words(moment, NOW) == words


def test_work_is_grouped_by_how_pressing_it_is():
    due = [None, at(30), at(25), at(23), at(21), dt.date(2026, 11, 20)]
    work_items = [SimpleNamespace(due_at=moment) for moment in due]

    groups = moments.grouped_by_due(work_items, NOW)

    assert [key for key, _title, _members in groups] == [
        "overdue",
        "today",
        "week",
        "later",
        "open",
    ]
    assert [work_item.due_at for work_item in groups[0][2]] == [dt.date(2026, 11, 20), at(21)]


@pytest.mark.parametrize(
    ("due_on", "group"), [(24, "week"), (28, "week"), (29, "later"), (22, "today")]
)
def test_on_a_sunday_the_coming_days_are_in_sight(due_on, group):
    sunday = dt.datetime(2026, 11, 22, 10, 40, tzinfo=ZONE)

    assert moments.due_group(dt.date(2026, 11, due_on), sunday) == group
