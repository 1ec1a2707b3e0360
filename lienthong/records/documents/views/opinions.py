from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel.web.public import ActorRequest, action_of, form_action, page

from .. import permissions
from ..actions import opinions as actions
from ..actions.opinions import ClauseOpinion
from ..forms import AskForm, OpinionForm, TakeInForm
from ..models import Document, Opinion
from ..queries import opinions, progress
from ..queries.bodies import bodies_to_ask
from .finding import found

OK = 200
CLAUSE_FIELD = "clause-"


def _address(document_id: int) -> str:
    return reverse("documents:opinions", args=[document_id])


def _show(
    request: ActorRequest, document: Document, *, status: int = OK, **bound: Any
) -> HttpResponse:
    given = opinions.opinions_on(document)
    clauses = opinions.clauses_with_opinions(document, given, _typed(request))
    on_the_whole = opinions.on_the_whole(document, given)
    shown = [*(one for row in clauses for one in row.opinions), *on_the_whole]
    asked = opinions.asked_bodies(document)
    can = progress.Turn(document, request.actor)
    due_on = actions.opinions_due_on(timezone.localdate())
    return render(
        request,
        "documents/opinions.html",
        {
            "document": document,
            "can": can,
            "asked": asked,
            # One main button on a page: that of the first answer the drafter owes.
            "owed_first": next((one.pk for one in shown if one.wants_an_answer), None),
            "clauses": clauses,
            "on_the_whole": on_the_whole,
            "opinion_form": bound.get("opinion") or OpinionForm(),
            "ask_form": bound.get("ask")
            or AskForm(bodies=bodies_to_ask(document), initial={"due_on": due_on}),
            "refused": bound.get("taken_in"),
            "refused_id": bound.get("opinion_id"),
            "take_in_form": TakeInForm(),
            "round_is_open": any(one.is_open for one in asked),
        },
        status=status,
    )


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was typed beneath single clauses, kept when the answer comes back."""
    return {
        name.removeprefix(CLAUSE_FIELD): value
        for name, value in request.POST.items()
        if name.startswith(CLAUSE_FIELD) and isinstance(value, str)
    }


@page(permissions.VIEW, permissions.OPINE)
@require_GET
def opinions_page(request: ActorRequest, document_id: int) -> HttpResponse:
    return _show(request, found(request, document_id))


@page(permissions.DRAFT)
@action_of("documents:opinions")
def opinions_ask(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    return form_action(
        request,
        AskForm(request.POST, bodies=bodies_to_ask(document)),
        lambda given: actions.ask_opinions(
            document_id,
            [body.pk for body in given["bodies"]],
            given["due_on"],
            actor=request.actor,
        ),
        show=lambda bound, status: _show(request, document, ask=bound, status=status),
        to=lambda result: _address(document_id),
        said=_("The bodies are asked for their opinion."),
    )


@page(permissions.OPINE)
@action_of("documents:opinions")
def opinion_give(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)

    def action(given: dict[str, Any]) -> Any:
        whole = ClauseOpinion("", given["stance"], given["text"])
        single = [
            ClauseOpinion(wid, Opinion.Stance.AMEND, text)
            for wid, text in _typed(request).items()
            if text.strip()
        ]
        return actions.give_opinion(document_id, [whole, *single], actor=request.actor)

    return form_action(
        request,
        OpinionForm(request.POST),
        action,
        show=lambda bound, status: _show(request, document, opinion=bound, status=status),
        to=lambda result: _address(document_id),
        said=_("The opinion of the body is given."),
    )


@page(permissions.DRAFT)
@action_of("documents:opinions")
def opinion_take_in(request: ActorRequest, document_id: int, opinion_id: int) -> HttpResponse:
    document = found(request, document_id)
    opinion = get_object_or_404(Opinion, pk=opinion_id, request__document=document)
    return form_action(
        request,
        TakeInForm(request.POST),
        lambda given: actions.take_in(
            opinion.pk, given["how"], given["answer"], actor=request.actor
        ),
        show=lambda bound, status: _show(
            request, document, taken_in=bound, opinion_id=opinion.pk, status=status
        ),
        to=lambda result: _address(document_id),
        said=_("It is written down how the opinion was taken in."),
    )


@page(permissions.DRAFT)
@action_of("documents:opinions")
def round_end(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    return form_action(
        request,
        forms.Form(request.POST),
        lambda given: actions.end_round(document_id, actor=request.actor),
        show=lambda bound, status: _show(request, document, taken_in=bound, status=status),
        to=lambda result: _address(document_id),
        said=_("The round of opinions is ended."),
    )
