"""What a person reads when something broke: nothing was saved, and whether trying again helps."""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from psycopg.errors import DiskFull

from .kept import sent_form
from .pages import not_taken

AGAIN_IN_SECONDS = "5"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 507 where there is no room left; 503 while the database is away: then one may try again."""
    failure = sys.exc_info()[1]
    if _no_room_was_left(failure):
        return HttpResponse(loader.get_template("507.html").render(), status=507)
    away = isinstance(failure, (OperationalError, InterfaceError))
    answer = HttpResponse(loader.get_template("500.html").render(), status=503 if away else 500)
    if away:
        answer.headers["Retry-After"] = AGAIN_IN_SECONDS
    return answer


def _no_room_was_left(failure: BaseException | None) -> bool:
    """Whether the disk was full, for our files or for the database, however deep the failure began."""
    if failure is None:
        return False
    full = isinstance(failure, OSError) and failure.errno in NO_ROOM
    cause = failure.__cause__ or failure.__context__
    return full or isinstance(failure, DiskFull) or _no_room_was_left(cause)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the browser's present token: opened before its person signed in again, or not ours."""
    if sent_form(request) is not None:
        return not_taken(request)
    return render(request, "403_csrf.html", status=403)
