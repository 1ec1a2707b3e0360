"""The page of the rules, and what may be entered about days off."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lienthong.kernel.reference.public import (
    MANAGE_CALENDAR,
    decide_holidays,
    exchange_days,
    may_set_calendar,
)
from lienthong.kernel.units.public import VIEW
from lienthong.kernel.web.public import ActionView, ActorRequest, page

from .. import queries
from ..forms import ExchangeForm, HolidaysForm

ACTIONS = (
    ActionView(
        "holidays_decide",
        MANAGE_CALENDAR,
        path="holidays/",
        form=HolidaysForm,
        alone=True,
        title=gettext_lazy("Holidays of a year"),
        label=gettext_lazy("Save"),
        second_factor=True,
        do=lambda _calendar, given, actor: decide_holidays(**given, actor=actor),
        said=gettext_lazy("Saved."),
    ),
    ActionView(
        "days_exchange",
        MANAGE_CALENDAR,
        path="days/",
        form=ExchangeForm,
        alone=True,
        title=gettext_lazy("Exchange days"),
        label=gettext_lazy("Save"),
        second_factor=True,
        do=lambda _calendar, given, actor: exchange_days(**given, actor=actor),
        said=gettext_lazy("Saved."),
    ),
)


def the_calendar(request: ActorRequest) -> str:
    """It is everybody's; its pages say so to whoever may enter something."""
    if not may_set_calendar(request.actor):
        raise Http404
    return _("It holds for every organisation of this installation.")


@page(VIEW, second_factor=True)
@require_GET
def rules(request: ActorRequest) -> HttpResponse:
    context = {
        "rules": queries.rules_in_force(),
        "days": queries.days_to_come(timezone.localdate()),
        "may_set": may_set_calendar(request.actor),
    }
    return render(request, "administration/rules.html", context)
