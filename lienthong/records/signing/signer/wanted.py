"""What a statement wants: read strictly from its canonical bytes, or refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from lienthong.records.signing import messages
from lienthong.records.signing.messages import BADLY_WRITTEN, Message, moment_of
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _

PERSON, CLERK, ADMINISTRATOR, SEAL = "person", "clerk", "administrator", "seal"
KEY_KINDS: Final = {"key.give": False, "key.replace": True}
SEAL_KINDS: Final = {"seal.give": False, "seal.replace": True}
LIFT: Final = "key.lift"
RESTORE: Final = "restore"
_STATEMENT: Final[dict[str, type]] = {
    "v": int,
    "installation": str,
    "id": str,
    "kind": str,
    "made": str,
    "until": str,
    "organisation": str,
    "concerned": str,
    "after": int,
    "body": dict,
}
_SEAL: Final[dict[str, type]] = {
    "key": str,
    "name": str,
    "organisation": str,
    "path": list,
    "replaces": bool,
}
# An organisation's first seal names the term in which its numbers begin; empty where none is known.
_SEAL_IN_TERM: Final[dict[str, type]] = {**_SEAL, "term": str}
_KEY: Final[dict[str, type]] = {
    **_SEAL,
    "enrolment": str,
    "person": str,
    "purpose": str,
    "leads": bool,
    "title": str,
}
# A key that is suspended is to sign again. `suspension` is the hash of the journal's line that suspended it.
_LIFT: Final[dict[str, type]] = {
    "suspension": str,
    "key": str,
    "person": str,
    "name": str,
    "organisation": str,
    "path": list,
}
# Places are [epoch, number, hash]: the newest head of the journal and of the history that anybody knew, and
# what the database has kept of the history. `lists` is a hash of what was found to be lost on either side.
_RESTORE: Final[dict[str, type]] = {
    "organisation": str,
    "path": list,
    "journal": list,
    "history": list,
    "kept": list,
    "lists": str,
}
_FIELDS: Final = {
    **dict.fromkeys(KEY_KINDS, _KEY),
    **dict.fromkeys(SEAL_KINDS, _SEAL_IN_TERM),
    LIFT: _LIFT,
    RESTORE: _RESTORE,
}
_KEY_ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,80}")
_ORGANISATION: Final = re.compile(r"[A-Z0-9-]{1,40}")
PERSON_ID: Final = re.compile(r"p-[A-Za-z0-9-]{1,40}")
LONGEST_NAME: Final = 300

Place: TypeAlias = tuple[int, int, str]


@dataclass(frozen=True)
class Restored:
    """From where journal and history go on after a restore."""

    journal: Place
    history: Place
    kept: Place


@dataclass(frozen=True)
class Wanted:
    """A key for a person; a seal for an organisation, without `person` and `enrolment`; that a suspended key signs
    again; or a restore, of which only `restored` says more."""

    installation: str
    kind: str
    made: datetime
    until: datetime
    organisation: str
    path: tuple[tuple[str, str], ...]
    key: str = ""
    purpose: str = ""
    name: str = ""
    replaces: bool = False
    person: str = ""
    enrolment: str = ""
    title: str = ""
    leads: bool = False
    term: str = ""
    suspension: str = ""
    restored: Restored | None = None

    @property
    def is_seal(self) -> bool:
        return self.purpose == SEAL

    @property
    def lifts(self) -> bool:
        """Whether it gives a key its power back, and gives no new one."""
        return self.kind == LIFT


def wanted_in(statement: bytes) -> Wanted:
    said = messages.read(statement)
    try:
        return _wanted(said)
    except (KeyError, ValueError, TypeError):
        raise Refused(BADLY_WRITTEN) from None


def _wanted(said: Message) -> Wanted:
    _refuse_other_fields(said, _STATEMENT)
    body, kind = said["body"], said["kind"]
    if kind not in _FIELDS:
        raise Refused(_("The signer does not know this kind of message."))
    if kind in SEAL_KINDS:
        body = {"term": "", **body}  # none was named when the first seals were given
    if kind == LIFT:
        body = {"suspension": "", **body}  # nor a suspension by the first that were lifted
    _refuse_other_fields(body, _FIELDS[kind])
    given: dict[str, Any] = {
        **body,
        "path": tuple((one["id"], one["name"]) for one in body["path"]),
    }
    if kind == RESTORE:
        places = (_place(given.pop(name)) for name in ("journal", "history", "kept"))
        given["restored"] = Restored(*places)
        del given["lists"]
    elif kind in SEAL_KINDS:
        given["purpose"] = SEAL
    made, until = moment_of(said["made"]), moment_of(said["until"])
    wanted = Wanted(said["installation"], kind, made, until, **given)
    _refuse_contradiction(said, wanted)
    if kind == LIFT:
        _refuse_impossible_name(wanted)
    elif kind != RESTORE:
        _refuse_impossible_key(wanted)
    return wanted


def _place(said: list[Any]) -> Place:
    epoch, n, hashed = said
    if type(epoch) is not int or type(n) is not int or not messages.is_sha256(hashed):
        raise ValueError("no place in a chain")
    return epoch, n, hashed


def _refuse_other_fields(said: dict[str, Any], fields: dict[str, type]) -> None:
    if {name: type(value) for name, value in said.items()} != fields:
        raise ValueError("fields missing, added or of another type")


def _refuse_contradiction(said: Message, wanted: Wanted) -> None:
    ids = [organisation for organisation, _name in wanted.path]
    names = [wanted.name, wanted.title, *(name for _id, name in wanted.path)]
    holds = (
        said["v"] == 1
        and messages.is_id(said["id"])
        and said["concerned"] == wanted.person
        and ids
        and ids[-1] == wanted.organisation
        and len(set(ids)) == len(ids)
        and all(_ORGANISATION.fullmatch(one) for one in ids)
        and all(is_printed(one) for one in names)
        and all(name.strip() for _id, name in wanted.path)
    )
    if not holds:
        raise ValueError("a statement that contradicts itself")


def is_printed(name: Any) -> bool:
    """Whether a certificate can print it: one line, no endless one, and no letters that look like ours."""
    if not isinstance(name, str) or len(name) > LONGEST_NAME or not name.isprintable():
        return False
    letters = (letter for letter in name if letter.isalpha())
    return all(unicodedata.name(letter, "").startswith("LATIN ") for letter in letters)


def _refuse_impossible_name(wanted: Wanted) -> None:
    if not _KEY_ID.fullmatch(wanted.key) or not wanted.name.strip():
        raise ValueError("a key nobody can have")
    if not wanted.is_seal and not PERSON_ID.fullmatch(wanted.person):
        raise ValueError("a key of nobody")


def _refuse_impossible_key(wanted: Wanted) -> None:
    _refuse_impossible_name(wanted)
    is_known = wanted.is_seal or wanted.purpose in (PERSON, CLERK, ADMINISTRATOR)
    holds = (
        is_known
        and bool(PERSON_ID.fullmatch(wanted.person)) is not wanted.is_seal
        and {**KEY_KINDS, **SEAL_KINDS}[wanted.kind] is wanted.replaces
        and not (wanted.leads and wanted.purpose != PERSON)
        and (not wanted.is_seal or wanted.name == wanted.path[-1][1])
        and (not wanted.term or (bool(date.fromisoformat(wanted.term)) and not wanted.replaces))
    )
    if not holds:
        raise ValueError("a key nobody can have")
