"""The page of one outgoing document, and its submission slip."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from lienthong.kernel.audiences.public import WATCH
from lienthong.kernel.permissions.public import paths_where
from lienthong.kernel.procedures.public import steps_of
from lienthong.kernel.web.public import ActorRequest, offered, page, session_mark
from lienthong.ui.lists.columns import Mark

from .. import permissions
from ..labels import DISOWNED, state_mark
from ..models import Document, State
from ..queries import progress, slip
from ..queries.attached import not_opened
from ..queries.cited import cited_by, mentions_in
from ..queries.document import body_of, official_document
from ..queries.effects import effects_around
from ..queries.facts import facts_today
from ..queries.in_force import InForce, in_force_of
from ..queries.opinions import answered_said, asked_bodies, notes_beside, owed_answers
from ..queries.pages import page_count
from ..queries.progress import Turn
from ..queries.readers import readers_of
from ..queries.refusals import refusals_of
from .actions import ON_DOCUMENT
from .finding import Part, Proposed, found, found_turn

SECONDS_WHILE_SEALING = "3"


@page(permissions.VIEW, permissions.OPINE)
@require_GET
def document_page(request: ActorRequest, document_id: int) -> HttpResponse:
    return show_document(request, found_turn(request, document_id))


def show_document(request: ActorRequest, turn: Turn, status: int = 200) -> HttpResponse:
    """The page of a document: what to do with it, what belongs to it, the way it goes."""
    document = turn.document
    # First of all: the actions offered read what is loaded here.
    opinions = _opinions(document)
    context = {
        **opinions,
        **_parts(request, turn),
        **_history(request, document),
        **_to_do(request, turn),
        **effects_around(document, turn.standing, request.actor),
    }
    answer = render(request, "documents/document.html", context, status=status)
    if document.state == State.SEALING and turn.resting is None:
        # Nothing is typed on this page; it shows the sealed document as soon as it is there.
        answer["Refresh"] = SECONDS_WHILE_SEALING
    return answer


def show_document_of(
    request: ActorRequest, one: Proposed | Part, status: int = 200
) -> HttpResponse:
    return show_document(request, one.turn, status)


def _to_do(request: ActorRequest, turn: Turn) -> dict[str, Any]:
    """What the actor can do."""
    steps = list(steps_of(turn.document))
    way = progress.way_of(turn.document, steps)
    return {
        "can": turn,
        "task": turn.task,
        "actions": offered(request, ON_DOCUMENT, turn),
        "way": way,
        "whereabouts": None if turn.task else progress.whereabouts(steps, way),
    }


def _opinions(document: Document) -> dict[str, Any]:
    asked = asked_bodies(document)
    return {
        "asked": asked,
        "owed": len(owed_answers(asked)),
        "opinions_said": answered_said(asked),
        "notes": notes_beside(asked),
    }


def _parts(request: ActorRequest, turn: Turn) -> dict[str, Any]:
    document = turn.document
    pages = page_count(document)
    file = document.best_file
    recipients = len(document.recipients.all())
    may_watch = paths_where(request.actor, WATCH).covers(document.issuer.path)
    return {
        "document": document,
        "not_opened": not_opened(request.actor, document),
        "state": DISOWNED if turn.is_disowned else _state_of(document, turn.standing),
        "pages": pages,
        "page_numbers": range(1, pages + 1),
        "pages_mark": session_mark(request, file.sha256) if file else "",
        "official": official_document(document) if not pages else None,
        "body": body_of(document),
        "mentions": [one.notation for one in mentions_in(document)],
        "may_watch": may_watch,
        "refusals": refusals_of(document) if may_watch else [],
        "recipients_said": ngettext("%(count)d line", "%(count)d lines", recipients)
        % {"count": recipients},
    }


def _history(request: ActorRequest, document: Document) -> dict[str, Any]:
    """The newest of it, unless all of it was asked for."""
    most = None if request.GET.get("history") else progress.NEWEST
    happened = progress.history(document, most + 1 if most else None)
    return {
        "history": happened[:most],
        "history_goes_on": most is not None and len(happened) > most,
    }


@page(permissions.VIEW, permissions.OPINE)
@require_GET
def reading_page(request: ActorRequest, document_id: int) -> HttpResponse:
    """The text clause by clause, for small screens and for who was led to one clause."""
    document = found(request, document_id)
    standing = in_force_of(document) if document.is_issued else InForce(())
    context = {
        "document": document,
        "state": _state_of(document, standing),
        "body": body_of(document),
        **effects_around(document, standing, request.actor),
    }
    return render(request, "documents/reading.html", context)


def _state_of(document: Document, standing: InForce) -> Mark:
    """How far it has come; of what is issued, what has become of it since."""
    return standing.mark or state_mark(document)


@page(permissions.VIEW, permissions.OPINE)
@require_GET
def readers_page(request: ActorRequest, document_id: int) -> HttpResponse:
    """Ai xem được văn bản này: everybody who may read it, by the reason they may."""
    document = found(request, document_id)
    context = {"document": document, "readers": readers_of(document)}
    return render(request, "documents/readers_page.html", context)


@page(permissions.VIEW, permissions.OPINE)
@require_GET
def cited_page(request: ActorRequest, document_id: int) -> HttpResponse:
    """The registered documents its text cites, those the reader may open, and whether each is in force."""
    document = found(request, document_id)
    fragment = "#cited" if request.headers.get("HX-Request") else ""
    context = {"document": document, "cited": cited_by(document, request.actor)}
    return render(request, f"documents/cited_page.html{fragment}", context)


@page(permissions.VIEW)
@require_GET
def facts_page(request: ActorRequest, document_id: int) -> HttpResponse:
    """The number to come, whom it reaches and who will read it: what is known before an act."""
    document = found(request, document_id)
    fragment = "#facts" if request.headers.get("HX-Request") else ""
    context = {"document": document, "known": facts_today(document)}
    return render(request, f"documents/facts_page.html{fragment}", context)


@page(permissions.VIEW)
@require_GET
def slip_page(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    return render(
        request,
        "documents/slip.html",
        {"document": document, "state": state_mark(document), **slip.slip(document)},
    )
