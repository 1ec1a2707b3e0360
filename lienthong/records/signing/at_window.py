"""What the signer shows at the signing window, and what it tells the web of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lienthong.records.signing.messages import moment_of


@dataclass(frozen=True)
class Invited:
    """What became of an invitation: open, or enrolled. A founder's says the key, every other one the enrolment."""

    state: str
    enrolment: str = ""
    key: str = ""

    @property
    def is_enrolled(self) -> bool:
        return self.state == "enrolled"


@dataclass(frozen=True)
class Invitation:
    """Whom a key is begun for; a founder brings a code from the signer's console as well."""

    name: str
    is_founding: bool


@dataclass(frozen=True)
class ShownPasskey:
    """A passkey of the key that answers, and the site it is good for."""

    credential_id: str
    rp_id: str


@dataclass(frozen=True)
class NamedAnew:
    """An organisation that a statement names or places otherwise than the signer does; empty is what it knew of a new one."""

    name: str
    under: str
    known_as: str = ""
    known_under: str = ""


@dataclass(frozen=True)
class Shown:
    """What is read before it is agreed to, all of it from what the signer holds.

    `sort` is sign, seal or statement; `kind` a kind of document, or key.give, key.replace, seal.give,
    seal.replace, restore. What a sort has not is empty.
    """

    sort: str
    kind: str
    # laid as long as nobody has answered; what it has come to after that.
    state: str
    # This key has given this very answer before: nothing is to be asked any more.
    is_answered: bool
    # As certificates print it, and its id.
    organisation: str
    organisation_id: str
    # Who answers: name and title in the roster ("signs as …").
    name: str
    signs_as: str
    has_pin: bool
    passkeys: tuple[ShownPasskey, ...]
    # When this key gave this very answer; and until when no PIN may be tried in this browser.
    answered_at: datetime | None = None
    locked_until: datetime | None = None
    # Of a document: "NQ Nghị quyết", the title agreed to, and the term's first day.
    type: str = ""
    title: str = ""
    term: str = ""
    # Of a seal: number and day as they are printed, and who signed the document when.
    number: str = ""
    day: str = ""
    signed_by: str = ""
    signed_at: datetime | None = None
    # Of a statement: whose key or seal (`title` is the post's), what for, and who proposed it.
    concerned: str = ""
    purpose: str = ""
    leads: bool = False
    # The organisation directly above, and what of the path the signer knows otherwise or not at all.
    under: str = ""
    named_anew: tuple[NamedAnew, ...] = ()
    replaces: bool = False
    proposed_by: str = ""
    proposed_at: datetime | None = None
    # To be agreed to until then.
    until: datetime | None = None
    # Whether the check number is to be given, which only the holder of the coming key was shown, and how often
    # it may still be tried.
    needs_number: bool = False
    tries_left: int = 0
    # The hours after which it takes effect if this answer is given; 0 where it does not wait.
    waits_hours: int = 0
    # Of a restore: the lines [epoch, number, hash] from which journal and history go on.
    restored: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Shown:
        fields: dict[str, Any] = {name: value for name, value in said.items() if name != "ok"}
        fields["passkeys"] = tuple(ShownPasskey(**one) for one in fields["passkeys"])
        fields["named_anew"] = tuple(NamedAnew(**one) for one in said.get("named_anew", ()))
        for name in ("signed_at", "proposed_at", "until", "answered_at", "locked_until"):
            fields[name] = _moment(fields.get(name, ""))
        return cls(**fields)


@dataclass(frozen=True)
class KnownKey:
    """A key that was enrolled or has answered in this browser before."""

    id: str
    name: str
    title: str
    purpose: str
    organisation: str
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> KnownKey:
        return cls(**{**said, "withdrawn_at": _moment(said["withdrawn_at"])})

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


@dataclass(frozen=True)
class ToKnow:
    """What a passkey of a key is asked so that the key is known in a browser."""

    challenge: bytes
    passkeys: tuple[ShownPasskey, ...]


@dataclass(frozen=True)
class Given:
    """An answer that was given and proven: the verb, by which key, when."""

    verb: str
    key: str
    at: datetime

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Given:
        return cls(said["verb"], said["key"], moment_of(said["at"]))


@dataclass(frozen=True)
class Withdrawn:
    """A key the signer has withdrawn, and why."""

    key: str
    at: datetime
    reason: str
    # Its holder has said at the window that somebody else used it.
    is_not_me: bool


def _moment(text: str) -> datetime | None:
    return moment_of(text) if text else None
