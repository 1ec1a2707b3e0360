"""The rules and the days off, and what may be entered about these."""

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import (
    MANAGE_CALENDAR,
    MarkedDay,
    RuleVersion,
    decide_holidays,
    entered_days,
    exchange_days,
    may_set_calendar,
    withdraw_days,
)
from lienthong.kernel.units.public import VIEW
from lienthong.kernel.web.public import ActorRequest, page
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.filters import Days
from lienthong.ui.lists.page import Button, ListPage, Tab
from lienthong.ui.lists.views import show_list
from lienthong.ui.moments import WEEKDAYS

from .. import queries
from ..forms import ExchangeForm, HolidaysForm, WithdrawDaysForm
from .declaring import Given, action, day_said, lines, period, to_all, way


def _withdraw(_nothing: str, given: Given, actor: Actor) -> RuleVersion:
    return withdraw_days(given["entry"], reason=given["reason"], actor=actor)


def _withdraw_form(_nothing: str, _actor: Actor, **given: Any) -> forms.BaseForm:
    entries = [(one.pk, _entered(one)) for one in entered_days(timezone.localdate())]
    return WithdrawDaysForm(entries=entries, **given)


def _entered(one: RuleVersion) -> str:
    """What an entry is about: the holidays of a year, or one exchanged day."""
    if "is_worked" not in one.value:
        return f"{gettext('Holidays of a year')} {one.valid_from.year}, {one.legal_basis}"
    worked, free = gettext("Day of rest that is worked"), gettext("Working day given free")
    kind = worked if one.value["is_worked"] else free
    return f"{day_said(one.valid_from)}: {kind}, {one.legal_basis}"


declare = partial(action, needs=MANAGE_CALENDAR)
ACTIONS = (
    declare(
        "holidays_decide",
        do=to_all(decide_holidays),
        form=HolidaysForm,
        title=_("Holidays of a year"),
        label=_("Save"),
        icon="calendar-due",
        path="holidays/",
    ),
    declare(
        "days_exchange",
        do=to_all(exchange_days),
        form=ExchangeForm,
        title=_("Exchange days"),
        label=_("Save"),
        icon="calendar-event",
        path="days/",
    ),
    declare(
        "days_withdraw",
        do=_withdraw,
        form=_withdraw_form,
        title=_("Withdraw an entry"),
        label=_("Withdraw"),
        icon="ban",
        path="days/withdraw/",
    ),
)


TONES = {"verify": ("warn", "alert-triangle"), "likely": ("", "")}


def _certainty(one: RuleVersion | MarkedDay) -> Mark:
    return Mark(one.get_certainty_display(), *TONES.get(one.certainty, ("ok", "check")))


def _weekday(one: MarkedDay) -> str:
    return str(WEEKDAYS[one.day.weekday()])


BASIS = (
    Column("basis", _("Legal basis"), "legal_basis"),
    Column("certainty", _("Certainty"), _certainty),
)
lists = partial(ListPage, title=_("Rules"), link=lambda _one: "", counted=lines)
LISTS = {
    "rules": lists(
        name="rules",
        columns=(
            Column("rule", _("Rule"), "name", "lead"),
            Column("value", _("Value"), "said"),
            Column("period", _("In force"), period, "short"),
            *BASIS,
        ),
    ),
    "days": lists(
        name="days-off",
        key="day",
        columns=(
            Column("day", _("Day"), "day", "lead", ("day",), also=_weekday),
            Column("occasion", _("Occasion"), "word"),
            *BASIS,
        ),
        filters=(Days("day", _("Day"), "day"),),
    ),
}


def the_calendar(request: ActorRequest) -> str:
    """It is everybody's; its pages say so to whoever may enter something."""
    if not may_set_calendar(request.actor):
        raise Http404
    return gettext("It holds for every organisation of this installation.")


@page(VIEW, second_factor=True)
@require_http_methods(["GET", "POST"])
def rules(request: ActorRequest) -> HttpResponse:
    current = "days" if request.GET.get("tab") == "days" else "rules"
    days = queries.days_to_come(timezone.localdate())
    buttons = [
        Button(str(one.title), way(one.name), one.icon)
        for one in ACTIONS
        if may_set_calendar(request.actor)
    ]
    return show_list(
        request,
        LISTS[current],
        days if current == "days" else queries.rules_in_force(),
        tabs=[Tab("rules", _("Rules")), Tab("days", _("Days off and exchanged days"), len(days))],
        current=current,
        lede=gettext(
            "Rules are dated data with a legal basis. What is not verified never blocks anybody."
        ),
        buttons=buttons,
    )
