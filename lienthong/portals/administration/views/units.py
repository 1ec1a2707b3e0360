"""Pages of the organisation tree."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel.people.public import posts_seen_by
from lienthong.kernel.reference.public import open_term
from lienthong.kernel.units.public import (
    MANAGE,
    VIEW,
    NewUnit,
    Unit,
    dissolve_unit,
    found_unit,
    identify_unit,
    move_unit,
    rename_unit,
    units_where,
)
from lienthong.kernel.web.public import ActorRequest, form_action, page

from .. import queries
from ..forms import DissolveForm, IdentifierForm, MoveForm, RenameForm, TermForm, UnitForm


@page(VIEW, second_factor=True)
@require_GET
def home(request: ActorRequest) -> HttpResponse:
    return redirect("administration:unit", request.actor.unit_id)


@page(VIEW, second_factor=True)
@require_GET
def unit_list(request: ActorRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    found = list(queries.units_found(request.actor, words)) if words else []
    context = {
        "units": found[: queries.PAGE],
        "more": len(found) > queries.PAGE,
        "words": words,
    }
    return render(request, "administration/units.html", context)


@page(VIEW, second_factor=True)
@require_GET
def unit_page(request: ActorRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(
        queries.units_seen_by(request.actor).select_related("parent", "serves"), pk=unit_id
    )
    return render(
        request,
        "administration/unit.html",
        {
            "unit": unit,
            "children": queries.children_seen_by(request.actor, unit),
            "held": posts_seen_by(request.actor)
            .filter(unit=unit)
            .exclude(role__in=["member", "probationary_member"])
            .valid_on(timezone.localdate()),
            "placements": unit.placements.select_related("parent").order_by("-valid_from"),
            "identifiers": unit.identifiers.order_by("-valid_from"),
            "successions": unit.successions.select_related("successor").order_by("-on"),
            "terms": unit.terms.order_by("-starts_on"),
            "may_change": units_where(request.actor, MANAGE).filter(pk=unit.pk).exists(),
        },
    )


def _unit_form(
    request: ActorRequest,
    unit_id: int,
    title: str,
    make: Callable[[ActorRequest, Unit, dict[str, Any] | None], forms.BaseForm],
    action: Callable[[Unit, dict[str, Any]], Unit],
) -> HttpResponse:
    """One form over one organisation: shown on GET, done on POST, given back when refused."""
    unit = get_object_or_404(units_where(request.actor, MANAGE), pk=unit_id)

    def show(form: forms.BaseForm, status: int = 200) -> HttpResponse:
        context = {"unit": unit, "form": form, "form_title": title}
        return render(request, "administration/unit_form.html", context, status=status)

    if request.method != "POST":
        return show(make(request, unit, None))
    return form_action(
        request,
        make(request, unit, request.POST),
        lambda given: action(unit, given),
        show=show,
        to=lambda changed: reverse("administration:unit", args=[changed.pk]),
        said=_("Saved."),
    )


@page(MANAGE, second_factor=True)
def unit_found(request: ActorRequest, unit_id: int) -> HttpResponse:
    def action(parent: Unit, given: dict[str, Any]) -> Unit:
        on, serves = given.pop("on"), given.pop("serves_parent")
        new = NewUnit(**given, serves_id=parent.pk if serves else None)
        return found_unit(new, parent_id=parent.pk, on=on, actor=request.actor)

    return _unit_form(
        request, unit_id, _("Found an organisation"), lambda r, u, data: UnitForm(data), action
    )


@page(MANAGE, second_factor=True)
def unit_rename(request: ActorRequest, unit_id: int) -> HttpResponse:
    return _unit_form(
        request,
        unit_id,
        _("Rename"),
        lambda r, u, data: RenameForm(
            data, initial={"name_body": u.name_body, "name_committee": u.name_committee}
        ),
        lambda unit, given: rename_unit(unit.pk, **given, actor=request.actor),
    )


@page(MANAGE, second_factor=True)
def unit_move(request: ActorRequest, unit_id: int) -> HttpResponse:
    def action(unit: Unit, given: dict[str, Any]) -> Unit:
        parent = given["to_parent"]
        return move_unit(unit.pk, to_parent_id=parent.pk, on=given["on"], actor=request.actor)

    return _unit_form(
        request,
        unit_id,
        _("Place under another organisation"),
        lambda r, u, data: MoveForm(data, units=queries.units_kept_by(r.actor)),
        action,
    )


@page(MANAGE, second_factor=True)
def unit_dissolve(request: ActorRequest, unit_id: int) -> HttpResponse:
    def action(unit: Unit, given: dict[str, Any]) -> Unit:
        successor = given["successor"]
        return dissolve_unit(
            unit.pk,
            successor_id=successor.pk if successor else None,
            on=given["on"],
            actor=request.actor,
        )

    return _unit_form(
        request,
        unit_id,
        _("End the organisation"),
        lambda r, u, data: DissolveForm(data, units=queries.units_kept_by(r.actor)),
        action,
    )


@page(MANAGE, second_factor=True)
def unit_identify(request: ActorRequest, unit_id: int) -> HttpResponse:
    def action(unit: Unit, given: dict[str, Any]) -> Unit:
        identify_unit(unit.pk, **given, actor=request.actor)
        return unit

    return _unit_form(
        request, unit_id, _("Give a code"), lambda r, u, data: IdentifierForm(data), action
    )


@page(MANAGE, second_factor=True)
def unit_term(request: ActorRequest, unit_id: int) -> HttpResponse:
    def action(unit: Unit, given: dict[str, Any]) -> Unit:
        open_term(unit.pk, **given, actor=request.actor)
        return unit

    return _unit_form(request, unit_id, _("Open a term"), lambda r, u, data: TermForm(data), action)
