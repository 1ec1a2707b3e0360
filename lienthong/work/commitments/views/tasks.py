"""The page of one task, and entering a new one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Value
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.audit.public import said_by, sentence
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import (
    ActorRequest,
    OfferedActions,
    file_answer,
    form_action,
    numbered,
    offered,
    page,
)
from lienthong.ui.lists.columns import Column, Due, Mark
from lienthong.ui.records.page import Call, Fact, Happening, Link, RecordPage, Section
from lienthong.ui.records.views import show_record

from .. import permissions
from ..actions import tasks
from ..forms import TaskForm
from ..models import Plan, State, Task, TaskReport, Urging
from ..queries import about, thread
from ..queries.deadlines import soon_days
from ..queries.seen import plans_seen_by, possible_leads
from .marks import listed, marks_on_page, said_in
from .official import UNREAD
from .task_actions import ACTIONS

CLEAR = {
    "person": _("person"),
    "work": _("work"),
    "time": _("time"),
    "responsibility": _("responsibility"),
    "product": _("product"),
    "authority": _("authority"),
}


def _children(task: Any, actor: Actor) -> Iterable[Task]:
    return about.children_seen(task, actor).annotate(soon=Value(task.soon))


def _clear(task: Task) -> str:
    """ "Đạt 3/6 rõ; chưa rõ người, sản phẩm, thẩm quyền" (T-10)."""
    lacking = task.unclear(products=len(task.products.all()))
    said = gettext("%(n)d of 6 clear") % {"n": 6 - len(lacking)}
    if not lacking:
        return said
    names = ", ".join(str(CLEAR[name]) for name in lacking)
    return said + gettext("; not clear: %(names)s") % {"names": names}


def _basis(task: Any) -> Any:
    """The document, to who may read it, as on the thread; to others what was written of it."""
    if task.seen_document is None:
        return task.basis_words or (UNREAD if task.document_id else "")
    notation = task.seen_document.notation
    words = f"{notation} · {task.clause}" if task.clause else notation
    return Link(words, reverse("commitments:thread", args=[task.pk]))


def _due(task: Task) -> Any:
    if task.due_on is None:
        return task.get_due_kind_display()
    words = f" ({task.due_words})" if task.due_words else ""
    return (Due(task.due_on, done=task.state in (State.AWAITING, State.DONE)), words)


def _reported(task: Task) -> str:
    months = f": {task.report_months}" if task.report_months else ""
    return f"{task.get_rhythm_display()}{months}"


def _extended(task: Task) -> str:
    """ "Gia hạn 1 lần"; what was late before stays to be seen (T-36)."""
    granted = [one for one in task.extensions.all() if one.granted_day]
    if not granted:
        return ""
    said = ngettext("Extended once", "Extended %(n)d times", len(granted)) % {"n": len(granted)}
    late = max(one.late_days for one in granted)
    if not late:
        return said
    return (
        said
        + " · "
        + ngettext("was %(n)d day late before", "was %(n)d days late before", late) % {"n": late}
    )


def _urged(task: Task) -> str:
    count = Urging.objects.said().filter(task=task).count()
    return ngettext("Urged once", "Urged %(n)d times", count) % {"n": count} if count else ""


def _kind_of(report: TaskReport) -> str:
    words = str(report.period) if report.period else report.get_kind_display()
    if report.corrects_id:
        return gettext("Correction %(n)d") % {"n": report.correction} + f" · {words}"
    return words


def _evidence(report: TaskReport) -> Any:
    return listed(getattr(report, "shown_evidence", ()))


def _reports(task: Task, actor: Actor) -> Iterable[TaskReport]:
    found = list(about.reports_of(task)[:50])
    about.with_evidence(found, actor)
    return found


def _history(task: Task, _actor: Actor) -> list[Happening]:
    return [Happening(sentence(one), one.at, said_by(one)) for one in about.history(task)]


def _related(task: Task, actor: Actor) -> Iterable[Link]:
    yield Link(
        _("The thread from clause to evidence"),
        reverse("commitments:thread", args=[task.pk]),
        icon="link",
    )
    if task.plan and plans_seen_by(actor).filter(pk=task.plan.pk).exists():
        yield Link(
            task.plan.title, reverse("commitments:plan", args=[task.plan_id]), _("Plan"), "list"
        )
    parent = about.parent_seen(task, actor)
    if parent is not None:
        yield Link(parent.content, numbered("commitments:task", parent.pk), _("Part of"), "target")


TASK = RecordPage(
    title=lambda task: task.content,
    back="commitments:list",
    lede=lambda task: f"{task.code} · {task.unit}",
    facts=(
        Fact(_("State"), marks_on_page),
        Fact(_("Leads"), "lead"),
        Fact(_("Person responsible"), "responsible"),
        Fact(_("Directs"), "directing"),
        Fact(_("Coordinators as printed"), "coordinator_words"),
        Fact(_("Deadline"), _due),
        Fact(_("Extensions"), _extended),
        Fact(_("Progress, %"), lambda task: task.percent if not task.is_draft else None),
        Fact(_("Basis"), _basis),
        Fact(_("Target"), "seen_target"),
        Fact(_("Kind"), "get_kind_display"),
        Fact(_("Group"), "group"),
        Fact(_("Product"), lambda task: "; ".join(one.words for one in task.products.all())),
        Fact(_("Who concludes or signs"), "authority"),
        Fact(_("Reporting"), _reported),
        Fact(
            _("Priority"),
            lambda task: task.get_priority_display() if task.priority != "normal" else "",
        ),
        Fact(_("Six clear points"), _clear),
        Fact(_("Urged"), _urged),
        Fact(_("Reason"), "reason"),
        Fact(_("Beyond what was required"), "beyond"),
    ),
    sections=(
        Section(
            _("Given on to"),
            (
                Column("lead", _("Organisation"), "lead", "lead"),
                Column("code", _("Task code"), "code", "short"),
                Column("due", _("Deadline"), "due_on", "short"),
                Column("state", _("State"), marks_on_page),
                Column("percent", _("Progress, %"), "percent", "number"),
            ),
            _children,
            link=lambda one: numbered("commitments:task", one.pk),
        ),
        Section(
            _("Reports"),
            (
                Column("kind", _("Report"), _kind_of, "lead"),
                Column("result", _("What was done"), said_in),
                Column("percent", _("Progress, %"), "percent", "number"),
                Column("evidence", _("Evidence"), _evidence),
                Column("difficulties", _("Difficulties and their causes"), "difficulties"),
                Column(
                    "state", _("State"), lambda one: (Mark(one.get_state_display()), one.decision)
                ),
                Column("sent", _("Sent"), lambda one: (one.sent_at, one.sent_by_name)),
            ),
            _reports,
        ),
        Section(
            _("Coordinate"),
            (
                Column("unit", _("Organisation"), "unit", "lead"),
                Column(
                    "confirmed",
                    _("Confirmed"),
                    lambda one: one.confirmed_at or gettext("Not answered yet"),
                ),
                Column("note", _("Note"), "note"),
            ),
            lambda task, _actor: task.coordinations.all(),
        ),
        Section(
            _("Extensions"),
            (
                Column("asked", _("Asked for"), "asked_day", "lead"),
                Column("before", _("Before"), "due_before", "short"),
                Column("reason", _("Reason"), "reason"),
                Column(
                    "granted",
                    _("Granted"),
                    lambda one: one.granted_day or one.answer or gettext("Not answered yet"),
                ),
                Column("by", _("Decided by"), "decided_by_name"),
            ),
            lambda task, _actor: task.extensions.all(),
        ),
        Section(
            _("Refusals"),
            (
                Column("unit", _("Organisation"), "unit", "lead"),
                Column("reason", _("Reason"), "reason"),
                Column(
                    "answer",
                    _("Decision"),
                    lambda one: one.get_answer_display() or gettext("Not answered yet"),
                ),
                Column("why", _("Reason of the decision"), "answer_reason"),
            ),
            lambda task, _actor: task.refusals.select_related("unit"),
        ),
    ),
    related=_related,
    history=_history,
    has_bar=True,
    call=lambda task, actions: call_of(task, actions) if actions else None,
    readers=(_("The organisation that gave it, the one that leads and those that coordinate."),),
)


def found_task(request: ActorRequest, task_id: int) -> Task:
    task = about.task_for(request.actor, task_id)
    if task is None:
        raise Http404
    return task


@page(permissions.VIEW)
@require_GET
def task_page(request: ActorRequest, task_id: int) -> HttpResponse:
    return show_task(request, found_task(request, task_id))


SHOWN_IN_PLACE = ("application/pdf", "image/jpeg", "image/png")


@page(permissions.VIEW)
@require_GET
def evidence_page(request: ActorRequest, task_id: int, evidence_id: int) -> HttpResponse:
    """A file handed in with a report, to who may read the task: pictures and PDF open, the rest is saved."""
    handed_in = about.evidence_file(found_task(request, task_id), evidence_id)
    if handed_in is None or handed_in.file is None:
        raise Http404
    kept = handed_in.file
    if kept.media_type in SHOWN_IN_PLACE:
        return file_answer(kept.read(), kept.media_type, handed_in.name, inline=True)
    return file_answer(kept.read(), "application/octet-stream", handed_in.name)


def show_task(request: ActorRequest, task: Any, status: int = 200) -> HttpResponse:
    """Beside the task its page reads what of its origin the reader may see, and the rule of the day."""
    document = thread.document_for(request.actor, task.document_id)
    task.seen_document = document
    task.seen_target = thread.target_for(request.actor, task, document)
    task.soon = soon_days(timezone.localdate())
    actions = offered(request, ACTIONS, task)
    return show_record(request, TASK, task, actions=actions, status=status)


CALLS = {
    "assign": _("You need to assign this task"),
    "receive": _("You need to receive this task"),
    "answer_refusal": _("You need to decide on the refusal"),
    "send_result": _("You need to carry out this task and hand in its result"),
    "accept": _("You need to decide on the result"),
    "decide_extension": _("You need to decide on the extension"),
    "confirm": _("You need to confirm your part"),
}


def call_of(task: Task, actions: OfferedActions) -> Call | None:
    """What the reader owes on the task now, by when, and what was said of it last."""
    offers = {one.action.name for one in actions.every if one.is_offered}
    owed = next((name for name in CALLS if name in offers), "")
    if not owed:
        return None
    said = [_said_last(task, owed)]
    if task.due_on and owed not in ("answer_refusal", "decide_extension"):
        said.append(gettext("Deadline: %(day)s.") % {"day": f"{task.due_on:%d/%m/%Y}"})
    if owed == "accept" and "decide_extension" in offers:
        said.append(gettext("An extension has been asked for as well."))
    late = task.time_on(timezone.localdate()).is_late
    return Call(CALLS[owed], " · ".join(one for one in said if one), "bad" if late else "info")


def _said_last(task: Task, owed: str) -> str:
    """Why the result came back, until when time is asked for, or why the task was refused."""
    if owed == "send_result" and task.state == State.RETURNED:
        returned = about.reports_of(task).filter(state=TaskReport.State.RETURNED).first()
        return gettext("Sent back: %(reason)s") % {"reason": returned.decision} if returned else ""
    if owed == "decide_extension":
        asked = next(one for one in task.extensions.all() if one.decided_on is None)
        said = {"day": f"{asked.asked_day:%d/%m/%Y}", "reason": asked.reason}
        return gettext("Time is asked until %(day)s: %(reason)s") % said
    if owed == "answer_refusal":
        refusal = task.refusals.filter(answer="").first()
        return refusal.reason if refusal else ""
    return ""


def _planned_for(actor: Actor) -> Unit:
    """For whom the office enters tasks: the committee served, else one's own organisation."""
    return Unit.objects.get(pk=actor.acts_for_committee_id)


