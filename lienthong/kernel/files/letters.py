"""Reading the letters of a scanned page with Debian's tesseract, where the installation has it.

What tesseract is given is a picture that we have drawn ourselves, never the file somebody brought.
"""

import csv
import io
import os
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass

from lienthong.kernel.files.bounded import stranger

PROGRAM, LANGUAGES = "tesseract", ("vie", "osd")
SECONDS, MEGABYTES = 30, 1024
# Set by the shell, which then becomes the program: kibibytes of memory, seconds, nothing written.
BOUNDED = 'ulimit -v "$1" && ulimit -t "$2" && ulimit -c 0 && shift 2 && exec "$@"'
TURNS = re.compile(r"^Rotate: (90|180|270)$", re.MULTILINE)
SURE = re.compile(r"^Orientation confidence: ([\d.]+)$", re.MULTILINE)
SURE_ENOUGH = 2.0


@dataclass(frozen=True)
class Word:
    """One word of a page: where it stands, in points of the picture, how sure it is, of 100, and on which
    printed line."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    line: str = ""


def reads_letters() -> bool:
    """Whether this installation can read scans: the program is there and knows Vietnamese."""
    program = shutil.which(PROGRAM)
    if program is None:
        return False
    listed = _run([program, "--list-langs"], b"", seconds=5)
    return listed is not None and set(LANGUAGES) <= set(listed.split())


def words_on(picture: bytes) -> list[Word]:
    """The words on a page drawn in shades of grey; none where they cannot be read in time."""
    read = _tesseract(picture, "-l", "vie", "--psm", "3", "tsv")
    if read is None:
        return []
    rows = csv.DictReader(io.StringIO(read), delimiter="\t", quoting=csv.QUOTE_NONE)
    said = (row for row in rows if row["text"] and row["text"].strip())
    return [_word(row) for row in said if float(row["conf"]) >= 0]


def _word(row: dict[str, str]) -> Word:
    left, top, width, height = (int(row[place]) for place in ("left", "top", "width", "height"))
    line = "/".join(row[part] for part in ("block_num", "par_num", "line_num"))
    return Word(row["text"], left, top, width, height, float(row["conf"]), line)


def turn_of(picture: bytes) -> int:
    """By how much a page is to be turned clockwise to be read; 0 where that is not certain."""
    read = _tesseract(picture, "-l", "osd", "--psm", "0") or ""
    turn, sure = TURNS.search(read), SURE.search(read)
    return int(turn[1]) if turn and sure and float(sure[1]) >= SURE_ENOUGH else 0


def _tesseract(picture: bytes, *options: str) -> str | None:
    program = shutil.which(PROGRAM)
    if program is None:
        return None
    return _run([program, "stdin", "stdout", "--dpi", "300", *options], picture, seconds=SECONDS)


def _run(command: list[str], given: bytes, *, seconds: int) -> str | None:
    """What a program says, within its limits; None where it fails or takes too long."""
    user = stranger()
    bounded = ["/bin/sh", "-c", BOUNDED, "sh", str(MEGABYTES * 1024), str(seconds), *command]
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    if "TESSDATA_PREFIX" in os.environ:
        environment["TESSDATA_PREFIX"] = os.environ["TESSDATA_PREFIX"]
    with tempfile.TemporaryDirectory(prefix="lienthong-") as directory:
        if user:
            os.chown(directory, *user)
        process = subprocess.Popen(  # noqa: S603 -- a program of Debian's, with words of ours
            bounded,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=directory,
            env=environment,
            start_new_session=True,
            user=user[0] if user else None,
            group=user[1] if user else None,
            extra_groups=[] if user else None,
        )
        try:
            said, _nothing = process.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return None
    return said.decode("utf-8", "replace") if process.returncode == 0 else None
