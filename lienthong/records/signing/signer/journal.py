"""The signer's own journal: the truth on keys, statements and agreements. Appended to, never rewritten.

A line counts once a head over it is signed. So whatever is changed, cut or invented afterwards is found, by
the signer when it starts and by anybody who holds the trust folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

from lienthong.records.signing import messages
from lienthong.records.signing.messages import canonical, moment, moment_of
from lienthong.records.signing.sentences import Refused, Sentence
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import clock
from lienthong.records.signing.signer.disk import end_of, write_whole
from lienthong.records.signing.signer.heads import JOURNAL, Head, Heads, append, signed_head
from lienthong.records.signing.signer.lines import (
    EPOCH,
    FRAME,
    LONGEST_LINE,
    Line,
    NotWhole,
    checked_lines,
    genesis,
    hash_of,
)
from lienthong.records.signing.signer.vault import Vault
from lienthong.records.signing.trust import Trust

JOURNAL_FILE: Final = "signer.journal"
ASIDE_FILE: Final = "signer.journal.aside"
CLOCK_MAY_BE_LATE: Final = timedelta(minutes=5)
NOT_WHOLE: Final = _(
    "The signer's journal is not whole: lines were changed, cut or added. Only reading is possible."
)
Hear: TypeAlias = Callable[[Line], None]


@dataclass(frozen=True)
class Place:
    """Where the journal has come to: epoch, number and hash of a line."""

    epoch: int
    n: int
    hash: str

    def as_list(self) -> list[int | str]:
        return [self.epoch, self.n, self.hash]


class Journal:
    """Who follows the journal hears every line: those on the disk when it is opened, then each new one."""

    def __init__(self, place: Path, vault: Vault) -> None:
        self.path, self._aside = place / JOURNAL_FILE, place / ASIDE_FILE
        self._vault, self._heads = vault, Heads(place)
        self._followers: list[Hear] = []
        self._hashes: list[str] = []
        # Epoch and number up to which others may know lines that a restore gave up.
        self._given_up: list[tuple[int, int]] = []
        self.newest = Place(1, 0, genesis(vault.installation))
        self.newest_at = ""
        self.is_whole = True
        self.closed_because: Sentence | None = None

    def followed_by(self, hear: Hear) -> None:
        self._followers.append(hear)

    def open(self) -> None:
        """Read and check it from the first line; one that is not whole is read and never written to."""
        try:
            self._heads.open()
            unfinished = self._put_aside()
            trusted = self._vault.trusted()
            for line, hashed in checked_lines(self.path, self._heads.path, trusted):
                self._heard(line, hashed)
            if not self.newest.n and self._vault.secrets.get("is_founded"):
                raise NotWhole
            if unfinished and self.newest.n:
                self.write("put aside", sha256=hash_of(unfinished), bytes=len(unfinished))
        except NotWhole:
            self.is_whole = False
            self.close(NOT_WHOLE)

    def is_whole_on_disk(self) -> bool:
        return self.is_whole and journal_is_whole(
            self.path, self._heads.path, self._vault.trusted()
        )

    def close(self, because: str) -> None:
        """From now on it is only read, until somebody has found out why."""
        self.closed_because = self.closed_because or Sentence(because)

    def write(self, what: str, *, epoch: int | None = None, **facts: Any) -> Line:
        """Add a line: on disk, with a signed head, before anybody acts on it.

        The journal itself gives a line its number, moment and place; only an `epoch` is begun by its caller.
        """
        self.refuse_if_closed()
        if not facts.keys().isdisjoint(FRAME):
            raise ValueError("a fact named like a field of the line's frame")
        line = {
            "epoch": epoch or self.newest.epoch,
            "n": self.newest.n + 1,
            "at": moment(clock.now()),
            "what": what,
            "before": self.newest.hash,
            **facts,
        }
        written = canonical(line)
        # What could not be read again would close the journal at the next start.
        heard = messages.read(written, LONGEST_LINE)
        before = self.path.stat().st_size if self.path.exists() else 0
        append(self.path, written)
        try:
            self._heads.write(self._head_over(line, written))
        except OSError:
            os.truncate(self.path, before)
            raise
        self._heard(heard, hash_of(written))
        return line

    def begin_epoch(self, known: tuple[int, int, str], **facts: Any) -> None:
        """Go on after a restore, from a line that names the newest head anybody knew."""
        because, self.closed_because = self.closed_because, None
        epoch = max(self.newest.epoch, known[0]) + 1
        try:
            self.write(EPOCH, epoch=epoch, known=list(known), **facts)
        except BaseException:
            self.closed_because = because
            raise

    def head(self) -> Head | None:
        """The newest signed head, for others to keep."""
        return self._heads.newest

    def knows(self, epoch: int, n: int, hashed: str) -> bool:
        """Whether this line is one of the journal's own, or one that a restore gave up."""
        if any(epoch <= given_up and n <= last for given_up, last in self._given_up):
            return True
        return (
            0 < n <= len(self._hashes)
            and self._hashes[n - 1] == hashed
            and epoch <= self.newest.epoch
        )

    def refuse_if_closed(self) -> None:
        """One that is not whole, or behind what others know of it, is only read."""
        if self.closed_because:
            raise Refused(self.closed_because.message)

    def refuse_late_clock(self) -> None:
        """A clock set back would date signatures before what is already written."""
        if self.newest_at and clock.now() < moment_of(self.newest_at) - CLOCK_MAY_BE_LATE:
            raise Refused(
                _(
                    "The signer's clock is behind its own journal. Nothing is signed until it is set right."
                )
            )

    def _heard(self, line: Line, hashed: str) -> None:
        self._hashes.append(hashed)
        self.newest, self.newest_at = Place(line["epoch"], line["n"], hashed), line["at"]
        if line["what"] == EPOCH:
            self._given_up.append((line["known"][0], line["known"][1]))
        for hear in self._followers:
            hear(line)

    def _head_over(self, line: Line, written: bytes) -> Head:
        said = {
            "installation": self._vault.installation,
            "chain": JOURNAL,
            "epoch": line["epoch"],
            "n": line["n"],
            "hash": hash_of(written),
            "at": line["at"],
        }
        return signed_head(self._vault, said)

    def _put_aside(self) -> bytes:
        """A last line torn, or without a head, was never answered for: it is kept apart and does not count."""
        unfinished = self._unfinished()
        if unfinished:
            kept = self._aside.read_bytes() if self._aside.exists() else b""
            write_whole(self._aside, kept + unfinished.rstrip(b"\n") + b"\n")
            os.truncate(self.path, self.path.stat().st_size - len(unfinished))
        return unfinished

    def _unfinished(self) -> bytes:
        if not self.path.exists():
            return b""
        end = end_of(self.path, LONGEST_LINE * 2)
        whole, torn = end[: end.rfind(b"\n") + 1], end[end.rfind(b"\n") + 1 :]
        last = whole[whole.rfind(b"\n", 0, -1) + 1 :]
        covered = (self._heads.newest or {}).get("n", 0)
        if not torn and _number_of(last) == covered + 1:
            return last
        return torn


def _number_of(line: bytes) -> int:
    """The number of a line of the journal; none of what cannot be read as one."""
    try:
        return int(json.loads(line)["n"])
    except (ValueError, TypeError, KeyError):
        return -1


def journal_is_whole(path: Path, heads: Path, trust: Trust) -> bool:
    """Whether a journal is exactly what its signer wrote, from its first line to its newest head."""
    try:
        return sum(1 for _line in checked_lines(path, heads, trust)) > 0
    except (NotWhole, OSError):
        return False
