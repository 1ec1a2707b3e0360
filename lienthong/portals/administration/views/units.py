"""Organisations: the list, the page of one, and what can be done with it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.confirmations.public import Proposal, propose
from lienthong.kernel.numbering.public import GO_ON, TERM, RegisterGoesOn, TermBegins
from lienthong.kernel.people.public import MANAGE as MANAGE_PEOPLE
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import document_types_on, word_of_type
from lienthong.kernel.units.public import (
    END,
    FOUND,
    MANAGE,
    MOVE,
    RENAME,
    VIEW,
    EndUnit,
    FoundUnit,
    MoveUnit,
    NewUnit,
    RenameUnit,
    Unit,
    UnitKind,
    dissolve_unit,
    found_unit,
    identify_unit,
    kinds_beneath,
    rename_unit,
)
from lienthong.kernel.web.public import ActorRequest, offered, page
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.filters import Choice, Days, Named
from lienthong.ui.lists.page import Button, ListPage
from lienthong.ui.lists.views import show_list
from lienthong.ui.records.page import Fact, Happening, Link, RecordPage, Section
from lienthong.ui.records.views import show_record

from .. import queries
from ..forms import (
    ARRIVALS,
    DissolveForm,
    IdentifierForm,
    MoveForm,
    NumbersForm,
    RenameForm,
    TermForm,
    UnitForm,
)
from .declaring import Given, action, among_units, by_key, day_said, reaches, way
from .people import REGISTER, page_of
from .proposals import LED


def address_of(unit: Unit) -> str:
    return way("unit", unit.pk)


def ended(unit: Unit) -> Mark | None:
    """That an organisation has ended, or from which day it is no longer there."""
    if unit.valid_to is None:
        return None
    if unit.valid_to <= timezone.localdate():
        return Mark(_("ended"))
    return Mark(gettext("no longer from %(day)s") % {"day": day_said(unit.valid_to)})


# --- The list -------------------------------------------------------------------------------------

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
    tree = Button(_("Open the tree"), way("home"), "sitemap")
    return show_list(request, UNITS, units, lede=lede, buttons=[tree])


# --- Actions --------------------------------------------------------------------------------------


def _found(parent: Unit, given: Given, actor: Actor) -> Unit | Proposal:
    on, is_another = given.pop("on"), given.pop("is_another")
    serves = given.pop("serves_parent")
    new = NewUnit(**given, serves_id=parent.pk if serves else None)
    if new.has_keys:
        return propose(
            FOUND, FoundUnit.made_of(new, parent, on, is_another=is_another), actor=actor
        )
    return found_unit(new, parent_id=parent.pk, on=on, is_another=is_another, actor=actor)


def _found_form(parent: Unit, _actor: Actor, **given: Any) -> forms.BaseForm:
    return UnitForm(kinds=kinds_beneath(parent.kind), **given)


def _rename_form(unit: Unit, _actor: Actor, **given: Any) -> forms.BaseForm:
    names = {"name_body": unit.name_body, "name_committee": unit.name_committee}
    return RenameForm(initial=names, **given)


def _correct_term_form(unit: Unit, _actor: Actor, **given: Any) -> forms.BaseForm:
    newest = unit.terms.order_by("-starts_on").first()
    return TermForm(initial={"starts_on": newest.starts_on if newest else None}, **given)


def _open_term(unit: Unit, given: Given, actor: Actor) -> Proposal:
    return propose(TERM, TermBegins.to_open(unit, **given), actor=actor)


def _correct_term(unit: Unit, given: Given, actor: Actor) -> Proposal:
    return propose(TERM, TermBegins.to_correct(unit, **given), actor=actor)


def _numbers_form(_unit: Unit, _actor: Actor, **given: Any) -> forms.BaseForm:
    types = document_types_on(timezone.localdate())
    return NumbersForm(
        types=[(one.code, word_of_type(one.code, one.name)) for one in types], **given
    )


def _go_on(unit: Unit, given: Given, actor: Actor) -> Proposal:
    register = "" if given["register"] == ARRIVALS else given["register"]
    matter = RegisterGoesOn.made_of(unit, register, given["last_number"], given["basis"])
    return propose(GO_ON, matter, actor=actor)


def _move(unit: Unit, given: Given, actor: Actor) -> Proposal:
    return propose(MOVE, MoveUnit.made_for(unit, given["to_parent"], given["on"]), actor=actor)


def _rename(unit: Unit, given: Given, actor: Actor) -> Unit | Proposal:
    if unit.has_keys:
        said = given | {"on": given["on"].isoformat()}
        return propose(RENAME, RenameUnit(unit.pk, **said), actor=actor)
    return rename_unit(unit.pk, **given, actor=actor)


def _dissolve(unit: Unit, given: Given, actor: Actor) -> Unit | Proposal:
    successor_id = given["successor"].pk if given["successor"] else None
    if unit.has_keys:
        matter = EndUnit(unit.pk, successor_id, given["on"].isoformat())
        return propose(END, matter, actor=actor)
    return dissolve_unit(unit.pk, successor_id=successor_id, on=given["on"], actor=actor)


def _kept(unit: Unit, actor: Actor) -> bool:
    return reaches(unit, actor, MANAGE)


def _keeps_terms(unit: Unit, actor: Actor) -> bool:
    return unit.has_register and _kept(unit, actor)


BY_A_LEADER = _(
    "A second person confirms it: a leader of the organisation or of one above it; at the top another administrator may, too."
)


def _go_on_said(_unit: Unit) -> str:
    said = gettext(
        "For a register begun on paper: the next number here is the one after the last on paper. Only while nothing stands in it here."
    )
    return f"{said} {BY_A_LEADER}"


BY_TWO = _(
    "Where an organisation signs or has a seal, a second person confirms it: a leader or another administrator above it."
)


def _what_ends(unit: Unit) -> str:
    said = gettext(
        "From this day the organisation exists no longer: nothing is addressed to it, and it issues nothing. It stays in the history, with the organisation that takes over."
    )
    return f"{said} {BY_TWO}" if unit.has_keys else said


declare = partial(action, needs=MANAGE, offered=_kept)
ACTIONS = (
    declare(
        "unit_found",
        do=_found,
        form=_found_form,
        offered=lambda unit, actor: bool(kinds_beneath(unit.kind)) and _kept(unit, actor),
        place="main",
        label=_("Found an organisation beneath"),
        icon="plus",
        title=_("Found an organisation"),
        text=BY_TWO,
        **LED,
    ),
    declare(
        "unit_rename",
        do=_rename,
        form=_rename_form,
        label=_("Rename"),
        text=lambda unit: BY_TWO if unit.has_keys else "",
        button=lambda unit: _("Propose the new name") if unit.has_keys else "",
        **LED,
    ),
    declare(
        "unit_move",
        do=_move,
        form=among_units(MoveForm),
        title=_("Place under another organisation"),
        label=_("Propose the move"),
        about="administration/move_said.html",
        **LED,
    ),
    declare("unit_identify", do=by_key(identify_unit), form=IdentifierForm, label=_("Give a code")),
    declare(
        "unit_term",
        do=_open_term,
        form=TermForm,
        offered=_keeps_terms,
        title=_("Open a term"),
        label=_("Propose the term"),
        text=BY_A_LEADER,
        **LED,
    ),
    declare(
        "unit_term_correct",
        do=_correct_term,
        form=_correct_term_form,
        offered=_keeps_terms,
        title=_("Correct the first day of the term"),
        label=_("Propose the correction of the term"),
        text=BY_A_LEADER,
        **LED,
    ),
    declare(
        "unit_numbers",
        do=_go_on,
        form=_numbers_form,
        offered=_keeps_terms,
        title=_("Say with which number a register goes on"),
        label=_("Propose the number"),
        text=_go_on_said,
        **LED,
    ),
    declare(
        "unit_dissolve",
        do=_dissolve,
        form=among_units(DissolveForm),
        offered=lambda unit, actor: unit.valid_to is None and _kept(unit, actor),
        label=_("End the organisation"),
        text=_what_ends,
        button=lambda unit: _("Propose to end it") if unit.has_keys else "",
        is_dangerous=True,
        **LED,
    ),
)


# --- The page of one ------------------------------------------------------------------------------


def _name_in_tree(unit: Unit) -> str:
    kind = unit.get_kind_display()
    return f"{kind} · {unit.name_body}" if unit.name_committee else kind


def _related(unit: Unit, actor: Actor) -> Iterator[Link]:
    for one, meta in ((unit.parent, _("Superior organisation")), (unit.serves, _("Serves"))):
        if one and reaches(one, actor, VIEW):
            yield Link(str(one), address_of(one), meta, "sitemap")


def _succeeded(one: Any) -> Happening:
    event, name = one.get_event_display(), one.former_name or one.successor
    return Happening(f"{event}: {name}" if name else event, one.on)


def _history(unit: Unit, _actor: Actor) -> list[Happening]:
    placed = unit.placements.select_related("parent").exclude(parent=None)
    happened = [
        *(Happening(_("Under %(parent)s") % {"parent": o.parent}, o.valid_from) for o in placed),
        *map(_succeeded, unit.successions.select_related("successor")),
        *(Happening(_("Term of the committee"), one.starts_on) for one in unit.terms.all()),
    ]
    return sorted(happened, key=lambda one: one.at, reverse=True)


UNIT = RecordPage(
    title=str,
    back="administration:units",
    lede=_name_in_tree,
    facts=(
        Fact(_("Symbol"), "symbol"),
        Fact(_("Place"), "place"),
        Fact(_("Superior outside this system"), "superior_printed"),
        Fact(_("Register and seal"), lambda unit: _("Yes") if unit.has_register else _("No")),
        Fact(_("Existing from"), "valid_from"),
        Fact(_("No longer from"), "valid_to"),
    ),
    sections=(
        Section(
            _("Organisations beneath"),
            (NAME, KIND, Column("below", _("Beneath"), "below", "number")),
            lambda unit, actor: queries.children_seen_by(actor, unit),
            link=address_of,
            empty=_("Nothing beneath this organisation."),
        ),
        Section(
            _("Posts"),
            (
                Column("person", _("Person"), "person", "lead"),
                Column("post", _("Post"), "label"),
                Column("from", _("From"), "valid_from", "short"),
            ),
            lambda unit, actor: queries.posts_held_in(actor, unit),
            link=lambda post: page_of(post.person),
            empty=_("Nobody holds a post here yet."),
        ),
        Section(
            _("Codes"),
            (
                Column("code", _("Identifier"), "value", "lead"),
                Column("scheme", _("Scheme"), "get_scheme_display"),
                Column("until", _("No longer from"), "valid_to", "short"),
            ),
            lambda unit, _actor: unit.identifiers.order_by("-valid_from"),
        ),
    ),
    related=_related,
    history=_history,
    readers=(_("Administrators of this organisation and of those above it."),),
)


@page(VIEW, second_factor=True)
@require_GET
def unit_page(request: ActorRequest, unit_id: int) -> HttpResponse:
    seen = queries.units_seen_by(request.actor).select_related("parent", "serves")
    unit = get_object_or_404(seen, pk=unit_id)
    buttons = []
    if reaches(unit, request.actor, MANAGE_PEOPLE):
        sheet = way("people_import", unit.pk)
        buttons.append(Button(_("Bring a list of people"), sheet, "list"))
        workbook = way("bring", unit.pk)
        buttons.append(Button(_("Bring organisations, people and posts"), workbook, "sitemap"))
    actions = offered(request, [*ACTIONS, *REGISTER], unit)
    return show_record(request, UNIT, unit, actions=actions, buttons=buttons)
