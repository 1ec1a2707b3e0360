"""How a task stands: every change of state, lead, deadline or day sent is written here, and nowhere else."""

import datetime as dt
from typing import Any

from django.utils import timezone

from ..models import Standing, State, Task

NOT_SHOWN = (State.DRAFT, "")
KEPT = ("state", "lead", "due_on", "sent_on")


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
        before.until = now
        before.save(update_fields=["until"])
    counted = before.is_counted if before and is_counted is None else is_counted
    Standing.objects.create(
        task=task,
        unit_id=task.unit_id,
        lead_id=task.lead_id,
        state=task.state,
        due_on=task.due_on,
        sent_on=task.sent_on,
        is_counted=counted is not False,
        since=now,
    )
