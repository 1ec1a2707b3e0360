"""The warm parent of run_bounded: has the readers imported, and forks a child for each file.

Run as a script, alone: it is given no settings, no secrets and no connection to anything. It ends when
the process it works for ends, and when nobody has brought a file for a while.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.conf import settings

ROOT = Path(__file__).resolve().parents[3]
IDLE_SECONDS = 600

sys.path.insert(0, str(ROOT))
child = importlib.import_module("lienthong.kernel.files.child")
sys.path.remove(str(ROOT))


@dataclass
class Reading:
    """One child at work, the line to whoever waits for it, and until when it may take."""

    pid: int
    line: socket.socket
    until: float
    is_late: bool = False

    def kill(self) -> None:
        """The child leads a group of its own, unless it has only just begun."""
        self.kill_what_it_started()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def kill_what_it_started(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def has_ended(self) -> bool:
        """Tell how it ended, once it has and nothing of it is left."""
        ended, status = os.waitpid(self.pid, os.WNOHANG)
        if not ended:
            return False
        self.kill_what_it_started()
        code = child.TOOK_TOO_LONG if self.is_late else os.waitstatus_to_exitcode(status)
        with self.line, contextlib.suppress(OSError):
            self.line.send(child.STATUS.pack(code))
        return True


class Parent:
    """Waits for files and for children, in one thread: a process of one thread may fork."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.readings: list[Reading] = []
        self.woken, self.wake = os.pipe()
        for end in (self.woken, self.wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wake)
        child.leave_the_network()  # its children are born where there is none
        self.places = child.places_of_the_code()
        child.hold(self.places)

    def work(self) -> None:
        """Until nobody is left to bring a file; with the last of them, what is still read ends."""
        while True:
            ready = self._wait()
            idle = not ready and not self.readings
            if idle or (self.control in ready and not self._take()):
                break
            if self.woken in ready:
                os.read(self.woken, 1024)
            now = time.monotonic()
            for reading in self.readings:
                reading.is_late = now >= reading.until
                if reading.is_late or reading.line in ready:  # nobody waits for it any more
                    reading.kill()
            self.readings = [one for one in self.readings if not one.has_ended()]
        for reading in self.readings:
            reading.kill()

    def _wait(self) -> list[Any]:
        """What has happened; nothing, where a child's time is over or nobody came for long."""
        first = min((one.until for one in self.readings), default=None)
        seconds = IDLE_SECONDS if first is None else max(0.0, first - time.monotonic())
        watched: list[Any] = [self.control, self.woken, *(one.line for one in self.readings)]
        ready, _, _ = select.select(watched, [], [], seconds)
        return ready

    def _take(self) -> bool:
        """Fork a child for the next file; false once nobody is left to bring any."""
        mark, handles, _flags, _address = socket.recv_fds(self.control, 1, 4)
        if not mark:
            return False
        line, (given, answer, trouble) = socket.socket(fileno=handles[0]), handles[1:]
        with os.fdopen(given, "rb") as file, _closed(answer), _closed(trouble):
            order = json.loads(file.readline())
            make_ready(order["function"])
            pid = os.fork()
            if pid == 0:
                self._become_a_child(line, answer, trouble)
                os._exit(child.read(order, file, self.places))
        self.readings.append(Reading(pid, line, time.monotonic() + order["seconds"]))
        return True

    def _become_a_child(self, line: socket.socket, answer: int, trouble: int) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for end in (line, self.control, *(one.line for one in self.readings)):
            end.close()
        for handle in (self.woken, self.wake):
            os.close(handle)
        os.dup2(answer, 1)
        os.dup2(trouble, 2)


@contextlib.contextmanager
def _closed(handle: int) -> Iterator[None]:
    try:
        yield
    finally:
        os.close(handle)


def make_ready(function: str) -> None:
    """Once for all files to come: import the reader and, where it has one, do its rehearsal.

    It is our own code on our own words. What is wrong with it, the child says, to whom it concerns.
    """
    name = function.rpartition(".")[0]
    if name in sys.modules:
        return
    with contextlib.suppress(Exception):
        rehearse = getattr(importlib.import_module(name), "rehearse", None)
        if rehearse is not None:
            rehearse()
    gc.collect()
    gc.freeze()  # a child that never looks at these objects never copies them


def main() -> None:
    control = socket.socket(fileno=os.dup(0))
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    # No database, no secrets, no language: only what the door of this room needs to open.
    settings.configure(USE_I18N=False, INSTALLED_APPS=["lienthong.kernel.files"])
    django.setup()
    Parent(control).work()


if __name__ == "__main__":
    main()
