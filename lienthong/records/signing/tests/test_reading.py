"""Reading a form may take long: nobody else waits for it, and whoever lays the form waits long enough."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

import pytest

from lienthong.kernel.database.tests.waiting import PATIENCE
from lienthong.records.signing.client import SignerClient
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer import agreements, reading, wire
from lienthong.records.signing.signer.__main__ import Signer
from lienthong.records.signing.tests.agreeing import Agreeing
from lienthong.records.signing.tests.factories import a_form


@pytest.fixture
def socket_client(house: Agreeing) -> Iterator[SignerClient]:
    """Asks the same desk over a socket, each question in a thread of its own."""
    var = house.client.var
    with Signer(wire.socket_path(var), house.client.desk) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield SignerClient(var)
        server.shutdown()


class SlowReading:
    """A reader that has begun, and goes on when it is let."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.has_begun, self.goes_on = threading.Event(), threading.Event()
        self._read = reading.read_form
        monkeypatch.setattr(agreements, "read_form", self)

    def __call__(self, *given: Any) -> reading.Read:
        self.has_begun.set()
        assert self.goes_on.wait(PATIENCE)
        return self._read(*given)

    @contextmanager
    def of(self, client: SignerClient, message: bytes, pdf: bytes) -> Iterator[Future[str]]:
        """What laying a form comes to, which is read as long as the block lasts."""
        with ThreadPoolExecutor(1) as pool:
            laid = pool.submit(client.lay, message, pdf)
            try:
                assert self.has_begun.wait(PATIENCE)
                yield laid
            finally:
                self.goes_on.set()


def test_while_a_form_is_read_everybody_else_is_served(
    house: Agreeing, socket_client: SignerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed, pdf = house.signed(), a_form()

    with SlowReading(monkeypatch).of(socket_client, house.to_sign(pdf), pdf) as laid:
        assert socket_client.key("clerk")["name"]
        handle = socket_client.lay(house.to_seal(signed), signed)
        socket_client.answer(handle, "seal", "clerk", house.desk.proof("clerk"))
        assert socket_client.take(handle).state == "sealed"
        assert not laid.done()

    assert socket_client.take(laid.result()).state == "laid"


def test_nothing_is_laid_before_a_key_withdrawn_while_its_form_is_read(
    house: Agreeing, socket_client: SignerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = a_form()

    with SlowReading(monkeypatch).of(socket_client, house.to_sign(pdf), pdf) as laid:
        socket_client.revoke("leader")

    with pytest.raises(Refused, match="withdrawn"):
        laid.result()
    assert not list((house.client.var / "keys" / "laid").glob("*.file"))


def test_whoever_lays_a_form_waits_for_longer_than_it_is_read(
    house: Agreeing, socket_client: SignerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf, hasty = a_form(), SignerClient(socket_client.var, seconds=0.1)

    with SlowReading(monkeypatch).of(hasty, house.to_sign(pdf), pdf) as laid:
        done, _waiting = wait([laid], timeout=0.5)
        assert not done

    assert laid.result()
