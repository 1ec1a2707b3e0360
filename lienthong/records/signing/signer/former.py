"""The acts by token, digest and ticket, until the rooms above lay whole messages before the signer."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

from lienthong.records.signing import form, pki, placing
from lienthong.records.signing.cms import sign_digest
from lienthong.records.signing.drawing import VIETNAM
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import factors, tickets
from lienthong.records.signing.signer.treatment import Holdings
from lienthong.records.signing.verdict import check_leader_signed, verify_file

PURPOSES: Final = ("person", "clerk", "seal")
_KEY_ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,80}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_NUMBER: Final = re.compile(r"\d{2,5}[a-z]?-[^\s/]{1,8}/\S{1,24}")

Answer = dict[str, Any]


class FormerActs:
    """One at a time: the caller holds the lock."""

    def __init__(self, holdings: Holdings) -> None:
        self.vault, self.journal, self.fonts = holdings.vault, holdings.journal, holdings.fonts
        self.roster = holdings.roster
        self.acts: dict[str, Callable[..., Answer]] = {
            "enrol_with_token": self.enrol,
            "sign": self.sign,
            "authorise_issue": self.authorise_issue,
            "seal": self.seal,
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

    def sign(
        self, *, key_id: str, digest: str, act: dict[str, Any], proof: dict[str, Any]
    ) -> Answer:
        """A person signs a prepared digest, having agreed to exactly this document and act."""
        kept = self._active(key_id, "person")
        if not _SHA256.fullmatch(digest):
            raise Refused(_("The signer signs a SHA-256 digest and nothing else."))
        asked = factors.challenge_of(statement_to_sign(key_id, digest, act))
        how = self._authorised(key_id, asked, proof)
        self.journal.write("signed", key=key_id, digest=digest, act=act, by=how)
        signature = sign_digest(
            bytes.fromhex(digest), pki.load_key(kept["key"]), self.vault.chain_of(key_id)
        )
        return {"signature": base64.b64encode(signature).decode("ascii")}

    def authorise_issue(
        self,
        *,
        clerk_key_id: str,
        seal_key_id: str,
        sha256: str,
        number: str,
        day: str,
        proof: dict[str, Any],
    ) -> Answer:
        """A clerk permits the seal on one signed file with one number and one date."""
        clerk, seal = self._active(clerk_key_id, "clerk"), self._active(seal_key_id, "seal")
        if clerk["organisation_id"] != seal["organisation_id"]:
            raise Refused(_("A clerk may use only the seal of the own organisation."))
        if not (
            _SHA256.fullmatch(sha256) and _NUMBER.fullmatch(number) and form.date_from_print(day)
        ):
            raise Refused(_("The number or the date is not written as on a document."))
        now = datetime.now(UTC)
        if day != form.printed_date(now.astimezone(VIETNAM).date()):
            raise Refused(
                _("A document is dated on the day it is sealed; the day given is another one.")
            )
        statement = statement_to_issue(clerk_key_id, seal_key_id, sha256, number, day)
        asked = factors.challenge_of(statement)
        how = self._authorised(clerk_key_id, asked, proof)
        self.journal.write("issue authorised", by=how, **statement)
        # Sealed later, it bears this moment: the day was agreed to now, even just before midnight.
        return {"ticket": tickets.write_ticket(self.vault, {**statement, "at": now.isoformat()})}

    def seal(self, *, ticket: str, pdf: str) -> Answer:
        """Fill number and date into the signed file of a ticket and seal it; the same ticket, the same file."""
        terms = tickets.read_ticket(self.vault, ticket)
        signed = base64.b64decode(pdf)
        if hashlib.sha256(signed).hexdigest() != terms["sha256"]:
            raise Refused(_("This is not the file the clerk permitted to be sealed."))
        sealed = self.vault.sealed(terms["id"]) or self._sealed(signed, terms)
        return {"pdf": base64.b64encode(sealed).decode("ascii")}

    def _sealed(self, signed: bytes, terms: dict[str, Any]) -> bytes:
        kept = self._active(terms["seal_key_id"], "seal")
        leader = check_leader_signed(signed, self.vault.trusted())
        if leader.organisation_id != kept["organisation_id"]:
            raise Refused(_("The seal is not that of the organisation whose leader signed."))
        filled = form.fill(signed, terms["number"], terms["day"])
        prepared = placing.prepare_seal(
            filled,
            organisation=kept["organisation"],
            when=datetime.fromisoformat(terms["at"]),
            fonts=self.fonts,
        )
        chain = self.vault.chain_of(terms["seal_key_id"])
        sealed = placing.place_signature(
            prepared, sign_digest(prepared.digest, pki.load_key(kept["key"]), chain)
        )
        verdict = verify_file(sealed, self.vault.trusted())
        if not verdict.valid:
            raise Refused(verdict.reasons[0].message, **verdict.reasons[0].facts)
        self.journal.write(
            "sealed", ticket=terms["id"], number=terms["number"], sha256=_sha256(sealed)
        )
        self.vault.keep_sealed(terms["id"], sealed)
        return sealed

    def _active(self, key_id: str, purpose: str) -> dict[str, Any]:
        key = self.roster.in_force(key_id, purpose)
        names = {
            "organisation_id": key.organisation,
            "organisation": self.roster.name_of(key.organisation),
        }
        return {**self.vault.secrets["keys"][key_id], **names}

    def _authorised(self, key_id: str, asked: bytes, proof: dict[str, Any]) -> str:
        passkeys = self.roster.passkeys.get(key_id, {})
        return factors.authorise(self.vault, key_id, factors.Asked(passkeys, asked.__eq__), proof)

    def _new_key(self, subject: pki.Subject, pin: str) -> dict[str, Any]:
        made: dict[str, Any] = {"certificate": "", "key": ""}
        if subject.purpose != "seal":
            made |= {"pin_hash": factors.hashed_pin(pin), "seed": factors.new_seed()}
        if subject.purpose in pki.POLICIES:
            key = pki.new_key()
            certificate = pki.issue(
                subject, key.public_key(), self.vault.intermediate, datetime.now(UTC)
            )
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


def statement_to_sign(key_id: str, digest: str, act: dict[str, Any]) -> dict[str, Any]:
    return {"key": key_id, "digest": digest, "act": act}


def statement_to_issue(
    clerk_key_id: str, seal_key_id: str, sha256: str, number: str, day: str
) -> dict[str, str]:
    return {
        "clerk_key_id": clerk_key_id,
        "seal_key_id": seal_key_id,
        "sha256": sha256,
        "number": number,
        "day": day,
    }


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
