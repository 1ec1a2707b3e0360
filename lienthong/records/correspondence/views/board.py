"""The receipts board, the units behind its numbers, and the reminder."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.audiences.public import (
    BRIEF,
    FORWARD,
    RECEIVE,
    WATCH,
    BoardRow,
    Counts,
    board,
    counted_until,
    counts_of,
    counts_under,
)
from lienthong.kernel.permissions.public import Actor, holds, paths_where
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import ActorRequest, action_of, done, page
from lienthong.records.documents.public import DRAFT
from lienthong.records.documents.public import VIEW as DOCUMENTS_VIEW
from lienthong.ui.lists.page import Button
from lienthong.ui.lists.paging import most_needed
from lienthong.ui.lists.views import show_list

from .. import permissions
from ..actions.reminding import remind
from ..actions.urging import begin_urging
from ..queries import board as boards
from ..queries import recipients, reminding
from ..queries.board import Watched
from ..queries.reminding import why_nobody
from .board_lists import BOARD, COLUMNS, STATES, TONES, counted_units, lines_of, units_list
from .list_pages import BOARDS

WATCHERS = (WATCH, permissions.WATCH_SERVED)
SAID_BEFORE = {"passed_on": "briefed"}  # in addresses that somebody has kept
OWED = {
    RECEIVE: gettext_lazy("confirm the receipt"),
    FORWARD: gettext_lazy("forward it to those below"),
    BRIEF: gettext_lazy("brief the members"),
}


def _watched(request: ActorRequest, audience_id: int) -> tuple[Watched, Unit]:
    watched = boards.watched_by(request.actor, audience_id)
    given = request.GET.get("place") or request.POST.get("place") or ""
    place_id = int(given) if given.isdecimal() and len(given) < 19 else None
    place = boards.place_in(watched, place_id) if watched else None
    if watched is None or place is None:
        raise Http404
    return watched, place


def _numbers(
    counts: Counts, audience_id: int, unit: Unit, itself: str = ""
) -> list[dict[str, object]]:
    """The figures of one line; each that counts somebody opens the units behind it."""
    numbers: list[dict[str, object]] = []
    for name, label in COLUMNS:
        value = getattr(counts, name)
        url = reverse("correspondence:board_units", args=[audience_id, name])
        numbers.append(
            {
                "label": label,
                "value": value,
                "url": f"{url}?place={unit.pk}{itself}" if value else "",
            }
        )
    return numbers


@page(*WATCHERS)
@require_http_methods(["GET", "POST"])
def board_list(request: ActorRequest) -> HttpResponse:
    """The documents whose receipts one watches."""
    documents = boards.received_watched_by(request.actor)
    about = _("Documents the committee has issued, and how many organisations have confirmed them")
    return show_list(request, BOARDS, documents, lede=about)


@page(*WATCHERS)
@require_GET
def board_page(request: ActorRequest, audience_id: int) -> HttpResponse:
    """What everybody beneath a place has done with a document, one level at a time."""
    watched, place = _watched(request, audience_id)
    rows = board(watched.audience, place)
    counts = counts_under(watched.audience, place)
    if request.GET.keys() & {"as", "print"}:
        about = f"{watched.document.notation} · {place}"
        return show_list(request, BOARD, lines_of(rows, counts), lede=about)
    late = watched.is_late and counts.unfinished > 0
    way = boards.way_to(watched, place)
    context = {
        "watched": watched,
        "board_place": place,
        "way": way,
        "columns": COLUMNS,
        "counts": counts,
        "numbers": _numbers(counts, audience_id, place),
        "of_units": f"/ {counts.units}",
        "of_branches": f"/ {counts.branches}",
        "late_words": _("Late") if late else "",
        "place_query": f"?place={place.pk}",
        "print_url": f"?place={place.pk}&print=1",
        "xlsx_url": f"?place={place.pk}&as=xlsx",
        "csv_url": f"?place={place.pk}&as=csv",
        "received_url": _received_url(watched, request.actor),
        "rows": _lines(watched, rows),
        "counted_until": counted_until(watched.audience),
        "is_counted": watched.audience.counted_at is not None,
        "reminder": boards.last_reminder(watched, way),
        "refused_by": boards.refused_on_the_way(watched, way),
        "may_remind": holds(request.actor, permissions.REMIND),
        "may_urge": place.pk != watched.top.pk
        and paths_where(request.actor, DRAFT).covers(watched.top.path),
        **_beside_the_tree(watched, place, counts),
    }
    return render(request, "correspondence/board.html", context)


def _received_url(watched: Watched, actor: Actor) -> str:
    """The document itself: with its issuer, else where it arrived; a mere onlooker has no page of it."""
    if paths_where(actor, DOCUMENTS_VIEW).covers(watched.document.issuer.path):
        return reverse("documents:document", args=[watched.document.pk])
    if paths_where(actor, permissions.VIEW).covers(watched.top.path) and watched.is_from_below:
        return reverse("correspondence:received", args=[watched.audience.pk])
    return ""


def _lines(watched: Watched, rows: list[BoardRow]) -> list[dict[str, object]]:
    audience_id = watched.audience.pk
    reminded = reminding.last_reminded(watched.audience, [row.unit.pk for row in rows])
    below = reverse("correspondence:board", args=[audience_id])
    return [
        {
            "row": row,
            "state": STATES[row.own_state],
            "tone": TONES.get(row.own_state, "ok"),
            "level_url": f"{below}?place={row.unit.pk}" if row.has_below else "",
            "numbers": _numbers(row.counts, audience_id, row.unit, "&itself=1"),
            "reminded_at": reminded.get(row.unit.pk),
        }
        for row in rows
    ]


def _beside_the_tree(watched: Watched, place: Unit, counts: Counts) -> dict[str, object]:
    """Who refused; and at the top, for the issuer's side, who is addressed beside the tree and by name."""
    at_the_top = place.pk == watched.top.pk
    beside = recipients.recipients_beside(watched) if at_the_top else []
    persons = recipients.persons_named(watched) if at_the_top else []
    refused = counts.refused or any(one.state == "refused" for one in beside)
    return {
        "beside": [
            {"beside": one, "state": STATES[one.state], "tone": TONES.get(one.state, "ok")}
            for one in beside
        ],
        "persons": persons,
        "persons_opened": sum(one.opened_at is not None for one in persons),
        "refusals": recipients.refusals(watched, place, beside) if refused else [],
        "refusals_left_out": max(counts.refused - recipients.MOST_REFUSALS, 0),
    }


