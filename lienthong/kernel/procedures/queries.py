"""The work list."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from lienthong.kernel.permissions.public import Actor, declared, paths_where, permissions_of

from .models import Case, StepVisit


def held_by(actor: Actor) -> Q:
    """The visits an actor may close: own post's, or any of the unit's whose permission the post holds."""
    condition = Q(holder_post_id__in=[actor.post_id, actor.for_post_id])
    for codename in permissions_of(actor.role):
        ranges = paths_where(actor, declared()[codename])
        condition |= Q(holder_post=None, permission=codename) & ranges.q("holder_unit__path")
    return condition


def open_steps_for(actor: Actor) -> QuerySet[StepVisit]:
    """The open steps on an actor's desk, the most urgent first."""
    return (
        StepVisit.objects.filter(held_by(actor), closed_at=None)
        .select_related("case")
        .order_by("due_at", "opened_at")
    )


def may_close(actor: Actor, visit: StepVisit) -> bool:
    if visit.holder_post_id is not None:
        return visit.holder_post_id in (actor.post_id, actor.for_post_id)
    if visit.permission not in permissions_of(actor.role):
        return False
    return paths_where(actor, declared()[visit.permission]).covers(visit.holder_unit.path)


def case_of(subject: Model, procedure_key: str) -> Case | None:
    """The newest case of a procedure over a record."""
    return (
        Case.objects.filter(
            subject_type=ContentType.objects.get_for_model(subject),
            subject_id=subject.pk,
            procedure_key=procedure_key,
        )
        .order_by("-opened_at")
        .first()
    )


def open_visit(subject: Model, step: str, actor: Actor) -> StepVisit | None:
    """The actor's own open visit to a step of a record, if there is one."""
    return (
        StepVisit.objects.filter(
            held_by(actor),
            case__subject_type=ContentType.objects.get_for_model(subject),
            case__subject_id=subject.pk,
            step=step,
            closed_at=None,
        )
        .select_related("case", "holder_unit")
        .first()
    )


def visits_of(subject: Model) -> QuerySet[StepVisit]:
    """Everything that happened and is pending on a record, in order."""
    return (
        StepVisit.objects.filter(
            case__subject_type=ContentType.objects.get_for_model(subject),
            case__subject_id=subject.pk,
        )
        .select_related("case", "holder_unit")
        .order_by("opened_at", "pk")
    )


@dataclass(frozen=True)
class WorkItem:
    """Something somebody must do: what, with what, by when; the one thing the desk knows."""

    what: str
    title: str
    meta: str
    url: str
    kind: str  # tab of the desk: incoming, drafts, signing, …
    icon: str
    due_at: dt.datetime | None = None
    since: dt.datetime | None = None


WorkItemProvider = Callable[[Actor], Iterable[WorkItem]]
_providers: list[WorkItemProvider] = []


def register_work_items(provider: WorkItemProvider) -> WorkItemProvider:
    """Let a room above put work items on the desk."""
    _providers.append(provider)
    return provider


def work_items_of(actor: Actor) -> list[WorkItem]:
    """All work items of an actor from every room, the most urgent first."""
    work_items = [work_item for provider in _providers for work_item in provider(actor)]
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(
        work_items, key=lambda work_item: (work_item.due_at or far, work_item.since or far)
    )
