"""Organisations: the page of one, and what can be done with it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lienthong.kernel.confirmations.public import Proposal, propose
from lienthong.kernel.numbering.public import GO_ON, TERM, RegisterGoesOn, TermBegins
from lienthong.kernel.people.public import MANAGE as MANAGE_PEOPLE
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import document_types_on, word_of_type
from lienthong.kernel.units.public import (
    CORRECT,
    END,
    FOUND,
    MANAGE,
    MOVE,
    RENAME,
    VIEW,
    CorrectUnit,
    EndUnit,
    FoundUnit,
    MoveUnit,
    NewUnit,
    Printed,
    RenameUnit,
    Unit,
    correct_unit,
    dissolve_unit,
    found_unit,
    identify_unit,
    kinds_beneath,
    rename_unit,
)
from lienthong.kernel.web.public import ActorRequest, offered, page
from lienthong.ui.lists.columns import Column
from lienthong.ui.lists.page import Button
from lienthong.ui.records.page import Fact, Happening, Link, RecordPage, Section
from lienthong.ui.records.views import show_record

from .. import queries
from ..forms import (
    ARRIVALS,
    DissolveForm,
    IdentifierForm,
    MoveForm,
    NumbersForm,
    PrintedForm,
    RenameForm,
    TermForm,
    UnitForm,
)
from .declaring import (
    Given,
    action,
    among_units,
    by_key,
    decision_in,
    reaches,
    way,
    words_of_decision,
)
from .people import REGISTER, page_of
from .proposals import LED
from .slips import SLIPS
from .units_list import KIND, NAME, address_of

# --- Actions --------------------------------------------------------------------------------------


def _found(parent: Unit, given: Given, actor: Actor) -> Unit | Proposal:
    on, is_another = given.pop("on"), given.pop("is_another")
    serves = given.pop("serves_parent")
    decision = words_of_decision(given)
    new = NewUnit(**given, **decision, serves_id=parent.pk if serves else None)
    if new.has_keys:
        return propose(
            FOUND, FoundUnit.made_of(new, parent, on, is_another=is_another), actor=actor
        )
    return found_unit(new, parent_id=parent.pk, on=on, is_another=is_another, actor=actor)


def _found_form(parent: Unit, _actor: Actor, **given: Any) -> forms.BaseForm:
    """Only what the table of kinds allows today is offered; what was sent is judged by its own day."""
    kinds = kinds_beneath(parent.kind, timezone.localdate())
    return UnitForm(kinds=kinds, **given)


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
        said = words_of_decision(given) | {"on": given.pop("on").isoformat()}
        return propose(RENAME, RenameUnit(unit.pk, **given, **said), actor=actor)
    decision = decision_in(given)
    return rename_unit(unit.pk, **given, decision=decision, actor=actor)


def _printed_form(unit: Unit, _actor: Actor, **given: Any) -> forms.BaseForm:
    return PrintedForm(initial=vars(Printed.of(unit)), **given)


def _correct(unit: Unit, given: Given, actor: Actor) -> Unit | Proposal:
    if unit.has_keys:
        return propose(CORRECT, CorrectUnit(unit.pk, **given), actor=actor)
    return correct_unit(unit.pk, Printed(**given), actor=actor)


def _what_is_corrected(unit: Unit) -> str:
    said = gettext("From then on papers print this; those already issued keep what they printed.")
    return f"{said} {BY_TWO}" if unit.has_keys else said


def _dissolve(unit: Unit, given: Given, actor: Actor) -> Unit | Proposal:
    successor_id = given["successor"].pk if given["successor"] else None
    if unit.has_keys:
        matter = EndUnit(unit.pk, successor_id, given["on"].isoformat(), **words_of_decision(given))
        return propose(END, matter, actor=actor)
    decision = decision_in(given)
    return dissolve_unit(
        unit.pk, successor_id=successor_id, on=given["on"], decision=decision, actor=actor
    )


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
        offered=lambda unit, actor: (
            bool(kinds_beneath(unit.kind, timezone.localdate())) and _kept(unit, actor)
        ),
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
        "unit_correct",
        do=_correct,
        form=_printed_form,
        offered=lambda unit, actor: unit.valid_to is None and _kept(unit, actor),
        title=_("Correct symbol, place or superior"),
        label=_("Correct"),
        text=_what_is_corrected,
        button=lambda unit: _("Propose the correction") if unit.has_keys else "",
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
    said = f"{event}: {name}" if name else str(event)
    return Happening(f"{said} ({one.basis})" if one.basis else said, one.on)


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
        Fact(_("Founded by"), "decision"),
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
                Column("person", _("Person"), "person", "lead", also=lambda post: post.born_in),
                Column("post", _("Post"), "label"),
                Column("from", _("From"), "valid_from", "short"),
                Column("decision", _("By which decision"), "decision"),
            ),
            lambda unit, actor: queries.told_apart(queries.posts_held_in(actor, unit)),
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
    actions = offered(request, [*ACTIONS, *REGISTER, *SLIPS], unit)
    return show_record(request, UNIT, unit, actions=actions, buttons=buttons)
