"""The signing window as it is served, under the number of its own OS user; only root can choose it."""

import os
import signal
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from config.processes import processes
from lienthong.kernel.database.tests.waiting import until
from lienthong.records.signing.tests.other_user import WINDOW, program_of

HOST, NAME = "127.0.0.1", "localhost"
# Nobody serves pages there: what leads back is looked at and not followed.
WEB = "http://localhost:1"


@dataclass
class RunningWindow:
    """Its address and its process."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        return f"http://{NAME}:{self.port}"

    def answer_at(self, handle: str, verb: str, key: str, way: str) -> str:
        """The address at which the holder of a key reads what is laid and answers it."""
        return f"{self.address}/answer/{handle}/{verb}/{key}/?back={WEB}/back/&way={way}"

    def is_there(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.address}/healthz", timeout=2):
            return True
        return False


@contextmanager
def a_running_window(signer: Path, static: Path) -> Iterator[RunningWindow]:
    """Serve it as script/serve does, and end it with all it started. Its files are those of set-up."""
    port = _free_port()
    command = next(one.command for one in processes(HOST, port - 1) if one.name == "window")
    known = {
        "LIENTHONG_VAR": str(static.parent),
        "LIENTHONG_SIGNER": str(signer),
        "LIENTHONG_WEB": WEB,
        "LIENTHONG_WINDOW": f"http://{NAME}:{port}",
        "DATABASE_URL": "",
    }
    window = RunningWindow(port, program_of(WINDOW, command, known))
    try:
        until(window.is_there, "the window answers")
        yield window
    finally:
        os.seteuid(0)
        os.killpg(window.pid, signal.SIGKILL)
        os.waitpid(window.pid, 0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
