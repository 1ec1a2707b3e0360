"""A signer in a process of its own, killed while two give a key: it goes on where it was."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lienthong.kernel.database.tests.waiting import PATIENCE, until
from lienthong.records.signing.client import SignerClient, SignerUnavailable
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.heads import HEADS_FILE
from lienthong.records.signing.signer.journal import JOURNAL_FILE, journal_is_whole
from lienthong.records.signing.tests.founding import PIN, Founded, enrol
from lienthong.records.signing.trust import Trust

PROGRAM = [sys.executable, "-m", "lienthong.records.signing.signer", "--var"]
FIRST, SECOND = "administrator-1", "administrator-2"


class Process:
    """The program, started and killed as a machine does that loses its power."""

    def __init__(self, var: Path) -> None:
        self.var, self.client = var, SignerClient(var, seconds=PATIENCE)
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen([*PROGRAM, str(self.var)], stderr=subprocess.DEVNULL)
        until(self.client.is_there, "the signer answers")

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    made = Process(tmp_path)
    yield made
    made.stop()


def test_a_signer_killed_while_a_key_is_given_gives_it_once(process: Process) -> None:
    founded = Founded(process.client)
    enrolled = enrol(process.client, "p-leader", "Nguyễn Văn Mẫu", PIN)
    body = founded.key_body("leader", "person", "Nguyễn Văn Mẫu", enrolled, "p-leader")
    message = founded.statement("key.give", body)

    for verb, key in (("propose", FIRST), ("confirm", SECOND)):
        for delay in (0.0, 0.002, 0.005, 0.01):
            handle = process.client.lay(message)
            answering = threading.Thread(
                target=_try_to_answer, args=(founded, handle, verb, key, enrolled.number)
            )
            answering.start()
            time.sleep(delay)
            process.kill()
            answering.join()
            process.start()
        _try_to_answer(founded, handle, verb, key, enrolled.number)

    taken = process.client.take(handle)
    keys = process.var / "keys"
    assert taken.state == "done"
    assert process.client.key("leader")["certificate"] == taken.certificate
    written = [json.loads(line)["what"] for line in (keys / JOURNAL_FILE).open("rb")]
    assert [written.count(what) for what in ("proposed", "confirmed", "done")] == [1, 1, 1]
    assert journal_is_whole(keys / JOURNAL_FILE, keys / HEADS_FILE, Trust.load(keys / "trust"))


def _try_to_answer(founded: Founded, handle: str, verb: str, key: str, number: str) -> None:
    try:
        founded.answer(handle, verb, key, number)
    except (SignerUnavailable, Refused):
        return