@page(*WATCHERS)
@require_http_methods(["GET", "POST"])
def board_units(request: ActorRequest, audience_id: int, number: str) -> HttpResponse:
    """The units behind one number of the board."""
    watched, place = _watched(request, audience_id)
    number = SAID_BEFORE.get(number, number)
    if not boards.is_number(number):
        raise Http404
    itself = request.GET.get("itself") == "1"
    most = most_needed(request.GET, view=("place", "itself"))
    size = getattr((counts_of if itself else counts_under)(watched.audience, place), number)
    board_url = f"{reverse('correspondence:board', args=[audience_id])}?place={place.pk}"
    return show_list(
        request,
        units_list(number),
        boards.units_of_number(watched, place, number, with_itself=itself, most=most),
        lede=f"{watched.document.notation} · {place} · {counted_units(size)}",
        back=board_url,
        buttons=[Button(_("Receipts board"), board_url, "chart-dots")],
        count=size,
    )


@page(permissions.REMIND)
@require_GET
def board_whom(request: ActorRequest, audience_id: int) -> HttpResponse:
    """How many would be reminded, on which level and of what; said before it is done."""
    watched, place = _watched(request, audience_id)
    reminder = Unit.objects.get(pk=request.actor.unit_id)
    owing = reminding.outstanding(watched.audience, place, reminder)
    board_url = reverse("correspondence:board", args=[audience_id])
    context = {
        "watched": watched,
        "board_place": place,
        "to_remind": [
            {"group": one, "owes": OWED[one.owes]}
            for one in reminding.reminder_in_words(owing.to_remind)
        ],
        "to_remind_count": len(owing.to_remind),
        "nobody": "" if owing.to_remind else why_nobody(watched, place, owing),
        "hours": settings.REMINDER_INTERVAL_HOURS,
        "board_url": f"{board_url}?place={place.pk}",
    }
    return render(request, "correspondence/board_remind.html", context)


@page(permissions.REMIND)
@action_of("correspondence:whom_to_remind")
def board_remind(request: ActorRequest, audience_id: int) -> HttpResponse:
    _watched_here, place = _watched(request, audience_id)
    reminder = remind(audience_id, place.pk, note=request.POST.get("note", ""), actor=request.actor)
    said = ngettext(
        "%(count)d unit is being reminded.",
        "%(count)d units are being reminded.",
        reminder.unit_count,
    ) % {"count": reminder.unit_count}
    to = reverse("correspondence:board", args=[audience_id])
    return done(request, f"{to}?place={place.pk}", said)


@page(DRAFT)
@action_of("correspondence:board")
def board_urge(request: ActorRequest, audience_id: int) -> HttpResponse:
    """The letter that urges one organisation, begun with what it owes."""
    _watched_here, place = _watched(request, audience_id)
    letter = begin_urging(audience_id, place.pk, actor=request.actor)
    to = reverse("documents:document", args=[letter.pk])
    return done(
        request, to, _("The urging letter has been begun; check its words before it goes on.")
    )
