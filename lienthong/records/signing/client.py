"""Speaking to the signer: short waits, and a clear sentence when it cannot be reached."""

from __future__ import annotations

import base64
import contextlib
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from fido2.webauthn import AttestedCredentialData

from lienthong.records.signing.at_window import (
    Given,
    HowProven,
    Invitation,
    Invited,
    KnownKey,
    Shown,
    Suspended,
    ToKnow,
    Withdrawn,
    moment_or_none,
)
from lienthong.records.signing.messages import moment_of
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import wire
from lienthong.records.signing.told import (
    Answered,
    Broken,
    Hello,
    News,
    Released,
    SealedNumber,
    Taken,
)


class SignerUnavailable(Refused):
    """The signer is not running or does not answer in time; nothing was signed."""

    def __init__(
        self,
        message: str = _(
            "The signing service cannot be reached just now. Nothing was signed; try again shortly."
        ),
    ) -> None:
        super().__init__(message)


@dataclass(frozen=True)
class PinAndCode:
    """The signing PIN and a one-time code; no trace of a failure shows them."""

    pin: str = field(repr=False)
    code: str = field(repr=False)

    def as_proof(self) -> dict[str, Any]:
        return {"pin": self.pin, "code": self.code}


@dataclass(frozen=True)
class PasskeyAnswer:
    """A passkey's assertion over the challenge of this document and act (base64url parts)."""

    credential_id: str
    client_data: str
    authenticator_data: str
    signature: str

    def as_proof(self) -> dict[str, Any]:
        return {"assertion": dict(self.__dict__)}


Proof = PinAndCode | PasskeyAnswer


def passkey_registration(
    credential: AttestedCredentialData, *, rp_id: str, origins: Sequence[str]
) -> dict[str, Any]:
    """A browser's new passkey in the form the signer keeps: public key, site and allowed origins."""
    key = {
        str(label): _base64url(value) if isinstance(value, bytes) else value
        for label, value in credential.public_key.items()
    }
    return {
        "credential_id": _base64url(credential.credential_id),
        "public_key": key,
        "rp_id": rp_id,
        "origins": list(origins),
    }


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


@dataclass(frozen=True)
class Enrolment:
    """What the holder of a coming key is shown, and nobody else: the check number and the seed of the codes."""

    id: str
    number: str = field(repr=False)
    seed: str = field(repr=False)
    provisioning: str = field(repr=False)
    key: str = ""

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Enrolment:
        id, number, seed = said["enrolment"], said["number"], said["seed"]
        return cls(id, number, seed, said["provisioning"], said.get("key", ""))


