"""Tasks and plans for tests, made by the actions that people use."""

import datetime as dt
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.utils import timezone

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import Unit
from lienthong.records.correspondence.tests.factories import House
from lienthong.work.commitments.actions import answering, reporting, tasks
from lienthong.work.commitments.actions.tasks import GivenTask
from lienthong.work.commitments.actions.told import Told
from lienthong.work.commitments.models import Task

CONTENT = "Rà soát, chăm sóc rừng ngập mặn"
BASIS = "Công văn số 12-CV/TU ngày 02/3/2026 của Tỉnh ủy Đồng Xuân"


def given(lead: Unit | None, **about: Any) -> GivenTask:
    usual = {"content": CONTENT, "lead_id": lead.pk if lead else None, "basis_words": BASIS}
    return GivenTask(**usual | about)  # type: ignore[arg-type]  # of a test


def a_draft(unit: Unit, lead: Unit | None, *, by: Actor, **about: Any) -> Task:
    return tasks.enter_task(unit.pk, given(lead, **about), actor=by)


def an_assigned(
    unit: Unit, lead: Unit | None, *, by: Actor, due: dt.date | None = None, **about: Any
) -> Task:
    """Entered and assigned by one secretary; without a day it gets the usual one."""
    if due is not None:
        about |= {"due_kind": Task.DueKind.DATE, "due_on": due}
    task = a_draft(unit, lead, by=by, **about)
    return tasks.assign(task.pk, actor=by)


def a_received(house: House, *, due: dt.date | None = None, **about: Any) -> Task:
    """Given by the province to the commune, whose secretary has received it."""
    task = an_assigned(
        house.province, house.commune, by=house.actor("province_secretary"), due=due, **about
    )
    return answering.receive(task.pk, actor=house.actor("secretary"))


def done_words(**about: Any) -> Told:
    return Told(**{"result": "Đã trồng 2 ha", "evidence_words": "Biên bản nghiệm thu"} | about)


def handed_in(house: House, **about: Any) -> Task:
    task = a_received(house, **about)
    reporting.send_result(task.pk, done_words(), actor=house.actor("secretary"))
    task.refresh_from_db()
    return task


@contextmanager
def on(day: dt.date, hour: int = 9):
    """As if it were this day at the office."""
    moment = dt.datetime.combine(day, dt.time(hour), timezone.get_default_timezone())
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield
