"""The board: six figures, rates, past days; T-53 to T-55, and that nothing is counted twice."""

import datetime as dt
from decimal import Decimal

import pytest

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.web.tests.costs import cost_of
from lienthong.work.commitments.actions import changing, reporting, tasks
from lienthong.work.commitments.models import Task
from lienthong.work.commitments.queries.board import Figures, behind, board_of, rate, summed

from .factories import a_received, an_assigned, done_words, given, handed_in, on

pytestmark = pytest.mark.django_db
BUDGET = 10


def test_rates_of_the_sheet():  # T-54, test A
    row = Figures(
        done=30, done_late=6, under_way=40, under_way_late=9, not_begun=12, not_begun_late=3
    )
    assert row.total == 100
    assert row.rate_done == Decimal("36.0")
    assert row.rate_in_time == Decimal("83.3")
    assert row.rate_late == Decimal("12.0")


def test_a_published_figure():  # T-54, test B
    assert rate(181, 833) == Decimal("21.7")


def test_where_there_is_nothing_to_divide_by_there_is_no_rate():  # T-54
    assert Figures().rate_done is None


def test_every_task_is_in_one_figure_and_a_group_is_counted_in_its_children(house):  # T-53
    province = house.actor("province_secretary")
    with on(dt.date(2026, 11, 2)):
        handed = handed_in(house, due=dt.date(2026, 11, 20))
        reporting.accept_result(handed.pk, actor=province)
        a_received(house, due=dt.date(2026, 11, 10))
        gone = a_received(house, due=dt.date(2026, 11, 10))
        group = tasks.enter_task(
            house.province.pk,
            given(None, to_all_below=True, due_kind="date", due_on=dt.date(2026, 12, 1)),
            actor=province,
        )
        tasks.assign(group.pk, actor=province)
        changing.withdraw(gone.pk, reason="Trùng", actor=province)
    with on(dt.date(2026, 11, 29)):
        rows = {one.unit_id: one for one in board_of(house.province, dt.date(2026, 11, 29))}

    commune, other = rows[house.commune.pk], rows[house.other.pk]
    assert (commune.done, commune.not_begun_late, commune.not_begun, commune.total) == (1, 1, 1, 3)
    assert (other.not_begun, other.total) == (1, 1)
    assert summed(list(rows.values())).total == 4
    assert set(rows) == {house.commune.pk, house.other.pk}


def test_the_same_moment_gives_the_same_figures_later(house):  # T-55
    province = house.actor("province_secretary")
    day = dt.date(2026, 11, 12)
    with on(dt.date(2026, 11, 2)):
        task = a_received(house, due=dt.date(2026, 11, 10))
    with on(dt.date(2026, 11, 13)):
        before = board_of(house.province, day)
    with on(dt.date(2026, 11, 15)):
        changing.ask_extension(
            task.pk,
            asked_day=dt.date(2026, 12, 30),
            reason="Mưa lũ",
            actor=house.actor("secretary"),
        )
        changing.decide_extension(task.pk, granted_day=dt.date(2026, 12, 30), actor=province)
    with on(dt.date(2026, 11, 20)):
        changing.withdraw(task.pk, reason="Trùng", actor=province)
    with on(dt.date(2026, 11, 25)):
        assert board_of(house.province, day) == before
        assert before[0].not_begun_late == 1
        assert board_of(house.province, dt.date(2026, 11, 16))[0].not_begun == 1
        assert board_of(house.province, dt.date(2026, 11, 25)) == []


def test_a_number_opens_its_tasks(house):
    with on(dt.date(2026, 11, 2)):
        task = a_received(house, due=dt.date(2026, 11, 10))
    day = dt.date(2026, 11, 29)
    with on(day):
        found = behind(house.province, day, lead_id=house.commune.pk, figure="late")
        assert [one.task for one in found] == [task]
        assert not behind(house.province, day, lead_id=house.commune.pk, figure="done").exists()


def test_figures_are_one_statement(house, django_assert_num_queries):
    an_assigned(house.province, house.commune, by=house.actor("province_secretary"))
    with django_assert_num_queries(1):
        board_of(house.province, dt.date(2026, 11, 29))


def test_the_board_costs_no_more_the_longer_it_is(enter, house):
    for lead in (house.commune, house.other, house.province_body):
        an_assigned(house.province, lead, by=house.actor("province_secretary"))
    statements = cost_of(enter("province_secretary"), "/tasks/board/")
    assert len(statements) <= BUDGET, "\n".join(statements)


def test_the_board_is_printed_and_taken_along(enter, house):
    an_assigned(house.province, house.commune, by=house.actor("province_secretary"))
    client = enter("province_secretary")
    assert client.get("/tasks/board/?print=1").status_code == 200
    taken = client.get("/tasks/board/?as=xlsx")
    assert taken.status_code == 200
    assert "spreadsheet" in taken.headers["Content-Type"]


def test_every_standing_is_as_its_row_says(house):
    handed_in(house, due=dt.date(2026, 11, 20))
    for task in Task.objects.exclude(state="draft"):
        now = task.standings.get(until=None)
        assert (now.state, now.lead_id, now.due_on, now.sent_on) == (
            task.state,
            task.lead_id,
            task.due_on,
            task.sent_on,
        )


def test_a_clock_that_was_set_back_is_said_and_changes_nothing(house):  # T-55
    with on(dt.date(2026, 11, 20)):
        task = a_received(house, due=dt.date(2026, 12, 20))
    with on(dt.date(2026, 11, 19)), pytest.raises(RuleBroken, match="20/11/2026 at 09:00"):
        reporting.send_result(task.pk, done_words(), actor=house.actor("secretary"))
    task.refresh_from_db()
    assert (task.state, task.standings.count()) == ("received", 2)
