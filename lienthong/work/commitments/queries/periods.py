"""Reporting periods and their lines, as far as an actor sees them."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from lienthong.kernel.permissions.public import Actor, scope_of

from .. import permissions
from ..models import Period, State, TaskReport


def lines_seen_by(actor: Actor) -> QuerySet[TaskReport]:
    """Those of the tasks one has given, and of those one leads."""
    view = scope_of(actor, permissions.VIEW)
    lines = TaskReport.objects.filter(view.q("task__unit__path") | view.q("task__lead__path"))
    return lines.select_related("task__lead", "task__unit", "period__unit")


def lines_of(period: Period, actor: Actor) -> QuerySet[TaskReport]:
    """The lines of a period with their corrections, the newest first; a withdrawn task has none any more."""
    corrections = Prefetch("corrections", TaskReport.objects.order_by("-correction"))
    lines = lines_seen_by(actor).filter(period=period, corrects=None)
    counted = lines.exclude(task__state=State.CANCELLED).prefetch_related(corrections)
    return counted.order_by("task__lead__path", "pk")


def periods_seen_by(actor: Actor) -> QuerySet[Period]:
    """One's own periods, and those in which one has a line to fill in; counted are the lines one sees."""
    view = scope_of(actor, permissions.VIEW)
    mine = TaskReport.objects.filter(
        view.q("task__unit__path") | view.q("task__lead__path"), period=OuterRef("pk")
    )
    reach = view.q("lines__task__unit__path") | view.q("lines__task__lead__path")
    own_lines = Q(lines__corrects=None) & ~Q(lines__task__state=State.CANCELLED) & reach
    return (
        Period.objects.filter(view.q("unit__path") | Q(Exists(mine)))
        .select_related("unit")
        .annotate(
            all_lines=Count("lines", filter=own_lines),
            sent=Count("lines", filter=own_lines & ~Q(lines__state="open")),
        )
        .order_by("-ends_on", "-pk")
    )
