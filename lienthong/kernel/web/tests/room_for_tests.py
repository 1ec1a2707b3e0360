"""A throw-away room: one page of a thing, and what can be done there."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django import forms
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from lienthong.kernel.audit.public import AuditEntry
from lienthong.kernel.permissions.public import NotAnswered, RuleBroken
from lienthong.kernel.web.public import (
    ActionView,
    action_paths,
    discard_input,
    offered,
    page,
    switch_language,
)

from .pages_for_tests import READ


@dataclass
class Shelf:
    number: int
    is_open: bool = True
    is_taken: bool = False
    word: str = "A"
    done: list[str] = field(default_factory=list)
    last_done: AuditEntry | None = None
    # What was laid elsewhere, and what was agreed to there.
    laid: list[str] = field(default_factory=list)
    agreed: set[str] = field(default_factory=set)


SHELF = Shelf(3)


class NameForm(forms.Form):
    asked = ("word",)
    of_page = ("shown",)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    word = forms.CharField(max_length=5, required=False)
    remark = forms.CharField(required=False)


class SealForm(forms.Form):
    words = forms.CharField(max_length=5)
    pin = forms.CharField(widget=forms.PasswordInput)
    minutes = forms.FileField()


def rename(shelf, *, word, remark, shown, actor):
    if not word:
        raise RuleBroken("Say the word.", field="word")
    shelf.word = word
    return word.upper()


def empty(shelf, *, actor):
    if shelf.is_taken or not shelf.is_open:
        raise RuleBroken("The shelf is shut.")
    shelf.done.append("emptied")


class PawnForm(forms.Form):
    asked = ("pin",)
    word = forms.CharField(max_length=5)
    pin = forms.CharField(required=False)


def lay_before_pawnbroker(shelf, *, word, actor):
    """Elsewhere somebody reads the word and agrees to it, or not."""
    if shelf.is_taken:
        raise RuleBroken("The shelf is taken.")
    if word == "tin":
        shelf.agreed.add(word)  # nobody needs to agree to that
        return None
    shelf.laid.append(word)
    return lambda back: f"https://window.example/answer/{word}/?" + urlencode({"back": back})


def pawn(shelf, *, word, actor):
    if word not in shelf.agreed:
        raise NotAnswered("Nobody has agreed to that word.")
    shelf.done.append(f"pawned {word}")
    return word


ACTIONS = (
    ActionView(
        "name_again",
        READ,
        do=lambda shelf, given, actor: rename(shelf, **given, actor=actor),
        form=lambda shelf, actor, **given: NameForm(initial={"shown": shelf.word}, **given),
        offered=lambda shelf, actor: shelf.is_open,
        label="Name again",
        title=lambda shelf: f"Another name for shelf {shelf.number}",
        icon="edit",
        is_dangerous=True,
        said=lambda shelf, loud: f"Now called {loud}.",
    ),
    ActionView(
        "empty",
        READ,
        do=lambda shelf, _given, actor: empty(shelf, actor=actor),
        offered=lambda shelf, actor: not shelf.is_taken,
        label="Empty",
        place="main",
        confirm="Empty it?",
        path="clear/",
    ),
    ActionView(
        "move",
        READ,
        do=lambda shelf, given, actor: rename(shelf, **given, actor=actor),
        form=lambda shelf, actor, **given: NameForm(initial={"word": shelf.word}, **given),
        label="Move",
        title="Move the shelf",
        place="page",
        alone=True,
    ),
    ActionView(
        "mark",
        (READ,),
        do=lambda shelf, _given, actor: shelf.done.append("marked"),
        label="Mark",
        place="page",
        to=lambda shelf, _result: "/elsewhere/",
    ),
    ActionView(
        "seal",
        READ,
        do=lambda shelf, given, actor: shelf.done.append(given["words"]),
        form=SealForm,
        second_factor=True,
        label="Seal",
        place="other",
    ),
    ActionView(
        "pawn",
        READ,
        window=lambda shelf, given, actor: lay_before_pawnbroker(
            shelf, word=given["word"], actor=actor
        ),
        do=lambda shelf, given, actor: pawn(shelf, word=given["word"], actor=actor),
        form=PawnForm,
        label="Pawn",
        said=lambda shelf, word: f"Pawned for {word}.",
    ),
    ActionView(
        "swear",
        READ,
        window=lambda shelf, _given, actor: lay_before_pawnbroker(shelf, word="oath", actor=actor),
        do=lambda shelf, _given, actor: pawn(shelf, word="oath", actor=actor),
        label="Swear",
    ),
)
OF_A_LABEL = (
    ActionView(
        "label",
        READ,
        do=lambda shelf, given, actor: rename(shelf, **given, actor=actor),
        form=NameForm,
        label="Write the label",
        place="main",
    ),
)
OF_A_BOARD = (
    ActionView(
        "paint", READ, do=lambda shelf, _given, actor: shelf.done.append("painted"), label="Paint"
    ),
    ActionView(
        "lend",
        READ,
        do=lambda shelf, _given, actor: rename(
            shelf, word="lent", remark="", shown="", actor=actor
        ),
        label="Lend",
        place="main",
        alone=True,
        shows="once.html",
    ),
    ActionView(
        "shut", READ, do=lambda shelf, _given, actor: empty(shelf, actor=actor), label="Shut"
    ),
)
# The one context processor that the forms of a page need.
REQUEST = "django.template.context_processors.request"
PAGE = """{% extends "ui/page.html" %}{% load ui %}
{% block title %}Shelf {{ shelf.number }}{% endblock %}
{% block content %}{% actions_bar of=actions %}{% actions of=actions %}
{% action of=actions.on_page.mark %}{% action of=actions.on_page.move %}{% endblock %}"""


def found(request: HttpRequest, number: int) -> Shelf:
    if number != SHELF.number:
        raise Http404
    return SHELF


def show(request: HttpRequest, shelf: Shelf, status: int = 200) -> HttpResponse:
    given = {"shelf": shelf, "actions": offered(request, ACTIONS, shelf)}
    drawn = engines["django"].from_string(PAGE).render(given, request)
    return HttpResponse(drawn, status=status)


def show_label(request: HttpRequest, shelf: Shelf, status: int = 200) -> HttpResponse:
    given = {"shelf": shelf, "actions": offered(request, OF_A_LABEL, shelf)}
    one = """{% load ui %}Label of {{ shelf.word }}{% actions of=actions %}"""
    drawn = engines["django"].from_string(one).render(given, request)
    return HttpResponse(drawn, status=status)


@page(READ)
def shelf_page(request: HttpRequest, number: int) -> HttpResponse:
    return show(request, found(request, number))


@page(READ)
def hall(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hall")


shelves = [
    path("hall/", hall, name="hall"),
    path("shelves/<int:number>/", shelf_page, name="shelf"),
    *action_paths(
        ACTIONS,
        at="shelves/<int:number>/",
        on="shelves:shelf",
        found=found,
        show=show,
        last_done=lambda shelf: shelf.last_done,
    ),
    *action_paths(
        OF_A_LABEL, at="shelves/<int:number>/", on="shelves:label", found=found, show=show_label
    ),
    *action_paths(
        OF_A_BOARD,
        at="boards/<int:number>/",
        on=lambda shelf: f"/shelves/{shelf.number}/",
        found=found,
    ),
]
urlpatterns = [
    path("", include((shelves, "shelves"))),
    path("kept/discard/", discard_input, name="discard_input"),
    path("language/", switch_language, name="set_language"),
]


def said(answer: HttpResponse) -> list[str]:
    """The sentences that an answer leaves for the next page."""
    return [str(one) for one in get_messages(answer.wsgi_request)]
