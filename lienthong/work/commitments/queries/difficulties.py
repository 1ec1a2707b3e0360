"""Difficulties as far as an actor sees them: those of one's organisation, and those it is asked about."""

from django.db.models import QuerySet

from lienthong.kernel.permissions.public import Actor, scope_of

from .. import permissions
from ..models import Difficulty, Task
from ..models.tasks import CARRIED
from .seen import led_by


def difficulties_seen_by(actor: Actor) -> QuerySet[Difficulty]:
    view = scope_of(actor, permissions.VIEW)
    seen = Difficulty.objects.filter(view.q("unit__path") | view.q("to__path"))
    return seen.select_related("unit", "to", "task")


def in_tab(actor: Actor, tab: str) -> QuerySet[Difficulty]:
    view = scope_of(actor, permissions.VIEW)
    seen = difficulties_seen_by(actor)
    shown = {
        "asked": seen.filter(view.q("to__path"), answered_at=None).order_by("due_on", "pk"),
        "raised": seen.filter(view.q("unit__path"), answered_at=None),
        "answered": seen.exclude(answered_at=None),
    }
    return shown[tab]


def tasks_to_name(actor: Actor) -> QuerySet[Task]:
    """The tasks one carries, to be named with a difficulty."""
    led = Task.objects.filter(led_by(actor), lead=actor.unit_id, state__in=CARRIED)
    return led.filter(to_all_below=False).order_by("due_on", "pk")
