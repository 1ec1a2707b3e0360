"""A browser's half of a stream, with sockets as they are."""

import http.client
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import connection

from lienthong.kernel.database.tests.waiting import until

PATIENCE = 20


@contextmanager
def served(web: str = "http://localhost:8000") -> Iterator[int]:
    """The program itself, as it is started by an installation, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port)),
            *("--log-level", "error", "lienthong.kernel.live.tests.stream_process:application"),
        ],
        env={
            **os.environ,
            "LIVE_DATABASE": connection.settings_dict["NAME"],
            "LIENTHONG_WEB": web,
        },
    )

    def answers() -> bool:
        with suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            return True
        return False

    try:
        until(answers, "the program answers")
        yield port
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


class Stream:
    """What one browser hears."""

    def __init__(self, port: int, cookie: str, **headers: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        sent = {"Cookie": f"sessionid={cookie}"} | headers
        self.connection.request("GET", "/live", headers=sent)
        self.answer = self.connection.getresponse()

    @property
    def status(self) -> int:
        return self.answer.status

    def event(self) -> dict[str, str]:
        """The next thing it is told, signs of life left out; {} when the stream has ended."""
        said: dict[str, str] = {}
        while line := self.answer.readline().decode():
            name, colon, value = line.rstrip("\n").partition(": ")
            if colon and name:
                said[name] = value
            elif not line.strip() and said.get("event", "here") not in ("here",):
                return said
            elif not line.strip():
                said = {}
        return {}

    def close(self) -> None:
        self.answer.close()
        self.connection.close()
