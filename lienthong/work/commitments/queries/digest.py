"""Whom the clock reminds of which tasks: who is responsible, and the heads of the lead (T-40)."""

import datetime as dt

from django.db.models import Count, Q, QuerySet

from lienthong.kernel.people.public import Post, Role

from ..models import Task
from ..models.tasks import OPEN
from .deadlines import soon_days
from .forms import NOT_URGED

HEADS = (Role.SECRETARY, Role.BRANCH_SECRETARY, Role.OFFICE_CHIEF, Role.UNIT_HEAD)


def still_to_do() -> QuerySet[Task]:
    """What a lead can still do something about before or after its day."""
    tasks = Task.objects.filter(state__in=OPEN, due_on__isnull=False, to_all_below=False)
    return tasks.exclude(state__in=NOT_URGED)


def heads_on(today: dt.date) -> QuerySet[Post]:
    return Post.objects.valid_on(today).filter(role__in=HEADS)


def counts_for(person_id: int, today: dt.date) -> tuple[int, int]:
    """How many tasks of a person are soon due, and how many are late."""
    led = heads_on(today).filter(person=person_id).values("unit")
    mine = still_to_do().filter(Q(responsible__person=person_id) | Q(lead__in=led))
    until = today + dt.timedelta(days=soon_days(today))
    found = mine.aggregate(
        soon=Count("pk", filter=Q(due_on__range=(today, until))),
        late=Count("pk", filter=Q(due_on__lt=today)),
    )
    return found["soon"], found["late"]
