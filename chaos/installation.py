"""A private installation whose processes are started, killed and started again, by their id only."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from config.processes import BASE, answers, end_with_the_parent, processes
from lienthong.kernel.database.public import Server
from lienthong.records.signing.public import the_signer

PATIENCE = 300.0
HOST = "127.0.0.1"
ARMED_WEB = "chaos.armed:application"
# Where the window leads back to: whichever web server lives then is asked for that page.
WEB = "http://localhost"
ARMED_WORKER = [sys.executable, "-m", "chaos.armed"]


class Stuck(Exception):
    """Something that should have happened by now has not."""


def until(
    true: Callable[[], bool], what: str, *, seconds: float = PATIENCE, every: float = 0.05
) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise Stuck(f"{what}: not within {seconds:.0f} s")
        time.sleep(every)


@dataclass
class Running:
    """One process of the installation, and all it has started itself."""

    name: str
    child: "subprocess.Popen[bytes]"
    port: int = 0

    @property
    def is_dead(self) -> bool:
        return self.child.poll() is not None

    def kill(self) -> None:
        """SIGKILL to the process and to what it started: nobody gets to clean up."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()

    def pause(self) -> None:
        os.killpg(self.child.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.killpg(self.child.pid, signal.SIGCONT)


@dataclass
class Installation:
    """Database, signer, worker, window and web server of a temporary folder, each to be killed."""

    var: Path
    server: Server
    window_port: int
    alive: list[Running] = field(default_factory=list)

    @classmethod
    def here(cls) -> "Installation":
        var = Path(settings.VAR)
        (var / "run").mkdir(parents=True, exist_ok=True)
        return cls(var, Server.of(var), free_port())

    @property
    def window(self) -> str:
        """The address that every web server leads to, and that each window begun anew has."""
        return f"http://localhost:{self.window_port}"

    @property
    def log(self) -> Path:
        return self.var / "run" / "chaos.log"

    @property
    def held(self) -> Path:
        """Made by a process that has come to its point and waits there."""
        return self.var / "run" / "held"

    @property
    def released(self) -> Path:
        return self.var / "run" / "released"

    # --- Starting

    def start(
        self, name: str, command: list[str], environment: dict[str, str], port: int = 0
    ) -> Running:
        with self.log.open("ab") as log:
            child = subprocess.Popen(  # noqa: S603 - our own programs
                command,
                cwd=BASE,
                env=os.environ
                | {"LIENTHONG_WEB": WEB, "LIENTHONG_WINDOW": self.window}
                | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_the_parent,
            )
        running = Running(name, child, port)
        self.alive.append(running)
        return running

    def start_signer(self) -> Running:
        signer = self.start("signer", _command("signer"), {})
        until(lambda: the_signer().is_there(), "the signer answers")
        return signer

    def start_worker(self, *, hold: bool = False, **environment: str) -> Running:
        command = ARMED_WORKER if hold else _command("worker")
        return self.start("worker", command, environment)

    def start_window(self) -> Running:
        command = _command("window", self.window_port - 1)
        window = self.start("window", command, {}, self.window_port)
        until(lambda: answers(HOST, window.port) or window.is_dead, "the window answers")
        return window

    def start_web(self, *, armed: bool = False, **environment: str) -> Running:
        """The web server as it is served; an armed one is not started again by its own parent."""
        port = free_port()
        command = _command("web", port)
        if armed:
            command.remove("--respawn-failed-workers")
            command[command.index("--workers") + 1] = "1"
            command[-1] = ARMED_WEB
        return self.start("web", command, {"LIENTHONG_DATABASE_POOL": "5"} | environment, port)

    def until_web_answers(self, web: Running) -> None:
        until(lambda: answers(HOST, web.port) or web.is_dead, "the web server answers")
        if web.is_dead:
            raise Stuck("the web server did not start")

    # --- Killing

    def kill(self, running: Running) -> None:
        running.kill()
        self.alive.remove(running)

    def until_dead(self, running: Running) -> None:
        until(lambda: running.is_dead, f"the {running.name} dies at its point")
        self.kill(running)

    def kill_database(self) -> None:
        """SIGKILL to the postmaster and to every backend."""
        connections.close_all()
        postmaster = int((self.server.data / "postmaster.pid").read_text().splitlines()[0])
        family = [postmaster, *children_of(postmaster)]
        for pid in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not any(map(is_running, family)), "the database is dead")

    def start_database(self) -> None:
        self.server.start()
        connection.ensure_connection()

    def hold(self) -> None:
        """From now on a process waits at its point instead of dying there."""
        self.held.unlink(missing_ok=True)
        self.released.unlink(missing_ok=True)

    def until_held(self) -> None:
        until(self.held.exists, "a process comes to its point")

    def release(self) -> None:
        self.released.touch()

    def remove(self) -> None:
        """End everything that was started here and leave no trace of it."""
        connections.close_all()
        for running in list(self.alive):
            self.kill(running)
        with contextlib.suppress(Exception):
            self.server.remove()
        shutil.rmtree(self.var, ignore_errors=True)


def _command(name: str, port: int = 0) -> list[str]:
    return list(next(p.command for p in processes(HOST, port) if p.name == name))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def children_of(parent: int) -> list[int]:
    return [pid for pid in _processes() if _stat(pid)[1:] == [str(parent)]]


def is_running(pid: int) -> bool:
    """A dead process nobody has waited for yet does not run."""
    return _stat(pid)[:1] not in ([], ["Z"], ["X"])


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """State and parent of a process; nothing when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return []
