"""Reminding before and after the day of a step, by the dated rule, and those who lead when it is late."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.notices.models import Notice
from lienthong.kernel.permissions.public import Role
from lienthong.kernel.procedures import jobs
from lienthong.kernel.procedures.models import WorkReminder
from lienthong.kernel.procedures.public import (
    advance,
    move_deadline,
    resume,
    start,
    steps_of,
    suspend,
)
from lienthong.kernel.reference.models import Certainty, RuleVersion
from lienthong.kernel.reference.public import end_of_day

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
LEADERS = 2  # the secretary and the clerk of the organisation that asks


@pytest.fixture
def petition(house, asking):
    RuleVersion.objects.create(
        key="tests.reminders",
        value={"days_before": [3, 0], "days_after": [1], "escalate_after": 2},
        valid_from=dt.date(2020, 1, 1),
        certainty=Certainty.VERIFY,
        legal_basis="—",
    )
    petition = house.petition("Đơn một")
    start(asking, petition)
    return petition


@pytest.fixture
def leader(house):
    return house.actor(house.top)


@pytest.fixture
def days_from(monkeypatch):
    """So many days from the deadline of the petition the job runs, and again after a crash."""
    petition_is_due = timezone.localdate() + 5 * DAY

    def run(days, deadline=petition_is_due):
        moment = end_of_day(deadline) + days * DAY - 12 * HOUR
        monkeypatch.setattr(timezone, "now", lambda: moment)
        before = Notice.objects.count()
        jobs.remind_of_deadlines()
        jobs.remind_of_deadlines()
        return [
            one.text.split(" ", 2)[2].rsplit(" on ")[0]
            for one in Notice.objects.order_by("pk")[before:]
        ]

    return run


def test_holders_are_reminded_on_the_days_of_the_rule_and_once_of_each(
    house, petition, days_from
) -> None:
    everybody = 2 * len(house.children)

    assert days_from(-4) == []
    assert days_from(-3) == ["is due"] * everybody
    assert days_from(-2) == []
    assert days_from(0) == ["is due"] * everybody
    assert days_from(1) == ["was due"] * everybody


# The rule "days before, days after, leaders after so many" counts from the deadline that counts.
def test_a_moved_deadline_is_reminded_of_anew_on_all_its_days(
    house, petition, days_from, leader
) -> None:
    everybody, case = 2 * len(house.children), steps_of(petition)[0].case_id
    days_from(-3)
    days_from(2)
    later = timezone.localdate() + 10 * DAY

    move_deadline(case, "ask", end_of_day(later), reason="Chờ số liệu.", actor=leader)

    assert days_from(-9, later) == []
    assert days_from(-3, later) == ["is due"] * everybody
    assert days_from(0, later) == ["is due"] * everybody
    assert days_from(1, later) == ["was due"] * everybody
    assert days_from(2, later) == ["was due"] * LEADERS


def test_a_deadline_moved_back_to_its_old_day_is_not_reminded_of_twice(
    house, petition, days_from, leader
) -> None:
    days_from(-3)
    case, first = steps_of(petition)[0].case_id, timezone.localdate() + 3 * DAY
    for day in (first + 10 * DAY, first):
        move_deadline(case, "ask", end_of_day(day), reason="Xin lùi.", actor=leader)

    assert days_from(-3, first) == []


def test_after_a_suspension_the_new_deadline_has_all_its_reminders(
    house, petition, days_from, leader
) -> None:
    everybody, case = 2 * len(house.children), steps_of(petition)[0].case_id
    days_from(-3)
    later = timezone.localdate() + 7 * DAY
    suspend(case, reason="Chờ kết luận.", actor=leader)

    assert days_from(-3, later) == []
    resume(case, actor=leader)

    assert days_from(-3, later) == ["is due"] * everybody


def test_when_a_step_is_late_those_who_lead_the_case_are_notified_once_of_all_who_are_late(
    house, petition, days_from
) -> None:
    days_from(1)
    Notice.objects.all().delete()

    days_from(2)

    leaders = [house.post(house.top, role).person_id for role in (Role.SECRETARY, Role.CLERK)]
    told = Notice.objects.all()
    assert sorted(one.person_id for one in told) == sorted(leaders)
    assert all("nobody has answered" in one.text for one in told)
    assert days_from(2) == []


def test_a_day_on_which_the_job_did_not_run_is_made_good_by_the_newest_reminder(
    house, petition, days_from
) -> None:
    days_from(5)

    assert set(WorkReminder.objects.values_list("days", "is_escalation")) == {(1, False), (2, True)}


def test_who_has_answered_or_rests_is_not_reminded(house, asking, petition, days_from) -> None:
    advance(petition, "agree", actor=house.actor(house.children[0]))
    other = house.petition("Đơn hai")
    start(asking, other)
    suspend(steps_of(other)[0].case_id, reason="Chờ.", actor=house.actor(house.top))

    days_from(0)

    told = {one.person_id for one in Notice.objects.all()}
    assert house.post(house.children[0]).person_id not in told
    assert house.post(house.children[1]).person_id in told
    assert not Notice.objects.filter(params__name="Đơn hai").exists()
