"""Every process of an installation under one roof: database, signer, worker, window, live, web server.

`python -m config.processes` starts them, starts a dead one again, and ends them (and only them)
when it is told to stop.
"""

import argparse
import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from django.conf import settings

from lienthong.kernel.database.public import Server, ServerTrouble

BASE = Path(__file__).resolve().parent.parent
FIRST_PORT, LAST_PORT = 8000, 8099
PORTS = 3  # pages, window, live
# Listening at these, an installation is found at "localhost": passkeys and secure cookies take no bare number.
HERE = ("127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 - compared, not bound
# A process that dies at once is started again ever more slowly, up to this many seconds.
LONGEST_PAUSE = 30.0
SECONDS_TO_END = 20
PARENT_DEATH_SIGNAL = 1
THREADS = 4  # of each process that serves pages
STREAMS = 8000  # browsers that listen at once


@dataclass
class Process:
    """One program that is kept running."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    child: "subprocess.Popen[bytes] | None" = None
    pause: float = 0.5
    started_at: float = 0.0
    due_at: float = 0.0

    def start(self) -> None:
        self.child = subprocess.Popen(  # noqa: S603 - our own programs
            self.command,
            cwd=BASE,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            start_new_session=True,
            preexec_fn=end_with_the_parent,
        )
        self.started_at = time.monotonic()

    def tend(self) -> None:
        """Start the program again if it died: at once after a long life, later after a short one."""
        if self.child is None:
            if time.monotonic() >= self.due_at:
                self.start()
        elif self.child.poll() is not None:
            self.clear_away()
            lived = time.monotonic() - self.started_at
            self.pause = 0.5 if lived > 60 else min(self.pause * 2, LONGEST_PAUSE)
            say(
                f"{self.name} ended ({self.child.returncode}); started again in {self.pause:.0f} s."
            )
            self.child, self.due_at = None, time.monotonic() + self.pause

    def clear_away(self) -> None:
        """End what the program had started itself and left behind."""
        if self.child:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.child.pid, signal.SIGKILL)

    def ask_to_end(self) -> None:
        if self.child and self.child.poll() is None:
            self.child.terminate()

    def wait_for_end(self, deadline: float) -> None:
        if self.child:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.child.wait(max(0.1, deadline - time.monotonic()))
            self.clear_away()
            self.child.wait()


def end_with_the_parent() -> None:
    """On Linux, a program is told to end when the process that tends it is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def addresses(host: str, port: int) -> dict[str, str]:
    """Where browsers find pages, window and what they listen to: three ports of one host, unless it is said."""
    name = "localhost" if host in HERE else host
    own = {
        "LIENTHONG_WEB": f"http://{name}:{port}",
        "LIENTHONG_WINDOW": f"http://{name}:{port + 1}",
        "LIENTHONG_LIVE": f"http://{name}:{port + 2}/live",
    }
    return {variable: os.environ.get(variable) or address for variable, address in own.items()}


def processes(host: str, port: int) -> list[Process]:
    known = addresses(host, port)
    cores = os.cpu_count() or 1
    workers = min(2, cores) if cores <= 4 else min(8, cores // 2)
    python = sys.executable
    signer = [python, "-m", "lienthong.records.signing.signer"]
    own_signer = Process(
        "signer", [*signer, "--var", str(settings.VAR), "--fonts", str(settings.TYPST_FONTS)]
    )
    pages = _served("config.wsgi:application", host, port, workers)
    window = _served("config.window:application", host, port + 1, 1)
    live = _served("config.live:application", host, port + 2, 1, interface="asgi")
    return [
        *([] if settings.SIGNER else [own_signer]),
        Process("worker", [python, "manage.py", "work"], known),
        Process("window", window, known),
        Process("live", live, known),
        Process("web", pages, {"LIENTHONG_DATABASE_POOL": str(THREADS + 1)} | known),
    ]


def _served(
    application: str, host: str, port: int, workers: int, *, interface: str = "wsgi"
) -> list[str]:
    """A stream waits, costs nothing and is cut off at the end; a page being made keeps a thread and is awaited."""
    at_once = (
        ("--backpressure", str(STREAMS), "--workers-kill-timeout", "1")
        if interface == "asgi"
        else ("--blocking-threads", str(THREADS), "--backpressure", "256")
        + ("--workers-kill-timeout", "10")
    )
    return [
        *(sys.executable, "-m", "granian", "--interface", interface, "--host", host),
        *("--port", str(port), "--workers", str(workers), *at_once),
        "--respawn-failed-workers",
        *("--log-level", "warning", "--http", "1", application),
    ]


class House:
    """All processes of one installation, as long as nobody says stop."""

    def __init__(self, children: list[Process], server: Server | None) -> None:
        self.children = children
        self.server = server
        self.stopping = False

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def run(self, ready: Callable[[], bool], when_ready: Callable[[], None]) -> None:
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        told = False
        try:
            while not self.stopping:
                self.tend()
                if not told and ready():
                    when_ready()
                    told = True
                time.sleep(0.25)
        finally:
            self.end()

    def tend(self) -> None:
        if self.server and not self.server.is_alive():
            say("The database is started.")
            try:
                self.server.start()
            except ServerTrouble as trouble:
                say(str(trouble))
                time.sleep(5)
        for child in self.children:
            child.tend()

    def end(self) -> None:
        """Those who take work first, the signer they lean on last."""
        deadline = time.monotonic() + SECONDS_TO_END
        for child in reversed(self.children):
            child.ask_to_end()
        for child in reversed(self.children):
            child.wait_for_end(deadline)


def free_port(host: str, wanted: int | None, *, count: int = PORTS) -> int:
    """The first of as many ports side by side: pages, window, live."""
    firsts = [wanted] if wanted else range(FIRST_PORT, LAST_PORT + 1)
    for first in firsts:
        if all(_is_free(host, port) for port in range(first, first + count)):
            return first
    which = f"Port {wanted}" if wanted else f"Every port from {FIRST_PORT} to {LAST_PORT}"
    beside = " or one of the two after it" if wanted and count > 1 else ""
    raise ServerTrouble(f"{which}{beside} is taken. Choose another with --port.")


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def answers(host: str, port: int) -> bool:
    address = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
    try:
        with urllib.request.urlopen(f"http://{address}:{port}/healthz", timeout=2) as page:  # noqa: S310 - our own address
            return bool(page.status == 200)
    except OSError:
        return False


def say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


@contextlib.contextmanager
def database_in_use(server: Server | None, var: Path) -> Iterator[None]:
    """Several programs may use the installation's server; the last one to leave turns it off."""
    users = var / "run" / "database.users"
    users.parent.mkdir(parents=True, exist_ok=True)
    with users.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        try:
            yield
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if server:
                    server.stop()


def main() -> None:
    arguments = argparse.ArgumentParser(prog="script/serve", description="Run an installation.")
    arguments.add_argument(
        "--port",
        type=int,
        help="port of the pages, window and live take the next; else three free ones",
    )
    arguments.add_argument("--host", default="127.0.0.1", help="address to listen on")
    arguments.add_argument(
        "--only", choices=["web", "worker", "live"], help="keep this one running"
    )
    chosen = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    own = settings.DATABASES["default"].get("VAR")
    server = Server.of(Path(own)) if own else None
    ports = 1 if chosen.only else PORTS
    port = free_port(chosen.host, chosen.port, count=ports)
    found = list(addresses(chosen.host, port).values())[:ports]

    def when_ready() -> None:
        named = zip(("Liên Thông:", "Trang ký:  "), found, strict=False)
        say("".join(f"\n  {name} {address}" for name, address in named))
        say("  Ctrl-C ends it.\n")

    with database_in_use(server, settings.VAR):
        # Alone, live listens at the very port that is named.
        first = port - 2 if chosen.only == "live" else port
        kept = [one for one in processes(chosen.host, first) if chosen.only in (None, one.name)]
        house = House(kept, server)
        served = range(port, port + ports)
        house.run(lambda: all(answers(chosen.host, one) for one in served), when_ready)


if __name__ == "__main__":
    try:
        main()
    except ServerTrouble as trouble:
        sys.exit(str(trouble))
