"""Difficulties upwards: reported, followed, answered (F133)."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.audit.public import history_of, said_by, sentence
from lienthong.kernel.permissions.public import Actor, holds, paths_where
from lienthong.kernel.web.public import (
    ActionView,
    ActorRequest,
    form_action,
    numbered,
    offered,
    page,
)
from lienthong.ui.lists.columns import Column, Due, Mark
from lienthong.ui.lists.page import Button, Empty, ListPage, Tab
from lienthong.ui.lists.views import show_list
from lienthong.ui.records.page import Fact, Happening, Link, RecordPage
from lienthong.ui.records.views import show_record

from .. import permissions
from ..actions import difficulties
from ..forms import AnswerForm, DifficultyForm
from ..models import Difficulty
from ..queries.about import task_for
from ..queries.difficulties import difficulties_seen_by, in_tab, tasks_to_name

TABS = {
    "asked": _("To be answered"),
    "raised": _("Reported by us"),
    "answered": _("Answered"),
}


def state_of(one: Difficulty) -> Mark:
    if one.answered_at is None:
        return Mark(_("Waits for an answer"), "warn", "clock")
    return Mark(_("Answered"), "ok", "circle-check")


def due_of(one: Difficulty) -> Due:
    return Due(one.due_on, done=one.answered_at is not None)


LIST = ListPage(
    name="difficulties",
    title=_("Difficulties and requests"),
    link=lambda one: numbered("commitments:difficulty", one.pk),
    counted=lambda count: ngettext("%(n)d difficulty", "%(n)d difficulties", count) % {"n": count},
    columns=(
        Column("words", _("Difficulty"), "words", "lead"),
        Column("unit", _("Reported by"), "unit"),
        Column("to", _("Asked"), "to"),
        Column("raised", _("Reported"), "raised_at", "short"),
        Column("due", _("Answer due"), due_of, "short", order=("due_on",)),
        Column("state", _("State"), state_of),
    ),
    words=("words",),
    empty=Empty(
        _("No difficulties here"),
        _("What an organisation cannot solve itself is reported to the one above, which answers."),
        icon="messages",
    ),
)


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def difficulty_list(request: ActorRequest) -> HttpResponse:
    tab = request.GET.get("tab", "asked")
    if tab not in TABS:
        raise Http404
    tabs = {name: in_tab(request.actor, name) for name in TABS}
    counts = {name: rows.count() for name, rows in tabs.items()}
    buttons = []
    if holds(request.actor, permissions.CARRY):
        url = reverse("commitments:new_difficulty")
        buttons.append(Button(_("Report a difficulty"), url, "plus", "main"))
    return show_list(
        request,
        LIST,
        tabs[tab],
        back=reverse("commitments:list"),
        tabs=[Tab(name, label, counts[name]) for name, label in TABS.items()],
        current=tab,
        count=counts[tab],
        buttons=buttons,
    )


@page(permissions.CARRY)
@require_http_methods(["GET", "POST"])
def difficulty_new(request: ActorRequest) -> HttpResponse:
    tasks = tasks_to_name(request.actor)

    def show(form: forms.BaseForm, status: int = 200) -> HttpResponse:
        return render(request, "commitments/new_difficulty.html", {"form": form}, status=status)

    if request.method != "POST":
        return show(DifficultyForm(tasks=tasks, initial={"task": request.GET.get("task", "")}))
    return form_action(
        request,
        DifficultyForm(request.POST, tasks=tasks),
        lambda given: difficulties.raise_difficulty(
            request.actor.unit_id, **given, actor=request.actor
        ),
        show=show,
        to=lambda one: reverse("commitments:difficulty", args=[one.pk]),
    )


def _related(one: Difficulty, actor: Actor) -> list[Link]:
    task = task_for(actor, one.task_id) if one.task_id else None
    if task is None:
        return []
    return [Link(task.content, numbered("commitments:task", task.pk), _("Task"), "flag")]


RECORD = RecordPage(
    title=lambda _one: _("Difficulty and answer"),
    back="commitments:difficulties",
    lede=lambda one: f"{one.unit} → {one.to}",
    facts=(
        Fact(_("State"), state_of),
        Fact(_("Difficulty"), "words"),
        Fact(_("What is asked"), "asked"),
        Fact(_("Reported"), "raised_at"),
        Fact(_("Reported by"), "raised_by_name"),
        Fact(_("Answer due"), due_of),
        Fact(_("Answer"), "answer"),
        Fact(_("Answered at"), "answered_at"),
        Fact(_("Answered by"), "answered_by_name"),
    ),
    related=_related,
    history=lambda one, _actor: [
        Happening(sentence(entry), entry.at, said_by(entry))
        for entry in history_of(one).order_by("-id")[:20]
    ],
    readers=(_("The organisation that reports it, and the one that is asked."),),
)
ACTIONS = (
    ActionView(
        "answer_difficulty",
        permissions.ASSIGN,
        do=lambda one, given, actor: difficulties.answer_difficulty(one.pk, **given, actor=actor),
        form=AnswerForm,
        offered=lambda one, actor: (
            one.answered_at is None and paths_where(actor, permissions.ASSIGN).covers(one.to.path)
        ),
        place="main",
        label=_("Send the answer"),
        lead=_("Write the answer"),
        icon="send",
        title=_("Answer"),
        said=_("The answer has been sent."),
    ),
)


def found_difficulty(request: ActorRequest, difficulty_id: int) -> Difficulty:
    return get_object_or_404(difficulties_seen_by(request.actor), pk=difficulty_id)


@page(permissions.VIEW)
@require_GET
def difficulty_page(request: ActorRequest, difficulty_id: int) -> HttpResponse:
    return show_difficulty(request, found_difficulty(request, difficulty_id))


def show_difficulty(request: ActorRequest, one: Difficulty, status: int = 200) -> HttpResponse:
    return show_record(request, RECORD, one, actions=offered(request, ACTIONS, one), status=status)
