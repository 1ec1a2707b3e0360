"""Acknowledging: receipts from phones, letter and original together, until the server has taken them."""

import contextlib
import itertools
import os
import socket
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.urls import reverse

from config.processes import processes
from lienthong.kernel.audiences.public import Receipt

from .bare import FLOOR_TABLE, floor_address, statements_of
from .database import own_database
from .office import Office
from .results import Result, median, percentile, progress, say

CLIENTS = 8
ROUNDS = 4
RECEIPTS = 24  # of each client in each round
FLOOR_REQUESTS = 120
STATEMENTS_PROMISED = 12
SHARE_PROMISED = 0.15
P99_PROMISED_MS = 300.0
TOKEN = "t" * 32


def run(*, as_json: bool, size: str = "full") -> bool:
    """Measure, say the figures, and tell whether every promise was kept."""
    del size
    with own_database():
        progress("founding the office …")
        office = Office(branch_count=CLIENTS)
        letters = office.letters(office.resolutions(ROUNDS * RECEIPTS + 2))
        office.note_issued(letters)
        addresses = [reverse("correspondence:receive", args=[one.audience_id]) for one in letters]
        with connection.cursor() as cursor:
            cursor.execute(FLOOR_TABLE)
            cursor.execute("ANALYZE")
        phones = [_phone(office, number) for number in range(CLIENTS)]
        reads, writes = _statements(office, addresses.pop())
        progress(f"{reads + writes} statements a receipt; {CLIENTS} clients, {ROUNDS} rounds …")
        with _server() as port:
            measured = _rounds(port, phones, addresses, floor_address(reads, writes, 0))
        received = Receipt.objects.exclude(received_at=None).filter(unit__in=office.branches)
        expected = 2 * (CLIENTS * (ROUNDS * RECEIPTS + 1) + 1)
        if received.count() != expected:
            raise AssertionError(f"{received.count()} receipts instead of {expected}")
    results = _results(reads + writes, *measured)
    for result in results:
        say(result, as_json=as_json)
    return all(result.ok is not False for result in results)


@dataclass
class Round:
    """What the clients did together: how long each request took, and all of them."""

    waits: list[float]
    seconds: float

    @property
    def rate(self) -> float:
        return len(self.waits) / self.seconds


def _results(statements: int, floors: list[Round], ours: list[Round]) -> list[Result]:
    floor, rate = (median([one.rate for one in rounds]) for rounds in (floors, ours))
    waits = [wait for one in ours for wait in one.waits]
    p99 = percentile(waits, 0.99) * 1000
    return [
        Result(
            "acks.statements",
            statements,
            "statements",
            target=f"≤ {STATEMENTS_PROMISED}",
            ok=statements <= STATEMENTS_PROMISED,
        ),
        Result(
            "acks.accepted",
            rate,
            "receipts/s",
            floor,
            rate / floor,
            f"ratio ≥ {SHARE_PROMISED}",
            rate / floor >= SHARE_PROMISED,
        ),
        Result("acks.p50", percentile(waits, 0.5) * 1000, "ms"),
        Result(
            "acks.p99", p99, "ms", target=f"≤ {P99_PROMISED_MS:.0f} ms", ok=p99 <= P99_PROMISED_MS
        ),
    ]


def _phone(office: Office, number: int) -> str:
    return f"{office.cookies(f'branch_{number}')}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def _statements(office: Office, address: str) -> tuple[int, int]:
    """What one receipt costs the database, from the request to its answer."""
    client = office.signed_in("branch_0")
    return statements_of(lambda: client.post(address, {"idempotency_key": uuid.uuid4().hex}))


@contextlib.contextmanager
def _server() -> Iterator[int]:
    """The product's own web processes on a port of their own, ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    web = processes("127.0.0.1", port)[-1]
    environment = os.environ | web.environment
    environment["BENCH_DATABASE"] = connection.settings_dict["NAME"]
    server = subprocess.Popen(
        [*web.command[:-1], "bench.serving:application"], env=environment, cwd=settings.BASE_DIR
    )
    try:
        _until_it_answers(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _until_it_answers(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            asked = HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", floor_address(1, 0, 1))
            if asked.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise AssertionError("the server does not answer")


def _rounds(
    port: int, phones: list[str], addresses: list[str], floor: str
) -> tuple[list[Round], list[Round]]:
    """The bare view and ours in turn, after each has been asked once by everybody."""

    def post(cookies: str) -> Callable[[HTTPConnection, str], None]:
        def ask(server: HTTPConnection, address: str) -> None:
            fields = {"csrfmiddlewaretoken": TOKEN, "idempotency_key": uuid.uuid4().hex}
            head = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
            server.request("POST", address, urlencode(fields), head)
            answer = server.getresponse()
            answer.read()
            if answer.status not in (200, 302):
                raise AssertionError(f"{answer.status} at {address}")

        return ask

    asks = [post(cookies) for cookies in phones]
    _together(port, asks, [floor])
    _together(port, asks, [addresses.pop()])
    floors, ours = [], []
    left = iter(addresses)
    for _ in range(ROUNDS):
        floors.append(_together(port, asks, [floor] * FLOOR_REQUESTS))
        ours.append(_together(port, asks, list(itertools.islice(left, RECEIPTS))))
    return floors, ours


def _together(
    port: int, asks: list[Callable[[HTTPConnection, str], None]], addresses: list[str]
) -> Round:
    """Every client asks for every address, one after the other, all clients at once."""
    waits: list[float] = []
    failed: list[Exception] = []

    def work(ask: Callable[[HTTPConnection, str], None]) -> None:
        server = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            for address in addresses:
                began = time.perf_counter()
                ask(server, address)
                waits.append(time.perf_counter() - began)
        except Exception as error:  # raised again by whoever waits for the thread
            failed.append(error)
        finally:
            server.close()

    clients = [threading.Thread(target=work, args=(ask,)) for ask in asks]
    began = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    if failed:
        raise failed[0]
    return Round(waits, time.perf_counter() - began)
