"""What the child may still reach once it looks at the file: Linux's Landlock, where the kernel has it.

It holds for an ordinary user too, needs no rights, and cannot be taken back.
"""

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable
from typing import Any

# The numbers are those of linux/landlock.h, the same on every machine we run on.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_ASKED, BENEATH = 1, 1
WRITE_FILE, READ_FILE, READ_FOLDER = 1 << 1, 1 << 2, 1 << 3
EXECUTE, TRUNCATE, EVERYTHING = 1 << 0, 1 << 14, (1 << 13) - 1
TCP_BOTH_WAYS = 0b11
OTHERS_SOCKETS_AND_SIGNALS = 0b11
TRUNCATE_SINCE, TCP_SINCE, OTHERS_SINCE = 3, 4, 6

LIBRARIES = ("/usr", "/lib", "/lib64", "/nix/store", "/etc/ld.so.cache", "/etc/localtime")
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")


_SYSTEM = ctypes.CDLL(None)


def _ask(number: int, *arguments: Any) -> int:
    try:
        return int(_SYSTEM.syscall(number, *arguments))
    except (OSError, AttributeError):  # not Linux
        return -1


def version() -> int:
    """Which Landlock the kernel has; none, if the number is not positive."""
    return _ask(CREATE_RULESET, None, 0, VERSION_ASKED)


def draw_enclosure(code: Iterable[str], own: str) -> int | None:
    """Around the code, which is only read, and one folder of one's own; nothing else is within.

    Drawn while the way to the code is still open; `enter` closes it.
    """
    known = version()
    if known < 1:
        return None
    files = EVERYTHING | (TRUNCATE if known >= TRUNCATE_SINCE else 0)
    tcp = TCP_BOTH_WAYS if known >= TCP_SINCE else 0
    others = OTHERS_SOCKETS_AND_SIGNALS if known >= OTHERS_SINCE else 0
    wanted = struct.pack("=QQQ", files, tcp, others)
    rules = _ask(CREATE_RULESET, wanted, len(wanted), 0)
    if rules < 0:
        return None
    for place in [*code, *LIBRARIES, "/proc/self"]:
        _allow(rules, place, READ_FILE | READ_FOLDER)
    for place in DEVICES:
        _allow(rules, place, READ_FILE | WRITE_FILE)
    _allow(rules, own, files & ~EXECUTE)
    return rules


def _allow(rules: int, place: str, actions: int) -> None:
    with contextlib.suppress(FileNotFoundError):
        handle = os.open(place, os.O_PATH)
        if not os.path.isdir(place):
            actions &= ~READ_FOLDER
        _ask(ADD_RULE, rules, BENEATH, struct.pack("=Qi", actions, handle), 0)
        os.close(handle)


def enter(rules: int) -> None:
    """From here there is no way out. Nobody has been let gain new rights before."""
    if _ask(RESTRICT_SELF, rules, 0) != 0:
        raise OSError("The enclosure could not be entered.")
    os.close(rules)
