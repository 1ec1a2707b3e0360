"""Invitation slips of an organisation: chosen, issued and printed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.people.public import MANAGE
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import Unit

from ..forms import SlipsForm
from ..slips import issue_slips, may_have_slips
from .declaring import action, reaches


def _slips_form(unit: Unit, actor: Actor, **given: Any) -> forms.BaseForm:
    posts = may_have_slips(unit, actor)
    people = {one.person_id: f"{one.person} – {one.label}, {one.unit}" for one in posts}
    return SlipsForm(people=list(people.items()), **given)


SLIPS = (
    action(
        "unit_slips",
        MANAGE,
        do=lambda unit, given, actor: issue_slips(unit, given["people"], actor=actor),
        form=_slips_form,
        offered=lambda unit, actor: reaches(unit, actor, MANAGE),
        label=_("Invitation slips"),
        button=_("Issue the codes"),
        text=_(
            "For people of this organisation who cannot sign in yet. Each gets a new one-time code; one given before is void. Who holds a post with power is invited by two, on the page of the person."
        ),
        icon="printer",
        shows="administration/slips.html",
    ),
)
