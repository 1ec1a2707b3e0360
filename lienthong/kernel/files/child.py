"""The child of run_bounded: gives its powers up, then reads the file. Run as a script, alone."""

import contextlib
import ctypes
import importlib
import json
import os
import resource
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings

ROOT = Path(__file__).resolve().parents[3]
CODE = ROOT / "lienthong"
NOT_READY = 75  # the file was not even looked at
MEBIBYTE = 1024 * 1024
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
NO_NEW_PRIVILEGES = 38
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


def make_ready(order: dict[str, Any]) -> Callable[..., Any]:
    """Give every power up, then find the function that will read the file."""
    alone = leave_the_network()
    sys.path.insert(0, str(ROOT))
    enclosure = importlib.import_module("lienthong.kernel.files.enclosure")
    sys.path.remove(str(ROOT))
    places = places_of_the_code()
    rules = enclosure.draw_enclosure(places, os.getcwd())
    hold(places)
    if order["user"]:
        become(*order["user"])
        alone = alone or leave_the_network()
    renounce_new_privileges()
    if rules is not None:
        enclosure.enter(rules)
    limit(order["seconds"], order["megabytes"])
    # No database, no secrets, no language: only what the door of this room needs to open.
    settings.configure(USE_I18N=False, INSTALLED_APPS=["lienthong.kernel.files"])
    django.setup()
    module, _, name = order["function"].rpartition(".")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function


def main() -> None:
    order = json.loads(sys.stdin.buffer.readline())
    try:
        function = make_ready(order)
        refused = importlib.import_module("lienthong.kernel.files.refusals").FileRefused
    except Exception:
        traceback.print_exc()
        sys.exit(NOT_READY)
    try:
        with contextlib.redirect_stdout(sys.stderr):  # a chatty library must not spoil the answer
            answer = {"result": function(sys.stdin.buffer.read(), **order["arguments"])}
    except refused as refusal:
        answer = {"refused": refusal.message, "facts": refusal.facts}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
