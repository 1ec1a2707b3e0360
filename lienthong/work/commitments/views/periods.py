"""Reporting periods: opened by the assigner, one line a task, sent, locked, accepted, corrected."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.permissions.public import Actor, holds, paths_where
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import (
    ActionView,
    ActorRequest,
    form_action,
    numbered,
    offered,
    page,
)
from lienthong.records.documents.public import DRAFT
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.page import Bulk, Button, Empty, ListPage
from lienthong.ui.lists.views import show_list
from lienthong.ui.records.page import Fact, Link, RecordPage, Section
from lienthong.ui.records.views import show_record

from .. import permissions
from ..actions import reporting
from ..actions.compiling import compile_report
from ..actions.told import Told
from ..forms import NoteForm, PeriodForm, ReasonForm
from ..forms_told import LineForm
from ..models import Period, TaskReport
from ..queries.about import assigns, documents_to_offer, leads, with_evidence
from ..queries.compiled import compiled_of
from ..queries.corrections import corrections_of, is_reopened, newest, waiting
from ..queries.periods import lines_of, lines_seen_by, periods_seen_by
from .marks import listed, said_in
from .thread import place_of_report

TONES = {
    "open": ("line", "circle-dashed"),
    "sent": ("warn", "send"),
    "accepted": ("ok", "circle-check"),
    "returned": ("warn", "corner-up-left"),
}


def state_of(line: TaskReport) -> list[Mark]:
    """How the line stands; an accepted one that was corrected waits beside its acceptance (T-50)."""
    tone, icon = TONES[line.state]
    marks = [Mark(line.get_state_display(), tone, icon)]
    if is_reopened(line):
        marks.append(Mark(gettext("A correction waits for a decision"), "warn", "signature"))
    return marks


def _before(line: TaskReport) -> str:
    """The old words and figure, beside those of the correction: "55 % · Đã làm 2 ha"."""
    every = [*corrections_of(line), line]
    if len(every) == 1:
        return ""
    old = every[1]
    figure = f"{old.percent} %" if old.percent is not None else ""
    return " · ".join(one for one in (figure, said_in(old)) if one)


PERIODS = ListPage(
    name="periods",
    title=_("Reporting periods"),
    link=lambda one: numbered("commitments:period", one.pk),
    counted=lambda count: ngettext("%(n)d period", "%(n)d periods", count) % {"n": count},
    columns=(
        Column("name", _("Reporting period"), "name", "lead"),
        Column("unit", _("Opened by"), "unit"),
        Column("rhythm", _("Tasks reported"), "get_rhythm_display"),
        Column("ends", _("Last day of the period"), "ends_on", "short", order=("ends_on",)),
        Column("closes", _("Reports close on"), "closes_on", "short", order=("closes_on",)),
        Column("sent", _("Sent"), lambda one: f"{one.sent}/{one.all_lines}", "number"),
    ),
    words=("name",),
    empty=Empty(
        _("No period has been opened"),
        _("At opening, each task of that rhythm gets one line to fill in."),
        icon="calendar",
    ),
)
LINES = ListPage(
    name="lines",
    title=_("Reports on the tasks of the period"),
    link=lambda line: numbered("commitments:line", line.pk),
    counted=lambda count: ngettext("%(n)d line", "%(n)d lines", count) % {"n": count},
    columns=(
        Column("code", _("Task code"), "task.code", "short"),
        Column("content", _("Task"), "task.content", "lead"),
        Column("lead", _("Leads"), "task.lead", order=("task__lead__name_folded",)),
        Column("result", _("What was done"), lambda line: said_in(newest(line))),
        Column("percent", _("Progress, %"), lambda line: newest(line).percent, "number"),
        Column("before", _("Before the correction"), _before),
        Column(
            "difficulties",
            _("Difficulties and their causes"),
            lambda line: newest(line).difficulties,
        ),
        Column("requests", _("Requests"), lambda line: newest(line).requests),
        Column("coming", _("What comes next"), lambda line: newest(line).coming),
        Column("state", _("State"), state_of),
    ),
    words=("task__content_folded",),
    empty=Empty(_("No task of this rhythm was open"), icon="calendar"),
    bulk=(
        Bulk(
            "nothing",
            _("Nothing arose"),
            "minus",
            permissions.CARRY,
            lambda line, actor: reporting.send_line(
                line.pk, Told(nothing_arisen=True), actor=actor
            ),
            lambda done: (
                ngettext("%(n)d line sent.", "%(n)d lines sent.", len(done)) % {"n": len(done)}
            ),
            in_row=False,
        ),
        Bulk(
            "accept",
            _("Accept"),
            "check",
            permissions.ASSIGN,
            lambda line, actor: reporting.decide_line(line.pk, accepted=True, actor=actor),
            lambda done: (
                ngettext("%(n)d line accepted.", "%(n)d lines accepted.", len(done))
                % {"n": len(done)}
            ),
            in_row=False,
        ),
    ),
    is_wide=True,
)


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def period_list(request: ActorRequest) -> HttpResponse:
    buttons = [
        Button(_("Tasks"), reverse("commitments:list"), "flag"),
        Button(_("Month by month"), reverse("commitments:c5"), "calendar"),
    ]
    if holds(request.actor, permissions.PLAN):
        buttons.append(
            Button(_("Open a period"), reverse("commitments:new_period"), "plus", "main")
        )
    return show_list(request, PERIODS, periods_seen_by(request.actor), buttons=buttons)


@page(permissions.PLAN)
@require_http_methods(["GET", "POST"])
def period_new(request: ActorRequest) -> HttpResponse:
    unit = Unit.objects.get(pk=request.actor.acts_for_committee_id)

    def show(form: forms.BaseForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "unit": unit}
        return render(request, "commitments/new_period.html", context, status=status)

    if request.method != "POST":
        return show(PeriodForm())
    return form_action(
        request,
        PeriodForm(request.POST),
        lambda given: reporting.open_period(unit.pk, **given, actor=request.actor),
        show=show,
        to=lambda period: reverse("commitments:period", args=[period.pk]),
    )


def found_period(request: ActorRequest, period_id: int) -> Period:
    return get_object_or_404(periods_seen_by(request.actor), pk=period_id)


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def period_page(request: ActorRequest, period_id: int) -> HttpResponse:
    period = found_period(request, period_id)
    return show_list(
        request,
        LINES,
        lines_of(period, request.actor),
        lede=f"{period} · {period.unit}",
        back=reverse("commitments:periods"),
        buttons=_buttons(period, request.actor),
    )


def _buttons(period: Period, actor: Actor) -> list[Button]:
    """The report of the period, to who may read it; before, the way to compile it."""
    compiled = compiled_of(period)
    if compiled is not None:
        url = place_of_report(compiled, actor)
        return [Button(_("The compiled report"), url, "file-text")] if url else []
    if not may_compile(period, actor):
        return []
    url = reverse("commitments:compile", args=[period.pk])
    return [Button(_("Compile the report"), url, "file-text", "main")]


def may_compile(period: Period, actor: Actor) -> bool:
    """Who plans for the organisation and drafts its documents."""
    return all(
        paths_where(actor, needed).covers(period.unit.path) for needed in (permissions.PLAN, DRAFT)
    )


PERIOD_ACTIONS = (
    ActionView(
        "compile",
        permissions.PLAN,
        do=lambda period, _given, actor: compile_report(period.pk, actor=actor),
        alone=True,
        offered=may_compile,
        label=_("Begin the report"),
        title=_("Compile the report of the period"),
        text=_(
            "The figures of the board and the words of those below, each with its origin, become a draft "
            "that is signed and issued like every document."
        ),
        hindrance=lambda period: (
            _("This period has been compiled already.") if compiled_of(period) else ""
        ),
        icon="file-text",
        said=_("The report has been begun from the lines of the period."),
        to=lambda _period, document: reverse("documents:document", args=[document.pk]),
    ),
)


# --- One line -------------------------------------------------------------------------------------


def found_line(request: ActorRequest, line_id: int) -> TaskReport:
    lines = lines_seen_by(request.actor).filter(corrects=None, period__isnull=False)
    return get_object_or_404(lines, pk=line_id)


def _line_form(_line: TaskReport, actor: Actor, **given: Any) -> forms.BaseForm:
    return LineForm(documents=documents_to_offer(actor), **given)


def _told(given: dict[str, Any]) -> Told:
    return Told(**given)


LINE_ACTIONS = (
    ActionView(
        "fill_in",
        permissions.CARRY,
        do=lambda line, given, actor: reporting.send_line(line.pk, _told(given), actor=actor),
        form=_line_form,
        offered=lambda line, actor: line.state in ("open", "returned") and leads(line.task, actor),
        place="main",
        label=_("Send the line"),
        lead=_("Fill in the line"),
        icon="send",
        title=_("Line of the report"),
        said=_("The line has been sent and is locked."),
    ),
    ActionView(
        "correct",
        permissions.CARRY,
        do=lambda line, given, actor: reporting.correct_line(line.pk, _told(given), actor=actor),
        form=_line_form,
        initial=lambda line: {"result": newest(line).result, "percent": newest(line).percent},
        alone=True,
        offered=lambda line, actor: line.state in ("sent", "accepted") and leads(line.task, actor),
        place="other",
        label=_("Correct by number"),
        icon="edit",
        said=_("The correction has been sent under its number."),
    ),
    ActionView(
        "accept_line",
        permissions.ASSIGN,
        do=lambda line, given, actor: reporting.decide_line(
            line.pk, accepted=True, reason=given["note"], actor=actor
        ),
        form=NoteForm,
        offered=lambda line, actor: bool(waiting(line)) and assigns(line.task, actor),
        place="main",
        label=_("Accept the line"),
        icon="check",
        said=_("The line has been accepted."),
    ),
    ActionView(
        "return_line",
        permissions.ASSIGN,
        do=lambda line, given, actor: reporting.decide_line(
            line.pk, accepted=False, **given, actor=actor
        ),
        form=ReasonForm,
        offered=lambda line, actor: bool(waiting(line)) and assigns(line.task, actor),
        place="other",
        label=_("Send the line back"),
        icon="corner-up-left",
        said=_("The line has been sent back."),
    ),
)


def _correction_mark(correction: TaskReport) -> Mark:
    return Mark(correction.get_state_display(), *TONES[correction.state])


def _proof(report: TaskReport) -> Any:
    return listed(getattr(report, "shown_evidence", ()))


def _corrections(line: TaskReport, actor: Actor) -> list[TaskReport]:
    found = list(line.corrections.order_by("correction"))
    with_evidence(found, actor)
    return found


LINE = RecordPage(
    title=lambda line: line.task.content,
    back="commitments:periods",
    lede=lambda line: f"{line.period} · {line.task.lead}",
    facts=(
        Fact(_("State"), state_of),
        Fact(_("What was done"), said_in),
        Fact(_("Progress, %"), "percent"),
        Fact(_("Evidence"), _proof),
        Fact(_("Difficulties and their causes"), "difficulties"),
        Fact(_("Requests"), "requests"),
        Fact(_("What comes next"), "coming"),
        Fact(_("Sent"), "sent_at"),
        Fact(_("Sent by"), "sent_by_name"),
        Fact(_("Decision"), "decision"),
        Fact(_("Decided by"), "decided_by_name"),
    ),
    sections=(
        Section(
            _("Corrections"),
            (
                Column("number", _("No."), "correction", "lead"),
                Column("result", _("What was done"), "result"),
                Column("percent", _("Progress, %"), "percent", "number"),
                Column("evidence", _("Evidence"), _proof),
                Column("reason", _("Reason"), "reason"),
                Column("by", _("Sent by"), "sent_by_name"),
                Column("state", _("State"), lambda one: (_correction_mark(one), one.decision)),
                Column("decided", _("Decided by"), "decided_by_name"),
            ),
            _corrections,
        ),
    ),
    has_bar=True,
    related=lambda line, _actor: [
        Link(line.task.content, numbered("commitments:task", line.task_id), _("Task"), "flag"),
        Link(
            line.period.name,
            numbered("commitments:period", line.period_id),
            _("Reporting period"),
            "calendar",
        ),
    ],
)


@page(permissions.VIEW)
@require_GET
def line_page(request: ActorRequest, line_id: int) -> HttpResponse:
    return show_line(request, found_line(request, line_id))


def show_line(request: ActorRequest, line: TaskReport, status: int = 200) -> HttpResponse:
    with_evidence([line], request.actor)
    actions = offered(request, LINE_ACTIONS, line)
    return show_record(request, LINE, line, actions=actions, status=status)
