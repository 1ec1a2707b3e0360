"""What the signer shows at the signing window, and what it tells the web of it."""

from __future__ import annotations

import base64
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
class Waiting:
    """A passkey that was added lately: when, and from when on it proves something."""

    added_at: datetime
    waits_until: datetime

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Waiting:
        return cls(moment_of(said["added_at"]), moment_of(said["waits_until"]))


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
    # Passkeys that were added lately and prove nothing yet.
    waiting: tuple[Waiting, ...] = ()
    # When this key gave this very answer; and until when no PIN may be tried in this browser.
    answered_at: datetime | None = None
    locked_until: datetime | None = None
    # Of a document: "NQ Nghị quyết", the title agreed to, and the term's first day, as of a first seal.
    type: str = ""
    title: str = ""
    term: str = ""
    # The signer has no number in this term yet: then also the term before it, and its last number of this type.
    term_is_new: bool = False
    former_term: str = ""
    last_number: str = ""
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
    # Of a key that is to sign again: since when it is suspended.
    suspended_at: datetime | None = None
    # The hours after which it takes effect if this answer is given; 0 where it does not wait.
    waits_hours: int = 0
    # Of a restore: the lines [epoch, number, hash] from which journal and history go on.
    restored: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Shown:
        fields: dict[str, Any] = {name: value for name, value in said.items() if name != "ok"}
        fields["passkeys"] = tuple(ShownPasskey(**one) for one in fields["passkeys"])
        fields["waiting"] = tuple(Waiting.of(one) for one in said.get("waiting", ()))
        fields["named_anew"] = tuple(NamedAnew(**one) for one in said.get("named_anew", ()))
        for name in (
            "signed_at",
            "proposed_at",
            "until",
            "answered_at",
            "locked_until",
            "suspended_at",
        ):
            fields[name] = moment_or_none(fields.get(name, ""))
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
    suspended_at: datetime | None = None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> KnownKey:
        moments = {name: moment_or_none(said[name]) for name in ("withdrawn_at", "suspended_at")}
        return cls(**{**said, **moments})

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_suspended(self) -> bool:
        return self.suspended_at is not None and not self.is_withdrawn


@dataclass(frozen=True)
class ToKnow:
    """What a passkey of a key is asked: so that the key is known in a browser, or its passkeys are changed."""

    challenge: bytes
    passkeys: tuple[ShownPasskey, ...]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> ToKnow:
        passkeys = tuple(ShownPasskey(**one) for one in said["passkeys"])
        return cls(base64.b64decode(said["challenge"]), passkeys)


@dataclass(frozen=True)
class OwnPasskey:
    """A passkey of a key, as its holder finds it in the list; nothing waits any more where no moment is named."""

    credential_id: str
    added_at: datetime
    waits_until: datetime | None


@dataclass(frozen=True)
class KnownBrowser:
    """A browser in which a key is known; `here` is the one at hand."""

    since: datetime | None
    here: bool


@dataclass(frozen=True)
class HowProven:
    """With what a key is proven, and where it is known."""

    passkeys: tuple[OwnPasskey, ...]
    browsers: tuple[KnownBrowser, ...]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> HowProven:
        passkeys = (
            OwnPasskey(
                one["credential_id"],
                moment_of(one["added_at"]),
                moment_or_none(one["waits_until"]),
            )
            for one in said["passkeys"]
        )
        browsers = (
            KnownBrowser(moment_or_none(one["since"]), one["here"]) for one in said["browsers"]
        )
        return cls(tuple(passkeys), tuple(browsers))


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


@dataclass(frozen=True)
class Suspended:
    """A key with which nothing is done until two have agreed that it is, and why."""

    key: str
    at: datetime
    reason: str


def moment_or_none(text: str) -> datetime | None:
    return moment_of(text) if text else None
