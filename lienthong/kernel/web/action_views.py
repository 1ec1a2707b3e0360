"""What can be done on a page: each action declared once."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import KW_ONLY, dataclass
from functools import cached_property, partial
from typing import Any, Literal

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from lienthong.kernel.permissions.public import Actor, NotAnswered, Permission, holds

from .answers import Target, form_action
from .elsewhere import BACK, AddressMaker, Elsewhere, NotYet, lead_back, lead_elsewhere, take_up
from .kept import fresh_form, kept_inputs, take_from_page
from .meanwhile import LastDone, saying_who
from .pages import ActorRequest, action_of, address_of, page

Words = str | Promise
# What is said of the thing, or of what the action has made of it.
Said = Words | Callable[..., Words]
Place = Literal["main", "other", "more", "page"]
MakeForm = Callable[..., forms.BaseForm]


@dataclass(frozen=True)
class ActionView:
    """One action on a page, declared once: its address, permission, form, button and sentence.

    `do(thing, given, actor)` calls the room's action with what the form has cleaned. The form is a
    class, or a function of thing and actor. `offered(thing, actor)` says when the page shows it.

    `place`: the `main` button of the bar (its form lies open in the panel), an `other` beside it, one
    of `more` behind "…" (their forms lie in dialogs), or where the `page` itself puts it.
    """

    name: str
    needs: Permission | tuple[Permission, ...]
    _: KW_ONLY
    do: Callable[[Any, dict[str, Any], Actor], Any]
    label: Words
    place: Place = "more"
    offered: Callable[[Any, Actor], bool] = lambda _thing, _actor: True
    form: MakeForm = forms.Form
    # What the form holds already: `initial(thing)`.
    initial: Callable[[Any], dict[str, Any]] | None = None
    title: Said = ""
    text: Said = ""
    # Its form has a page of its own, at its address, instead of the panel or a dialog.
    alone: bool = False
    # What the button below the form says, where it is not the label: it names what a press does.
    button: Said = ""
    # Why it cannot be done yet: its own page says so, and has no button.
    hindrance: Said = ""
    # A template of the room, drawn above the form.
    about: str = ""
    icon: str = ""
    is_dangerous: bool = False
    # On a phone the bar covers the form: there its button says this and leads to the first field.
    lead: Words = ""
    confirm: Said = ""
    second_factor: bool = False
    said: Said = ""
    # It is agreed to elsewhere: `window(thing, given, actor)` lays it there and makes the address for that from
    # the one to come back to. `do` then enters what was agreed to; at once, if nothing is to be (None).
    window: Callable[[Any, dict[str, Any], Actor], AddressMaker | None] | None = None
    # Where a success leads, if not back to the page: `to(thing, result)`.
    to: Callable[[Any, Any], Target] | None = None
    # A template that shows the `result` once instead of leading on: a code nobody sees again.
    shows: str = ""
    # Beneath the page's address, where it is not the name.
    path: str = ""

    @property
    def tail(self) -> str:
        """Its address beneath that of the page."""
        return self.path or f"{self.name.replace('_', '-')}/"

    @property
    def permissions(self) -> tuple[Permission, ...]:
        return self.needs if isinstance(self.needs, tuple) else (self.needs,)

    @property
    def anchor(self) -> str:
        """Where the page has it: the panel of the main action, or the dialog of another."""
        return "act" if self.place == "main" else self.name.replace("_", "-")

    def form_for(self, thing: Any, actor: Actor, **given: Any) -> forms.BaseForm:
        """Fresh, or with what was sent. The forms of one page have fields of different names."""
        prefix = None if self.alone or self.place == "main" else self.name
        of = () if isinstance(self.form, type) else (thing, actor)
        if self.initial is not None:
            given["initial"] = self.initial(thing)
        return self.form(*of, prefix=prefix, **given)

    def outcome(
        self, request: ActorRequest, thing: Any, its_page: str, result: Any
    ) -> Target | HttpResponse:
        """Where a success leads, or what is seen once; or the way to where it is agreed to."""
        if isinstance(result, Elsewhere):
            return lead_elsewhere(request, result)
        if isinstance(result, NotYet):
            return lead_back(request, result, its_page)
        if self.shows:
            context = {"thing": thing, "result": result, "its_page": its_page}
            return render(request, self.shows, context)
        return self.to(thing, result) if self.to else its_page

    def is_offered(self, thing: Any, actor: Actor) -> bool:
        allowed = not self.permissions or any(holds(actor, need) for need in self.permissions)
        return allowed and self.offered(thing, actor)


def action_paths(
    actions: Iterable[ActionView],
    *,
    at: str,
    on: str | Callable[[Any], str],
    found: Callable[..., Any],
    show: Callable[..., HttpResponse] | None = None,
    last_done: LastDone | None = None,
) -> list[URLPattern]:
    """The addresses of actions beneath `at`; `on` names their page, or gives its address for a thing.

    An action that is named like its page has the page's own address: who reads it sees the page.
    `found(request, **ids)` gives the thing or raises Http404; `show(request, thing, status=…)`
    renders the page again when an action was refused; without it, the refusal has a page of its own.
    Who sends what the page no longer offers also reads who did what `last_done(thing)` gives, and when.
    """
    every = tuple(actions)
    tails = [one.tail for one in every if "<" not in one.tail]
    its_page = _Page(on, found, show, last_done, tails)
    paths = [path(at + one.tail, _view(one, its_page), name=one.name) for one in every]
    returns = [
        path(at + one.tail + BACK, _return_view(one, its_page), name=f"{one.name}_back")
        for one in every
        if one.window
    ]
    return paths + returns


@dataclass(frozen=True)
class _Page:
    """The page on which actions stand."""

    on: str | Callable[[Any], str]
    found: Callable[..., Any]
    show: Callable[..., HttpResponse] | None
    last_done: LastDone | None
    # Of all actions on the same thing.
    tails: list[str]


class _Press:
    """One action as one person has come to do it, sent to one address."""

    def __init__(
        self,
        action: ActionView,
        its_page: _Page,
        request: ActorRequest,
        address: str,
        ids: dict[str, Any],
    ) -> None:
        self.action, self.page, self.request = action, its_page, request
        self.address, self.ids = address, ids
        self.thing = its_page.found(request, **ids)
        on = its_page.on
        self.leads_to = on(self.thing) if callable(on) else address_of(on, ids)
        self.make = partial(action.form_for, self.thing, request.actor)

    def take(self) -> HttpResponse:
        """Do what was sent, or lead to where it is agreed to first."""
        request, tails = self.request, self.page.tails
        request.beside = _beside(self.address, self.action, tails)
        form = self.make(data=request.POST, files=request.FILES)
        return self.answer(form, self.lay if self.action.window else self.do)

    def answer(self, form: forms.BaseForm, act: Callable[[dict[str, Any]], Any]) -> HttpResponse:
        return form_action(
            self.request,
            form,
            act,
            show=self.show_form,
            to=partial(self.action.outcome, self.request, self.thing, self.leads_to),
            said=lambda result: _words(self.action.said, self.thing, result),
        )

    def do(self, given: dict[str, Any]) -> Any:
        with self._saying_who():
            return self.action.do(self.thing, given, self.request.actor)

    def enter(self, given: dict[str, Any]) -> Any:
        """What was agreed to elsewhere; who went there and thought better of it has done nothing wrong."""
        try:
            return self.do(given)
        except NotAnswered as not_yet:
            if given:
                raise  # what was typed comes back with the sentence
            return NotYet(not_yet.sentence)

    def lay(self, given: dict[str, Any]) -> Any:
        assert self.action.window is not None, "only what is agreed to elsewhere is laid there"
        with self._saying_who():
            at = self.action.window(self.thing, given, self.request.actor)
        return Elsewhere(at) if at else self.do(given)

    def _saying_who(self) -> AbstractContextManager[None]:
        return saying_who(self.page.last_done, self._if_gone)

    def _if_gone(self) -> Any:
        """The thing as it is now, if its page offers the action no longer."""
        now = self.page.found(self.request, **self.ids)
        return None if self.action.is_offered(now, self.request.actor) else now

    def show_form(self, form: forms.BaseForm, status: int = 200) -> HttpResponse:
        """The page again, with what was typed; or the page of the form alone."""
        request, show = self.request, self.page.show
        if self.action.alone or show is None:
            one = OfferedAction(self.action, self.thing, self.address, form, True, came_back=True)
            context = {"one": one, "its_page": self.leads_to}
            return render(request, "ui/action_page.html", context, status=status)
        take_from_page(form, self.make)
        request.refused = {self.address: form}
        return show(request, self.thing, status=status)


def _view(action: ActionView, its_page: _Page) -> Callable[..., HttpResponse]:
    on = its_page.on
    is_the_page = isinstance(on, str) and on.rpartition(":")[2] == action.name

    def view(request: ActorRequest, **ids: Any) -> HttpResponse:
        press = _Press(action, its_page, request, request.path, ids)
        if request.method == "POST":
            return press.take()
        if action.alone:
            return press.show_form(fresh_form(request, press.make))
        if is_the_page and its_page.show:
            return its_page.show(request, press.thing)
        return redirect(f"{press.leads_to}#{action.anchor}")

    view.shows_once = bool(action.shows)  # type: ignore[attr-defined]  # a repeat is not shown it
    only_takes_forms = isinstance(on, str) and not (action.alone or is_the_page)
    answered = action_of(f"{on}#{action.anchor}")(view) if only_takes_forms else view
    return _guarded(action, answered)


def _return_view(action: ActionView, its_page: _Page) -> Callable[..., HttpResponse]:
    """Where a person comes back to who agreed elsewhere; it does only what was agreed to there."""

    @require_GET
    def view(request: ActorRequest, **ids: Any) -> HttpResponse:
        address = request.path.removesuffix(BACK)
        press = _Press(action, its_page, request, address, ids)
        done = take_up(
            request, address, lambda typed: press.answer(press.make(data=typed), press.enter)
        )
        return done or redirect(press.leads_to)

    return _guarded(action, view)


def _guarded(action: ActionView, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    needs = action.permissions
    return page(*needs, signed_in=not needs, second_factor=action.second_factor)(view)


def _beside(address: str, action: ActionView, tails: list[str]) -> list[str]:
    """Where all actions on the same thing are sent; those on one of its parts stand alone."""
    if action.tail not in tails:
        return []
    return [address.removesuffix(action.tail) + tail for tail in tails]


@dataclass(frozen=True)
class OfferedAction:
    """One action as a page shows it to one actor."""

    action: ActionView
    thing: Any
    url: str
    form: forms.BaseForm
    is_offered: bool
    came_back: bool

    @property
    def title(self) -> Words:
        return _words(self.action.title, self.thing) or self.action.label

    @property
    def text(self) -> Words:
        return _words(self.action.text, self.thing)

    @property
    def button(self) -> Words:
        return _words(self.action.button, self.thing) or self.action.label

    @cached_property
    def hindrance(self) -> Words:
        return _words(self.action.hindrance, self.thing)

    @property
    def confirm(self) -> Words:
        return _words(self.action.confirm, self.thing)

    @property
    def is_written(self) -> bool:
        """There is a form to be seen, not just a button."""
        return bool(self.form.visible_fields()) or self.came_back

    @property
    def is_in_place(self) -> bool:
        """What comes back is seen where it stands already: in the panel, or where the page puts it."""
        return self.is_offered and self.action.place in ("main", "page")

    @property
    def anchor(self) -> str:
        moved = self.came_back and not self.is_in_place
        return f"{self.action.anchor}-again" if moved else self.action.anchor

    @property
    def kind(self) -> str:
        return "danger" if self.action.is_dangerous else "plain"

    @property
    def first_field(self) -> str:
        """The field that is filled in first."""
        visible = self.form.visible_fields()
        return next((one.auto_id for one in visible if not one.value()), self.anchor)


@dataclass(frozen=True)
class OfferedActions:
    """What a page shows of the actions on one thing; the kit draws it."""

    every: tuple[OfferedAction, ...]

    def _placed(self, place: Place) -> list[OfferedAction]:
        return [one for one in self.every if one.is_offered and one.action.place == place]

    @cached_property
    def main(self) -> OfferedAction | None:
        return next(iter(self._placed("main")), None)

    @cached_property
    def others(self) -> list[OfferedAction]:
        return self._placed("other")

    @cached_property
    def more(self) -> list[OfferedAction]:
        return self._placed("more")

    @cached_property
    def dialogs(self) -> list[OfferedAction]:
        behind = [one for one in (*self.others, *self.more) if not one.action.alone]
        return [one for one in behind if one.is_written and not one.came_back]

    @cached_property
    def in_the_open(self) -> list[OfferedAction]:
        """What came back, also what was refused just now because it is not offered any more."""
        return [one for one in self.every if one.came_back and not one.is_in_place]

    @cached_property
    def on_page(self) -> dict[str, OfferedAction]:
        """Those that the page puts in their place itself, by name."""
        return {one.action.name: one for one in self._placed("page")}


def offered(
    request: ActorRequest, actions: Iterable[ActionView], thing: Any, **ids: Any
) -> OfferedActions:
    """The actions that a page shows of a thing; `ids` are those its own address does not have."""
    match = request.resolver_match
    assert match is not None
    refused: dict[str, forms.BaseForm] = getattr(request, "refused", {})
    shown = []
    for one in actions:
        is_offered = one.is_offered(thing, request.actor)
        if not (is_offered or refused):
            continue
        name = ":".join([*match.namespaces, one.name])
        url = address_of(name, match.kwargs | ids)
        is_back = url in refused or (is_offered and url in kept_inputs(request))
        came_back = is_back and not one.alone
        if one.alone and is_offered:
            shown.append(OfferedAction(one, thing, url, forms.Form(), True, came_back=False))
        elif is_offered or came_back:
            fresh = partial(one.form_for, thing, request.actor)
            form = refused[url] if url in refused else fresh_form(request, fresh, sent_to=url)
            shown.append(OfferedAction(one, thing, url, form, is_offered, came_back))
    return OfferedActions(tuple(shown))


def _words(said: Said, *about: Any) -> Words:
    return said(*about) if callable(said) else said
