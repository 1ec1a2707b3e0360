"""Organisations as a list and as a tree."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.units.public import VIEW, Unit, UnitKind
from lienthong.kernel.web.public import ActorRequest, page
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.filters import Choice, Days, Named
from lienthong.ui.lists.page import Button, ListPage, is_key
from lienthong.ui.lists.views import show_list

from .. import queries
from ..tree import tree_at, tree_with
from .declaring import day_said, way


def address_of(unit: Unit) -> str:
    return way("unit", unit.pk)


def ended(unit: Unit) -> Mark | None:
    """That an organisation has ended, or from which day it is no longer there."""
    if unit.valid_to is None:
        return None
    if unit.valid_to <= timezone.localdate():
        return Mark(_("ended"))
    return Mark(gettext("no longer from %(day)s") % {"day": day_said(unit.valid_to)})


NAME = Column("name", _("Organisation"), str, "lead", ("name_folded",), also=ended)
KIND = Column("kind", _("Kind"), "get_kind_display", order=("kind",))
UNITS = ListPage(
    name="organisations",
    title=_("Organisations"),
    link=address_of,
    counted=lambda n: ngettext("%(n)d organisation", "%(n)d organisations", n) % {"n": n},
    columns=(
        NAME,
        KIND,
        Column("superior", _("Superior organisation"), "parent", order=("parent__name_folded",)),
        Column("symbol", _("Symbol"), "symbol", "short", ("symbol",)),
        Column("since", _("Existing from"), "valid_from", "short", ("valid_from",)),
    ),
    filters=(
        Choice("kind", _("Kind"), "kind", UnitKind.choices),
        Named("superior", _("Superior organisation"), "parent__name_folded"),
        Days("since", _("Existing from"), "valid_from"),
    ),
    words=("name_folded",),
    words_label=_("Name of the organisation"),
    order="name",
)


@page(VIEW, second_factor=True)
@require_GET
def home(request: ActorRequest) -> HttpResponse:
    return redirect("administration:unit", request.actor.unit_id)


@page(VIEW, second_factor=True)
@require_http_methods(["GET", "POST"])
def unit_list(request: ActorRequest) -> HttpResponse:
    units = queries.units_seen_by(request.actor).select_related("parent")
    lede = gettext("Within the reach of %(unit)s.") % {"unit": request.actor.unit_name}
    tree = Button(_("Open the tree"), way("tree"), "sitemap")
    return show_list(request, UNITS, units, lede=lede, buttons=[tree])


@page(VIEW, second_factor=True)
@require_GET
def tree_page(request: ActorRequest) -> HttpResponse:
    """The tree, open where `at` says, or with the places of what `q` finds."""
    words, at = request.GET.get("q", "").strip()[:100], request.GET.get("at", "")
    unit_id = int(at) if is_key(at) else None
    found = tree_with(request.actor, words) if words else tree_at(request.actor, unit_id)
    context = {"tree": found, "words": words, "at": unit_id, "reach": request.actor.unit_name}
    return render(request, "administration/tree.html", context)
