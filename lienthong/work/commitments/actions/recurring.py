"""A task that recurs each year is one row a year, each with its own day (T-35)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from lienthong.kernel.audit.public import record
from lienthong.kernel.units.public import Unit

from ..models import State, Task
from ..queries.reading import day_in
from .owing import owe_approval
from .tasks import GivenTask, Source, make_task

CARRIED_OVER = (
    "content", "lead_id", "to_all_below", "coordinator_words", "directing_id", "authority", "due_kind", "due_words",
    "rhythm", "report_months", "priority", "kind", "group", "basis", "basis_words", "clause",
)  # fmt: skip


def begin_new_rows(today: dt.date | None = None) -> int:
    """Once its day has passed, the row of the next year is there as a draft; how many were begun."""
    today = today or timezone.localdate()
    past = Task.objects.filter(
        due_kind=Task.DueKind.YEARLY, due_on__lt=today, parent=None, later=None
    ).exclude(state__in=[State.DRAFT, State.CANCELLED])
    return sum(_begin(key) for key in list(past.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _begin(task_id: int) -> bool:
    """It obliges nobody before it is assigned: an organisation may have ended, a plan been changed."""
    task = (
        Task.objects.select_related("plan", "document")
        .select_for_update(of=("self",))
        .get(pk=task_id)
    )
    if Task.objects.filter(earlier=task).exists() or task.due_on is None:
        return False
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=task.unit_id)
    day = day_in(task.due_on.year + 1, task.due_on.month, task.due_on.day)
    same = {name: getattr(task, name) for name in CARRIED_OVER}
    if task.to_all_below:
        same["lead_id"] = None
    given = GivenTask(
        **same,
        due_on=day,
        coordinator_ids=tuple(task.coordinations.values_list("unit_id", flat=True)),
        products=tuple(task.products.values_list("words", flat=True)),
    )
    source = Source(
        plan=task.plan, target=task.target, document=task.document, wid=task.wid, year=day.year
    )
    row = make_task(unit, given, source)
    row.earlier = task
    row.save(update_fields=["earlier"])
    if task.plan is not None:
        owe_approval(task.plan)

    record(None, "commitments.new_year_begun", row, code=row.code, year=row.year)
    return True
