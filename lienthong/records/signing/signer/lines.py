"""The lines of the signer's journal as they are on a disk: read, and checked one against the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

from lienthong.records.signing import messages
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.heads import JOURNAL, Head, is_signed, newest_head
from lienthong.records.signing.trust import Trust

LONGEST_LINE: Final = 4 * messages.LONGEST
EPOCH: Final = "epoch"
FOUNDED: Final = "founded"
_GENESIS: Final = b"lienthong.journal.1\0"
# The frame of a line; what is told in it are its facts.
FRAME: Final[dict[str, type]] = {"epoch": int, "n": int, "at": str, "what": str, "before": str}

Line: TypeAlias = dict[str, Any]


class NotWhole(Exception):
    """A line was changed, cut, put in between or added by somebody else."""


def genesis(installation: str) -> str:
    """What the first line of an installation's journal names as the line before it."""
    return hashlib.sha256(_GENESIS + installation.encode("ascii")).hexdigest()


def hash_of(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def checked_lines(path: Path, heads: Path, trust: Trust) -> Iterator[tuple[Line, str]]:
    """Each line and its hash, checked against the line before it; at the end, against the newest head."""
    head = newest_head(heads)
    before, last = "", Line(n=0, epoch=1)
    for written in _written(path):
        line = _read(written)
        before = before or _checked_start(head, trust)
        _refuse_gap(line, last, before)
        before, last = hash_of(written), line
        yield line, before
    if head is not None and (head.get("n"), head.get("hash")) != (last["n"], before):
        raise NotWhole


def _written(path: Path) -> Iterator[bytes]:
    if not path.exists():
        return
    with path.open("rb") as file:
        while written := file.readline(LONGEST_LINE + 1):
            if not written.endswith(b"\n"):
                raise NotWhole
            yield written[:-1]


def _read(written: bytes) -> Line:
    try:
        line = messages.read(written, LONGEST_LINE)
    except Refused:
        raise NotWhole from None
    if any(type(line.get(name)) is not kind for name, kind in FRAME.items()):
        raise NotWhole
    return line


def _checked_start(head: Head | None, trust: Trust) -> str:
    if not head or head.get("chain") != JOURNAL or not is_signed(head, trust):
        raise NotWhole
    return genesis(str(head["installation"]))


def _refuse_gap(line: Line, last: Line, before: str) -> None:
    is_next = line["n"] == last["n"] + 1 and line["before"] == before
    is_later = line["epoch"] > last["epoch"]
    begins = line["what"] == FOUNDED, line["what"] == EPOCH
    if not is_next or line["epoch"] < last["epoch"] or (last["n"] == 0, is_later) != begins:
        raise NotWhole