@page(permissions.PLAN)
@require_http_methods(["GET", "POST"])
def task_new(request: ActorRequest) -> HttpResponse:
    unit = _planned_for(request.actor)
    plan_id = request.GET.get("plan", "")
    plan = (
        get_object_or_404(plans_seen_by(request.actor), pk=int(plan_id), unit=unit)
        if plan_id.isascii() and plan_id.isdecimal() and len(plan_id) < 19  # noqa: PLR2004
        else None
    )

    def show(form: forms.BaseForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "unit": unit, "plan": plan}
        return render(request, "commitments/new.html", context, status=status)

    leads = possible_leads(unit)
    if request.method != "POST":
        return show(TaskForm(leads=leads, initial=_beginning(plan)))
    return form_action(
        request,
        TaskForm(request.POST, leads=leads),
        lambda given: tasks.enter_task(
            unit.pk, **given, plan_id=plan.pk if plan else None, actor=request.actor
        ),
        show=show,
        to=lambda task: reverse("commitments:task", args=[task.pk]),
    )


def _beginning(plan: Plan | None) -> dict[str, Any]:
    basis = Task.Basis.DOCUMENT if plan and plan.document_id else Task.Basis.NONE
    kind = Task.Kind.SUPERIOR if plan and plan.document_id else Task.Kind.ARISING
    return {"basis": basis, "kind": kind, "due_kind": Task.DueKind.DATE}
