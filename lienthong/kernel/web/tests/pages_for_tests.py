"""A few pages over a made-up permission, mounted by the tests of this room."""

import errno

from django import forms
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from psycopg.errors import DiskFull

from lienthong.kernel.audiences.public import READ
from lienthong.kernel.permissions.public import OWN, Permission, RuleBroken
from lienthong.kernel.web.public import done, form_action, page, public_page

NOBODY = Permission("tests.nobody", "nobody", OWN)
done_actions: list[str] = []


class WordForm(forms.Form):
    word = forms.CharField(max_length=5)


@page(READ)
def action(request: HttpRequest) -> HttpResponse:
    def act(given: dict) -> str:
        if given["word"] == "no":
            raise RuleBroken("This word is forbidden.", field="word")
        done_actions.append(given["word"])
        return "/done/"

    def show(form: forms.BaseForm, status: int) -> HttpResponse:
        return HttpResponse(form.as_p(), status=status)

    return form_action(request, WordForm(request.POST), act, show=show, to=lambda to: to)


@page(READ)
def shown(request: HttpRequest) -> HttpResponse:
    done_actions.append("shown")
    return HttpResponse("a code that is shown once")


@page(READ)
def sent(request: HttpRequest) -> HttpResponse:
    done_actions.append(request.FILES["file"].read().decode())
    return done(request, request.POST.get("to", "/done/"))


@page(READ)
def fails(request: HttpRequest) -> HttpResponse:
    raise RuleBroken("This cannot be done now.")


@page(NOBODY)
def closed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@page(READ, second_factor=True)
def guarded(request: HttpRequest) -> HttpResponse:
    return done(request, "/done/")


@public_page
def without_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError


@public_page
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@public_page
def no_room(request: HttpRequest) -> HttpResponse:
    if "database" in request.GET:
        raise OperationalError from DiskFull("could not extend file")
    raise OSError(errno.ENOSPC, "No space left on device")


@public_page
def open_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


urlpatterns = [
    path("action/", action),
    path("shown/", shown),
    path("full/", no_room),
    path("sent/", sent),
    path("fails/", fails),
    path("closed/", closed),
    path("guarded/", guarded),
    path("open/", open_page, name="open"),
    path("away/", without_database),
    path("broken/", broken),
]
handler500 = "lienthong.kernel.web.failures.server_error"
