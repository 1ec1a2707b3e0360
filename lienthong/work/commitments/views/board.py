"""The leader's board: organisations × six figures, any past day, down to the task."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.permissions.public import Actor, paths_where
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import ActionView, ActorRequest, page
from lienthong.records.documents.public import DRAFT
from lienthong.ui.lists.page import Button, is_key
from lienthong.ui.lists.views import show_list

from .. import permissions
from ..actions.urging import begin_urging_letter
from ..models import State, Task
from ..queries import board
from ..time import FIGURES
from . import official

WIDTH = 100


def place_of(actor: Actor) -> Unit:
    """Whose board an actor reads: that of the committee whose business the post does."""
    unit = Unit.objects.get(pk=actor.acts_for_committee_id)
    if not paths_where(actor, permissions.VIEW).covers(unit.path):
        raise Http404
    return unit


def day_asked(request: ActorRequest) -> dt.date:
    """The day in the address; today where there is none, or none that can be looked at."""
    today = timezone.localdate()
    asked = request.GET.get("on", "")
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            day = dt.datetime.strptime(asked, form).date()  # noqa: DTZ007 -- a day, no moment
        except ValueError:
            continue
        return min(day, today)
    return today


@page(permissions.VIEW)
@require_GET
def board_page(request: ActorRequest) -> HttpResponse:
    unit, day = place_of(request.actor), day_asked(request)
    rows = board.board_of(unit, day)
    if request.GET.get("print") or request.GET.get("as"):
        return show_list(request, official.SUMMED, rows, lede=f"{unit} · {day:%d/%m/%Y}")
    whole = board.summed(rows)
    context = {
        "unit": unit,
        "day": day,
        "is_today": day == timezone.localdate(),
        "rows": [_drawn(row, day, request.actor, unit) for row in rows],
        "whole": _drawn(whole, day, request.actor, unit),
        "figures": FIGURES.items(),
        "from_above": board.given_from_above(unit, day),
        "soon_url": reverse("commitments:list") + "?tab=given",
        "take_along": urlencode({"on": f"{day:%d/%m/%Y}"}),
    }
    return render(request, "commitments/board.html", context)


def _drawn(row: board.Figures, day: dt.date, actor: Actor, unit: Unit) -> dict[str, Any]:
    """One row: numbers that lead to their tasks, and the bar of them."""
    on = {} if day == timezone.localdate() else {"on": f"{day:%d/%m/%Y}"}
    lead = {"lead": row.unit_id} if row.unit_id else {}

    def url(figure: str) -> str:
        return reverse("commitments:behind") + "?" + urlencode(lead | {"figure": figure} | on)

    numbers, x = [], 0.0
    for name, label, value in official.whole(row):
        width = WIDTH * value / row.total if row.total else 0
        numbers.append(
            {
                "name": name,
                "label": label,
                "value": value,
                "url": url(name) if value else "",
                "x": f"{x:.2f}",
                "width": f"{width:.2f}",
            }
        )
        x += width
    may_urge = paths_where(actor, DRAFT).covers(unit.path)
    urge = reverse("commitments:urge", args=[row.unit_id]) if row.unit_id else ""
    return {
        "row": row,
        "label": f"{row.name}: " + ", ".join(f"{one['label']} {one['value']}" for one in numbers),
        "numbers": numbers,
        "url": url(""),
        "late_url": url("late") if row.late else "",
        "rates": [
            (_("Done, %"), official.said_rate(row.rate_done)),
            (_("In time, %"), official.said_rate(row.rate_in_time)),
            (_("Late, %"), official.said_rate(row.rate_late)),
        ],
        "urge_url": urge if may_urge and row.late and row.unit_id != unit.pk else "",
    }


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def behind_page(request: ActorRequest) -> HttpResponse:
    """The tasks behind one number."""
    unit, day = place_of(request.actor), day_asked(request)
    lead, figure = request.GET.get("lead", ""), request.GET.get("figure", "")
    if (lead and not is_key(lead)) or (figure and figure not in (*FIGURES, "late")):
        raise Http404
    lead_id = int(lead) if lead else None
    rows = board.behind(unit, day, lead_id=lead_id, figure=figure)
    name = Unit.objects.filter(pk=lead_id).first() if lead_id and rows.exists() else None
    words = [name or unit, official.figure_words(figure), f"{day:%d/%m/%Y}"]
    return show_list(
        request,
        official.behind_list(day),
        rows,
        lede=" · ".join(str(one) for one in words),
        back=reverse("commitments:board"),
        buttons=_buttons(lead_id if name else None),
    )


def _buttons(lead_id: int | None) -> list[Button]:
    buttons = [Button(_("Board"), reverse("commitments:board"), "chart-bar")]
    if lead_id:
        url = reverse("commitments:c7", args=[lead_id])
        buttons.append(Button(_("Sheet for urging"), url, "list"))
    return buttons


def found_lead(request: ActorRequest, lead_id: int) -> Unit:
    """An organisation that leads tasks of the board."""
    unit = place_of(request.actor)
    led = Task.objects.filter(unit=unit, lead=lead_id).exclude(state=State.DRAFT).values("lead")
    return get_object_or_404(Unit, pk__in=led)


URGE_ACTIONS = (
    ActionView(
        "urge",
        DRAFT,
        do=lambda lead, _given, actor: begin_urging_letter(
            actor.acts_for_committee_id, lead.pk, actor=actor
        ),
        alone=True,
        label=_("Draft an urging letter"),
        title=lambda lead: _("Urging letter to %(unit)s") % {"unit": lead},
        text=_("It lists the late tasks of this organisation, and nothing of others."),
        icon="mail",
        said=_(
            "The urging letter has been begun; once it is issued, each task says that it was urged."
        ),
        to=lambda _lead, letter: reverse("documents:document", args=[letter.pk]),
    ),
)
