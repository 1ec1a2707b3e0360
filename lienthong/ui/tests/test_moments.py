"""Deadlines and moments in the words people use."""

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.formats import date_format

from lienthong.kernel.reference.public import end_of_day
from lienthong.ui import moments
from lienthong.ui.tags.leaves import due_tag

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# A Monday.
NOW = dt.datetime(2026, 11, 23, 10, 40, tzinfo=ZONE)


def at(day, hour=17, minute=0):
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("day", [dt.date(2026, 1, 2), dt.date(1930, 12, 31), dt.date(987, 6, 5)])
def test_a_day_in_figures_is_the_one_that_django_writes(day, language):
    with translation.override(language):
        assert moments.in_figures(day) == date_format(day, "d/m/Y")


@pytest.mark.parametrize(
    ("due_at", "words", "tone"),
    [
        (at(21), "2 days overdue", "bad"),
        (dt.date(2026, 11, 22), "1 day overdue", "bad"),
        (at(23, 8), "2 hours overdue", "bad"),
        (at(23, 10, 30), "Overdue", "bad"),
        (at(23), "Today, 17:00", "warn"),
        (at(23, 23, 59), "Today, 23:59", "warn"),
        (at(24, 0), "Today", "warn"),
        (dt.date(2026, 11, 23), "Today", "warn"),
        (at(23, 0), "1 day overdue", "bad"),
        (at(23, 10, 40), "Overdue", "bad"),
        (at(25), "Wednesday, 25/11", ""),
        (at(26, 0), "Wednesday, 25/11", ""),
        (dt.date(2026, 12, 5), "05/12", ""),
        (dt.date(2027, 1, 5), "05/01/2027", ""),
    ],
)
def test_a_deadline_is_said_as_people_say_it(due_at, words, tone):
    with translation.override("en"):
        said = moments.due_words(due_at, NOW)

    assert (said.text, said.tone) == (words, tone)
    assert bool(said.icon) == bool(tone), "a tone never stands without its icon and word"


@pytest.mark.parametrize(
    ("now", "group", "words"),
    [
        (dt.datetime(2026, 3, 4, 23, 59, 59, tzinfo=ZONE), "week", "Thursday, 05/03"),
        (dt.datetime(2026, 3, 5, 0, 0, tzinfo=ZONE), "today", "Today"),
        (dt.datetime(2026, 3, 5, 17, 0, 1, tzinfo=ZONE), "today", "Today"),
        (dt.datetime(2026, 3, 5, 23, 59, 59, 999999, tzinfo=ZONE), "today", "Today"),
        (dt.datetime(2026, 3, 6, 0, 0, tzinfo=ZONE), "overdue", "1 day overdue"),
    ],
)
@pytest.mark.parametrize("due", [dt.date(2026, 3, 5), end_of_day(dt.date(2026, 3, 5))])
def test_the_day_of_a_deadline_is_in_time_to_its_last_moment(due, now, group, words):
    with translation.override("en"):
        assert moments.due_group(due, now) == group
        assert moments.due_words(due, now).text == words


@pytest.mark.parametrize("done", [False, True])
def test_the_end_of_a_day_is_shown_as_that_day(done):
    with translation.override("en"):
        shown = due_tag(due_at=end_of_day(dt.date(2026, 3, 5)), done=done)

    assert 'datetime="2026-03-05" title="Thursday, 05/03/2026"' in shown
    assert "00:00" not in shown


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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 11, 27), ""),
        (dt.date(2026, 11, 28), "Saturday, 28/11/2026 is a day off."),
        (dt.date(2026, 12, 20), "Sunday, 20/12/2026 is a day off."),
        (dt.date(2027, 1, 1), "Friday, 01/01/2027 is a day off (New Year's Day)."),
        # The dated rules: a holiday on a Sunday gives the Monday off.
        (dt.date(2028, 1, 3), "Monday, 03/01/2028 is a day off (Day off in lieu)."),
    ],
)
def test_a_day_off_is_said_with_its_reason(day, words):
    with translation.override("en"):
        assert moments.day_off_words(day) == words
