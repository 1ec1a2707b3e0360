"""The roster: which organisations, keys and statements the signer knows. Nothing but the journal, replayed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cryptography import x509

from lienthong.records.signing.messages import NOT_ME, moment_of
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer.journal import Journal, Place
from lienthong.records.signing.signer.lines import EPOCH, FOUNDED, Line
from lienthong.records.signing.signer.vault import Vault
from lienthong.records.signing.signer.wanted import ADMINISTRATOR, SEAL, Wanted, wanted_in

SINGLE: Final = "single"
# The line by which one administrator goes on without the other, who is lost.
ALONE: Final = "alone"
LOST: Final = _("lost; the glass was broken at the console of the signer")
TWO: Final = "two"
NUMBER_TRIES: Final = 5
# What a statement can have come to.
PROPOSED, CONFIRMED, DONE = "proposed", "confirmed", "done"
REFUSED, STOPPED, FAILED, EXPIRED = "refused", "stopped", "failed", "expired"
_ENDING: Final = {REFUSED: "refuse", STOPPED: "stop"}


@dataclass(frozen=True)
class Organisation:
    id: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class Key:
    """A key as everybody may know it. `organisation` is the id, as in the certificate."""

    id: str
    purpose: str
    name: str
    organisation: str
    person: str = ""
    title: str = ""
    leads: bool = False
    certificate: str = ""
    withdrawn_at: str = ""
    # Its holder says that somebody else has used it.
    is_disowned: bool = False
    # When it came into force.
    since: str = ""
    # From when on it does nothing until two have agreed that it does, why, and the hash of the line that says so.
    suspended_at: str = ""
    suspended_because: str = ""
    suspension: str = ""


@dataclass
class Enrolment:
    """Somebody has chosen a PIN for a coming key; two others have yet to agree to the key."""

    id: str
    person: str
    name: str
    until: str
    wrong_numbers: int = 0
    used_by: str = ""

    @property
    def is_dead(self) -> bool:
        return self.wrong_numbers >= NUMBER_TRIES


@dataclass
class Statement:
    """A statement that was proposed, and what it has come to."""

    handle: str
    message: bytes
    wanted: Wanted
    state: str
    proposer: str
    line: Line
    place: Place
    confirmer: str = ""
    ended_by: str = ""
    waits_until: str = ""
    because: str = ""
    mode: str = TWO
    # Verb, key and moment of each answer that was proven and taken.
    answers: list[dict[str, str]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.state in (PROPOSED, CONFIRMED)

    @property
    def agreed_by(self) -> list[str]:
        return [key for key in (self.proposer, self.confirmer) if key]


@dataclass
class Roster:
    """Follows the journal. Asked by the rules of `who_may`; changed by lines alone."""

    vault: Vault
    journal: Journal
    mode: str = TWO
    organisations: dict[str, Organisation] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    passkeys: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    # The term in which the numbers of an organisation began, as two agreed to it with its first seal.
    first_terms: dict[str, str] = field(default_factory=dict)
    # Why each key was withdrawn, in the order in which that was said.
    withdrawn: dict[str, str] = field(default_factory=dict)
    # When two let a suspended key sign again, in the order in which that took effect.
    lifted: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._hearing: dict[str, Callable[[Line], None]] = {
            FOUNDED: self._founded,
            "enrolled": self._enrolled,
            "wrong number": self._wrong_number,
            "proposed": self._proposed,
            "confirmed": self._confirmed,
            "refused": self._ended,
            "stopped": self._ended,
            "failed": self._ended,
            "done": self._done,
            EPOCH: self._restored,
            "passkey added": self._passkey_added,
            "passkey removed": self._passkey_removed,
            "revoked": self._revoked,
            "disowned": self._disowned,
            "suspended": self._suspended,
            "lifted": self._lifted,
            ALONE: self._alone,
        }
        self.journal.followed_by(self.hear)

    def hear(self, line: Line) -> None:
        heard = self._hearing.get(line["what"])
        if heard:
            heard(line)

    @property
    def is_founded(self) -> bool:
        return bool(self.organisations)

    def key(self, key_id: str) -> Key:
        """A key known here, in force or not."""
        if key_id not in self.keys:
            raise Refused(_("The signer does not know this key."))
        return self.keys[key_id]

    def in_force(self, key_id: str, *purposes: str) -> Key:
        """A key that may agree or sign now; of one of these purposes, if any are named."""
        key = self.key(key_id)
        if purposes and key.purpose not in purposes:
            raise Refused(_("The signer does not know this key."))
        if key.withdrawn_at:
            raise Refused(_("This signing key has been withdrawn."))
        if key.suspended_at:
            raise Refused(_("This signing key is suspended until two persons agree to lift that."))
        return key

    def count_in_force(self) -> int:
        held = self.keys.values()
        return sum(1 for key in held if not key.withdrawn_at and not key.suspended_at)

    def name_of(self, organisation: str) -> str:
        """The organisation as certificates print it."""
        if organisation not in self.organisations:
            raise Refused(_("The signer does not know this organisation."))
        return self.organisations[organisation].name

    def namesakes(self, organisation: str, name: str) -> list[str]:
        """Other organisations that print the same name, whatever the capitals and blanks."""
        return [
            other.id
            for other in self.organisations.values()
            if other.id != organisation and _folded(other.name) == _folded(name)
        ]

    def parent_of(self, organisation: str) -> str:
        known = self.organisations.get(organisation)
        return known.parent if known else ""

    def had_a_key(self, person: str) -> bool:
        return any(key.person == person for key in self.keys.values())

    def had_a_seal(self, organisation: str) -> bool:
        return any(True for _key in self._seals_of(organisation))

    def has_a_seal(self, organisation: str) -> bool:
        return any(not key.withdrawn_at for key in self._seals_of(organisation))

    def _seals_of(self, organisation: str) -> Iterator[Key]:
        for key in self.keys.values():
            if key.purpose == SEAL and key.organisation == organisation:
                yield key

    def lineage(self, path: Sequence[tuple[str, str]]) -> list[str]:
        """From the last organisation of a path upwards: as the roster has it, and only where it has nothing, as the path says."""
        unknown: list[str] = []
        for organisation, _name in reversed(path):
            if organisation in self.organisations:
                return [*unknown, *self._upwards(organisation)]
            unknown.append(organisation)
        return unknown

    def _upwards(self, organisation: str) -> Iterator[str]:
        while organisation:
            yield organisation
            organisation = self.parent_of(organisation)

    def _founded(self, line: Line) -> None:
        organisation = line["organisation"]
        self.organisations[organisation["id"]] = Organisation(
            organisation["id"], organisation["name"]
        )
        self.mode = line["mode"]
        for founder in line["keys"]:
            self.keys[founder["key"]] = Key(
                founder["key"],
                ADMINISTRATOR,
                founder["name"],
                organisation["id"],
                person=founder["person"],
                since=line["at"],
            )

    def _enrolled(self, line: Line) -> None:
        self.enrolments[line["enrolment"]] = Enrolment(
            line["enrolment"], line["person"], line["name"], line["until"]
        )

    def _wrong_number(self, line: Line) -> None:
        self.enrolments[line["enrolment"]].wrong_numbers += 1

    def _proposed(self, line: Line) -> None:
        message = line["statement"].encode("utf-8")
        wanted = wanted_in(message)
        self.statements[line["hash"]] = Statement(
            line["hash"],
            message,
            wanted,
            CONFIRMED if line["waits_until"] else PROPOSED,
            line["key"],
            line,
            self.journal.newest,
            waits_until=line["waits_until"],
            mode=line["mode"],
        )
        self.statements[line["hash"]].answers.append(_answer("propose", line))
        if wanted.enrolment:
            self.enrolments[wanted.enrolment].used_by = line["hash"]

    def _confirmed(self, line: Line) -> None:
        statement = self._moved(line)
        statement.state, statement.confirmer = CONFIRMED, line["key"]
        statement.waits_until = line["waits_until"]
        statement.answers.append(_answer("confirm", line))

    def _ended(self, line: Line) -> None:
        statement = self._moved(line)
        statement.state = line["what"]
        statement.ended_by, statement.because = line.get("key", ""), line.get("because", "")
        if line["what"] in _ENDING:
            statement.answers.append(_answer(_ENDING[line["what"]], line))
        # Refused or failed, its enrolment may be used by another one.
        if statement.wanted.enrolment:
            self.enrolments[statement.wanted.enrolment].used_by = ""

    def _done(self, line: Line) -> None:
        statement = self._moved(line)
        statement.state = DONE
        wanted = statement.wanted
        self.take_over(wanted.path)
        if wanted.term:
            self.first_terms[wanted.organisation] = wanted.term
        self.keys[wanted.key] = Key(
            wanted.key,
            wanted.purpose,
            wanted.name,
            wanted.organisation,
            person=wanted.person,
            title=wanted.title,
            leads=wanted.leads,
            certificate=line["certificate"],
            since=line["at"],
        )
        # Who administers an organisation beneath cannot confirm what concerns the topmost one.
        persons = {
            key.person
            for key in self.keys.values()
            if key.purpose == ADMINISTRATOR
            and not (key.withdrawn_at or self.parent_of(key.organisation))
        }
        if len(persons) > 1:
            self.mode = TWO

    def take_over(self, path: Sequence[tuple[str, str]]) -> None:
        """The organisations of a path, from the top down, as the statement names them."""
        parent = ""
        for organisation, name in path:
            self.organisations[organisation] = Organisation(organisation, name, parent)
            parent = organisation

    def _passkey_added(self, line: Line) -> None:
        """Before there was a wait, a passkey had none."""
        kept = {name: line[name] for name in ("public_key", "rp_id", "origins")}
        kept |= {"added_at": line["at"], "waits_until": line.get("waits_until", "")}
        self.passkeys.setdefault(line["key"], {})[line["credential_id"]] = kept

    def _passkey_removed(self, line: Line) -> None:
        del self.passkeys[line["key"]][line["credential_id"]]

    def _revoked(self, line: Line) -> None:
        self._withdraw(self.keys[line["key"]], line["at"], line["reason"])

    def _disowned(self, line: Line) -> None:
        """Its holder's word, which no reason of a withdrawal stands for."""
        self._withdraw(replace(self.keys[line["key"]], is_disowned=True), line["at"], NOT_ME)

    def _suspended(self, line: Line) -> None:
        key, by = self.keys[line["key"]], self.journal.newest.hash
        facts = {"suspended_at": line["at"], "suspended_because": line["reason"], "suspension": by}
        self.keys[key.id] = replace(key, **facts)

    def _lifted(self, line: Line) -> None:
        statement = self._moved(line)
        statement.state = DONE
        key = self.keys[statement.wanted.key]
        self.keys[key.id] = replace(key, suspended_at="", suspended_because="", suspension="")
        self.lifted.pop(key.id, None)
        self.lifted[key.id] = line["at"]

    def _alone(self, line: Line) -> None:
        self._withdraw(self.keys[line["key"]], line["at"], LOST)
        self.mode = SINGLE

    def _withdraw(self, before: Key, now: str, reason: str) -> None:
        at = before.withdrawn_at or now
        key = replace(before, withdrawn_at=at)
        self.keys[key.id] = key
        self.withdrawn.pop(key.id, None)
        self.withdrawn[key.id] = reason
        if key.certificate:
            certificate = x509.load_pem_x509_certificate(key.certificate.encode("ascii"))
            self.vault.withdrawn[certificate.serial_number] = moment_of(at)

    def _restored(self, line: Line) -> None:
        message = line["statement"].encode("utf-8")
        proposer, *confirmer = [answer["key"] for answer in line["answers"]]
        answers = [
            _answer(verb, {"at": line["at"], **answer})
            for verb, answer in zip(("propose", "confirm"), line["answers"], strict=False)
        ]
        self.statements[line["hash"]] = Statement(
            line["hash"],
            message,
            wanted_in(message),
            DONE,
            proposer,
            line,
            self.journal.newest,
            confirmer="".join(confirmer),
            mode=line["mode"],
            answers=answers,
        )

    def _moved(self, line: Line) -> Statement:
        statement = self.statements[line["hash"]]
        statement.line, statement.place = line, self.journal.newest
        return statement


def _answer(verb: str, line: Line) -> dict[str, str]:
    return {"verb": verb, "key": line["key"], "at": line["at"]}


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
