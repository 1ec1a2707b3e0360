"""Keys given by token, until the rooms above propose and confirm them at the signer."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from lienthong.records.signing import pki
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import clock, factors
from lienthong.records.signing.signer.treatment import Holdings

PURPOSES: Final = ("person", "clerk", "seal")
_KEY_ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,80}")

Answer = dict[str, Any]


class FormerActs:
    """One at a time: the caller holds the lock."""

    def __init__(self, holdings: Holdings) -> None:
        self.vault, self.journal = holdings.vault, holdings.journal
        self.roster = holdings.roster
        self.acts: dict[str, Callable[..., Answer]] = {
            "enrol_with_token": self.enrol,
        }

    def enrol(self, *, token: str, key_id: str, pin: str = "", **holder: str) -> Answer:
        """Make a key for a person, a clerk or an organisation's seal; only with the operator's token."""
        if not hmac.compare_digest(token, self.vault.enrolment_token):
            raise Refused(_("Keys are given out only with the operator's enrolment token."))
        subject = pki.Subject(**holder)
        if subject.purpose not in PURPOSES or not _KEY_ID.fullmatch(key_id):
            raise Refused(_("The signer does not know this kind of key."))
        if key_id in self.roster.keys:
            raise Refused(_("A signing key of this name already exists."))
        made = self._new_key(subject, pin)
        self.vault.keep_key(key_id, made)
        facts = {"title": "", **holder, "certificate": made["certificate"]}
        self.journal.write("given by token", key=key_id, **facts)
        return self._enrolled(key_id)

    def _new_key(self, subject: pki.Subject, pin: str) -> dict[str, Any]:
        made: dict[str, Any] = {"certificate": "", "key": ""}
        if subject.purpose != "seal":
            made |= {"pin_hash": factors.hashed_pin(pin), "seed": factors.new_seed()}
        if subject.purpose in pki.POLICIES:
            key = pki.new_key()
            certificate = pki.issue(subject, key.public_key(), self.vault.intermediate, clock.now())
            made |= {"key": pki.key_pem(key), "certificate": pki.certificate_pem(certificate)}
        return made

    def _enrolled(self, key_id: str) -> Answer:
        kept = self.vault.secrets["keys"][key_id]
        answer = {"certificate": kept["certificate"]}
        if kept.get("seed"):
            label = quote(f"Liên Thông:{self.roster.key(key_id).name}")
            answer |= {
                "seed": kept["seed"],
                "provisioning": f"otpauth://totp/{label}?secret={kept['seed']}&issuer={quote('Liên Thông')}",
            }
        return answer
