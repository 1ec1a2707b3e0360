"""The lists of arrived documents and the register of a year."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.audiences.public import ACKNOWLEDGE, READ
from lienthong.kernel.permissions.public import Actor, holds
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import ActorRequest, page
from lienthong.ui.lists.page import Button, ListPage, Tab
from lienthong.ui.lists.paging import most_needed
from lienthong.ui.lists.views import show_list

from .. import permissions
from ..queries import lists
from ..queries.forwarding import letters_to_begin
from ..queries.holding import in_hand
from . import list_pages

REGISTER_TABS = {
    "to_register": _("To be registered"),
    "to_direct": _("Waiting for direction"),
    "in_progress": _("Being handled"),
    "to_forward": _("To be forwarded"),
    "closed": _("Closed"),
    "outside": _("From outside"),
    "all": _("All in the system"),
}
CARD_TABS = {
    "to_receive": _("To be received"),
    "to_pass_on": _("Members to be briefed"),
    "passed_on": _("Members briefed"),
    "waiting": _("Waiting for its own committee"),
}
READERS = (permissions.VIEW, READ, permissions.HANDLE)


@page(*READERS)
@require_http_methods(["GET", "POST"])
def incoming_list(request: ActorRequest) -> HttpResponse:
    """Văn bản đến: for a unit with a clerk, for one without, for a body, for a person."""
    actor, unit = request.actor, lists.own_unit(request.actor)
    tab = request.GET.get("tab", "")
    if tab in ("by_name", "assigned", "own_body"):
        return _personal(request, actor, unit, tab)
    if unit is None:
        return _personal(request, actor, unit, _first_personal(actor))
    if unit.has_register:
        return _register_unit(request, unit, tab or _first_tab(actor))
    return _unit_without_register(request, unit, tab)


def _first_tab(actor: Actor) -> str:
    """The clerk enters documents, the office and the leaders direct them, others read."""
    if holds(actor, permissions.REGISTER):
        return "to_register"
    leads = holds(actor, permissions.PROPOSE) or holds(actor, permissions.DIRECT)
    return "to_direct" if leads else "all"


def _first_personal(actor: Actor) -> str:
    return "assigned" if holds(actor, permissions.HANDLE) else "by_name"


def _more_tabs(actor: Actor, unit: Unit | None) -> dict[str, Any]:
    """The lists beside the unit's own: given to the body, sent to the body, sent by name."""
    tabs: dict[str, Any] = {}
    if holds(actor, permissions.HANDLE):
        tabs["assigned"] = _("Given to your body")
    if actor.served_id is not None and holds(actor, ACKNOWLEDGE):
        tabs["own_body"] = _("Sent to your body")
    return tabs | {"by_name": _("Sent by name")}


def _tabs(labels: dict[str, Any], counts: dict[str, int], more: dict[str, Any]) -> list[Tab]:
    own = [Tab(key, label, counts[key]) for key, label in labels.items()]
    return [*own, *(Tab(key, label) for key, label in more.items())]


def _register_unit(request: ActorRequest, unit: Unit, tab: str) -> HttpResponse:
    if tab not in REGISTER_TABS:
        raise Http404
    counts = lists.counts_of(unit)
    if lists.read_by(request.actor, unit):
        counts |= lists.counts_without_outside(unit)
    shown, rows = _under(tab, unit, request)
    register = reverse("correspondence:register_of_arrivals")
    return show_list(
        request,
        shown,
        rows,
        lede=unit,
        tabs=_tabs(REGISTER_TABS, counts, _more_tabs(request.actor, unit)),
        current=tab,
        count=counts[tab],
        is_cut=tab == "all" and most_needed(request.GET) is not None,
        buttons=_register_buttons(request.actor, register),
    )


def _register_buttons(actor: Actor, register: str) -> list[Button]:
    book = Button(_("Register of arrivals"), register, "book-2")
    if not holds(actor, permissions.REGISTER):
        return [book]
    outside = reverse("correspondence:outside")
    return [book, Button(_("Register from outside"), outside, "scan", "main")]


def _under(tab: str, unit: Unit, request: ActorRequest) -> tuple[ListPage, QuerySet[Any]]:
    if tab == "to_register":
        return list_pages.TO_REGISTER, lists.arrivals_to_register(unit.pk)
    most = most_needed(request.GET)
    held = partial(in_hand, unit=unit, is_asked=most is None)
    if tab == "to_forward":
        return list_pages.ENTRIES, held(letters_to_begin(unit.pk), to_forward=True)
    if tab == "outside":
        return list_pages.FROM_OUTSIDE, held(
            lists.entries_from_outside(unit).filter(lists.read_by(request.actor, unit))
        )
    if tab == "all":
        rows = lists.as_they_stand(lists.everything_at(unit.pk, most=most), unit.pk)
        shown = list_pages.everything(unit.parent)
        return shown, held(rows, entry="entry_here", audience="audience")
    with_many = {"to_direct": list_pages.TO_DIRECT, "in_progress": list_pages.IN_PROGRESS}
    entries = lists.entries_in(unit, tab).filter(lists.read_by(request.actor, unit))
    return with_many.get(tab, list_pages.ENTRIES), held(entries)


def _unit_without_register(request: ActorRequest, unit: Unit, tab: str) -> HttpResponse:
    cards = lists.cards_of(unit)
    counts = lists.card_counts(cards)
    tab = tab or next((name for name in CARD_TABS if counts[name]), "to_receive")
    if tab not in CARD_TABS:
        raise Http404
    return show_list(
        request,
        list_pages.TO_RECEIVE if tab == "to_receive" else list_pages.CARDS,
        [card for card in cards if card.tab == tab],
        lede=unit,
        tabs=_tabs(CARD_TABS, counts, _more_tabs(request.actor, unit)),
        current=tab,
    )


def _personal(request: ActorRequest, actor: Actor, unit: Unit | None, tab: str) -> HttpResponse:
    more = _more_tabs(actor, unit)
    if tab not in more:
        raise Http404
    pages: dict[str, tuple[ListPage, Callable[[], Any]]] = {
        "own_body": (list_pages.TO_RECEIVE, lambda: lists.cards_of(_own_body(actor))),
        "assigned": (list_pages.ASSIGNED, lambda: lists.assigned_to(actor)),
        "by_name": (list_pages.BY_NAME, lambda: lists.addressed_by_name(actor)),
    }
    shown, rows = pages[tab]
    first = [Tab("", _("Documents of the committee"))] if unit else []
    others = [Tab(key, label) for key, label in more.items()]
    return show_list(request, shown, rows(), lede=unit or "", tabs=[*first, *others], current=tab)


def _own_body(actor: Actor) -> Unit:
    return Unit.objects.get(pk=actor.unit_id)


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def register_page(request: ActorRequest) -> HttpResponse:
    """Sổ văn bản đến of a year, to be read and printed."""
    unit = lists.own_unit(request.actor)
    if unit is None or not unit.has_register:
        raise Http404
    given = request.GET.get("year", "")
    year = int(given) if given.isdecimal() and len(given) == 4 else timezone.localdate().year
    years = sorted({year, *lists.register_years(unit)}, reverse=True)
    title = gettext("Register of arrivals %(year)s") % {"year": year}
    return show_list(
        request,
        replace(list_pages.REGISTER, title=title),
        lists.register_of(unit, year),
        as_many=lists.numbered_in(unit, year),
        lede=unit,
        back=reverse("correspondence:incoming"),
        tabs=[Tab(str(one), str(one)) for one in years] if len(years) > 1 else (),
        current=str(year),
        tabs_by="year",
    )