@dataclass(frozen=True)
class Use:
    """Something agreed to with a key, as the signer's journal has it: when, what, how proven, and the facts."""

    at: datetime
    what: str
    how: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class SignerClient:
    """A line to the signer of one installation."""

    var: Path
    seconds: float = 15.0

    @property
    def socket_path(self) -> Path:
        return wire.socket_path(self.var)

    def is_there(self) -> bool:
        try:
            self._ask("hello", heads=[])
        except SignerUnavailable:
            return False
        return True

    def hello(self, heads: Sequence[Mapping[str, Any]] = ()) -> Hello:
        """Greet the signer with the newest heads of its journal known here; it compares them with its own."""
        said = self._ask("hello", heads=[dict(head) for head in heads])
        epoch, n, newest = said["journal"]
        return Hello(
            said["installation"],
            said["founded"],
            said["mode"],
            said["keys"],
            journal=(epoch, n, newest),
            own_user=said["own_user"],
            is_behind=said["behind"],
            head=said["head"],
            known=(known[0], known[1], known[2]) if (known := said["known"]) else None,
            closed_because=said["closed"],
            withdrawn=tuple(
                Withdrawn(key, moment_of(at), reason, is_not_me)
                for key, at, reason, is_not_me in said["withdrawn"]
            ),
            suspended=tuple(
                Suspended(key, moment_of(at), reason) for key, at, reason in said["suspended"]
            ),
            lifted={key: moment_of(at) for key, at in said["lifted"]},
            broken=Broken.of(said["broken"]) if said["broken"] else None,
        )

    def invite(self, person: str, name: str, *, key: str = "") -> str:
        """Have the window begin a key for this person; the token is good for half an hour.

        A founder's key is named here; who comes later has it named by the statement.
        """
        return str(self._ask("invite", person=person, name=name, key=key)["token"])

    def invited(self, token: str) -> Invited:
        """What the person invited has done with it so far."""
        said = self._ask("invited", token=token)
        return Invited(said["state"], said["enrolment"], said["key"])

    def show_invitation(self, token: str) -> Invitation:
        """Whom the window greets, before anything is typed."""
        said = self._ask("show_invitation", token=token)
        return Invitation(said["name"], said["is_founding"])

    def enrol(
        self, token: str, pin: str, *, founding_code: str = "", browser: str = ""
    ) -> Enrolment:
        """The holder of a coming key chooses a PIN; two others then propose and confirm the key."""
        return Enrolment.of(
            self._ask("enrol", token=token, pin=pin, founding_code=founding_code, browser=browser)
        )

    def lay(self, message: bytes, file: bytes = b"") -> str:
        """Lay a message and its file before the signer; the handle is the message's hash.

        The signer reads a form it has not seen, and takes its time for that.
        """
        patient = replace(self, seconds=wire.READING_SECONDS + self.seconds)
        laid = patient._ask("lay", message=message.decode("utf-8"), file=_base64(file))
        return str(laid["handle"])

    def way(self, handle: str) -> str:
        """With it one browser opens what is laid under this handle, within ten minutes."""
        return str(self._ask("way", handle=handle)["way"])

    def show(  # noqa: PLR0913 - what is read, and where
        self, handle: str, verb: str, key: str, *, browser: str = "", way: str = ""
    ) -> Shown:
        """What the holder of this key is to read before giving this answer."""
        asked = {"handle": handle, "verb": verb, "key": key, "browser": browser, "way": way}
        return Shown.of(self._ask("show", **asked))

    def refuse_unless_opened(self, handle: str, *, browser: str) -> None:
        """What is laid is shown only in a browser that has come by a way."""
        self._ask("opened", handle=handle, browser=browser)

    def file(self, handle: str, *, browser: str) -> bytes:
        """The document that is to be signed or sealed; empty of a statement."""
        return base64.b64decode(self._ask("file", handle=handle, browser=browser)["file"])

    def ask(self, handle: str, verb: str, key: str, *, browser: str = "") -> bytes:
        """The challenge a passkey signs to answer in this browser."""
        asked = self._ask("ask", handle=handle, verb=verb, key=key, browser=browser)
        return base64.b64decode(asked["challenge"])

    def answer(  # noqa: PLR0913 - what the holder says, and from where
        self,
        handle: str,
        verb: str,
        key: str,
        proof: Proof,
        *,
        number: str = "",
        browser: str = "",
    ) -> Answered:
        """The holder of a key answers what is laid: propose, confirm, refuse, stop, sign or seal.

        `browser` is the hash of the window's mark in the browser, in 64 hexadecimal digits, or empty.
        """
        asked = {"handle": handle, "verb": verb, "key": key, "proof": proof.as_proof()}
        said = self._ask("answer", **asked, number=number, browser=browser)
        return Answered(said["state"], said["receipt"])

    def take(self, handle: str) -> Taken:
        said = self._ask("take", handle=handle)
        waits = said.get("waits_until")
        return Taken(
            said["state"],
            said.get("certificate", ""),
            base64.b64decode(said.get("pdf", "")),
            moment_of(waits) if waits else None,
            said.get("reason", ""),
            said.get("receipt"),
            tuple(Given.of(one) for one in said.get("answers", ())),
        )

    def answered(self, handle: str, verb: str, key: str) -> bool:
        """Whether the holder of this key has given this answer; a file made by it stays where it is."""
        given = map(Given.of, self._ask("answered", handle=handle)["answers"])
        return any((one.verb, one.key) == (verb, key) for one in given)

    def numbers(self) -> list[SealedNumber]:
        return [SealedNumber(**one) for one in self._ask("numbers")["numbers"]]

    def journal_is_whole(self) -> bool:
        return bool(self._ask("whole")["whole"])

    def restored(self) -> bool:
        """Say that the database was made again from a backup; whether two must agree to that now."""
        return bool(self._ask("restored")["behind"])

    def release(self, organisation: str, term: str, type: str, notation: str) -> Released:
        """Give up a number: barred for ever, or, if it is taken already, the file that bears it."""
        said = self._ask(
            "release", organisation=organisation, term=term, type=type, notation=notation
        )
        return Released(said["state"], base64.b64decode(said.get("pdf", "")))

    def known_here(self, browser: str) -> list[KnownKey]:
        """The keys that were enrolled in this browser, or have answered in it."""
        return [KnownKey.of(one) for one in self._ask("known_here", browser=browser)["keys"]]

    def ask_to_know(self, key_id: str, *, browser: str = "") -> ToKnow:
        """What a passkey is asked so that this key is known in a browser."""
        return ToKnow.of(self._ask("ask_to_know", key=key_id, browser=browser))

    def know(self, key_id: str, proof: Proof, *, browser: str) -> None:
        """The holder proves the key in a browser, to read there what was done with it."""
        self._ask("know", key=key_id, proof=proof.as_proof(), browser=browser)

    def not_me(self, key_id: str, *, browser: str) -> None:
        """The holder says that somebody else has used the key; it is withdrawn, what it signed never sealed."""
        self._ask("not_me", key=key_id, browser=browser)

    def passkeys(self, key_id: str, *, browser: str = "") -> HowProven:
        """With which passkeys the key is proven, and in which browsers it is known."""
        return HowProven.of(self._ask("passkeys", key=key_id, browser=browser))

    def ask_to_add(self, key_id: str, *, browser: str) -> ToKnow:
        """What a passkey is asked so that another one is added."""
        return ToKnow.of(self._ask("ask_to_add", key=key_id, browser=browser))

    def add_passkey(
        self, key_id: str, passkey: dict[str, Any], proof: Proof, *, browser: str = ""
    ) -> datetime | None:
        """The moment before which it proves nothing; none where it is good at once."""
        asked = {"key": key_id, "passkey": passkey, "proof": proof.as_proof(), "browser": browser}
        return moment_or_none(self._ask("add_passkey", **asked)["waits_until"])

    def ask_to_remove(self, key_id: str, credential_id: str, *, browser: str = "") -> ToKnow:
        """What a passkey is asked so that one is removed."""
        asked = {"key": key_id, "credential_id": credential_id, "browser": browser}
        return ToKnow.of(self._ask("ask_to_remove", **asked))

    def remove_passkey(
        self, key_id: str, credential_id: str, proof: Proof, *, browser: str = ""
    ) -> None:
        asked = {"key": key_id, "credential_id": credential_id, "browser": browser}
        self._ask("remove_passkey", **asked, proof=proof.as_proof())

    def news(self, after: tuple[int, int]) -> list[News]:
        """What holders are to be told of since this place of the journal, the oldest first."""
        return [News.of(one) for one in self._ask("news", after=list(after))["news"]]

    def revoke(self, key_id: str, reason: str = "") -> None:
        self._ask("revoke", key=key_id, reason=reason)

    def suspend(self, key_id: str, reason: str = "") -> datetime:
        """Nothing is done with this key from now on, until two have agreed to lift that; since when."""
        return moment_of(self._ask("suspend", key=key_id, reason=reason)["suspended_at"])

    def suspension(self, key_id: str) -> str:
        """Which suspension of this key is in force; empty where none is."""
        return str(self.key(key_id)["suspension"])

    def key(self, key_id: str) -> dict[str, Any]:
        answer = self._ask("key", key=key_id)
        return {name: value for name, value in answer.items() if name != "ok"}

    def used(self, key: str, *, browser: str = "") -> list[Use]:
        """What was agreed to with this key lately, the newest first, and whether in this browser."""
        return [
            Use(moment_of(one.pop("at")), one.pop("what"), one.pop("how"), one)
            for one in self._ask("used", key=key, browser=browser)["uses"]
        ]

    def break_glass(self, name: str) -> dict[str, str]:
        """At the console: this administrator is lost, and after seven days the other goes on alone."""
        return self._ask("break_glass", name=name)

    def keep_glass(self) -> dict[str, str]:
        return self._ask("keep_glass")

    def attest(self, kind: str, digest: bytes) -> bytes:
        """The record key's signature over a hash of this kind."""
        return base64.b64decode(self._ask("attest", kind=kind, sha256=digest.hex())["signature"])

    def extend(self, epoch: int, start: tuple[int, str], entries: Sequence[str]) -> dict[str, Any]:
        """The signed head of the history after these hashes of entries."""
        return self._ask("extend", epoch=epoch, start=list(start), entries=list(entries))

    def closing(self) -> dict[str, Any]:
        """Where the history ends now, signed for an export."""
        return self._ask("closing")

    def epoch(self) -> dict[str, Any]:
        """The signed line with which a restore began the present epoch of the history."""
        return self._ask("epoch")

    def _ask(self, ask: str, /, **question: Any) -> dict[str, Any]:
        try:
            answer = self._asked({"ask": ask, **question})
        except (OSError, ValueError):
            raise SignerUnavailable from None
        if answer.get("fault"):
            raise SignerUnavailable(answer["message"])
        if not answer.get("ok"):
            raise Refused(answer["message"], **answer.get("facts", {}))
        return answer

    def _asked(self, question: dict[str, Any]) -> dict[str, Any]:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(self.seconds)
            wire.connect(connection, self.socket_path, self.seconds)
            # Who is asked too much answers without listening, and what it said can still be read.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                wire.send(connection, question)
            return wire.receive(connection)
