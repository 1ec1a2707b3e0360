"""The lists of tasks: given to us, given by us, coordinated, drafts."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import Actor, holds
from lienthong.kernel.web.public import ActorRequest, numbered, page
from lienthong.ui.lists.columns import Column
from lienthong.ui.lists.filters import Choice, Days, Named
from lienthong.ui.lists.page import Bulk, Button, Empty, ListPage, Tab
from lienthong.ui.lists.paging import how_many
from lienthong.ui.lists.views import show_list

from .. import permissions
from ..actions.answering import receive
from ..actions.urging import remind
from ..models import Extension, State, Task
from ..models.tasks import OPEN
from ..queries.about import leads, may_remind
from ..queries.deadlines import with_soon
from ..queries.seen import coordinated_by, given_by, led_by
from ..time import LATE, Figure
from .marks import marks_on_page

TABS = {
    "ours": _("Given to us"),
    "late": _("Late"),
    "given": _("Given by us"),
    "deciding": _("To be decided"),
    "drafts": _("Drafts"),
    "beside": _("We coordinate"),
    "done": _("Completed"),
    "withdrawn": _("Withdrawn tasks"),
}


def in_tab(actor: Actor, tab: str, today: dt.date) -> QuerySet[Task]:
    """One tab of the actor's list; drafts are those of one's own committee. Late is what the board counts so."""
    waiting = Extension.objects.filter(task=OuterRef("pk"), decided_on=None)
    deciding = Q(state__in=[State.REFUSED, State.AWAITING]) | (Q(state__in=OPEN) & Exists(waiting))
    open_now = Q(state__in=OPEN)
    ours = led_by(actor) & ~Q(unit__path=actor.path, to_all_below=True)
    shown = {
        "ours": ours & open_now,
        "late": (ours | given_by(actor)) & Q(figure__in=LATE, to_all_below=False),
        "given": given_by(actor) & open_now,
        "deciding": given_by(actor) & deciding,
        "drafts": given_by(actor) & Q(state=State.DRAFT),
        "beside": coordinated_by(actor) & open_now,
        "done": (ours | given_by(actor)) & Q(state=State.DONE),
        "withdrawn": (ours | given_by(actor)) & Q(state=State.CANCELLED, assigned_at__isnull=False),
    }
    return Task.objects.annotate(figure=Figure(today)).filter(shown[tab])


def said_received(done: list[Any]) -> str:
    return ngettext("%(n)d task received.", "%(n)d tasks received.", len(done)) % {"n": len(done)}


def said_reminded(done: list[Any]) -> str:
    return ngettext("%(n)d lead reminded.", "%(n)d leads reminded.", len(done)) % {"n": len(done)}


LIST = ListPage(
    name="tasks",
    title=_("Tasks"),
    link=lambda task: numbered("commitments:task", task.pk),
    counted=lambda count: ngettext("%(n)d task", "%(n)d tasks", count) % {"n": count},
    columns=(
        Column("code", _("Task code"), "code", "short"),
        Column("content", _("Task"), "content", "lead", order=("content_folded",)),
        Column("lead", _("Leads"), "lead", order=("lead__name_folded",)),
        Column("unit", _("Given by"), "unit", order=("unit__name_folded",)),
        Column("due", _("Deadline"), "due_on", "short", order=("due_on",)),
        Column("state", _("State"), marks_on_page),
        Column("percent", _("Progress, %"), "percent", "number", order=("percent",)),
    ),
    filters=(
        Choice("state", _("State"), "state", State.choices),
        Named("lead", _("Leads"), "lead__name_folded"),
        Days("due", _("Deadline"), "due_on"),
    ),
    words=("content_folded", "code"),
    empty=Empty(
        _("No tasks here"),
        _("Tasks given to your organisation, and those it gives, are listed here."),
        icon="target",
    ),
    bulk=(
        Bulk(
            "receive",
            _("Receive"),
            "inbox",
            permissions.CARRY,
            lambda task, actor: receive(task.pk, actor=actor),
            said_received,
            in_row=False,
            can=lambda task, actor: task.state == State.ASSIGNED and leads(task, actor),
        ),
        Bulk(
            "remind",
            _("Remind"),
            "bell-ringing",
            (permissions.PLAN, permissions.ASSIGN),
            lambda task, actor: remind(task.pk, actor=actor),
            said_reminded,
            in_row=False,
            can=may_remind,
        ),
    ),
    is_wide=True,
)


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def task_list(request: ActorRequest) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    tab = request.GET.get("tab", "ours")
    if tab not in TABS:
        raise Http404
    tabs = {name: in_tab(actor, name, today) for name in TABS}
    counts = how_many(Post.objects.filter(pk=actor.post_id), tabs)
    rows = with_soon(tabs[tab], today).select_related("unit", "lead").order_by("due_on", "pk")
    return show_list(
        request,
        LIST,
        rows,
        tabs=[Tab(name, label, counts[name]) for name, label in TABS.items()],
        current=tab,
        count=counts[tab],
        buttons=_buttons(actor),
    )


def _buttons(actor: Actor) -> list[Button]:
    buttons = [
        Button(_("Board"), reverse("commitments:board"), "chart-bar"),
        Button(_("Plans"), reverse("commitments:plans"), "list"),
        Button(_("Difficulties"), reverse("commitments:difficulties"), "messages"),
        Button(_("Reporting periods"), reverse("commitments:periods"), "calendar"),
    ]
    if holds(actor, permissions.PLAN):
        buttons.append(Button(_("New task"), reverse("commitments:new"), "plus", "main"))
    return buttons
