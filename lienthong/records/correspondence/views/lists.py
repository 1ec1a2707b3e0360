"""The lists of arrived documents and the register of a year."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lienthong.kernel.audiences.public import ACKNOWLEDGE, READ
from lienthong.kernel.permissions.public import Actor, holds
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import ActorRequest, page
from lienthong.records.documents.public import Document

from .. import permissions
from ..models import IncomingDocument
from ..queries import lists
from ..queries.forwarding import letters_to_begin
from ..queries.items import how_they_stand

PAGE = 50
REGISTER_TABS = {
    "to_register": _("To be registered"),
    "to_direct": _("Waiting for direction"),
    "in_progress": _("Being handled"),
    "to_forward": _("To be forwarded"),
    "closed": _("Closed"),
    "all": _("All"),
}
CARD_TABS = {
    "to_receive": _("To be received"),
    "to_pass_on": _("To be passed on"),
    "passed_on": _("Passed on"),
    "waiting": _("Waiting for the own committee"),
}
READERS = (permissions.VIEW, READ, permissions.HANDLE)


class Counted(Paginator):
    """A paginator that already knows how many there are."""

    def __init__(self, rows: Any, count: int) -> None:
        self.count = count
        super().__init__(rows, PAGE)


@page(*READERS)
@require_GET
def incoming_list(request: ActorRequest) -> HttpResponse:
    """Văn bản đến: for a unit with a clerk, for one without, for a body, for a person."""
    actor, unit = request.actor, lists.own_unit(request.actor)
    tab, words = request.GET.get("tab", ""), request.GET.get("q", "")
    if tab in ("by_name", "assigned", "own_body"):
        return _personal(request, actor, unit, tab, words)
    if unit is None:
        return _personal(request, actor, unit, _first_personal(actor), words)
    if unit.has_register:
        return _register_unit(request, unit, tab or _first_tab(actor), words)
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
        tabs["assigned"] = _("Given to the own body")
    if actor.served_id is not None and holds(actor, ACKNOWLEDGE):
        tabs["own_body"] = _("Sent to the own body")
    return tabs | {"by_name": _("Sent by name")}


def _register_unit(request: ActorRequest, unit: Unit, tab: str, words: str) -> HttpResponse:
    if tab not in REGISTER_TABS:
        raise Http404
    everything = lists.everything_at(unit)
    counts = lists.counts_of(unit, everything)
    rows = _rows_under(tab, unit, everything, words)
    pages = Paginator(rows, PAGE) if words else Counted(rows, counts[tab])
    context = {
        "unit": unit,
        "tabs": [(key, label, counts[key]) for key, label in REGISTER_TABS.items()],
        "more": _more_tabs(request.actor, unit),
        "tab": tab,
        "words": words,
        "page": pages.get_page(request.GET.get("page")),
    }
    return render(request, "correspondence/incoming.html", context)


def _rows_under(
    tab: str, unit: Unit, everything: QuerySet[Document], words: str
) -> QuerySet[IncomingDocument] | QuerySet[Document]:
    if tab == "to_register":
        return lists.arrivals_to_register(unit.pk, words)
    if tab == "to_forward":
        return lists.with_words(letters_to_begin(unit.pk), words, "document__")
    if tab == "all":
        return lists.with_words(how_they_stand(everything, unit), words)
    return lists.entries_in(unit, tab, words)


def _unit_without_register(request: ActorRequest, unit: Unit, tab: str) -> HttpResponse:
    cards = lists.cards_of(unit)
    counts = lists.card_counts(cards)
    tab = tab or next((name for name in CARD_TABS if counts[name]), "to_receive")
    if tab not in CARD_TABS:
        raise Http404
    chosen = [card for card in cards if card.tab == tab]
    context = {
        "unit": unit,
        "tabs": [(key, label, counts[key]) for key, label in CARD_TABS.items()],
        "more": _more_tabs(request.actor, unit),
        "tab": tab,
        "page": Paginator(chosen, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "correspondence/cards.html", context)


def _personal(
    request: ActorRequest, actor: Actor, unit: Unit | None, tab: str, words: str
) -> HttpResponse:
    more = _more_tabs(actor, unit)
    if tab not in more:
        raise Http404
    if tab == "own_body":
        own = Unit.objects.get(pk=actor.unit_id)
        rows: Any = lists.cards_of(own)
    else:
        asked = lists.assigned_to if tab == "assigned" else lists.addressed_by_name
        rows = asked(actor, words)
    context: dict[str, Any] = {
        "unit": unit,
        "tabs": [],
        "more": more,
        "tab": tab,
        "words": words,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "correspondence/personal.html", context)


@page(permissions.VIEW)
@require_GET
def register_page(request: ActorRequest) -> HttpResponse:
    """Sổ văn bản đến of a year, to be read and printed."""
    unit = lists.own_unit(request.actor)
    if unit is None or not unit.has_register:
        raise Http404
    given = request.GET.get("year", "")
    year = int(given) if given.isdecimal() and len(given) == 4 else timezone.localdate().year
    words = request.GET.get("q", "")
    entries = lists.register_of(unit, year, words)
    is_print = request.GET.get("print") == "1"
    rows = Paginator(entries, 5000 if is_print else PAGE)
    context = {
        "unit": unit,
        "year": year,
        "years": lists.register_years(unit) or [year],
        "words": words,
        "page": rows.get_page(request.GET.get("page")),
        "is_print": is_print,
    }
    return render(request, "correspondence/register.html", context)
