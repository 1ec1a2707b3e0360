"""The main pages of a commune's clerk: with ten registered documents, a page full, ten thousand, and bare."""

import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.db import connection
from django.urls import reverse

from config.wsgi import application as product
from lienthong.kernel.jobs.public import run_jobs
from lienthong.records.correspondence.actions.handling import propose
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.documents.public import Document

from .bare import FLOOR_TABLE, BareHandler, floor_address, page_floor_address, statements_of
from .database import own_database
from .office import Office
from .results import Result, median, progress, say

REGISTERED = 10_000
OPEN = 10
FULL = 70  # documents with which every list has a full page
ROUNDS = 15
WARM = 4
GROWTH_PROMISED = 1.3
RATIO_PROMISED = 12.0
BOARD_PROMISED = 30.0


def run(*, as_json: bool, size: str = "full") -> bool:
    """Measure, say the figures, and tell whether every promise was kept."""
    registered = REGISTERED if size == "full" else REGISTERED // 10
    with own_database():
        progress("founding the office …")
        office = Office()
        opened = _ten_documents(office)
        with connection.cursor() as cursor:
            cursor.execute(FLOOR_TABLE)
        pages = [Page(name, address) for name, address in _addresses(opened).items()]
        clerk = office.cookies("clerk")
        progress(f"{len(pages)} pages, {ROUNDS} rounds with {OPEN} documents …")
        _measure(pages, clerk, lambda page: page.few)
        for more, kept in ((FULL, "full"), (registered, "many")):
            progress(f"registering up to {more:,} documents …")
            office.closed_entries(more - OPEN if kept == "full" else more - FULL)
            run_jobs()
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
            _measure(pages, clerk, lambda page, kept=kept: getattr(page, kept))
    results = [result for page in pages for result in page.results()]
    for result in results:
        say(result, as_json=as_json)
    return all(result.ok is not False for result in results)


# How long the page took, the bare view of the same cost, and the same without the ORM.
Taken = tuple[float, float, float]


@dataclass
class Page:
    """One page, and how long it took in either world, beside the bare view of the same cost."""

    name: str
    address: str
    statements: int = 0
    size: int = 0
    few: list[Taken] = field(default_factory=list)
    full: list[Taken] = field(default_factory=list)
    many: list[Taken] = field(default_factory=list)

    def results(self) -> list[Result]:
        few, full = (_beside_the_view(rounds) for rounds in (self.few, self.full))
        many, floor, bare_sql = _medians(self.many)
        promised = BOARD_PROMISED if self.name == "board" else RATIO_PROMISED
        ratio = many / floor
        growth = ratio / few
        cost = f"{self.statements} statements, {self.size // 1000} kB"
        return [
            Result(
                f"pages.{self.name}",
                many,
                f"ms, {cost}",
                floor,
                ratio,
                f"ratio ≤ {promised:.0f}",
                ratio <= promised,
            ),
            Result(f"pages.{self.name}.bare_sql", many, "ms", bare_sql, many / bare_sql),
            Result(
                f"pages.{self.name}.growth",
                growth,
                "times",
                target=f"≤ {GROWTH_PROMISED}",
                ok=growth <= GROWTH_PROMISED,
            ),
            Result(f"pages.{self.name}.growth_of_a_full_page", ratio / full, "times"),
        ]


def _medians(rounds: list[Taken]) -> list[float]:
    return [median(list(times)) * 1000 for times in zip(*rounds, strict=True)]


def _beside_the_view(rounds: list[Taken]) -> float:
    """The rounds of two worlds are minutes apart: they are compared by their ratios to the view."""
    ours, view, _bare_sql = _medians(rounds)
    return ours / view


def _ten_documents(office: Office) -> list[Document]:
    """Ten documents at work, each as far as the actions of people have brought it."""
    documents = office.resolutions(OPEN)
    office.note_issued(documents)
    clerk, chief = office.actor("clerk"), office.actor("chief")
    for number, document in enumerate(documents[2:]):
        incoming = register_incoming(document.audience_id or 0, office.commune.pk, actor=clerk)
        if number % 2:
            propose(incoming.pk, opinion="Đề xuất Văn phòng chủ trì.", actor=chief)
    run_jobs()
    return documents


def _addresses(documents: list[Document]) -> dict[str, str]:
    audience = documents[-1].audience_id
    incoming = reverse("correspondence:incoming")
    return {
        "desk": reverse("desk:desk"),
        "incoming": incoming,
        "all": f"{incoming}?tab=all",
        "received": reverse("correspondence:received", args=[audience]),
        "register": reverse("correspondence:register_of_arrivals"),
        "documents": reverse("documents:documents"),
        "outgoing_register": reverse("documents:register"),
        "boards": reverse("correspondence:boards"),
        "board": reverse("correspondence:board", args=[audience]),
        "search": reverse("desk:search") + "?q=rung+ngap+man",
    }


def _measure(pages: list[Page], cookies: str, kept: Callable[[Page], list[Taken]]) -> None:
    """Every page and its floor in turn, many rounds; the first ones only warm what can be warm."""
    floor = BareHandler()
    for page in pages:
        reads, writes = statements_of(lambda page=page: asked_of(product, page.address, cookies))
        page.statements, page.size = reads + writes, asked_of(product, page.address, cookies)[1]
    for number in range(WARM + ROUNDS):
        for page in pages:
            view = page_floor_address(page.statements, page.size)
            bare_sql = floor_address(page.statements, 0, page.size)
            taken = (
                asked_of(product, page.address, cookies)[0],
                asked_of(floor, view, "")[0],
                asked_of(floor, bare_sql, "")[0],
            )
            if number >= WARM:
                kept(page).append(taken)


def asked_of(application: Any, address: str, cookies: str) -> tuple[float, int]:
    """How long one request takes, from the server's call to the last byte, and how many bytes."""
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_COOKIE": cookies}
    environ |= {"REQUEST_METHOD": "GET", "HTTP_HOST": "localhost", "wsgi.input": io.BytesIO()}
    setup_testing_defaults(environ)
    said: list[str] = []
    began = time.perf_counter()
    answer = application(environ, lambda status, _headers: said.append(status))
    size = sum(len(part) for part in answer)
    getattr(answer, "close", lambda: None)()
    taken = time.perf_counter() - began
    if said != ["200 OK"]:
        raise AssertionError(f"{said} at {address}")
    return taken, size
