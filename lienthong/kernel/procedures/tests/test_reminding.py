"""Reminding before and after the day of a step, by the dated rule, and those who lead when it is late."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.notices.models import Notice
from lienthong.kernel.permissions.public import Role
from lienthong.kernel.procedures import jobs
from lienthong.kernel.procedures.models import WorkItem, WorkReminder
from lienthong.kernel.procedures.public import advance, start, steps_of, suspend
from lienthong.kernel.reference.models import Certainty, RuleVersion
from lienthong.kernel.reference.public import end_of_day


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


def due_in(days):
    """So many days are left of all open steps; the job runs once a day, and again after a crash."""
    day = timezone.localdate() + dt.timedelta(days=days)
    WorkItem.objects.filter(closed_at=None).update(due_at=end_of_day(day))
    before = Notice.objects.count()
    jobs.remind_of_deadlines()
    jobs.remind_of_deadlines()
    return [
        one.text.split(" ", 2)[2].rsplit(" on ")[0]
        for one in Notice.objects.order_by("pk")[before:]
    ]


def test_holders_are_reminded_on_the_days_of_the_rule_and_once_of_each(house, petition) -> None:
    everybody = 2 * len(house.children)

    assert due_in(4) == []
    assert due_in(3) == ["is due"] * everybody
    assert due_in(2) == []
    assert due_in(0) == ["is due"] * everybody
    assert due_in(-1) == ["was due"] * everybody


def test_when_a_step_is_late_those_who_lead_the_case_are_notified(house, petition) -> None:
    due_in(-1)
    Notice.objects.all().delete()

    due_in(-2)

    leaders = {house.post(house.top, role).person_id for role in (Role.SECRETARY, Role.CLERK)}
    told = Notice.objects.all()
    assert {one.person_id for one in told} == leaders
    assert all("nobody has answered" in one.text for one in told)
    assert due_in(-2) == []


def test_a_day_on_which_the_job_did_not_run_is_made_good_by_the_newest_reminder(
    house, petition
) -> None:
    due_in(-5)

    assert set(WorkReminder.objects.values_list("days", "is_escalation")) == {(1, False), (2, True)}


def test_who_has_answered_or_rests_is_not_reminded(house, asking, petition) -> None:
    advance(petition, "agree", actor=house.actor(house.children[0]))
    other = house.petition("Đơn hai")
    start(asking, other)
    suspend(steps_of(other)[0].case_id, reason="Chờ.", actor=house.actor(house.top))

    due_in(0)

    told = {one.person_id for one in Notice.objects.all()}
    assert house.post(house.children[0]).person_id not in told
    assert house.post(house.children[1]).person_id in told
    assert not Notice.objects.filter(params__name="Đơn hai").exists()
