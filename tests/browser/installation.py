"""A complete installation of its own: database, signer, worker, window, web, and the fictional province."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from config.demo.cast import CAST
from lienthong.kernel.people.codes import STEP_SECONDS, code_at, step_now

from .. import begun

BASE = Path(settings.BASE_DIR)
SECONDS_TO_START = 600  # a bound against waiting for ever, not a test
SECONDS_TO_END = 120
LINES_OF_THE_LOG = 30


@dataclass
class Installation:
    """Where its pages and its signing window are, and what the people of the cast know or carry with them."""

    address: str
    window: str
    var: Path
    codes_shown: dict[str, int] = field(default_factory=dict)

    @property
    def password(self) -> str:
        return str(self._kept("demo.json")["password"])

    def sign_in_code(self, username: str) -> str:
        """What the authenticator app of a person shows; never the same code twice."""
        return self._code(username, self._kept("demo.json")["seeds"][username])

    def proof(self, username: str) -> tuple[str, str]:
        """PIN and code of the person's signing key."""
        name = next(part.name for part in CAST if part.username == username)
        key = next(key for key in self._kept("demo-signing.json").values() if key["holder"] == name)
        return str(key["pin"]), self._code(f"{username}'s key", key["seed"])

    def last_words(self) -> str:
        """The end of what its programs wrote."""
        return _last_lines(self.var / "log")

    def _code(self, whose: str, seed: str) -> str:
        step = max(step_now(), self.codes_shown.get(whose, 0) + 1)
        while step > step_now() + 1:
            time.sleep(STEP_SECONDS / 30)
        self.codes_shown[whose] = step
        return code_at(seed, step)

    def _kept(self, name: str) -> dict:
        return json.loads((self.var / "keys" / name).read_text("utf-8"))


@contextlib.contextmanager
def installation(tables: Path | None = None) -> Iterator[Installation]:
    """Found it, serve it as long as the block lasts, then end it by its own number and forget it.

    With the tables of the tests it begins on them; else it migrates as an installation does.
    """
    var = Path(tempfile.mkdtemp(prefix="lt-"))  # short: the database's socket lies beneath it
    try:
        (var / "assets").symlink_to(Path(settings.VAR) / "assets")
        environment = _environment(var)
        if tables:
            begun.begin(tables, environment)
        with (var / "log").open("wb") as log:
            _run([sys.executable, "script/_prepare.py", "database", "pages"], environment, log)
            _run([sys.executable, "manage.py", "demo", "--no-journey"], environment, log)
            yield from _served(var, environment, log)
    finally:
        _forget(var)


def _environment(var: Path) -> dict[str, str]:
    taken = {"DATABASE_URL", "LIENTHONG_CRASH_AT", "DJANGO_SETTINGS_MODULE"}
    taken |= {"LIENTHONG_WEB", "LIENTHONG_WINDOW", "LIENTHONG_LIVE"}
    kept = {name: value for name, value in os.environ.items() if name not in taken}
    return kept | {"LIENTHONG_VAR": str(var)}


def _run(command: list[str], environment: dict[str, str], log) -> None:
    done = subprocess.run(
        command, cwd=BASE, env=environment, stdout=log, stderr=log, timeout=SECONDS_TO_START
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:])} failed.\n{_last_lines(Path(log.name))}")


def _served(var: Path, environment: dict[str, str], log) -> Iterator[Installation]:
    port = _free_ports()
    house = subprocess.Popen(
        [sys.executable, "-m", "config.processes", "--port", str(port)],
        cwd=BASE,
        env=environment,
        stdout=log,
        stderr=log,
    )
    try:
        for one in (port, port + 1, port + 2):
            _wait_for(house, f"http://127.0.0.1:{one}/healthz", Path(log.name))
        # Passkeys and secure cookies take "localhost" for a safe place, a bare number not.
        yield Installation(f"http://localhost:{port}", f"http://localhost:{port + 1}", var)
    finally:
        if house.poll() is not None:
            sys.stderr.write(f"The installation ended by itself, with {house.returncode}.\n")
        house.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            house.wait(timeout=SECONDS_TO_END)
        house.kill()
        house.wait()


def _wait_for(house: subprocess.Popen, address: str, log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and house.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.2)
    raise RuntimeError(f"The installation did not start.\n{_last_lines(log)}")


def _forget(var: Path) -> None:
    stop = [sys.executable, "-m", "lienthong.kernel.database", "remove", "--all-data"]
    subprocess.run(
        stop, cwd=BASE, env=_environment(var), capture_output=True, timeout=SECONDS_TO_END
    )
    shutil.rmtree(var, ignore_errors=True)


def _free_ports() -> int:
    """The first of three side by side: pages, window, live."""
    while True:
        with contextlib.ExitStack() as held, contextlib.suppress(OSError):
            first = 0
            for beside in range(3):
                probe = held.enter_context(socket.socket())
                probe.bind(("127.0.0.1", first + beside if first else 0))
                first = first or int(probe.getsockname()[1])
            return first


def _last_lines(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-LINES_OF_THE_LOG:])
