"""Pages of the rules and of the days off."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel.reference.public import (
    MANAGE_CALENDAR,
    decide_holidays,
    exchange_days,
    may_set_calendar,
)
from lienthong.kernel.units.public import VIEW
from lienthong.kernel.web.public import ActorRequest, form_action, page

from .. import queries
from ..forms import ExchangeForm, HolidaysForm


@page(VIEW, second_factor=True)
@require_GET
def rules(request: ActorRequest) -> HttpResponse:
    context = {
        "rules": queries.rules_in_force(),
        "days": queries.days_to_come(timezone.localdate()),
        "may_set": may_set_calendar(request.actor),
    }
    return render(request, "administration/rules.html", context)


@page(MANAGE_CALENDAR, second_factor=True)
def holidays_decide(request: ActorRequest) -> HttpResponse:
    initial = {"year": timezone.localdate().year + 1}
    return _calendar_form(
        request,
        _("Holidays of a year"),
        lambda data: HolidaysForm(data, initial=initial),
        lambda given: decide_holidays(**given, actor=request.actor),
    )


@page(MANAGE_CALENDAR, second_factor=True)
def days_exchange(request: ActorRequest) -> HttpResponse:
    return _calendar_form(
        request,
        _("Exchange days"),
        ExchangeForm,
        lambda given: exchange_days(**given, actor=request.actor),
    )


def _calendar_form(
    request: ActorRequest,
    title: str,
    make: Callable[[Any], forms.Form],
    action: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    if not may_set_calendar(request.actor):
        raise Http404

    def show(form: forms.BaseForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "form_title": title}
        return render(request, "administration/calendar_form.html", context, status=status)

    if request.method != "POST":
        return show(make(None))
    return form_action(
        request,
        make(request.POST),
        action,
        show=show,
        to=lambda _written: reverse("administration:rules"),
        said=_("Saved."),
    )
