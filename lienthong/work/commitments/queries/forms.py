"""The rows of the standard forms C2, C5, C6 and C7 (rules §6)."""

import datetime as dt
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import Unit

from ..models import Plan, Standing, State, Task, TaskReport, Urging
from ..models.tasks import OPEN
from ..time import LATE, Figure
from .board import moment_of
from .seen import given_by, led_by

# Late, and yet no work of the lead: it waits for the assigner, or rests.
NOT_URGED = (State.AWAITING, State.PAUSED, State.REFUSED)


def with_newest_report(tasks: QuerySet[Any]) -> QuerySet[Any]:
    """Each task with what was last said of it, and what was last said to be difficult."""
    said = TaskReport.objects.filter(task=OuterRef("pk")).exclude(state=TaskReport.State.OPEN)
    newest = said.order_by("-sent_at", "-pk")
    found: QuerySet[Any] = tasks.annotate(
        said=Subquery(newest.exclude(result="").values("result")[:1]),
        difficulty=Subquery(newest.exclude(difficulties="").values("difficulties")[:1]),
    )
    return found


def with_urged(tasks: QuerySet[Any]) -> QuerySet[Any]:
    """Each task with how often it was urged; what is drafted or sent by the clock is no urging (T-44)."""
    urged = Urging.objects.said().filter(task=OuterRef("pk")).order_by().values("task")
    counted = Coalesce(Subquery(urged.annotate(n=Count("pk")).values("n")), 0)
    found: QuerySet[Any] = tasks.annotate(urged=counted)
    return found


def tracked(unit: Unit) -> QuerySet[Task]:
    """C2: every task an organisation has given, in the order of the plans and codes."""
    tasks = Task.objects.filter(unit=unit, assigned_at__isnull=False, to_all_below=False)
    rows = tasks.exclude(state=State.CANCELLED).select_related(
        "unit", "lead", "document__type", "document__issuer", "responsible__person"
    )
    rows = rows.prefetch_related("coordinations__unit", "products")
    return with_newest_report(rows).order_by("plan", "pk")


def of_the_month(actor: Actor, first: dt.date, after: dt.date) -> QuerySet[Task]:
    """C5, the month behind: what was open when it began, with how it stood then and what was said in it."""
    began = moment_of(first - dt.timedelta(days=1))
    stood = Standing.objects.filter(
        Q(until=None) | Q(until__gt=began), task=OuterRef("pk"), since__lte=began
    )
    said = TaskReport.objects.filter(
        task=OuterRef("pk"), sent_at__date__gte=first, sent_at__date__lt=after
    ).exclude(result="")
    ours = led_by(actor) | given_by(actor)
    tasks = Task.objects.filter(ours, to_all_below=False).annotate(
        stood=Subquery(stood.values("state")[:1]),
        said=Subquery(said.order_by("-sent_at", "-pk").values("result")[:1]),
    )
    return tasks.filter(stood__in=OPEN).select_related("lead", "unit").order_by("due_on", "pk")


def of_the_next_month(actor: Actor) -> QuerySet[Task]:
    """C5, the month ahead: what is still to be done, by whom and when."""
    ours = (led_by(actor) | given_by(actor)) & Q(state__in=OPEN, to_all_below=False)
    tasks = Task.objects.filter(ours).select_related("lead", "unit", "responsible__person")
    return tasks.order_by("due_on", "pk")


def given_by_plan(plan: Plan) -> QuerySet[Task]:
    """C6: what a plan has given to others, in the order of the organisations (T-26)."""
    given = Task.objects.filter(plan=plan, unit=plan.unit, state__in=OPEN, to_all_below=False)
    others = given.exclude(lead=plan.unit).select_related("lead", "document__type")
    return others.prefetch_related("coordinations__unit", "products").order_by("lead__path", "pk")


def late_of(unit: Unit, lead_id: int, today: dt.date) -> QuerySet[Any]:
    """C7: the late tasks of one organisation that it can still do something about (T-42)."""
    late = Task.objects.annotate(figure=Figure(today)).filter(
        unit=unit, lead=lead_id, figure__in=LATE, to_all_below=False
    )
    rows = late.exclude(state__in=NOT_URGED).select_related(
        "unit", "lead", "document__type", "document__issuer"
    )
    return with_urged(with_newest_report(rows)).order_by("due_on", "pk")
