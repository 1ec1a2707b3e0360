"""How a task stands: every change of state, lead, deadline or day sent is written here, and nowhere else."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import RuleBroken

from ..models import Standing, State, Task

NOT_SHOWN = (State.DRAFT, "")
KEPT = ("state", "lead", "responsible", "due_on", "sent_on")


def take(task_id: int) -> Task:
    """A task with what its actions look at, locked until the action is done."""
    about = ("unit", "lead", "plan", "document", "parent")
    return Task.objects.select_related(*about).select_for_update(of=("self",)).get(pk=task_id)


def change(task: Task, *, is_counted: bool | None = None, **fields: Any) -> None:
    """Write what has changed; if it concerns how the task stands, its standing ends and another begins."""
    for name, value in fields.items():
        setattr(task, name, value)
    task.save(update_fields=list(fields))
    if is_counted is not None or any(name in KEPT for name in fields):
        stand(task, is_counted=is_counted)


def stand(task: Task, *, is_counted: bool | None = None, at: dt.datetime | None = None) -> None:
    """From now on the task stands as its row says."""
    if task.state in NOT_SHOWN or task.lead_id is None:
        return
    now = at or timezone.now()
    before = Standing.objects.filter(task=task, until=None).first()
    if before is not None:
        _refuse_a_clock_set_back(before, now)
        before.until = now
        before.save(update_fields=["until"])
    counted = before.is_counted if before and is_counted is None else is_counted
    Standing.objects.create(
        task=task,
        unit_id=task.unit_id,
        lead_id=task.lead_id,
        responsible_id=task.responsible_id,
        state=task.state,
        due_on=task.due_on,
        sent_on=task.sent_on,
        is_counted=counted is not False,
        since=now,
    )


def _refuse_a_clock_set_back(before: Standing, now: dt.datetime) -> None:
    """A board of a past moment could not be read if one standing ended before it began (T-55)."""
    if now < before.since:
        raise RuleBroken(
            _(
                "The clock of the system was set back: this task changed last on %(day)s at %(time)s, which is "
                "still to come. Tell who looks after the system; nothing was changed."
            )
            % {
                "day": f"{timezone.localtime(before.since):%d/%m/%Y}",
                "time": f"{timezone.localtime(before.since):%H:%M}",
            }
        )
