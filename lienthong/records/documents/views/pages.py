"""The pages of the parts of a document: a new draft, particulars, text, recipients, opinions."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.web.public import ActorRequest, OfferedActions, offered, page

from .. import permissions
from ..forms import OpinionForm
from ..queries import choosing, opinions
from ..queries.addressing import addressing_of
from ..queries.editor import Piece, editor_lines
from ..queries.progress import Turn
from .finding import Part, found_turn
from .part_actions import (
    ON_CLAUSE,
    ON_DETAILS,
    ON_INSERT,
    ON_NEW,
    ON_OPINIONS,
    ON_RECIPIENTS,
    ON_TEXT,
    OPINION,
)


def _refused(request: ActorRequest, actions: OfferedActions) -> BaseForm | None:
    """What came back of an action whose form the page does not draw, so that its sentence is seen."""
    drawn = {one.url for one in actions.every}
    back: dict[str, BaseForm] = getattr(request, "refused", {})
    return next((form for url, form in back.items() if url not in drawn), None)


def show_new(request: ActorRequest, actor: Actor, status: int = 200) -> HttpResponse:
    context = {"actions": offered(request, ON_NEW, actor)}
    return render(request, "documents/new.html", context, status=status)


def show_details(request: ActorRequest, thing: Turn | Part, status: int = 200) -> HttpResponse:
    actions = offered(request, ON_DETAILS, thing)
    context = {
        "document": thing.document,
        "actions": actions,
        "refused": _refused(request, actions),
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
        "refused": _refused(request, actions),
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
    actions = offered(request, ON_RECIPIENTS, Turn(document, request.actor))
    context = {
        "document": document,
        "lines": choosing.lines(document),
        "quick": choosing.quick_choices(document),
        "words": words,
        "hits": choosing.search(document, words) if words.strip() else [],
        "actions": actions,
        "refused": _refused(request, actions),
        "reached": addressing_of(document, timezone.localdate()),
    }
    return render(request, "documents/recipients.html", context, status=status)


@page(permissions.VIEW, permissions.OPINE)
@require_GET
def opinions_page(request: ActorRequest, document_id: int) -> HttpResponse:
    return show_opinions(request, found_turn(request, document_id))


def show_opinions(request: ActorRequest, thing: Turn | Part, status: int = 200) -> HttpResponse:
    """The draft with what the bodies say beside it, and how each opinion is taken in."""
    document = thing.document
    # First of all: the actions offered read what is loaded here.
    asked = opinions.asked_bodies(document)
    turn = Turn(document, request.actor)
    actions = offered(request, ON_OPINIONS, turn)
    said, back = [], list(actions.in_the_open)
    for one in opinions.opinions_on(document):
        taking = offered(request, OPINION, Part(turn, one), opinion_id=one.pk)
        said.append((one, taking.on_page.get("take_in")))
        back += taking.in_the_open
    own = actions.main.form if actions.main else None
    typed = own.typed if isinstance(own, OpinionForm) else {}
    clauses = opinions.clauses_with_opinions(document, said, typed)
    on_the_whole = opinions.on_the_whole(document, said)
    shown = [one for row in clauses for one, _taking in row.opinions]
    shown += [one for one, _taking in on_the_whole]
    there = {row.node["wid"] for row in clauses}
    context: dict[str, Any] = {
        "document": document,
        "can": turn,
        "asked": asked,
        "clauses": clauses,
        "on_the_whole": on_the_whole,
        "lost": [words for wid, words in typed.items() if wid not in there],
        # One main button on a page: that of the first answer the drafter owes.
        "owed_first": next((one.pk for one in shown if one.wants_an_answer), None),
        "actions": actions,
        "back": OfferedActions(tuple(back)),
    }
    return render(request, "documents/opinions.html", context, status=status)
