"""The child of run_bounded: gives its powers up, then reads the file."""

import contextlib
import ctypes
import importlib
import json
import os
import resource
import signal
import struct
import sys
import tempfile
import traceback
from pathlib import Path
from typing import IO, Any

from lienthong.kernel.files import enclosure
from lienthong.kernel.files.refusals import FileRefused

ROOT = Path(__file__).resolve().parents[3]
CODE = ROOT / "lienthong"
# How a reading ended, as it is said on the line to whoever waits.
STATUS = struct.Struct("=i")
NOT_READY, FAILED = 75, 1  # not even looked at; broken off
TOOK_TOO_LONG = 1000  # no exit status is as high
MEBIBYTE = 1024 * 1024
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
NO_NEW_PRIVILEGES, PARENT_DEATH_SIGNAL = 38, 1
HANDLES = Path("/proc/self/fd")


def limit(seconds: int, megabytes: int) -> None:
    limits = {
        resource.RLIMIT_AS: megabytes * MEBIBYTE,
        resource.RLIMIT_CPU: seconds + 1,
        resource.RLIMIT_FSIZE: megabytes * MEBIBYTE,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
    }
    for name, most in limits.items():
        _, hard = resource.getrlimit(name)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS does not limit address space
            resource.setrlimit(name, (most, most))


def leave_the_network() -> bool:
    """Into an empty network of its own, where the system allows it."""
    alone = NEW_NETWORK if os.geteuid() == 0 else NEW_USER | NEW_NETWORK
    try:
        return bool(ctypes.CDLL(None).unshare(alone) == 0)
    except (OSError, AttributeError):  # not Linux
        return False


def places_of_the_code() -> list[str]:
    """Ours and the libraries', and not the folder around ours: settings and keys may lie in it."""
    libraries = [place for place in sys.path if os.path.isdir(place) and Path(place) != ROOT]
    return [str(CODE), *libraries]


def hold(places: list[str]) -> None:
    """Keep the code within reach by open handles: a stranger may not walk to it through /root."""
    if not HANDLES.is_dir():
        return
    held = {place: f"{HANDLES}/{os.open(place, os.O_RDONLY)}" for place in places}
    sys.path[:] = [held[place] for place in places if place != str(CODE)]
    nearest_first = sorted(held, key=len, reverse=True)
    for module in list(sys.modules.values()):
        if hasattr(module, "__path__"):
            module.__path__ = [_by_handle(path, nearest_first, held) for path in module.__path__]


def _by_handle(path: str, places: list[str], held: dict[str, str]) -> str:
    place = next((place for place in places if f"{path}/".startswith(f"{place}/")), "")
    return path.replace(place, held[place], 1) if place else path


def become(user: int, group: int) -> None:
    """Somebody who owns nothing here, for good; if that fails, nothing is read."""
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)
    if {*os.getresuid(), *os.getresgid()} != {user, group}:
        raise PermissionError("We are still who we were.")


def renounce_new_privileges() -> None:
    """No program started from here ever gains more rights than this one has."""
    with contextlib.suppress(OSError, AttributeError):  # Linux only
        ctypes.CDLL(None).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def end_with_the_parent(parent: int) -> None:
    """Nobody would be left to end a child that takes too long."""
    with contextlib.suppress(OSError, AttributeError):  # Linux only
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        raise ProcessLookupError("The parent has ended.")


def give_powers_up(order: dict[str, Any], places: list[str]) -> None:
    """All of them, before the first byte of the file."""
    parent = os.getppid()
    os.setsid()
    os.chdir(order["directory"])
    os.environ["TMPDIR"], tempfile.tempdir = order["directory"], None
    rules = enclosure.draw_enclosure(places, order["directory"])
    if order["user"]:
        become(*order["user"])
    renounce_new_privileges()
    end_with_the_parent(parent)
    if rules is not None:
        enclosure.enter(rules)
    limit(order["seconds"], order["megabytes"])


def read(order: dict[str, Any], file: IO[bytes], places: list[str]) -> int:
    """Read the file with nothing but one's own folder; the answer goes to the output, as JSON."""
    try:
        give_powers_up(order, places)
        module, _, name = order["function"].rpartition(".")
        function = getattr(importlib.import_module(module), name)
    except BaseException:
        return _said(NOT_READY)
    try:
        with contextlib.redirect_stdout(sys.stderr):  # a chatty library must not spoil the answer
            answer = {"result": function(file.read(), **order["arguments"])}
    except FileRefused as refusal:
        answer = {"refused": refusal.message, "facts": refusal.facts}
    except BaseException:
        return _said(FAILED)
    with open(1, "w", encoding="utf-8", closefd=False) as output:
        output.write(json.dumps(answer))  # at once: `dump` is many times slower
    return 0


def _said(status: int) -> int:
    traceback.print_exc()
    sys.stderr.flush()
    return status
