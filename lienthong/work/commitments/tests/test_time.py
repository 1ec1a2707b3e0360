"""The time state is worked out, never stored: the worked table of rules §4, and both forms of the rule."""

import datetime as dt

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from lienthong.work.commitments.models import State
from lienthong.work.commitments.time import FIGURES, time_state

TODAY = dt.date(2026, 11, 29)


def day(text):
    return dt.datetime.strptime(text, "%d/%m/%Y").date() if text else None  # noqa: DTZ007


# Example, due, state, sent; figure, days late, days left, soon. # T-30 # T-31 # T-32 # T-33
WORKED = [
    (1, "30/11/2026", "under_way", "", "under_way", 0, 1, True),
    (2, "29/11/2026", "under_way", "", "under_way", 0, 0, True),
    (3, "28/11/2026", "received", "", "not_begun_late", 1, -1, False),
    (4, "20/11/2026", "awaiting", "20/11/2026", "under_way", 0, None, False),
    (5, "20/11/2026", "done", "20/11/2026", "done", 0, None, False),
    (6, "20/11/2026", "returned", "20/11/2026", "under_way_late", 9, -9, False),
    (7, "20/11/2026", "done", "22/11/2026", "done_late", 2, None, False),
    (8, "", "under_way", "", "under_way", 0, None, False),
    (9, "31/12/2026", "assigned", "", "not_begun", 0, 32, False),
    (10, "30/11/2026", "under_way", "", "under_way", 0, 1, True),
    (12, "10/11/2026", "cancelled", "", "", 0, None, False),
]


@pytest.mark.parametrize(
    ("number", "due", "state", "sent", "figure", "late", "left", "soon"), WORKED
)
def test_the_worked_table(number, due, state, sent, figure, late, left, soon):
    found = time_state(state, day(due), day(sent), TODAY, soon=7)

    assert (found.figure, found.days_late, found.days_left, found.is_soon) == (
        figure,
        late,
        left,
        soon,
    ), number


def test_three_days_late_is_three_calendar_days():  # T-32
    found = time_state("awaiting", dt.date(2026, 6, 10), dt.date(2026, 6, 13), TODAY, soon=7)
    assert found.days_late == 3


DAYS = st.dates(dt.date(2026, 11, 20), dt.date(2026, 12, 10))


@pytest.mark.django_db
@given(st.lists(st.tuples(st.sampled_from(State.values), st.none() | DAYS, DAYS, DAYS), min_size=1))
def test_the_database_says_the_same(cases):
    with connection.cursor() as cursor:
        for state, due, sent, today in cases:
            cursor.execute("SELECT commitments_figure(%s, %s, %s, %s)", [state, due, sent, today])
            (said,) = cursor.fetchone()
            assert (said or "") == time_state(state, due, sent, today, soon=7).figure
            assert said is None or said in FIGURES
