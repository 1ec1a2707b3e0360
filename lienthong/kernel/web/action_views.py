"""What can be done on a page: each action declared once."""

from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass
from functools import cached_property, partial
from typing import Any, Literal

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.functional import Promise

from lienthong.kernel.permissions.public import Actor, Permission, holds

from .answers import Target, form_action
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
    # A template of the room, drawn above the form.
    about: str = ""
    icon: str = ""
    is_dangerous: bool = False
    # On a phone the bar covers the form: there its button says this and leads to the first field.
    lead: Words = ""
    confirm: Said = ""
    second_factor: bool = False
    said: Said = ""
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
        """Where a success leads, or what is seen once."""
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
    return [
        path(at + one.tail, _view(one, on, found, show, tails, last_done), name=one.name)
        for one in every
    ]


def _view(
    action: ActionView,
    on: str | Callable[[Any], str],
    found: Callable[..., Any],
    show: Callable[..., HttpResponse] | None,
    tails: list[str],
    last_done: LastDone | None,
) -> Callable[..., HttpResponse]:
    is_the_page = isinstance(on, str) and on.rpartition(":")[2] == action.name

    def view(request: ActorRequest, **ids: Any) -> HttpResponse:
        thing, actor = found(request, **ids), request.actor
        make = partial(action.form_for, thing, actor)
        its_page = on(thing) if callable(on) else address_of(on, ids)

        def show_form(form: forms.BaseForm, status: int = 200) -> HttpResponse:
            if action.alone or show is None:
                one = OfferedAction(action, thing, request.path, form, True, came_back=True)
                context = {"one": one, "its_page": its_page}
                return render(request, "ui/action_page.html", context, status=status)
            take_from_page(form, make)
            request.refused = {request.path: form}
            return show(request, thing, status=status)

        def do(given: dict[str, Any]) -> Any:
            with saying_who(last_done, lambda: _if_gone(action, found(request, **ids), actor)):
                return action.do(thing, given, actor)

        if request.method == "POST":
            request.beside = _beside(request.path, action, tails)
            return form_action(
                request,
                make(data=request.POST, files=request.FILES),
                do,
                show=show_form,
                to=partial(action.outcome, request, thing, its_page),
                said=lambda result: _words(action.said, thing, result),
            )
        if action.alone:
            return show_form(fresh_form(request, make))
        if is_the_page and show:
            return show(request, thing)
        return redirect(f"{its_page}#{action.anchor}")

    view.shows_once = bool(action.shows)  # type: ignore[attr-defined]  # a repeat is not shown it
    needs = action.permissions
    only_takes_forms = isinstance(on, str) and not (action.alone or is_the_page)
    answered = action_of(f"{on}#{action.anchor}")(view) if only_takes_forms else view
    return page(*needs, signed_in=not needs, second_factor=action.second_factor)(answered)


def _if_gone(action: ActionView, thing: Any, actor: Actor) -> Any:
    """The thing as it is now, if its page offers the action no longer."""
    return None if action.is_offered(thing, actor) else thing


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
    def confirm(self) -> Words:
        return _words(self.action.confirm, self.thing)

    @property
    def is_written(self) -> bool:
        """There is a form to be seen, not just a button."""
        return bool(self.form.fields) or self.came_back

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
