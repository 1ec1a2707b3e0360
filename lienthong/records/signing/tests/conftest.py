import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lienthong.kernel.database.tests.waiting import PATIENCE
from lienthong.records.signing.client import Enrolled, NewKey, PinAndCode, SignerClient
from lienthong.records.signing.signer import wire
from lienthong.records.signing.signer.__main__ import Signer
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.tests.factories import FONTS, Office
from lienthong.records.signing.tests.founding import PIN, Clock, DeskClient, Founded

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


@pytest.fixture(scope="session")
def office() -> Office:
    return Office()


@pytest.fixture(scope="session")
def stranger() -> Office:
    return Office()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "time", clock.time)
    return clock


class SigningDesk:
    """A running signer with a leader, a clerk and a seal of one organisation."""

    def __init__(self, var: Path, clock: Clock) -> None:
        self.var, self.clock = var, clock
        self.client = SignerClient(var, seconds=PATIENCE)
        self.seeds: dict[str, str] = {}

    def enrol(
        self, key_id: str, purpose: str, name: str, organisation_id: str = "LT-1"
    ) -> Enrolled:
        key = NewKey(key_id, purpose, name, "Tỉnh ủy Đồng Xuân", organisation_id, pin=PIN)
        enrolled = self.client.enrol_with_token(key)
        self.seeds[key_id] = enrolled.seed
        return enrolled

    def proof(self, key_id: str) -> PinAndCode:
        return PinAndCode(PIN, self.clock.next_code(self.seeds[key_id]))


@pytest.fixture
def signing_desk(tmp_path: Path, clock: Clock) -> Iterator[SigningDesk]:
    desk = Desk(tmp_path / "keys", fonts=FONTS)
    with Signer(wire.socket_path(tmp_path), desk) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        made = SigningDesk(tmp_path, clock)
        made.enrol("leader", "person", "Nguyễn Văn Mẫu")
        made.enrol("clerk", "clerk", "Trần Thị Thư")
        made.enrol("seal", "seal", "Tỉnh ủy Đồng Xuân")
        yield made
        server.shutdown()


@pytest.fixture
def founded(tmp_path: Path, clock: Clock) -> Founded:
    """A signer founded by two administrators, at a desk in this process."""
    return Founded(DeskClient.at(tmp_path), clock)
