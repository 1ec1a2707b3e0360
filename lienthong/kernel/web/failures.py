"""What a person reads when something broke: nothing was saved, and whether trying again helps."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from .kept import sent_form
from .pages import not_taken

AGAIN_IN_SECONDS = "5"


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away: then the same request may simply be sent again."""
    failure = sys.exc_info()[1]
    away = isinstance(failure, (OperationalError, InterfaceError))
    answer = HttpResponse(loader.get_template("500.html").render(), status=503 if away else 500)
    if away:
        answer.headers["Retry-After"] = AGAIN_IN_SECONDS
    return answer


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the browser's present token: opened before its person signed in again, or not ours."""
    if sent_form(request) is not None:
        return not_taken(request)
    return render(request, "403_csrf.html", status=403)
