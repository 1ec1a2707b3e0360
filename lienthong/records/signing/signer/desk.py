"""What can be asked of the signer, and what it refuses."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from lienthong.records.signing import messages
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import clock, factors
from lienthong.records.signing.signer.challenges import Challenges
from lienthong.records.signing.signer.former import FormerActs
from lienthong.records.signing.signer.journal import Journal
from lienthong.records.signing.signer.laid import Laid, LaidFiles
from lienthong.records.signing.signer.roster import Roster
from lienthong.records.signing.signer.treatment import Holdings, Said, Treatment
from lienthong.records.signing.signer.vault import Vault

STATEMENT: Final = "statement"
AGREEMENT: Final = "agreement"

Answer = dict[str, Any]


class Desk:
    """The signer's acts. One at a time: the caller holds the lock and says whose process asks (`uid`)."""

    def __init__(self, place: Path, *, passphrase: str = "", fonts: Path | None = None) -> None:
        self.uid = os.getuid()
        self.vault = Vault(place, passphrase)
        self.journal = Journal(place)
        self.roster = Roster(self.vault)
        self.laid = LaidFiles(place)
        self.challenges = Challenges()
        self.treatments = self._treatments(
            Holdings(self.vault, self.roster, self.journal, self.laid, fonts)
        )
        self.acts: dict[str, Callable[..., Answer]] = {
            "hello": self.hello,
            "lay": self.lay,
            "ask": self.ask,
            "answer": self.answer,
            "take": self.take,
            "add_passkey": self.add_passkey,
            "revoke": self.revoke,
            "key": self.key,
            **FormerActs(self.vault, self.journal, fonts).acts,
        }

    def _treatments(self, holdings: Holdings) -> dict[str, Treatment]:
        return {}

    def hello(self, *, heads: list[dict[str, Any]]) -> Answer:
        return {"keys": len(self.vault.secrets["keys"])}

    def lay(self, *, message: str, file: str = "") -> Answer:
        """Keep a message and its file, if somebody may agree to it; the same bytes have the same handle."""
        laid = Laid.of(message.encode("utf-8"), _bytes(file))
        self._treatment(laid).check_laid(laid)
        self.laid.keep(laid)
        return {"handle": laid.handle}

    def ask(self, *, handle: str, verb: str, key: str) -> Answer:
        """What the holder's passkey must sign to answer this: good for ten minutes and once."""
        laid = self.laid.find(handle)
        self._said(laid, verb, key, "")
        challenge = self.challenges.ask(handle, verb, key)
        return {"challenge": base64.b64encode(challenge).decode("ascii")}

    def answer(
        self, *, handle: str, verb: str, key: str, proof: dict[str, Any], number: str = ""
    ) -> Answer:
        """The holder of a key answers what is laid. The same answer again changes nothing."""
        laid = self.laid.find(handle)
        said = self._said(laid, verb, key, number)
        treatment = self._treatment(laid)
        is_repeated = treatment.check_answer(laid, said)
        how = factors.authorise(
            self.vault, key, lambda one: self.challenges.use(one, handle, verb, key), proof
        )
        if not is_repeated:
            treatment.agreed(laid, replace(said, how=how))
        taken = treatment.taken(laid)
        return {"state": taken["state"], "receipt": taken.get("receipt")}

    def take(self, *, handle: str) -> Answer:
        """What became of it, the same each time."""
        laid = self.laid.find(handle)
        taken = self._treatment(laid).taken(laid)
        pdf = taken.get("pdf", b"")
        if pdf:
            self.laid.note_taken(handle)
        return {**taken, "pdf": base64.b64encode(pdf).decode("ascii")}

    def add_passkey(self, *, key: str, passkey: dict[str, Any], proof: dict[str, Any]) -> Answer:
        """Register a passkey for a key, proven by the key's PIN and code."""
        self.roster.in_force(key)
        if "assertion" in proof:
            raise Refused(_("A passkey is registered with the signing PIN and a one-time code."))
        factors.authorise(self.vault, key, _nothing_was_asked, proof)
        kept = self.vault.secrets["keys"][key]
        kept["passkeys"][str(passkey["credential_id"])] = {
            "public_key": dict(passkey["public_key"]),
            "rp_id": str(passkey["rp_id"]),
            "origins": [str(origin) for origin in passkey["origins"]],
        }
        self.vault.keep_secrets()
        self.journal.write("passkey registered", key=key)
        return {}

    def revoke(self, *, key: str, reason: str = "") -> Answer:
        """Withdraw a key at once: it signs nothing from now on, and its certificate is listed."""
        if not self.roster.key(key).withdrawn_at:
            self.vault.state["keys"][key]["revoked_at"] = clock.now().isoformat()
            self.vault.keep_state()
            self.vault.publish_trust()
            self.journal.write("revoked", key=key, reason=reason)
        return {"revoked_at": self.roster.key(key).withdrawn_at}

    def key(self, *, key: str) -> Answer:
        """What everybody may know of a key."""
        known = self.roster.key(key)
        return {
            "purpose": known.purpose,
            "name": known.name,
            "organisation": self.roster.name_of(known.organisation),
            "organisation_id": known.organisation,
            "certificate": known.certificate,
            "revoked_at": known.withdrawn_at or None,
            "locked": factors.is_locked(self.vault, key),
            "passkeys": sorted(self.vault.secrets["keys"][key]["passkeys"]),
        }

    def _treatment(self, laid: Laid) -> Treatment:
        treatment = self.treatments.get(
            AGREEMENT if messages.is_agreement(laid.said) else STATEMENT
        )
        if treatment is None:
            raise Refused(_("The signer does not know this kind of message."))
        return treatment

    def _said(self, laid: Laid, verb: str, key: str, number: str) -> Said:
        if verb not in self._treatment(laid).verbs:
            raise Refused(_("The signer does not know this answer."))
        return Said(verb, self.roster.in_force(key), clock.now(), number, uid=self.uid)


def _nothing_was_asked(_challenge: bytes) -> bool:
    return False


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Refused(_("This message is not written as the signer's messages are.")) from None
