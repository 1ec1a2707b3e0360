"""The child of run_bounded: takes its limits on, then reads the file. Run as a script, alone."""

import contextlib
import ctypes
import importlib
import json
import os
import resource
import sys
from pathlib import Path

import django
from django.conf import settings

ROOT = Path(__file__).resolve().parents[3]
MEBIBYTE = 1024 * 1024
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000


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


def leave_the_network() -> None:
    """Into an empty network of its own, where the system allows it."""
    with contextlib.suppress(OSError, AttributeError):
        alone = NEW_NETWORK if os.geteuid() == 0 else NEW_USER | NEW_NETWORK
        ctypes.CDLL(None).unshare(alone)


def main() -> None:
    order = json.loads(sys.stdin.buffer.readline())
    leave_the_network()
    limit(order["seconds"], order["megabytes"])
    sys.path.insert(0, str(ROOT))
    # No database, no secrets, no language: only what the door of this room needs to open.
    settings.configure(USE_I18N=False, INSTALLED_APPS=["lienthong.kernel.files"])
    django.setup()
    module, _, name = order["function"].rpartition(".")
    refused = importlib.import_module("lienthong.kernel.files.refusals").FileRefused
    function = getattr(importlib.import_module(module), name)
    try:
        with contextlib.redirect_stdout(sys.stderr):  # a chatty library must not spoil the answer
            answer = {"result": function(sys.stdin.buffer.read(), **order["arguments"])}
    except refused as refusal:
        answer = {"refused": refusal.message, "facts": refusal.facts}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
