"""The floor of every page: a bare Django view with as many statements and bytes, and nothing else."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from lienthong.kernel.units.public import Unit

ONE_ROW = "SELECT id, path, kind, name_body, valid_from FROM units_unit WHERE id = %s"
NOTED = "INSERT INTO floor_note (said) VALUES (%s)"
FLOOR_TABLE = "CREATE TABLE floor_note (id bigserial PRIMARY KEY, said text NOT NULL)"


def bare(request: HttpRequest, reads: int, writes: int, size: int) -> HttpResponse:
    """What was sent, so many rows read, so many written in one transaction, so many bytes answered."""
    len(request.body)
    with connection.cursor() as cursor:
        for key in range(reads):
            cursor.execute(ONE_ROW, [key])
            cursor.fetchall()
        if writes:
            with transaction.atomic():
                for _ in range(writes):
                    cursor.execute(NOTED, ["a receipt"])
    return HttpResponse(b"x" * size)


def bare_page(request: HttpRequest, reads: int, size: int) -> HttpResponse:
    """So many rows found by their key, as a Django view finds them, and so many bytes answered."""
    for key in range(reads):
        list(Unit.objects.filter(pk=key))
    return HttpResponse(b"x" * size)


urlpatterns = [
    path("floor/<int:reads>/<int:writes>/<int:size>/", bare),
    path("floor/page/<int:reads>/<int:size>/", bare_page),
]


class BareHandler(WSGIHandler):
    """Django without middleware, with these addresses only."""

    def __init__(self) -> None:
        with override_settings(MIDDLEWARE=[]):
            super().__init__()

    def get_response(self, request: Any) -> Any:
        request.urlconf = __name__
        return super().get_response(request)


def floor_address(reads: int, writes: int, size: int) -> str:
    return f"/floor/{reads}/{writes}/{size}/"


def page_floor_address(reads: int, size: int) -> str:
    return f"/floor/page/{reads}/{size}/"


def statements_of(ask: Callable[[], object]) -> tuple[int, int]:
    """How many rows are read and how many written by a request, without its BEGIN and COMMIT."""
    connection.force_debug_cursor = True
    before = len(connection.queries_log)
    try:
        ask()
        said = [one["sql"].lstrip() for one in list(connection.queries_log)[before:]]
    finally:
        connection.force_debug_cursor = settings.DEBUG
    counted = [one for one in said if not one.startswith(("BEGIN", "COMMIT"))]
    writes = sum(one.startswith(("INSERT", "UPDATE", "DELETE")) for one in counted)
    return len(counted) - writes, writes
