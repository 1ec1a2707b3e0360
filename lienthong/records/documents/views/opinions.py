"""The page of the opinions: the draft with what the bodies say, and how it is taken in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel.spreadsheets.public import XLSX, Field, xlsx_file
from lienthong.kernel.web.public import (
    ActorRequest,
    OfferedAction,
    OfferedActions,
    file_answer,
    offered,
    page,
)
from lienthong.records.texts.public import clauses_of

from .. import permissions
from ..forms import OpinionForm
from ..models import Opinion
from ..queries import opinions
from ..queries.document import body_of
from ..queries.opinions import Said
from ..queries.progress import Turn
from ..queries.summary import sheet_rows, summary_of
from ..queries.summary_paper import summary_pdf
from ..queries.wordings import not_in_the_text, proposed_in
from .finding import Part, found, found_turn, with_proposal
from .opinion_actions import ON_OPINIONS, OPINION


@page(permissions.VIEW, permissions.OPINE)
@require_GET
def opinions_page(request: ActorRequest, document_id: int) -> HttpResponse:
    return show_opinions(request, found_turn(request, document_id))


def show_opinions(request: ActorRequest, thing: Turn | Part, status: int = 200) -> HttpResponse:
    """The draft as it was sent out for who answers; for who drafts, as it stands, with all opinions beside."""
    document = thing.document
    # First of all: the actions offered read what is loaded here.
    asked = opinions.asked_bodies(document)
    turn = Turn(document, request.actor)
    actions = offered(request, ON_OPINIONS, turn)
    context = {
        "document": document,
        "can": turn,
        "asked": asked,
        "actions": actions,
        **(_to_answer(turn, actions) if turn.opine else _to_take_in(request, turn, actions)),
    }
    return render(request, "documents/opinions.html", context, status=status)


def _to_answer(turn: Turn, actions: OfferedActions) -> dict[str, Any]:
    """The text as it was sent to the body, and what the body has typed on it so far."""
    asked = turn.own_request
    assert asked is not None, "who may answer was asked"
    by_name = {one.action.name: one for one in actions.every}
    give, keep = by_name["give_opinion"], by_name["keep_opinion"]
    drawn = keep if keep.came_back else give
    assert isinstance(drawn.form, OpinionForm)
    typed = drawn.form.typed
    clauses = opinions.clauses_with_opinions(
        clauses_of(asked.version or turn.document.text), [], typed
    )
    there = {place.wid for shown in clauses for place in shown.places}
    lost = [words for wid, one in typed.items() if wid not in there for words in one.said]
    return {
        "clauses": clauses,
        "give": give,
        "keep": keep,
        "form": drawn.form,
        "lost": lost,
        "own": asked,
        "back": OfferedActions(()),
    }


def _to_take_in(request: ActorRequest, turn: Turn, actions: OfferedActions) -> dict[str, Any]:
    """The text as it stands, each clause with what is said on it."""
    document = turn.document
    said, back = [], list(actions.in_the_open)
    every = opinions.opinions_on(document)
    proposed = proposed_in(document, every)
    for one in every:
        part = with_proposal(turn, one, proposed)
        taking = offered(request, OPINION, part, opinion_id=one.pk)
        said.append(Said(one, proposed.get(one.pk), **_ways(taking)))
        back += taking.in_the_open
    clauses = opinions.clauses_with_opinions(body_of(document), said, {})
    on_the_whole = opinions.on_the_whole(clauses, said)
    everything = "all" in request.GET
    spoken_of = [shown for shown in clauses if shown.is_spoken_of]
    shown = [one for row in spoken_of for place in row.places for one in place.said]
    return {
        "clauses": clauses if everything else spoken_of,
        "everything": everything,
        "not_shown": len(clauses) - len(spoken_of),
        "on_the_whole": on_the_whole,
        # One main button on a page: that of the first answer the drafter owes.
        "owed_first": _first_owed([*shown, *on_the_whole]),
        "missing": not_in_the_text(document) if turn.may_ask else [],
        "back": OfferedActions(tuple(back)),
    }


def _ways(taking: OfferedActions) -> dict[str, OfferedAction | None]:
    return {name: taking.on_page.get(name) for name in ("take_in", "put_in")}


def _first_owed(said: list[Said]) -> int | None:
    owed: list[Opinion] = [one.opinion for one in said if one.opinion.wants_an_answer]
    return owed[0].pk if owed else None


# --- The summary ----------------------------------------------------------------------------------


@page(permissions.VIEW)
@require_GET
def summary_page(request: ActorRequest, document_id: int) -> HttpResponse:
    """All opinions and how they were taken in, as one table."""
    document = found(request, document_id)
    context = {"document": document, "summary": summary_of(document)}
    return render(request, "documents/summary.html", context)


@page(permissions.VIEW)
@require_GET
def summary_paper(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    name = f"bang-tong-hop-y-kien-{document.pk}.pdf"
    return file_answer(summary_pdf(document), "application/pdf", name, inline=True)


@page(permissions.VIEW)
@require_GET
def summary_sheet(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    labels = (
        (_("No."), 6),
        (_("Clause"), 18),
        (_("Words of the draft"), 50),
        (_("Body"), 26),
        (_("Round"), 8),
        (_("Opinion"), 50),
        (_("Words proposed"), 50),
        (_("How it was taken in"), 20),
        (_("Explanation"), 50),
    )
    fields = [Field(label, width) for label, width in labels]
    data = xlsx_file(_("Summary of opinions"), fields, sheet_rows(summary_of(document)))
    return file_answer(data, XLSX, f"bang-tong-hop-y-kien-{document.pk}.xlsx")
