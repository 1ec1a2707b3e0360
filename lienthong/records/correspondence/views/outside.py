"""The pages of documents from outside: scans brought, their entry in the register, reading them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from lienthong.kernel.audit.public import sentence
from lienthong.kernel.files.public import reads_letters, scanned_page
from lienthong.kernel.permissions.public import Actor, signature
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import (
    ActorRequest,
    cache_for_session,
    file_answer,
    offered,
    page,
    session_mark,
)

from .. import permissions
from ..models import Enclosure, Scan
from ..queries.around import has_answers, last_proposal
from ..queries.handled import act_in_handling, handed_to, post_with_part
from ..queries.outside import (
    OutsideDocument,
    history_of_entry,
    outside_for,
    scan_before,
    scans_waiting,
)
from ..queries.steps import steps_of_handling
from .handling_actions import HANDLING
from .outside_actions import ON_ENCLOSURE, ON_OUTSIDE, ON_SCAN, Enclosed
from .received import result_answer, stamped_answer

READERS = (permissions.VIEW, permissions.HANDLE)
WIDTHS = (720, 1440)


def found_register(request: ActorRequest) -> Unit:
    """The unit whose clerk asks, if it keeps a register."""
    unit = Unit.objects.get(pk=request.actor.unit_id)
    if not unit.has_register:
        raise Http404
    return unit


def show_outside(request: ActorRequest, unit: Unit, status: int = 200) -> HttpResponse:
    context = {
        "unit": unit,
        "scans": scans_waiting(unit.pk),
        "reads": reads_letters(),
        "actions": offered(request, ON_OUTSIDE, unit),
    }
    return render(request, "correspondence/outside_bring.html", context, status=status)


def found_scan(request: ActorRequest, scan_id: int) -> Scan:
    scan = scan_before(request.actor, scan_id)
    if scan is None:
        raise Http404
    return scan


@page(permissions.REGISTER)
@require_GET
def scan_page(request: ActorRequest, scan_id: int) -> HttpResponse:
    return show_scan(request, found_scan(request, scan_id))


def found_enclosure(request: ActorRequest, scan_id: int, enclosure_id: int) -> Enclosed:
    scan = found_scan(request, scan_id)
    return Enclosed(
        scan, get_object_or_404(scan.enclosures.select_related("file"), pk=enclosure_id)
    )


@page(permissions.REGISTER)
@require_GET
def scan_enclosure(request: ActorRequest, scan_id: int, enclosure_id: int) -> HttpResponse:
    """A file that came with the letter, as it was brought; to be saved."""
    return _saved(found_enclosure(request, scan_id, enclosure_id).row)


def _saved(row: Enclosure) -> HttpResponse:
    return file_answer(row.file.read(), "application/octet-stream", row.name)


def show_scan(request: ActorRequest, thing: Scan | Enclosed, status: int = 200) -> HttpResponse:
    scan = thing.scan if isinstance(thing, Enclosed) else thing
    context = {
        "scan": scan,
        "enclosures": [
            (one, offered(request, ON_ENCLOSURE, Enclosed(scan, one), enclosure_id=one.pk).on_page)
            for one in scan.enclosures.all()
        ],
        "page_numbers": range(1, scan.pages + 1),
        "pages_mark": session_mark(request, f"{scan.file_id}{scan.turned}"),
        "actions": offered(request, ON_SCAN, scan),
    }
    return render(request, "correspondence/scan.html", context, status=status)


@page(permissions.REGISTER)
@require_GET
def scan_image(request: ActorRequest, scan_id: int, number: int) -> HttpResponse:
    return _picture(request, found_scan(request, scan_id), number)


@page(permissions.REGISTER)
@require_GET
def scan_file(request: ActorRequest, scan_id: int) -> HttpResponse:
    """The scan that waits, as it was brought; to be saved."""
    scan = found_scan(request, scan_id)
    return file_answer(scan.file.read(), "application/octet-stream", scan.name)


def _picture(request: ActorRequest, scan: Scan, number: int) -> HttpResponse:
    width = WIDTHS[-1] if "wide" in request.GET else WIDTHS[0]
    picture = scanned_page(scan.file_id, number, width, scan.turned)
    if picture is None:
        raise Http404
    answer = file_answer(picture, "image/png", f"{scan.pk}-{number}.png", inline=True)
    return cache_for_session(request, answer, f"{scan.file_id}{scan.turned}")


def found_outside(request: ActorRequest, entry_id: int) -> OutsideDocument:
    received = outside_for(request.actor, entry_id)
    if received is None:
        raise Http404
    return received


@page(*READERS)
@require_GET
def entry_page(request: ActorRequest, entry_id: int) -> HttpResponse:
    return show_entry(request, found_outside(request, entry_id))


def show_entry(request: ActorRequest, received: OutsideDocument, status: int = 200) -> HttpResponse:
    scan = received.scan
    context = {
        "received": received,
        "entry": received.incoming,
        "scan": scan,
        "enclosures": scan.enclosures.all() if scan else (),
        "page_numbers": range(1, scan.pages + 1) if scan else (),
        "pages_mark": session_mark(request, f"{scan.file_id}{scan.turned}") if scan else "",
        "act": act_in_handling(received, request.actor),
        "handed_to": handed_to(received, request.actor),
        "has_it": post_with_part(received, request.actor),
        "actions": offered(request, HANDLING, received),
        **_around(received, request.actor),
    }
    return render(request, "correspondence/outside.html", context, status=status)


def _around(received: OutsideDocument, _actor: Actor) -> dict[str, Any]:
    steps = steps_of_handling(received)
    return {
        "last_proposal": last_proposal(received),
        "steps": steps,
        "current_steps": [one.title for one in steps if one.state == "current"],
        "has_answers": has_answers(received),
        "callout_tone": "warn",
        "history": [
            {"text": sentence(one), "at": one.at, "by": signature(one.actor_name, one.actor_title)}
            for one in history_of_entry(received)
        ],
    }


def _scan_of(received: OutsideDocument) -> Scan:
    if received.scan is None:
        raise Http404
    return received.scan


@page(*READERS)
@require_GET
def entry_file(request: ActorRequest, entry_id: int) -> HttpResponse:
    """The scan as it was brought, byte for byte; to be saved."""
    scan = _scan_of(found_outside(request, entry_id))
    return file_answer(scan.file.read(), "application/octet-stream", scan.name)


@page(*READERS)
@require_GET
def entry_enclosure(request: ActorRequest, entry_id: int, enclosure_id: int) -> HttpResponse:
    """A file that came with the letter, to be saved."""
    scan = _scan_of(found_outside(request, entry_id))
    return _saved(get_object_or_404(scan.enclosures.select_related("file"), pk=enclosure_id))


@page(*READERS)
@require_GET
def entry_image(request: ActorRequest, entry_id: int, number: int) -> HttpResponse:
    return _picture(request, _scan_of(found_outside(request, entry_id)), number)


@page(*READERS)
@require_GET
def entry_result(request: ActorRequest, entry_id: int, file_id: int) -> HttpResponse:
    """A file that a body handed in with its result, to be saved."""
    return result_answer(found_outside(request, entry_id), file_id)


@page(*READERS)
@require_GET
def entry_stamped(request: ActorRequest, entry_id: int) -> HttpResponse:
    """A copy of the first page with the stamp of arrival, to print."""
    received = found_outside(request, entry_id)
    scan = _scan_of(received)
    return stamped_answer(received, scan.file, scan.turned)
