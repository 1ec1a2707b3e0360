"""How an action of administration is declared: behind a second factor, its form on a page of its own."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lienthong.kernel.permissions.public import Actor, Permission, paths_where
from lienthong.kernel.units.public import Decision, Unit, units_where
from lienthong.kernel.web.public import ActionView

from .. import queries

Given = dict[str, Any]
Do = Callable[[Any, Given, Actor], Any]


def on_its_page(name: str, needs: Permission | tuple[Permission, ...], **how: Any) -> ActionView:
    """`unit_rename` is at `rename/` beneath the page of the organisation."""
    usual: Given = {
        "second_factor": True,
        "said": _("Saved."),
        "path": f"{name.partition('_')[2]}/",
    }
    return ActionView(name, needs, **(usual | how))


action = partial(on_its_page, alone=True)


def by_key(act: Callable[..., Any]) -> Do:
    """An action of another room that takes the key of the thing and what its form gives."""
    return lambda thing, given, actor: act(thing.pk, **given, actor=actor)


def to_all(act: Callable[..., Any]) -> Do:
    """An action that is done to no thing: it is for the whole installation."""
    return lambda _thing, given, actor: act(**given, actor=actor)


def found_unit(permission: Permission) -> Callable[..., Unit]:
    """The organisation an address names, where the actor holds the permission over it."""
    return lambda request, unit_id: get_object_or_404(
        units_where(request.actor, permission), pk=unit_id
    )


def reaches(unit: Unit, actor: Actor, permission: Permission) -> bool:
    return paths_where(actor, permission).covers(unit.path)


def among_units(form: Any) -> Any:
    """A form that chooses among the organisations the actor keeps."""
    return lambda _thing, actor, **given: form(units=queries.units_kept_by(actor), **given)


def words_of_decision(given: Given) -> Given:
    """The three fields of a decision as a proposal keeps them, taken out of what a form gives."""
    decided = given.pop("decision_on")
    return {
        "decision_number": given.pop("decision_number"),
        "decision_on": decided.isoformat() if decided else "",
        "decision_issuer": given.pop("decision_issuer"),
    }


def decision_in(given: Given) -> Decision:
    return Decision(*words_of_decision(given).values())


def way(name: str, *keys: int) -> str:
    return reverse(f"administration:{name}", args=keys)


def day_said(day: dt.date) -> str:
    return date_format(day, "d/m/Y")


def period(of: Any) -> str:
    """From which day until which, or to this day."""
    days = (of.valid_from, of.valid_to) if of.valid_to else (of.valid_from,)
    return " – ".join(map(day_said, days))


def lines(count: int) -> str:
    return ngettext("%(n)d line", "%(n)d lines", count) % {"n": count}
