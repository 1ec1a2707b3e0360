"""What is published of a month and a quarter: the late with evidence (T-43), the sheet for the ranking (T-70)."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from lienthong.kernel.web.public import ActorRequest, numbered, page
from lienthong.ui.lists.columns import Column, Due
from lienthong.ui.lists.page import Empty, ListPage, Note, Tab
from lienthong.ui.lists.views import show_list

from .. import permissions
from ..models import Standing, TaskReport
from ..queries import about, board
from ..queries.ranking import ALLOWED, evidence_of
from .board import place_of
from .marks import proof
from .official import counted

MONTHS_BACK = 5
QUARTERS_BACK = 3


def _months(today: dt.date) -> list[dt.date]:
    """The last days of this month and those before it."""
    found, first = [], today.replace(day=1)
    for _back in range(MONTHS_BACK):
        after = (first + dt.timedelta(days=31)).replace(day=1)
        found.append(after - dt.timedelta(days=1))
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return found


def _days_late(one: Standing, day: dt.date) -> int:
    return (day - one.due_on).days if one.due_on else 0


def _late(day: dt.date) -> ListPage:
    return ListPage(
        name="late_of_month",
        title=_("Late tasks of the month"),
        link=lambda one: numbered("commitments:task", one.task_id),
        counted=counted,
        columns=(
            Column("unit", _("Organisation"), "lead"),
            Column("content", _("Task"), "task.content", "lead"),
            Column("due", _("Deadline"), lambda one: Due(one.due_on, on=day), "short"),
            Column("days", _("Days late"), lambda one: _days_late(one, day), "number"),
            Column("cause", _("Cause"), "cause"),
            Column("evidence", _("Evidence"), lambda one: one.proofs),
            Column("urged", _("Times urged"), "urged", "number"),
            Column("proposed", _("Proposed action"), lambda _one: "", on="paper"),
        ),
        empty=Empty(_("No task was late at the end of this month"), icon="circle-check"),
        is_wide=True,
    )


@page(permissions.VIEW)
@require_GET
def late_page(request: ActorRequest) -> HttpResponse:
    """C4 of a month: what was late on its last day, with what was shown for it; each month its own list."""
    unit, today = place_of(request.actor), timezone.localdate()
    months = {f"{day:%Y-%m}": day for day in _months(today)}
    asked = request.GET.get("tab") or next(iter(months))
    if asked not in months:
        raise Http404
    day = min(months[asked], today)
    rows = list(board.behind(unit, day, lead_id=None, figure="late"))
    _with_proofs(rows, request)
    organisations = len({one.lead_id for one in rows})
    said = ngettext(
        "%(n)d organisation has late tasks", "%(n)d organisations have late tasks", organisations
    ) % {"n": organisations}
    return show_list(
        request,
        _late(day),
        rows,
        lede=f"{unit} · {day:%d/%m/%Y} · {said}",
        back=reverse("commitments:board"),
        tabs=[Tab(name, f"{one:%m/%Y}") for name, one in months.items()],
        current=asked,
    )


def _with_proofs(rows: list[Any], request: ActorRequest) -> None:
    """The evidence that the leads have given so far, as far as the reader may see it."""
    reports = {
        one.pk: one.task_id
        for one in TaskReport.objects.filter(task__in=[row.task_id for row in rows])
    }
    proofs: dict[int, list[Any]] = {}
    for report_id, shown in about.evidence_seen(list(reports), request.actor).items():
        proofs.setdefault(reports[report_id], []).extend(proof(one) for one in shown)
    for row in rows:
        row.proofs = tuple(proofs.get(row.task_id, ()))


def _quarters(today: dt.date) -> dict[str, tuple[dt.date, dt.date]]:
    """This quarter and those before it, then the year."""
    found: dict[str, tuple[dt.date, dt.date]] = {}
    first = dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    for _back in range(QUARTERS_BACK + 1):
        after = (first + dt.timedelta(days=95)).replace(day=1)
        found[f"{first.year}-{(first.month + 2) // 3}"] = (first, after - dt.timedelta(days=1))
        first = (first - dt.timedelta(days=80)).replace(day=1)
    found[str(today.year)] = (dt.date(today.year, 1, 1), dt.date(today.year, 12, 31))
    return found


def _label(name: str) -> Any:
    year, _dash, quarter = name.partition("-")
    if not quarter:
        return _("The year %(year)s") % {"year": year}
    roman = ("I", "II", "III", "IV")[int(quarter) - 1]
    return _("Quarter %(quarter)s/%(year)s") % {"quarter": roman, "year": year}


RANKED = ListPage(
    name="ranking",
    title=_("Evidence for the ranking"),
    link=lambda row: reverse("commitments:behind") + f"?lead={row.unit_id}",
    counted=lambda count: (
        ngettext("%(n)d organisation", "%(n)d organisations", count) % {"n": count}
    ),
    columns=(
        Column("unit", _("Organisation"), "name", "lead"),
        Column("due", _("Tasks due"), "due", "number"),
        Column("done", _("Completed"), "done", "number"),
        Column("in_time", _("Done in time"), "in_time", "number"),
        Column("late", _("Done late"), "late", "number"),
        Column("beyond", _("Beyond what was required"), "beyond", "number"),
        Column("allows", _("What the figures allow"), lambda row: ALLOWED[row.allows]),
    ),
    empty=Empty(_("No task was due in this period"), icon="circle-check"),
    key="unit_id",
    is_wide=True,
)


@page(permissions.VIEW)
@require_GET
def ranking_page(request: ActorRequest) -> HttpResponse:
    """What the figures of tasks allow at most; people rank, by all conditions of the regulation."""
    unit, today = place_of(request.actor), timezone.localdate()
    quarters = _quarters(today)
    asked = request.GET.get("tab") or next(iter(quarters))
    if asked not in quarters:
        raise Http404
    first, last = quarters[asked]
    note = Note(
        _("This is evidence, not a verdict"),
        _(
            "The ranking follows all conditions of the regulation and is decided by people; the figures of "
            "tasks only say what they allow at most."
        ),
        tone="info",
        icon="info-circle",
    )
    return show_list(
        request,
        RANKED,
        evidence_of(unit, first, last, today),
        lede=f"{unit} · {first:%d/%m/%Y} – {last:%d/%m/%Y}",
        back=reverse("commitments:board"),
        tabs=[Tab(name, _label(name)) for name in quarters],
        current=asked,
        notes=[note],
    )
