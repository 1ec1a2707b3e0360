"""What the signer tells whoever asks it, as callers read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lienthong.records.signing.at_window import Given, Suspended, Withdrawn, moment_or_none
from lienthong.records.signing.messages import moment_of


@dataclass(frozen=True)
class Broken:
    """It was said at the signer's console that an administrator is lost; from `until` on the other goes on alone."""

    key: str
    name: str
    since: datetime
    until: datetime

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Broken:
        moments = {name: moment_of(said[name]) for name in ("since", "until")}
        return cls(said["key"], said["name"], **moments)


@dataclass(frozen=True)
class Hello:
    """How the signer stands: whose it is, whether it was founded, and the newest line of its journal."""

    installation: str
    is_founded: bool
    mode: str
    keys: int
    journal: tuple[int, int, str]
    own_user: bool
    is_behind: bool
    # The newest signed head: kept elsewhere, it shows a signer that was set back.
    head: dict[str, Any] | None = None
    # Of a signer that is behind: the newest line of its journal that others have shown it.
    known: tuple[int, int, str] | None = None
    # Why the journal is only read; empty as long as all is well.
    closed_because: str = ""
    # The keys withdrawn last, the newest first.
    withdrawn: tuple[Withdrawn, ...] = ()
    # All that are suspended now.
    suspended: tuple[Suspended, ...] = ()
    # When two let a suspended key sign again; the newest hundred.
    lifted: Mapping[str, datetime] = field(default_factory=dict)
    # Said at the console, and not ended.
    broken: Broken | None = None


@dataclass(frozen=True)
class Answered:
    """What a message came to by an answer, and what the signer signs of it."""

    state: str
    receipt: dict[str, Any] | None = None


@dataclass(frozen=True)
class Taken:
    """What became of a message: the same each time it is asked."""

    state: str
    certificate: str = ""
    pdf: bytes = b""
    waits_until: datetime | None = None
    reason: str = ""
    # What the signer signs of it, where it is a statement, and every answer that was given to it.
    receipt: dict[str, Any] | None = None
    answers: tuple[Given, ...] = ()

    def was_answered(self, verb: str, key: str) -> bool:
        """Whether the holder of this key has given this answer."""
        return any((one.verb, one.key) == (verb, key) for one in self.answers)


@dataclass(frozen=True)
class Released:
    """A number the signer bars for ever, or the file that already bears it."""

    state: str
    pdf: bytes = b""


@dataclass(frozen=True)
class SealedNumber:
    """A number in the signer's register, and the handle of the file that bears it."""

    organisation: str
    term: str
    type: str
    notation: str
    day: str
    handle: str
    # Its signer sealed it too.
    by_one_person: bool = False


@dataclass(frozen=True)
class News:
    """What a holder is told of at once: a passkey added or removed, or a browser in which the key became known."""

    place: tuple[int, int]
    key: str
    what: str
    at: datetime
    # Of a passkey that was added: before then it proves nothing.
    waits_until: datetime | None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> News:
        epoch, n = said["place"]
        at, waits = moment_of(said["at"]), moment_or_none(said["waits_until"])
        return cls((epoch, n), said["key"], said["what"], at, waits)
