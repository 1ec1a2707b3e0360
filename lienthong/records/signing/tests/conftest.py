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


@pytest.fixture(scope="session")
def founded_once(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    with pytest.MonkeyPatch.context() as patched:
        clock = Clock()
        patched.setattr(time, "time", clock.time)
        return Founded(DeskClient.at(tmp_path_factory.mktemp("signer") / "var"), clock)


@pytest.fixture
def founded(founded_once: Founded, tmp_path: Path, clock: Clock) -> Founded:
    """A signer founded by two administrators, at a desk in this process."""
    return founded_once.copied_to(tmp_path, clock)


@pytest.fixture(scope="session")
def house_once(founded_once: Founded, tmp_path_factory: pytest.TempPathFactory) -> Agreeing:
    with pytest.MonkeyPatch.context() as patched:
        clock = Clock()
        patched.setattr(time, "time", clock.time)
        return Agreeing(founded_once.copied_to(tmp_path_factory.mktemp("house") / "var", clock))


@pytest.fixture
def house(house_once: Agreeing, tmp_path: Path, clock: Clock) -> Agreeing:
    """A leader and a clerk with their keys, and the seal of their organisation."""
    return house_once.copied_to(tmp_path, clock)
