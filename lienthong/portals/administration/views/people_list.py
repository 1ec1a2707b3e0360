"""The list of people, and somebody new entered from it."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.people.public import MANAGE, VIEW
from lienthong.kernel.permissions.public import Actor, holds
from lienthong.kernel.web.public import ActorRequest, page
from lienthong.ui.lists.columns import Column
from lienthong.ui.lists.filters import Choice, Days, Named
from lienthong.ui.lists.page import Button, Empty, ListPage
from lienthong.ui.lists.views import show_list

from .. import queries
from ..forms import AddForm
from .declaring import action, way
from .notes import single
from .people import page_of, register
from .proposals import LED

PEOPLE = ListPage(
    name="people",
    title=_("People"),
    link=page_of,
    counted=lambda n: ngettext("%(n)d person", "%(n)d people", n) % {"n": n},
    columns=(
        Column("name", _("Full name"), "full_name", "lead", ("sort_key",)),
        Column(
            "posts", _("Posts"), lambda one: "; ".join(f"{p.label}, {p.unit}" for p in one.held)
        ),
        Column("born", _("Born on"), "born_on", "short", ("born_on",)),
        Column("account", _("Sign-in name"), "account.username", order=("account__username",)),
    ),
    filters=(
        Choice(
            "signing_in",
            _("Signing in"),
            "account__is_active",
            [("True", _("Active")), ("False", _("Barred from signing in"))],
        ),
        Days("born", _("Born on"), "born_on"),
        Days("registered", _("Registered on"), "created_at__date"),
    ),
    words_label=_("Name or organisation"),
    empty=Empty(_("Nobody holds a post here yet."), icon="users"),
)


def _found_by(actor: Actor) -> ListPage:
    """People are found by their names, and by where they hold a post that the actor sees."""

    def somewhere(word: str) -> tuple[str, Any]:
        return "pk__in", queries.holders_in(actor, word)

    at = Named("at", _("Organisation"), somewhere)
    return replace(PEOPLE, words=("name_folded", somewhere), filters=(at, *PEOPLE.filters))


@page(VIEW, second_factor=True)
@require_http_methods(["GET", "POST"])
def person_list(request: ActorRequest) -> HttpResponse:
    lede = gettext(
        "Holders of posts within the reach of %(unit)s. Who holds none any more is found by name."
    )
    people = queries.people_listed(request.actor, with_former=bool(request.GET.get("q")))
    add = Button(str(ADD[0].label), way("person_add"), "user-plus", "main")
    return show_list(
        request,
        _found_by(request.actor),
        people,
        lede=lede % {"unit": request.actor.unit_name},
        buttons=[add] if holds(request.actor, MANAGE) else [],
        notes=single(),
    )


def _add_form(_reach: str, actor: Actor, **given: Any) -> forms.BaseForm:
    units = queries.units_kept_by(actor)
    return AddForm(units=units, roles=queries.roles_given_by(actor), **given)


ADD = (
    action(
        "person_add",
        MANAGE,
        do=lambda _reach, given, actor: register(given.pop("unit"), given, actor),
        form=_add_form,
        label=_("Register a person"),
        **LED,
    ),
)


def reach_of(request: ActorRequest) -> str:
    return request.actor.unit_name
