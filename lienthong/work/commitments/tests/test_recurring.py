"""A task that recurs each year is one row a year: T-35."""

import datetime as dt

import pytest

from lienthong.work.commitments.actions.recurring import begin_new_rows
from lienthong.work.commitments.models import Task

from .factories import a_draft, an_assigned, on

pytestmark = pytest.mark.django_db
YEARLY = {"due_kind": "yearly", "due_on": dt.date(2028, 2, 29), "due_words": "hằng năm"}


def test_once_its_day_has_passed_the_next_row_is_there_as_a_draft(house):  # T-35
    by = house.actor("province_secretary")
    with on(dt.date(2028, 1, 5)):
        task = an_assigned(
            house.province, house.commune, by=by, products=("Báo cáo",), rhythm="year", **YEARLY
        )
        a_draft(house.province, house.commune, by=by, **YEARLY)
    assert begin_new_rows(dt.date(2028, 2, 29)) == 0
    assert begin_new_rows(dt.date(2028, 3, 1)) == 1
    assert begin_new_rows(dt.date(2028, 3, 2)) == 0

    row = Task.objects.get(earlier=task)
    assert (row.state, row.due_on, row.year) == ("draft", dt.date(2029, 2, 28), 2029)
    assert (row.lead, row.rhythm, row.content) == (house.commune, "year", task.content)
    assert [one.words for one in row.products.all()] == ["Báo cáo"]


def test_a_child_has_no_row_of_its_own_because_its_parent_is_given_on_again(house):  # T-27 T-35
    with on(dt.date(2028, 1, 5)):
        an_assigned(
            house.province,
            None,
            by=house.actor("province_secretary"),
            to_all_below=True,
            **YEARLY,
        )
    assert Task.objects.count() > 1
    assert begin_new_rows(dt.date(2028, 3, 1)) == 1
    row = Task.objects.get(earlier__isnull=False)
    assert (row.to_all_below, row.lead) == (True, None)
