"""The standard forms as lists: on the screen, on paper, as .xlsx (C1 to C4)."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lienthong.kernel.web.public import numbered
from lienthong.ui.lists.columns import Column, Due
from lienthong.ui.lists.page import Bulk, Empty, ListPage

from .. import permissions
from ..actions.tasks import assign
from ..models import Standing, Task
from ..queries.board import Figures
from ..queries.deadlines import soon_days
from ..time import FIGURES, SENT
from .marks import mark_of, marks_on_page, state_mark

UNREAD = _("A document you may not read")


def counted(count: int) -> str:
    return ngettext("%(n)d task", "%(n)d tasks", count) % {"n": count}


def said_rate(rate: Decimal | None) -> Any:
    """ "–" where there is nothing to divide by (T-54)."""
    return "–" if rate is None else float(rate)


def coordinators_of(task: Task) -> str:
    return "; ".join(str(one.unit) for one in task.coordinations.all())


def products_of(task: Task) -> str:
    return "; ".join(one.words for one in task.products.all())


def lead_of(task: Task) -> str:
    return str(_("All directly beneath")) if task.to_all_below else str(task.lead or "")


# C1: the appendix by which tasks are given; assigned from here, many at once.
GIVEN = ListPage(
    name="c1",
    title=_("Tasks of the plan"),
    link=lambda task: numbered("commitments:task", task.pk),
    counted=counted,
    columns=(
        Column("code", _("No."), "code", "short"),
        Column("content", _("Task"), "content", "lead", order=("content_folded",)),
        Column("lead", _("Leads"), lead_of),
        Column("coordinate", _("Coordinate"), coordinators_of),
        Column("product", _("Product"), products_of),
        Column(
            "due",
            _("Deadline"),
            lambda task: task.due_on or task.get_due_kind_display(),
            "short",
            order=("due_on",),
        ),
        Column("state", _("State"), marks_on_page, on="screen"),
    ),
    words=("content_folded",),
    empty=Empty(_("No tasks in this plan yet"), _("Accept proposals, or enter a task."), "target"),
    bulk=(
        Bulk(
            "assign",
            _("Assign"),
            "send",
            permissions.ASSIGN,
            lambda task, actor: assign(task.pk, actor=actor),
            lambda done: (
                ngettext("%(n)d task assigned.", "%(n)d tasks assigned.", len(done))
                % {"n": len(done)}
            ),
            in_row=False,
        ),
    ),
    is_wide=True,
)

# C3: the six figures and the three rates of each organisation.
SUMMED = ListPage(
    name="c3",
    title=_("Tasks by organisation"),
    link=lambda row: reverse("commitments:behind") + f"?lead={row.unit_id}",
    counted=lambda count: (
        ngettext("%(n)d organisation", "%(n)d organisations", count) % {"n": count}
    ),
    columns=(
        Column("unit", _("Organisation"), "name", "lead"),
        Column("total", _("Total"), "total", "number"),
        *(Column(name, label, name, "number") for name, label in FIGURES.items()),
        Column("rate_done", _("Done, %"), lambda row: said_rate(row.rate_done), "number"),
        Column("rate_in_time", _("In time, %"), lambda row: said_rate(row.rate_in_time), "number"),
        Column("rate_late", _("Late, %"), lambda row: said_rate(row.rate_late), "number"),
    ),
    key="unit_id",
    is_wide=True,
)


def behind_list(day: dt.date) -> ListPage:
    """C2 and C4: the tasks behind a number, as they stood on the day."""
    soon = soon_days(day)

    def marks(one: Standing) -> list[Any]:
        found = [state_mark(one), mark_of(_time(one))]
        return [mark for mark in found if mark is not None]

    def _time(one: Standing) -> Any:
        one.task.state, one.task.due_on, one.task.sent_on = one.state, one.due_on, one.sent_on
        return one.task.time_on(day, soon=soon)

    return ListPage(
        name="c4",
        title=_("Tasks behind the number"),
        link=lambda one: numbered("commitments:task", one.task_id),
        counted=counted,
        columns=(
            Column("code", _("Task code"), "task.code", "short"),
            Column("content", _("Task"), "task.content", "lead"),
            Column("lead", _("Organisation"), "lead", order=("lead__name_folded",)),
            Column(
                "due",
                _("Deadline"),
                lambda one: Due(one.due_on, done=one.state in SENT, on=day),
                "short",
                order=("due_on",),
            ),
            Column("days", _("Days late"), lambda one: _time(one).days_late or None, "number"),
            Column("state", _("State"), marks),
            Column("cause", _("Cause"), "cause"),
            Column("urged", _("Times urged"), "urged", "number"),
            Column("proposed", _("Proposed action"), lambda _one: "", on="paper"),
        ),
        words=("task__content_folded",),
        empty=Empty(_("No task stands so"), icon="circle-check"),
        is_wide=True,
    )


def figure_words(figure: str) -> Any:
    return _("Late") if figure == "late" else FIGURES.get(figure, _("All tasks"))


def whole(row: Figures) -> list[tuple[str, Any, int]]:
    """The six figures in order, each with its words."""
    return [(name, label, getattr(row, name)) for name, label in FIGURES.items()]
