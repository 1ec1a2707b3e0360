import logging
import time
from pathlib import Path

import pytest

from lienthong.records.signing.tests.agreeing import Agreeing
from lienthong.records.signing.tests.factories import Office
from lienthong.records.signing.tests.founding import Clock, DeskClient, Founded

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


@pytest.fixture
def founded(tmp_path: Path, clock: Clock) -> Founded:
    """A signer founded by two administrators, at a desk in this process."""
    return Founded(DeskClient.at(tmp_path), clock)


@pytest.fixture
def house(founded: Founded) -> Agreeing:
    """A leader and a clerk with their keys, and the seal of their organisation."""
    return Agreeing(founded)
