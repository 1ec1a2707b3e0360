"""Running a function on bytes nobody has vouched for, where it can do no harm."""

import contextlib
import json
import logging
import os
import pwd
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_noop

from lienthong.kernel.files.refusals import FileRefused

log = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("child.py")
LONGEST_ANSWER = 64 * 1024 * 1024
PLACES_SHOWN = 5
UNKNOWN = 65534  # the number Linux gives to a user it does not know
PLACE = re.compile(rb'^  File "[^"\n]*/([\w.-]+\.py", line \d+), in \S+$', re.MULTILINE)
TOO_LONG = gettext_noop("The file takes too long to read. It may be damaged or too complicated.")
DAMAGED = gettext_noop("The file cannot be read. It may be damaged.")


def run_bounded(
    function_path: str, data: bytes, *, seconds: int, megabytes: int, **arguments: Any
) -> Any:
    """What `function_path` ("package.module.function") answers for `data`, as JSON.

    It runs in a process of its own with no network, a limited memory and a limited time, as nobody
    where we may choose who it is, and is killed with everything it started. Its FileRefused comes
    back here; anything else that goes wrong there is the file's fault and refuses the file.
    """
    user = stranger()
    order = {"function": function_path, "arguments": arguments, "user": user}
    limits = {"seconds": seconds, "megabytes": megabytes}
    with (
        tempfile.TemporaryDirectory(prefix="lienthong-") as directory,
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as trouble,
    ):
        if user:
            os.chown(directory, *user)
        given.write(json.dumps(order | limits).encode() + b"\n" + data)
        given.seek(0)
        returncode = run_child(directory, (given, answer, trouble), seconds)
        if returncode == 0:
            return result_of(read_answer(answer))
        trouble.seek(0)
        log.warning("%s failed with %s: %s", function_path, returncode, places_in(trouble.read()))
    raise FileRefused(DAMAGED)


def stranger() -> tuple[int, int] | None:
    """User and group the child becomes: nobody, if we run as root; else it stays who we are."""
    if os.geteuid() != 0:
        return None
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return UNKNOWN, UNKNOWN
    return nobody.pw_uid, nobody.pw_gid


def run_child(directory: str, streams: tuple[IO[bytes], IO[bytes], IO[bytes]], seconds: int) -> int:
    given, answer, trouble = streams
    with subprocess.Popen(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-I", str(CHILD)],
        stdin=given,
        stdout=answer,
        stderr=trouble,
        cwd=directory,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TMPDIR": directory},
        start_new_session=True,
    ) as child:
        try:
            return child.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise FileRefused(TOO_LONG) from error
        finally:
            # The child leads a group of its own: whatever it started goes with it.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)


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
