"""What a person has told outside the pages: the calendar's address, the daily mail."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel.calendar.public import (
    calendar_of,
    change_feed,
    end_feed,
    feed_of,
    feed_with,
    make_feed,
    mark_of,
    note_reading,
)
from lienthong.kernel.mail.public import (
    daily_mail_of,
    end_daily_mail,
    mail_is_set_up,
    want_daily_mail,
)
from lienthong.kernel.web.public import action_of, done, form_action, page, public_page

from ..forms import DailyMailForm


def _shown(request: Any, status: int = 200, **more: Any) -> HttpResponse:
    person_id = request.user.person_id
    mail = daily_mail_of(person_id)
    given = {"address": mail.address, "hour": mail.hour} if mail else None
    shown = {
        "feed": feed_of(person_id),
        "mail": mail,
        "has_mail": mail_is_set_up(),
        "form": DailyMailForm(initial=given),
    }
    return render(request, "account/outside.html", shown | more, status=status)


def _needs_actor(request: Any) -> None:
    if request.actor is None:
        raise Http404


@page(signed_in=True)
@require_GET
def outside_page(request: Any) -> HttpResponse:
    return _shown(request)


def feed_make(request: Any) -> HttpResponse:
    """The address is shown in the answer to this very request, and never again."""
    _needs_actor(request)
    feed, key = make_feed(actor=request.actor, is_bare=request.POST.get("is_bare") == "1")
    path = reverse("account:calendar_feed", args=[feed.pk])
    return _shown(request, address=f"{settings.WEB}{path}?key={key}")


feed_make.shows_once = True  # type: ignore[attr-defined]  # a repeat is not shown it
feed_make = page(signed_in=True)(action_of("account:outside")(feed_make))


@page(signed_in=True)
@action_of("account:outside")
def feed_change(request: Any) -> HttpResponse:
    _needs_actor(request)
    if feed_of(request.user.person_id) is None:
        raise Http404
    change_feed(actor=request.actor, is_bare=request.POST.get("is_bare") == "1")
    return done(request, "account:outside", _("Your calendar hears this from its next visit on."))


@page(signed_in=True)
@action_of("account:outside")
def feed_end(request: Any) -> HttpResponse:
    _needs_actor(request)
    end_feed(actor=request.actor)
    return done(request, "account:outside", _("The address opens nothing any more."))


@page(signed_in=True)
@action_of("account:outside")
def mail_want(request: Any) -> HttpResponse:
    _needs_actor(request)

    def show(form: Any, status: int) -> HttpResponse:
        return _shown(request, status, form=form)

    def action(given: dict[str, Any]) -> str:
        want_daily_mail(given["address"], given["hour"], actor=request.actor)
        return "account:outside"

    said = _("You will have a mail each working morning on which something waits for you.")
    form = DailyMailForm(request.POST)
    return form_action(request, form, action, show=show, to=str, said=said)


@page(signed_in=True)
@action_of("account:outside")
def mail_end(request: Any) -> HttpResponse:
    _needs_actor(request)
    end_daily_mail(actor=request.actor)
    return done(request, "account:outside", _("No mail comes any more."))


@public_page
@require_GET
def calendar_feed(request: HttpRequest, feed_id: int) -> HttpResponse:
    """What a calendar fetches: whoever has the key reads kinds, numbers and days."""
    feed = feed_with(feed_id, request.GET.get("key", ""))
    if feed is None:
        raise Http404
    note_reading(feed)
    calendar = calendar_of(feed)
    mark = mark_of(calendar)
    answer: HttpResponse
    if request.headers.get("If-None-Match") == mark:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
    answer.headers["ETag"] = mark
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
