"""The page of the rules and of the days off, and what may be entered about these."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lienthong.kernel.reference.public import (
    MANAGE_CALENDAR,
    decide_holidays,
    exchange_days,
    may_set_calendar,
)
from lienthong.kernel.units.public import VIEW
from lienthong.kernel.web.public import ActorRequest, page

from .. import queries
from ..forms import ExchangeForm, HolidaysForm
from .declaring import action, to_all

declare = partial(action, needs=MANAGE_CALENDAR, label=_("Save"))
ACTIONS = (
    declare(
        "holidays_decide",
        do=to_all(decide_holidays),
        form=HolidaysForm,
        title=_("Holidays of a year"),
        path="holidays/",
    ),
    declare(
        "days_exchange",
        do=to_all(exchange_days),
        form=ExchangeForm,
        title=_("Exchange days"),
        path="days/",
    ),
)


def the_calendar(request: ActorRequest) -> str:
    """It is everybody's; its pages say so to whoever may enter something."""
    if not may_set_calendar(request.actor):
        raise Http404
    return gettext("It holds for every organisation of this installation.")


@page(VIEW, second_factor=True)
@require_GET
def rules(request: ActorRequest) -> HttpResponse:
    context = {
        "rules": queries.rules_in_force(),
        "days": queries.days_to_come(timezone.localdate()),
        "may_set": may_set_calendar(request.actor),
    }
    return render(request, "administration/rules.html", context)
