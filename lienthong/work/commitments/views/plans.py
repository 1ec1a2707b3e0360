"""From a text to a plan: its proposals, targets and tasks, and the clauses nobody has taken."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lienthong.kernel.permissions.public import Actor, holds, paths_where
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import (
    ActionView,
    ActorRequest,
    form_action,
    numbered,
    page,
)
from lienthong.records.documents.public import DRAFT
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.page import Bulk, Button, Empty, ListPage, Tab
from lienthong.ui.lists.views import show_list

from .. import permissions
from ..actions import plans, urging
from ..forms import OpenPlanForm
from ..models import Plan, Proposal, State, Target, Task
from ..queries import thread
from ..queries.deadlines import with_soon
from ..queries.seen import plans_seen_by
from .official import GIVEN
from .proposals import due_of, kind_of, lead_of, measure_of

PROPOSALS = ListPage(
    name="proposals",
    title=_("From the text to the plan"),
    link=lambda one: numbered("commitments:proposal", one.pk),
    counted=lambda count: ngettext("%(n)d proposal", "%(n)d proposals", count) % {"n": count},
    columns=(
        Column("clause", _("Clause"), "clause", "short"),
        Column("passage", _("What the clause says"), lambda one: one.passage[:400]),
        Column("content", _("Proposed"), "content", "lead", also=kind_of),
        Column("measure", _("Value"), measure_of),
        Column("lead", _("Leads"), lead_of),
        Column("due", _("Deadline"), due_of),
        Column("why", _("Why"), "reading"),
    ),
    words=("content",),
    empty=Empty(
        _("Nothing waits to be decided"),
        _("What was accepted is under tasks and targets."),
        icon="circle-check",
    ),
    bulk=(
        Bulk(
            "accept",
            _("Take into the plan"),
            "check",
            permissions.PLAN,
            lambda one, actor: plans.accept_proposal(one.pk, actor=actor),
            lambda done: (
                ngettext(
                    "%(n)d proposal taken into the plan.",
                    "%(n)d proposals taken into the plan.",
                    len(done),
                )
                % {"n": len(done)}
            ),
        ),
        Bulk(
            "reject",
            _("Reject"),
            "x",
            permissions.PLAN,
            lambda one, actor: plans.reject_proposal(one.pk, actor=actor),
            lambda done: (
                ngettext("%(n)d proposal rejected.", "%(n)d proposals rejected.", len(done))
                % {"n": len(done)}
            ),
            in_row=False,
        ),
    ),
    is_wide=True,
)
REJECTED = ListPage(
    name="rejected",
    title=_("Rejected proposals"),
    link=PROPOSALS.link,
    counted=PROPOSALS.counted,
    columns=(
        Column("clause", _("Clause"), "clause", "short"),
        Column("content", _("Proposed"), "content", "lead", also=kind_of),
        Column("reason", _("Reason"), "reason"),
        Column("by", _("Decided by"), "decided_by_name"),
    ),
    words=("content",),
    empty=Empty(_("Nothing was rejected"), icon="circle-check"),
)
TARGETS = ListPage(
    name="targets",
    title=_("Targets of the plan"),
    link=lambda one: reverse("commitments:plan", args=[one.plan_id]) + "?tab=tasks",
    counted=lambda count: ngettext("%(n)d target", "%(n)d targets", count) % {"n": count},
    columns=(
        Column("clause", _("Clause"), "clause", "short"),
        Column("content", _("Target"), "content", "lead"),
        Column("measure", _("Value"), measure_of),
        Column("series", _("Series"), "series"),
        Column("due", _("Deadline"), due_of),
    ),
    words=("content",),
    empty=Empty(_("No targets in this plan yet"), icon="target"),
)


def _taken(one: thread.Clause) -> Mark:
    if one.is_taken:
        count = len(one.targets) + len(one.knots)
        said = ngettext("%(n)d taken", "%(n)d taken", count) % {"n": count}
        return Mark(said, "ok", "circle-check")
    if one.open_proposals:
        return Mark(_("To be decided"), "warn", "clock")
    if one.rejected:
        return Mark(_("Rejected"), "line", "x")
    return Mark(_("Nothing was read of it"), "line", "circle-dashed")


COVERAGE = ListPage(
    name="coverage",
    title=_("Which clauses are taken"),
    link=lambda _one: "",
    counted=lambda count: ngettext("%(n)d clause", "%(n)d clauses", count) % {"n": count},
    columns=(
        Column("label", _("Clause"), "label", "short"),
        Column("text", _("What the clause says"), lambda one: one.text[:300], "lead"),
        Column("state", _("Taken"), _taken),
    ),
    words=("text",),
    key="wid",
)
PLANS = ListPage(
    name="plans",
    title=_("Plans"),
    link=lambda plan: numbered("commitments:plan", plan.pk),
    counted=lambda count: ngettext("%(n)d plan", "%(n)d plans", count) % {"n": count},
    columns=(
        Column("title", _("Plan"), "title", "lead", order=("title_folded",)),
        Column("unit", _("Organisation"), "unit"),
        Column("document", _("Carries out"), "document.notation", "short"),
        Column("year", _("Year"), "year", "short", order=("year",)),
        Column("opened", _("Opened"), "opened_at", "short", order=("opened_at",)),
    ),
    words=("title_folded",),
    empty=Empty(
        _("No plans yet"),
        _("Open a document and choose “Plan and tasks”, or begin the programme of a year here."),
        icon="list",
    ),
)


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def plan_list(request: ActorRequest) -> HttpResponse:
    buttons = [Button(_("Tasks"), reverse("commitments:list"), "flag")]
    if holds(request.actor, permissions.PLAN):
        buttons.append(Button(_("New plan"), reverse("commitments:new_plan"), "plus", "main"))
    rows = plans_seen_by(request.actor).order_by("-opened_at", "-pk")
    return show_list(request, PLANS, rows, buttons=buttons)


@page(permissions.PLAN)
@require_http_methods(["GET", "POST"])
def plan_new(request: ActorRequest) -> HttpResponse:
    """The working programme of a year, which carries out no single document."""
    unit = Unit.objects.get(pk=request.actor.acts_for_committee_id)

    def show(form: forms.BaseForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "unit": unit}
        return render(request, "commitments/new_plan.html", context, status=status)

    if request.method != "POST":
        return show(OpenPlanForm(initial={"year": dt.date.today().year}))  # noqa: DTZ011
    return form_action(
        request,
        OpenPlanForm(request.POST),
        lambda given: plans.open_plan(unit.pk, **given, actor=request.actor),
        show=show,
        to=lambda plan: reverse("commitments:plan", args=[plan.pk]),
    )


def found_plan(request: ActorRequest, plan_id: int) -> Plan:
    return get_object_or_404(plans_seen_by(request.actor), pk=plan_id)


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def plan_page(request: ActorRequest, plan_id: int) -> HttpResponse:
    plan = found_plan(request, plan_id)
    proposals = plan.proposals.select_related("lead")
    waiting = proposals.filter(state=Proposal.State.OPEN)
    rejected = proposals.filter(state=Proposal.State.REJECTED)
    tasks = _tasks(plan)
    targets = Target.objects.filter(plan=plan)
    counts = {
        "proposals": waiting.count(),
        "tasks": tasks.count(),
        "targets": targets.count(),
        "rejected": rejected.count(),
    }
    tab = request.GET.get("tab") or ("proposals" if counts["proposals"] else "tasks")
    shown: dict[str, tuple[ListPage, Any]] = {
        "proposals": (PROPOSALS, waiting),
        "tasks": (GIVEN, tasks),
        "targets": (TARGETS, targets),
        "rejected": (REJECTED, rejected),
        "coverage": (COVERAGE, None),
    }
    if tab not in shown:
        raise Http404
    listed, rows = shown[tab]
    if rows is None:
        document = thread.document_for(request.actor, plan.document_id or 0)
        rows = thread.clauses_of_document(document, request.actor) if document else []
        rows = [one for one in rows if one.text]
    return show_list(
        request,
        listed,
        rows,
        lede=plan.title,
        back=reverse("commitments:plans"),
        tabs=_tabs(counts, plan),
        current=tab,
        buttons=_buttons(request.actor, plan),
    )


def _tasks(plan: Plan) -> QuerySet[Task]:
    """The plan's own tasks; what was given on from them stands on their pages."""
    rows = Task.objects.filter(plan=plan, unit=plan.unit_id, parent=None)
    rows = rows.exclude(state=State.CANCELLED).select_related("lead", "unit")
    rows = with_soon(rows, timezone.localdate())
    return rows.prefetch_related("coordinations__unit", "products").order_by("pk")


