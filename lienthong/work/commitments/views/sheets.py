"""The forms C2, C5, C6 and C7 on the screen, on paper and as .xlsx; C1 brought as .xlsx (rules §6)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lienthong.kernel.permissions.public import Actor, paths_where
from lienthong.kernel.web.public import ActorRequest, numbered, page
from lienthong.ui.lists.columns import Column, Due
from lienthong.ui.lists.page import Empty, ListPage, Tab
from lienthong.ui.lists.views import show_list
from lienthong.ui.sheets.sheet import ImportSheet
from lienthong.ui.sheets.views import show_sheet

from .. import permissions
from ..actions.sheets import C1Row, enter_row
from ..actions.urging import named_basis
from ..models import Plan, State, Task
from ..queries import forms as rows_of
from ..queries.deadlines import with_soon
from ..queries.seen import with_basis_read
from .board import day_asked, found_lead, place_of
from .marks import marks_on_page
from .official import UNREAD, coordinators_of, counted, lead_of, products_of
from .plans import found_plan

NONE = Empty(_("No task stands here"), icon="circle-check")


def _link(task: Task) -> str:
    return numbered("commitments:task", task.pk)


def _due(task: Task) -> Any:
    return task.due_on or task.due_words or task.get_due_kind_display()


def basis_read(task: Any) -> Any:
    """The document, to who reads it, as on the page of the task."""
    return named_basis(task) or (UNREAD if task.document_id else "")


CODE = Column("code", _("No."), "code", "short")
CONTENT = Column("content", _("Task"), "content", "lead", order=("content_folded",))
LEAD = Column("lead", _("Leads"), lead_of, order=("lead__name_folded",))
COORDINATE = Column("coordinate", _("Coordinate"), coordinators_of)
PRODUCT = Column("product", _("Product"), products_of)
BASIS = Column("basis", _("Document that gives it"), basis_read)
DUE = Column("due", _("Deadline"), _due, "short", order=("due_on",))


C2 = ListPage(
    name="c2",
    title=_("Tracking table"),
    link=_link,
    counted=counted,
    columns=(
        CODE,
        Column("group", _("Group"), "group"),
        CONTENT,
        BASIS,
        LEAD,
        COORDINATE,
        PRODUCT,
        DUE,
        Column("state", _("State"), marks_on_page),
        Column("percent", _("Progress, %"), "percent", "number"),
        Column("said", _("What was done"), "said"),
        Column("difficulty", _("Difficulties and their causes"), "difficulty"),
        Column("note", _("Note"), lambda task: task.reason),
    ),
    words=("content_folded",),
    empty=NONE,
    is_wide=True,
)


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def c2_page(request: ActorRequest) -> HttpResponse:
    """What an organisation has given, line by line."""
    unit = place_of(request.actor)
    rows = with_basis_read(rows_of.tracked(unit), request.actor)
    rows = with_soon(rows, timezone.localdate())
    return show_list(request, C2, rows, lede=str(unit), back=reverse("commitments:board"))


C5_BEHIND = ListPage(
    name="c5",
    title=_("Tasks of the resolution of the branch"),
    link=_link,
    counted=counted,
    columns=(
        CODE,
        CONTENT,
        Column("stood", _("When the month began"), lambda task: State(task.stood).label),
        Column("said", _("What was done"), "said"),
    ),
    words=("content_folded",),
    empty=NONE,
)
C5_AHEAD = ListPage(
    name="c5",
    title=C5_BEHIND.title,
    link=_link,
    counted=counted,
    columns=(
        CODE,
        CONTENT,
        Column("person", _("Who leads it"), lambda task: task.responsible or task.lead),
        DUE,
        Column(
            "meeting",
            _("Meeting that hears the report"),
            lambda task: f"{task.due_on:%m/%Y}" if task.due_on else "",
        ),
    ),
    words=("content_folded",),
    empty=NONE,
)


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def c5_page(request: ActorRequest) -> HttpResponse:
    """What the last month has brought, and what the next one brings; a branch reads it out at its meeting."""
    unit, first = place_of(request.actor), day_asked(request).replace(day=1)
    after = (first + dt.timedelta(days=31)).replace(day=1)
    tabs = [
        Tab("behind", _("The month %(month)s") % {"month": f"{first:%m/%Y}"}),
        Tab("ahead", _("The month %(month)s") % {"month": f"{after:%m/%Y}"}),
    ]
    tab = request.GET.get("tab", "behind")
    if tab not in ("behind", "ahead"):
        raise Http404
    is_behind = tab == "behind"
    rows = (
        rows_of.of_the_month(request.actor, first, after)
        if is_behind
        else rows_of.of_the_next_month(request.actor)
    )
    return show_list(
        request,
        C5_BEHIND if is_behind else C5_AHEAD,
        rows,
        lede=str(unit),
        back=reverse("commitments:list"),
        tabs=tabs,
        current=tab,
    )


C6 = ListPage(
    name="c6",
    title=_("Tasks given by the plan"),
    link=_link,
    counted=counted,
    columns=(CODE, LEAD, CONTENT, COORDINATE, PRODUCT, DUE),
    words=("content_folded",),
    empty=Empty(_("Nothing has been given to others yet"), icon="send"),
    is_wide=True,
)


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def c6_page(request: ActorRequest, plan_id: int) -> HttpResponse:
    """The table behind the letter of assignment."""
    plan = found_plan(request, plan_id)
    back = reverse("commitments:plan", args=[plan.pk])
    return show_list(request, C6, rows_of.given_by_plan(plan), lede=plan.title, back=back)


def _c7(today: dt.date) -> ListPage:
    return ListPage(
        name="c7",
        title=_("Late tasks to be urged"),
        link=_link,
        counted=counted,
        columns=(
            CODE,
            CONTENT,
            BASIS,
            Column("due", _("Deadline"), lambda task: Due(task.due_on, on=today), "short"),
            Column("days", _("Days late"), lambda task: task.time_on(today).days_late, "number"),
            Column("said", _("Newest state"), "said"),
            Column("urged", _("Times urged"), "urged", "number"),
            Column("proposed", _("Proposed action"), lambda _one: "", on="paper"),
        ),
        words=("content_folded",),
        empty=Empty(_("Nothing late can be urged"), icon="circle-check"),
        is_wide=True,
    )


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def c7_page(request: ActorRequest, lead_id: int) -> HttpResponse:
    """The sheet of the urging letter: the late tasks of one organisation, and nothing of others."""
    lead, today = found_lead(request, lead_id), timezone.localdate()
    rows = with_basis_read(rows_of.late_of(place_of(request.actor), lead.pk, today), request.actor)
    return show_list(request, _c7(today), rows, lede=str(lead), back=reverse("commitments:board"))


# --- C1, brought --------------------------------------------------------------------------------


class C1Form(forms.Form):
    """One row of the appendix: the six columns of C1, or the five of the older form."""

    number = forms.CharField(label=_("No."), required=False, max_length=40)
    content = forms.CharField(label=_("Task"), max_length=4000)
    detail = forms.CharField(label=_("Explanation"), required=False, max_length=4000)
    lead = forms.CharField(label=_("Leads"), required=False, max_length=300)
    coordinators = forms.CharField(label=_("Coordinate"), required=False, max_length=600)
    product = forms.CharField(label=_("Product"), required=False, max_length=300)
    due = forms.CharField(label=_("Deadline"), required=False, max_length=200)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)


# As the forms print their heads: Vietnamese, whatever the language of the page.
PRINTED = {
    "TT": "number",
    "STT": "number",
    "Nhiệm vụ": "content",
    "Nội dung": "content",
    "Nội dung công việc": "content",
    "Diễn giải": "detail",
    "Chủ trì": "lead",
    "Cơ quan chủ trì": "lead",
    "Đơn vị chủ trì": "lead",
    "Phối hợp": "coordinators",
    "Cơ quan phối hợp": "coordinators",
    "Đơn vị phối hợp": "coordinators",
    "Sản phẩm": "product",
    "Thời hạn": "due",
    "Thời gian": "due",
    "Thời gian hoàn thành": "due",
    "Thời gian thực hiện": "due",
    "Ghi chú": "note",
}


@page(permissions.PLAN)
@require_http_methods(["GET", "POST"])
def c1_import(request: ActorRequest, plan_id: int) -> HttpResponse:
    """The appendix of a plan, typed elsewhere: each row becomes a draft of a task."""
    plan = found_plan(request, plan_id)
    if not paths_where(request.actor, permissions.PLAN).covers(plan.unit.path):
        raise Http404
    sheet = ImportSheet(
        name="c1",
        title=_("Appendix of tasks"),
        form=_form,
        do=lambda given, actor: _enter(plan, given, actor),
        said=lambda count: (
            ngettext("%(n)d task entered.", "%(n)d tasks entered.", count) % {"n": count}
        ),
        example={
            "number": "1",
            "content": "Rà soát quy trình tiếp nhận văn bản",
            "lead": "Văn phòng",
            "due": "quý IV/2026",
        },
        also_called=PRINTED,
    )
    url = reverse("commitments:plan", args=[plan.pk])
    return show_sheet(request, sheet, back=url, to=f"{url}?tab=tasks", lede=plan.title)


def _form(given: Mapping[str, str] | None) -> forms.Form:
    return C1Form(given)


def _enter(plan: Plan, given: dict[str, str], actor: Actor) -> Task:
    return enter_row(plan.pk, C1Row(**given), actor=actor)
