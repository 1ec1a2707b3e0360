"""Running a function on bytes nobody has vouched for, where it can do no harm."""

import contextlib
import grp
import json
import logging
import os
import pwd
import re
import secrets
import subprocess
import sys
import tempfile
from functools import cache
from typing import IO, Any

from lienthong.kernel.files.child import NOT_READY, TOOK_TOO_LONG
from lienthong.kernel.files.keeper import warm_parent
from lienthong.kernel.files.refusals import FileRefused, gettext_noop

log = logging.getLogger(__name__)

LONGEST_ANSWER = 64 * 1024 * 1024
PLACES_SHOWN = 5
NUMBERS = range(61_000, 65_000)  # within what a container knows, above what users are given
BECOME = "import os, sys; n = int(sys.argv[1]); os.setgroups([]); os.setgid(n); os.setuid(n)"
PLACE = re.compile(rb'^  File "[^"\n]*/([\w.-]+\.py", line \d+), in \S+$', re.MULTILINE)
TOO_LONG = gettext_noop("The file takes too long to read. It may be damaged or too complicated.")
DAMAGED = gettext_noop("The file cannot be read. It may be damaged.")
NOT_NOW = gettext_noop(
    "Files cannot be read just now; yours has not been looked at. Tell whoever runs the system."
)


def run_bounded(
    function_path: str, data: bytes, *, seconds: int, megabytes: int, **arguments: Any
) -> Any:
    """What `function_path` ("package.module.function") answers for `data`, as JSON.

    It runs in a process of its own with no network, a limited memory and a limited time, as a user
    nobody is where we may choose who it is, and is killed with everything it started. Its
    FileRefused comes back here; what else goes wrong once it reads is the file's fault and refuses
    the file. If it cannot even begin, that is ours: it is said so, and logged as an error.
    """
    user = stranger()
    with (
        tempfile.TemporaryDirectory(prefix="lienthong-") as directory,
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as trouble,
    ):
        if user:
            os.chown(directory, *user)
        order = {"function": function_path, "arguments": arguments, "user": user}
        limits = {"seconds": seconds, "megabytes": megabytes, "directory": directory}
        given.write(json.dumps(order | limits).encode() + b"\n" + data)
        given.flush()
        status = warm_parent.read(given, answer, trouble)
        if status == 0:
            return result_of(read_answer(answer))
        trouble.seek(0)
        where = places_in(trouble.read())
    if status == TOOK_TOO_LONG:
        raise FileRefused(TOO_LONG)
    if status == NOT_READY:
        log.error(
            "%s could not begin; `manage.py check --deploy` may say why: %s", function_path, where
        )
        raise FileRefused(NOT_NOW)
    log.warning("%s failed with %s: %s", function_path, status, where)
    raise FileRefused(DAMAGED)


def stranger() -> tuple[int, int] | None:
    """User and group the child becomes: a number nobody has, if we may choose; else it stays us.

    Not the user `nobody`: our own database may run as that one.
    """
    if os.geteuid() != 0 or not may_choose_users():
        return None
    number = a_free_number()
    return number, number


def a_free_number() -> int:
    """Another one each time, so that one child cannot meddle with the next."""
    while True:
        number = secrets.choice(NUMBERS)
        with contextlib.suppress(KeyError):
            pwd.getpwuid(number)
            continue
        with contextlib.suppress(KeyError):
            grp.getgrgid(number)
            continue
        return number


@cache
def may_choose_users() -> bool:
    """Whether root may do here what root may do elsewhere; tried once, with nothing at stake."""
    number = a_free_number()
    try:
        with tempfile.TemporaryDirectory(prefix="lienthong-") as directory:
            os.chown(directory, number, number)
        command = [sys.executable, "-I", "-S", "-c", BECOME, str(number)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        log.warning(
            "Root may not choose users here, so uploaded files are read with root's own rights. "
            "Run as an ordinary user, or let root change users (CAP_SETUID, CAP_SETGID, CAP_CHOWN)."
        )
        return False
    return True


def read_answer(answer: IO[bytes]) -> Any:
    """What the child wrote, if it is no longer than an answer about one file can be."""
    if answer.seek(0, os.SEEK_END) > LONGEST_ANSWER:
        raise FileRefused(DAMAGED)
    answer.seek(0)
    return json.load(answer)


def places_in(trouble: bytes) -> str:
    """Where it failed, not what it said: the words may be those of the document."""
    return "; ".join(place.decode() for place in PLACE.findall(trouble)[-PLACES_SHOWN:])


def result_of(answer: dict[str, Any]) -> Any:
    if "refused" in answer:
        raise FileRefused(answer["refused"], **answer["facts"])
    return answer["result"]