def _tabs(counts: dict[str, int], plan: Plan) -> list[Tab]:
    tabs = [
        Tab("proposals", _("Proposals"), counts["proposals"]),
        Tab("tasks", _("Tasks"), counts["tasks"]),
        Tab("targets", _("Targets"), counts["targets"]),
        Tab("rejected", _("Rejected"), counts["rejected"]),
    ]
    return [*tabs, Tab("coverage", _("Coverage"))] if plan.document_id else tabs


def _buttons(actor: Actor, plan: Plan) -> list[Button]:
    buttons = []
    if plan.document_id:
        url = reverse("commitments:document", args=[plan.document_id])
        buttons.append(Button(_("The document"), url, "file-text"))
    if paths_where(actor, DRAFT).covers(plan.unit.path):
        url = reverse("commitments:letter", args=[plan.pk])
        buttons.append(Button(_("Letter of assignment"), url, "mail"))
    url = reverse("commitments:c6", args=[plan.pk])
    buttons.append(Button(_("Table of tasks given"), url, "list"))
    if paths_where(actor, permissions.PLAN).covers(plan.unit.path):
        url = reverse("commitments:import_c1", args=[plan.pk])
        buttons.append(Button(_("Bring an appendix"), url, "download"))
        url = reverse("commitments:new") + f"?plan={plan.pk}"
        buttons.append(Button(_("New task"), url, "plus", "main"))
    return buttons


PLAN_ACTIONS = (
    ActionView(
        "letter",
        DRAFT,
        do=lambda plan, _given, actor: urging.begin_assignment_letter(plan.pk, actor=actor),
        alone=True,
        label=_("Draft the letter of assignment"),
        title=_("Letter of assignment"),
        text=_(
            "It is made from the tasks assigned, one heading for each organisation, in their order."
        ),
        icon="mail",
        said=_("The letter has been begun from the tasks."),
        to=lambda _plan, letter: reverse("documents:document", args=[letter.pk]),
    ),
)
