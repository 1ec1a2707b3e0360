"""What a task lays on whose desk, by how it stands; said once, after every change."""

import datetime as dt
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.public import Post, holders
from lienthong.kernel.permissions.public import Actor, Permission
from lienthong.kernel.procedures.public import Holder, Owed, balance, owe, settle
from lienthong.kernel.reference.public import add_working_days, end_of_day, rule
from lienthong.kernel.text.public import one_line
from lienthong.kernel.units.public import Unit

from .. import permissions
from ..models import Coordination, Period, Plan, State, Task, TaskReport
from ..procedures import (
    APPROVE,
    CARRY_OUT,
    CONFIRM,
    DECIDE,
    DECIDE_CORRECTION,
    PERIOD_OPENED,
    RECEIVE,
    REPORT,
)
from ..queries.corrections import is_reopened


def owe_by_state(task: Task) -> None:
    """The lead receives or carries out; the assigner decides; nobody owes anything on a finished task."""
    settle(task)
    if task.state in (State.DRAFT, State.DONE, State.CANCELLED):
        return
    _owe_of_lead(task)
    waits_for_decision = task.state in (State.REFUSED, State.AWAITING)
    if waits_for_decision or task.extensions.filter(decided_on=None).exists():
        owe(DECIDE, task, Holder(task.unit_id))
    for one in _unconfirmed(task):
        owe(CONFIRM, task, Holder(one.unit_id))


def _owe_of_lead(task: Task) -> None:
    if task.to_all_below:
        return  # its children are carried out
    post = task.responsible_id
    if task.state == State.ASSIGNED:
        owe(RECEIVE, task, Holder(task.lead_id, due_at=_answer_due(task)))
    elif task.is_carried:
        due_at = end_of_day(task.due_on) if task.due_on else None
        owe(CARRY_OUT, task, Holder(task.lead_id, post, due_at=due_at, shared=post is not None))


def _answer_due(task: Task) -> dt.datetime:
    """The limit counts from when it was given, or given once more after a refusal (T-23)."""
    upheld = task.refusals.aggregate(last=Max("answered_at"))["last"]
    given = timezone.localdate(upheld or task.assigned_at)
    days = int(rule("commitments.answer_working_days", given).value["days"])
    return end_of_day(add_working_days(given, days))


def owe_line(line: TaskReport, task: Task) -> None:
    """A line that is not sent, or sent back, lies on the desk of who reports (T-51); an accepted one that
    was corrected on that of who decides."""
    settle(line)
    if is_reopened(line):
        owe(DECIDE_CORRECTION, line, Holder(task.unit_id))
    waits = line.state in (TaskReport.State.OPEN, TaskReport.State.RETURNED)
    if waits and line.period is not None and task.state != State.CANCELLED:
        owe(REPORT, line, _who_reports(task, line.period))


def owe_lines(period: Period) -> None:
    """Every line of a period that has just been opened, at once."""
    lines = list(period.lines.select_related("task"))
    now = timezone.now()
    balance(
        TaskReport,
        [Owed(REPORT, line.pk, _who_reports(line.task, period), now) for line in lines],
        unit_ids={line.task.lead_id for line in lines if line.task.lead_id},
        subject_ids=[line.pk for line in lines],
    )


def settle_lines(task: Task) -> None:
    """Of a withdrawn task nobody reports any more."""
    for line in task.reports.filter(period__isnull=False):
        settle(line)


def _who_reports(task: Task, period: Period) -> Holder:
    post, due = task.responsible_id, end_of_day(period.closes_on)
    return Holder(task.lead_id, post, due_at=due, shared=post is not None)


def tell_who_report(period: Period, actor: Actor) -> None:
    """Everybody who reports hears once that the period is open."""
    posts = Post.objects.valid_on(timezone.localdate()).filter(
        unit__in=period.lines.values("task__lead"), role__in=permissions.CARRY.held_by
    )
    notify(
        posts.values_list("person_id", flat=True).distinct(),
        PERIOD_OPENED,
        reverse("commitments:period", args=[period.pk]),
        actor=actor,
        source="commitments",
        unit=str(period.unit),
        period=period.name,
    )


def _unconfirmed(task: Task) -> list[Coordination]:
    beside = ~Q(unit__in=[task.lead_id, task.unit_id])
    return list(task.coordinations.filter(beside, confirmed_at=None))


def owe_approval(plan: Plan) -> None:
    """Tasks that the office has entered wait for who assigns them."""
    if plan.tasks.filter(state=State.DRAFT).exists():
        owe(APPROVE, plan, Holder(plan.unit_id))
    else:
        settle(plan)


NAMED_WITHIN = 100


def tell(
    unit: Unit | None, permission: Permission, message: str, task: Task, actor: Actor, **said: Any
) -> None:
    """Notify those of a unit who can do something about a task; their desk calls it by the same words."""
    if unit is None:
        return
    notify(
        holders(unit, permission).values_list("person_id", flat=True),
        message,
        reverse("commitments:task", args=[task.pk]),
        actor=actor,
        source="commitments",
        unit=actor.unit_name,
        task=Truncator(one_line(task.content)).chars(NAMED_WITHIN),
        **said,
    )


def tell_lead(task: Task, message: str, actor: Actor, **said: Any) -> None:
    tell(task.lead, permissions.CARRY, message, task, actor, **said)


def tell_assigner(task: Task, message: str, actor: Actor, **said: Any) -> None:
    tell(task.unit, permissions.ASSIGN, message, task, actor, **said)
