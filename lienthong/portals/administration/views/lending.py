"""Who acts for a post for a time: lending one's own, what is lent within reach, and taking it back."""

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.confirmations.public import FOLLOW, Proposal, propose
from lienthong.kernel.people.public import (
    Delegation,
    Post,
    delegate,
    end_delegation,
    lending_of,
)
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.web.public import ActorRequest, page, way_to
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.filters import Named
from lienthong.ui.lists.page import Button, Empty, ListPage, Tab
from lienthong.ui.lists.views import show_list
from lienthong.ui.records.page import Link

from .. import queries
from ..forms import LendForm
from .declaring import Given, action, day_said, lines, way
from .proposals import address_of, said_of

A_DAY = dt.timedelta(days=1)
# Whoever holds the post; where it carries power, all its pages stand behind a second factor.
ANYBODY: Given = {"needs": (), "second_factor": False}

# --- Lending one's own post -----------------------------------------------------------------------


def _lend(post: Post, given: Given, actor: Actor) -> Delegation | Proposal:
    """Done at once where the post carries no power; else proposed, and a leader confirms it."""
    days = {"on": given["on"], "until": given["until"] + A_DAY}
    to, basis = given["to_person"], given["basis"]
    if not post.has_power:
        return delegate(post.pk, to, **days, basis=basis, actor=actor)
    return propose(*lending_of(post, to, **days, basis=basis), actor=actor)


def _lend_form(post: Post, _actor: Actor, **given: Any) -> forms.BaseForm:
    return LendForm(people=queries.who_can_act_for(post), **given)


def _nobody_there(post: Post) -> str:
    if queries.who_can_act_for(post):
        return ""
    return gettext("Nobody else holds a post in this organisation.")


def _said(_post: Post, made: Delegation | Proposal) -> Any:
    return said_of(made) if isinstance(made, Proposal) else _("The post is delegated.")


def _button(post: Post) -> Any:
    return _("Propose the delegation") if post.has_power else _("Delegate")


LEND = (
    action(
        "post_lend",
        **ANYBODY,
        do=_lend,
        form=_lend_form,
        hindrance=_nobody_there,
        label=_("Delegate"),
        title=_("Delegate my post"),
        text=lambda post: f"{post.person}, {post.label}, {post.unit}.",
        about="administration/about_lending.html",
        button=_button,
        said=_said,
        to=lambda post, made: address_of(made) if isinstance(made, Proposal) else way_to("account"),
    ),
)


def found_post_to_lend(request: ActorRequest, post_id: int) -> Post:
    """Only the holder lends a post, acting in it."""
    if request.actor is None:
        raise Http404
    return get_object_or_404(queries.posts_lent_by(request.actor), pk=post_id)


def own_page(_post: Post) -> str:
    return way_to("account")


# --- Taking it back -------------------------------------------------------------------------------


def _what_ends(one: Delegation) -> str:
    said = gettext(
        "%(name)s no longer acts for %(holder)s, %(post)s, %(unit)s, from now on. What was done stays as it is."
    )
    return said % {
        "name": one.to_person,
        "holder": one.post.person,
        "post": one.post.label,
        "unit": one.post.unit,
    }


END = (
    action(
        "delegation_end",
        **ANYBODY,
        do=lambda one, _given, actor: end_delegation(one.pk, actor=actor),
        label=_("Take the delegation back"),
        text=_what_ends,
        is_dangerous=True,
        said=_("The delegation is taken back."),
    ),
)


def found_delegation(request: ActorRequest, delegation_id: int) -> Delegation:
    """One's own, in the post it is of, or where one administers."""
    if request.actor is None:
        raise Http404
    one = get_object_or_404(queries.delegations_ended_by(request.actor), pk=delegation_id)
    one.is_own = one.post.person_id == request.actor.person_id  # type: ignore[attr-defined]
    return one


def page_of_delegation(one: Delegation) -> str:
    is_own: bool = one.is_own  # type: ignore[attr-defined]  # noted when it was found
    return way_to("account") if is_own else way("lending")


# --- What is lent within reach --------------------------------------------------------------------


def _state(one: Delegation) -> Mark:
    if one.is_over:
        return Mark(_("Over"), "line")
    if one.is_to_come:
        return Mark(_("Begins later"), "info")
    return Mark(_("In force"), "ok", "check")


def _in_place_of(one: Delegation) -> str:
    return f"{one.post.person}, {one.post.label}"


def _last_day(one: Delegation) -> Any:
    return day_said(one.last_day) if one.last_day else _("until it is taken back")


def _taking_back(one: Delegation) -> Link | None:
    if one.is_over or not one.may_end:  # type: ignore[attr-defined]  # annotated by the query
        return None
    return Link(_("Take back"), way("delegation_end", one.pk))


LENDING = ListPage(
    name="delegations",
    title=_("Delegations"),
    link=lambda _one: "",
    counted=lines,
    columns=(
        Column("who", _("Acts for the post"), "to_person", "lead", ("to_person__sort_key",)),
        Column("holder", _("In place of"), _in_place_of, order=("post__person__sort_key",)),
        Column("unit", _("Organisation"), "post.unit", order=("post__unit__name_folded",)),
        Column("from", _("From"), "valid_from", "short", ("valid_from",)),
        Column("until", _("To the end of"), _last_day, "short", ("valid_to",)),
        Column("basis", _("Basis"), "basis"),
        Column("state", _("State"), _state),
        Column("action", _("Action"), _taking_back, "short", on="screen"),
    ),
    filters=(Named("unit", _("Organisation"), "post__unit__name_folded"),),
    words=("to_person__name_folded", "post__person__name_folded"),
    empty=Empty(
        _("Nobody acts for another post"),
        _("Each holder delegates the own post, by the button above or under “My account”."),
        "transfer-out",
    ),
)


@page(FOLLOW, second_factor=True)
@require_http_methods(["GET", "POST"])
def lending_list(request: ActorRequest) -> HttpResponse:
    every = queries.delegations_listed(request.actor)
    ended = every.filter(valid_to__lte=timezone.localdate())
    running = every.exclude(pk__in=ended.values("pk"))
    current = "ended" if request.GET.get("tab") == "ended" else "running"
    tabs = [
        Tab("running", _("In force or to come"), running.count()),
        Tab("ended", _("Over"), ended.count()),
    ]
    lede = gettext(
        "Who acts for the holder of a post for a time. A post with power is delegated by its holder, and a leader confirms it."
    )
    lede += " " + gettext(
        "If the holder is away and cannot delegate, nobody does so in their place: whoever decides on posts gives the post to somebody else for the time, and an administrator enters the decision on the page of that person."
    )
    rows = ended if current == "ended" else running
    own = queries.posts_lent_by(request.actor).filter(pk=request.actor.post_id).first()
    buttons = (
        [Button(_("Delegate my post"), way("post_lend", own.pk), "transfer-out", "main")]
        if own
        else []
    )
    return show_list(request, LENDING, rows, tabs=tabs, current=current, lede=lede, buttons=buttons)
