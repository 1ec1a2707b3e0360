"""Functions that misbehave in the bounded child."""

import contextlib
import ctypes
import importlib
import os
import signal
import socket
import time
from pathlib import Path

from django.conf import settings

from lienthong.kernel.files.public import FileRefused

SET_NAME = 15  # prctl: what the list of processes shows


def length(data: bytes, *, times: int = 1) -> int:
    return len(data) * times


def for_ever(data: bytes) -> None:
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(SET_NAME, data, 0, 0, 0)
        time.sleep(3600)
    time.sleep(3600)


def struck_down(data: bytes) -> None:
    """As the system does to who takes all its memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def greedy(data: bytes) -> int:
    return len(bytearray(4 * 2**30))


def refuse(data: bytes) -> None:
    raise FileRefused("The PDF has more than %(pages)d pages.", pages=7)


def call_out(data: bytes) -> str:
    with socket.socket() as caller:
        caller.settimeout(2)
        caller.connect(("127.0.0.1", int(data)))
    return "reached"


def rights(data: bytes) -> dict[str, object]:
    status = Path("/proc/self/status").read_text()
    lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return {
        "user": os.getresuid(),
        "group": os.getresgid(),
        "groups": os.getgroups(),
        "capabilities": int(lines["CapPrm"], 16) | int(lines["CapEff"], 16),
        "no_new_privileges": int(lines["NoNewPrivs"]),
    }


def read(data: bytes) -> str:
    return Path(data.decode()).read_text()


def write_beside(data: bytes) -> str:
    Path("notes").write_text("ours")
    return Path("notes").read_text()


def write(data: bytes) -> None:
    Path(data.decode()).write_text("left behind")


def become_root(data: bytes) -> None:
    os.setuid(0)


def signal_the_parent(data: bytes) -> None:
    os.kill(os.getppid(), 0)


def import_late(data: bytes) -> list[str]:
    """Modules that nothing has read before: of Python itself, of a library, of this house."""
    names = ["encodings.cp1258", "wave", "pypdf.annotations", "lienthong.kernel.text.public"]
    return [importlib.import_module(name).__name__ for name in names]


def gossip(data: bytes) -> None:
    print(data.decode())
    raise ValueError(data.decode())


def endless_answer(data: bytes) -> str:
    return "x" * (65 * 2**20)


def whose(data: bytes) -> dict[str, object]:
    """Which process this is, whose child, and what it has been given to know."""
    return {
        "pid": os.getpid(),
        "parent": os.getppid(),
        "environment": dict(os.environ),
        "database": settings.DATABASES["default"]["ENGINE"],
        "has_a_secret": settings.is_overridden("SECRET_KEY"),
    }


def handles(data: bytes) -> list[str]:
    """What every open handle leads to."""
    found = []
    for handle in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            found.append(os.readlink(f"/proc/self/fd/{handle}"))
    return found


def counted(data: bytes) -> int:
    """How often this has been called, as far as this process knows."""
    globals()["CALLS"] = globals().get("CALLS", 0) + 1
    return int(globals()["CALLS"])


def named_for_ever(data: bytes) -> None:
    ctypes.CDLL(None).prctl(SET_NAME, data, 0, 0, 0)
    time.sleep(600)
