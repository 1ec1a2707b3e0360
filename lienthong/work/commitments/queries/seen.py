"""Which plans and tasks an actor may see, and which organisations may be asked."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lienthong.kernel.permissions.public import Actor, Permission, scope_of
from lienthong.kernel.units.public import Unit, bodies_serving, direct_subordinates
from lienthong.records.documents.public import documents_seen_by

from .. import permissions
from ..models import Coordination, Plan, Task

READ_WITH_A_TASK = ("unit", "lead", "plan", "document__type", "responsible__person", "target__plan")


def plans_seen_by(actor: Actor) -> QuerySet[Plan]:
    """The plans of the committee, and of one's own body; a plan shows its document's clauses to who may read it."""
    readable = Q(document=None) | Q(document__in=documents_seen_by(actor))
    return Plan.objects.filter(
        readable, scope_of(actor, permissions.VIEW).q("unit__path")
    ).select_related("unit", "document__type")


def with_basis_read(tasks: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Each task with whether the actor reads the document that gives it: asked once for all rows."""
    read = documents_seen_by(actor).filter(pk=OuterRef("document"), audience__isnull=False)
    found: QuerySet[Any] = tasks.annotate(basis_read=Exists(read))
    return found


def given_by(actor: Actor, permission: Permission = permissions.VIEW) -> Q:
    """The tasks that the actor's committee, or body, has given."""
    return scope_of(actor, permission).q("unit__path")


def led_by(actor: Actor, permission: Permission = permissions.VIEW) -> Q:
    """The tasks that were given to the actor's committee, or body; a draft was not, nor one that was discarded."""
    return scope_of(actor, permission).q("lead__path") & Q(assigned_at__isnull=False)


def coordinated_by(actor: Actor) -> Q:
    asked = Coordination.objects.filter(
        scope_of(actor, permissions.VIEW).q("unit__path"), task=OuterRef("pk")
    )
    return Q(Exists(asked)) & Q(assigned_at__isnull=False)


def tasks_seen_by(actor: Actor) -> QuerySet[Task]:
    """Each level sees what it has given, what it was given and what it coordinates (T-27)."""
    seen = given_by(actor) | led_by(actor) | coordinated_by(actor)
    return Task.objects.filter(seen)


def possible_leads(unit: Unit, day: dt.date | None = None) -> list[Unit]:
    """To whom an organisation gives tasks: its bodies, those directly beneath it, itself."""
    day = day or timezone.localdate()
    return [unit, *bodies_serving(unit, day), *direct_subordinates(unit, day)]
