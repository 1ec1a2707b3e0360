"""The first set-up: its steps, each with the page on which it is done, and its end."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import (
    ActionView,
    ActorRequest,
    forget_way_back,
    keep_way_back,
    offered,
    page,
)

from ..permissions import SET_UP
from ..setting_up import Door, Step, end_set_up, how_far, topmost_kept_by
from .notes import founding_command, single


def found_topmost(request: ActorRequest) -> Unit:
    unit = topmost_kept_by(request.actor) if request.actor else None
    if unit is None:
        raise Http404
    return unit


ACTIONS = (
    ActionView(
        "set_up_end",
        SET_UP,
        path="end/",
        place="page",
        do=lambda unit, _given, actor: end_set_up(unit.pk, actor=actor),
        label=_("End the first set-up"),
        second_factor=True,
        said=_("The first set-up is ended. What can wait is found under “To look after”."),
        to=lambda _unit, _made: reverse("administration:review"),
    ),
)


@page(SET_UP, second_factor=True)
@require_GET
def set_up(request: ActorRequest) -> HttpResponse:
    unit = found_topmost(request)
    return show_set_up(request, unit)


def show_set_up(request: ActorRequest, unit: Unit, status: int = 200) -> HttpResponse:
    setting_up = how_far(unit, request.actor)
    if setting_up.is_ready:
        forget_way_back(request)
    else:
        keep_way_back(request, reverse("administration:set_up"), gettext_noop("First set-up"))
    context = {
        "setting_up": setting_up,
        "rows": [_shown(step, setting_up.next, unit) for step in setting_up.steps],
        "notes": single(),
        "actions": offered(request, ACTIONS, unit),
    }
    return render(request, "administration/set_up.html", context, status=status)


def _shown(step: Step, next_one: Step | None, unit: Unit) -> dict[str, Any]:
    state = "done" if step.is_done else "current" if step is next_one else "waiting"
    return {
        "step": step,
        "state": state,
        "doors": [(door.label, _address(door)) for door in step.doors],
        "command": founding_command(unit) if step.command else "",
    }


def _address(door: Door) -> str:
    keys = [] if door.of is None else [door.of]
    address = reverse(f"administration:{door.name}", args=keys)
    return f"{address}?{door.query}" if door.query else address
