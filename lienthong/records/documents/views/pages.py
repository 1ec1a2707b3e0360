"""The pages of the parts of a document: a new draft, particulars, text, recipients, opinions."""

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lienthong.kernel.web.public import ActorRequest, OfferedActions, offered, page

from .. import permissions
from ..queries import choosing
from ..queries.addressing import addressing_of
from ..queries.attached import not_opened
from ..queries.editor import Piece, editor_lines
from ..queries.progress import Turn
from .finding import Part, found_turn
from .part_actions import (
    ON_CLAUSE,
    ON_DETAILS,
    ON_INSERT,
    ON_NEW,
    ON_RECIPIENTS,
    ON_TEXT,
    NewDraft,
)


def refused_elsewhere(request: ActorRequest, actions: OfferedActions) -> BaseForm | None:
    """What came back of an action whose form the page does not draw, so that its sentence is seen."""
    drawn = {one.url for one in actions.every}
    back: dict[str, BaseForm] = getattr(request, "refused", {})
    return next((form for url, form in back.items() if url not in drawn), None)


def show_new(request: ActorRequest, new: NewDraft, status: int = 200) -> HttpResponse:
    context = {"names": new.names, "actions": offered(request, ON_NEW, new)}
    return render(request, "documents/new.html", context, status=status)


def show_details(request: ActorRequest, thing: Turn | Part, status: int = 200) -> HttpResponse:
    actions = offered(request, ON_DETAILS, thing)
    context = {
        "document": thing.document,
        "not_opened": not_opened(request.actor, thing.document),
        "actions": actions,
        "refused": refused_elsewhere(request, actions),
    }
    return render(request, "documents/details.html", context, status=status)


@page(permissions.DRAFT)
@require_GET
def text_page(request: ActorRequest, document_id: int) -> HttpResponse:
    return show_text(request, found_turn(request, document_id))


def show_text(request: ActorRequest, thing: Turn | Piece, status: int = 200) -> HttpResponse:
    document = thing.document
    actions = offered(request, ON_TEXT, Turn(document, request.actor))
    context = {
        "document": document,
        "lines": editor_lines(document),
        "actions": actions,
        "refused": refused_elsewhere(request, actions),
        "voids_initials": document.initials.filter(voided_at=None).exists(),
    }
    return render(request, "documents/text.html", context, status=status)


def show_clause(request: ActorRequest, piece: Piece, status: int = 200) -> HttpResponse:
    """One clause or row to edit; its words as they are now stand beside what came back."""
    actions = offered(request, ON_CLAUSE, piece)
    context = {"document": piece.document, "piece": piece, "one": actions.main}
    return render(request, "documents/clause.html", context, status=status)


def show_insert(request: ActorRequest, piece: Piece, status: int = 200) -> HttpResponse:
    actions = offered(request, ON_INSERT, piece)
    context = {"document": piece.document, "piece": piece, "one": actions.main}
    return render(request, "documents/clause_new.html", context, status=status)


@page(permissions.DRAFT)
@require_GET
def recipients_page(request: ActorRequest, document_id: int) -> HttpResponse:
    return show_recipients(request, found_turn(request, document_id))


def show_recipients(request: ActorRequest, thing: Turn | Part, status: int = 200) -> HttpResponse:
    document = thing.document
    words = request.GET.get("q", "")[:100]
    turn = Turn(document, request.actor)
    actions = offered(request, ON_RECIPIENTS, turn)
    context = {
        "may_edit": turn.may_edit,
        "document": document,
        "lines": choosing.lines(document),
        "quick": choosing.quick_choices(document),
        "words": words,
        "hits": choosing.search(document, words) if words.strip() else [],
        "actions": actions,
        "refused": refused_elsewhere(request, actions),
        "reached": addressing_of(document, timezone.localdate()),
    }
    return render(request, "documents/recipients.html", context, status=status)
