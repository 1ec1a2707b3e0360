"""Agreements: a leader signs a whole form, a clerk has a signed file numbered, dated and sealed.

The signer reads the file itself, takes the time once, writes down what was agreed to, and makes stamp,
signature, number and seal itself. What was agreed to and not yet made is made when it is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from threading import Lock
from typing import Any, Final

from lienthong.records.signing import form, messages, placing
from lienthong.records.signing.cms import sign_digest
from lienthong.records.signing.drawing import DEFAULT_FONTS, VIETNAM
from lienthong.records.signing.kinds import KINDS
from lienthong.records.signing.letters import our_letters
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.shown import spaced
from lienthong.records.signing.signer import clock
from lienthong.records.signing.signer.holders import Holders, Rests
from lienthong.records.signing.signer.journal import Place
from lienthong.records.signing.signer.laid import Laid
from lienthong.records.signing.signer.reading import read_form
from lienthong.records.signing.signer.register import (
    AGREED,
    MADE,
    NOT_MADE,
    RELEASED,
    SEALED,
    SIGNED,
    Agreement,
    Number,
    Register,
)
from lienthong.records.signing.signer.roster import Key
from lienthong.records.signing.signer.terms import Terms
from lienthong.records.signing.signer.treatment import LAID, Holdings, Said
from lienthong.records.signing.signer.types import is_printed_as, is_type
from lienthong.records.signing.signer.wanted import CLERK, PERSON, SEAL
from lienthong.records.signing.verdict import check_leader_signed, printed_on, verify_file

_ALWAYS: Final = {"v", "installation", "id", "act", "key", "type", "organisation", "term", "file"}
_PARTS: Final = {
    "sign": _ALWAYS | {"kind", "abstract"},
    "seal": _ALWAYS | {"seal", "number", "day"},
}
_LONGEST_PART: Final = 2000
# A number is given up now and then; who bars them by the hundred means harm.
RELEASES_A_DAY: Final = 200


class Agreements:
    """Treats agreements (`Treatment`), and keeps the register of numbers."""

    verbs = frozenset(_PARTS)

    def __init__(self, holdings: Holdings) -> None:
        self._has = holdings
        # One form at a time: many at once would need the memory of the whole machine.
        self._reads = Lock()
        self.register = Register()
        self.terms = Terms(holdings.roster, self.register)
        self._holders = Holders(holdings.roster, self.register)
        holdings.journal.followed_by(self.register.note)

    # --- What may be agreed to

    def check_laid(self, laid: Laid) -> None:
        said = _checked_parts(laid.said)
        if laid.file:
            _refuse_other_file(laid.file, said)
        if laid.handle in self.register.agreements:
            return
        if said["act"] == "sign":
            self._check_signing(said)
        else:
            self._check_sealing(laid, said)

    def is_new_form(self, laid: Laid) -> bool:
        """Whether it is to be signed and nobody has agreed to it yet: its form must be read first."""
        return laid.said["act"] == "sign" and laid.handle not in self.register.agreements

    def read_form(self, laid: Laid) -> None:
        """Refuse what is not exactly a form with the title agreed to, printed as one of this key and organisation.

        It may take long, so others are served meanwhile: it goes by the bytes alone, which do not change.
        """
        said = laid.said
        with self._reads:
            read = read_form(laid.file, said["kind"], our_letters(self._fonts))
        if spaced(read.title) != spaced(said["abstract"]):
            raise Refused(
                _("The document to be signed bears the title “%(title)s”, not the one agreed to."),
                title=read.title[:200],
            )
        if not is_printed_as(said["type"], read.type_line):
            raise Refused(
                _(
                    "The document to be signed prints “%(line)s” as its type, not the one agreed to."
                ),
                line=read.type_line[:200],
            )
        key = self._has.roster.key(said["key"])
        read.printed.refuse_other_name(key.name)
        read.printed.refuse_other_title(key.name, key.title)
        read.printed.refuse_other_issuer(self._has.roster.name_of(key.organisation))

    def _check_signing(self, said: Mapping[str, str]) -> None:
        self._key_of(said, "key", PERSON)
        if said["kind"] not in KINDS:
            raise Refused(_("The signer does not know this kind of document."))
        self.terms.refuse_other(said["organisation"], said["term"], clock.now())

    def _check_sealing(self, laid: Laid, said: Mapping[str, str]) -> None:
        self._key_of(said, "key", CLERK)
        self._key_of(said, "seal", SEAL)
        signing = self._holders.signing_to_seal(said)
        number = _number_of(said)
        if form.date_from_print(said["day"]) is None:
            raise Refused(_("The number or the date is not written as on a document."))
        for part in ("organisation", "type", "term"):
            if signing.facts[part] != said[part]:
                raise Refused(
                    _("The leader signed for another organisation, type of document or term.")
                )
        self.register.refuse_other(number, said["file"], said["number"])
        self._filled(laid, said)

    def check_answer(self, laid: Laid, said: Said) -> bool:
        agreed, message = self.register.agreements.get(laid.handle), laid.said
        if (said.verb, said.key.id) != (message["act"], message["key"]):
            raise Refused(_("This agreement asks for another answer or for that of another key."))
        if agreed is not None:
            _refuse_ended(agreed)
            return True
        self.terms.refuse_other(message["organisation"], message["term"], said.at)
        if message["act"] == "seal":
            self._key_of(message, "seal", SEAL)
            self._holders.signing_to_seal(message)
            number, today = _number_of(message), said.at.astimezone(VIETNAM).date()
            self.register.refuse_other(number, message["file"], message["number"])
            if message["day"] != form.printed_date(today):
                raise Refused(
                    _("A document is dated on the day it is sealed; the day given is another one.")
                )
        return False

    def agreed(self, laid: Laid, said: Said) -> None:
        """Written down with everything that is needed to make the file; it is made when it is fetched."""
        message = laid.said
        facts = {part: message[part] for part in _PARTS[message["act"]] - {"v", "installation"}}
        when = messages.moment(said.at)
        self._has.journal.write(AGREED, handle=laid.handle, **{**facts, **said.facts}, when=when)

    # --- What became of it

    def taken(self, laid: Laid) -> dict[str, Any]:
        """What rests is agreed to all the same, so that no other number waits for it."""
        agreed = self.register.agreements.get(laid.handle)
        if agreed is None:
            return {"state": LAID}
        if agreed.state == AGREED:
            with suppress(Rests):
                self._make(laid, agreed)
        if agreed.because is not None:
            raise Refused(agreed.because.message, **agreed.because.facts)
        made = self._has.laid.made(laid.handle) if agreed.state in MADE else None
        facts = agreed.facts
        answers = [{"verb": facts["act"], "key": facts["key"], "at": facts["when"]}]
        return {"state": agreed.state, "pdf": made or b"", "answers": answers}

    # --- What is read before it is agreed to

    def state_of(self, laid: Laid) -> str:
        """What it has come to, without making anything."""
        agreed = self.register.agreements.get(laid.handle)
        return agreed.state if agreed else LAID

    def file_of(self, laid: Laid) -> bytes:
        """The document of which it speaks."""
        if laid.said["act"] == "sign":
            return laid.file
        return laid.file or self._signed_file(self.register.signed_here(laid.said["file"]))

    def sealed_numbers(self) -> list[dict[str, Any]]:
        held = (one for one in self.register.numbers.values() if one is not None)
        return [
            {
                "organisation": one.facts["organisation"],
                "term": one.facts["term"],
                "type": one.facts["type"],
                "notation": one.facts["number"],
                "day": one.facts["day"],
                "handle": one.handle,
                "by_one_person": self._holders.are_one_person(one),
            }
            for one in held
            if one.state in (AGREED, SEALED)
        ]

    def release(self, organisation: str, term: str, type: str, notation: str) -> dict[str, Any]:
        """Bar a number for ever; what a clerk has agreed to is made instead, and the file handed out.

        Nobody takes a number away from a clerk's answer without the clerk: only what can never be made gives it up.
        """
        number = Number.of(organisation, term, type, notation)
        held = self.register.numbers.get(number)
        if held is not None and held.state == AGREED:
            self._make(self._has.laid.find(held.handle), held)
        if held is not None and held.state == SEALED:
            self._has.laid.note_taken(held.handle)
            return {"state": SEALED, "pdf": self._has.laid.made(held.handle) or b""}
        if number not in self.register.numbers:
            if self.register.given_up_on(messages.moment(clock.now())[:10]) >= RELEASES_A_DAY:
                raise Refused(_("Too many numbers were given up today. Try again tomorrow."))
            self._has.journal.write(RELEASED, **number._asdict())
        return {"state": RELEASED, "pdf": b""}

    def _make(self, laid: Laid, agreed: Agreement) -> None:
        """The file on the disk, then the line that says so; killed in between, both are done again."""
        acts: dict[str, Callable[[Laid, Agreement], bytes]] = {
            "sign": self._signed,
            "seal": self._sealed,
        }
        act = agreed.facts["act"]
        try:
            made = self._has.laid.made(laid.handle) or acts[act](laid, agreed)
            self._judge(act, made)
        except Rests:
            self._has.laid.keep_longer(laid.handle)
            raise
        except Refused as refused:
            because = refused.sentence
            self._has.journal.write(
                NOT_MADE,
                handle=laid.handle,
                because=because.message,
                facts={
                    name: fact if isinstance(fact, int) else str(fact)
                    for name, fact in because.facts.items()
                },
            )
            return
        self._has.laid.keep_made(laid.handle, made)
        outcome = SIGNED if act == "sign" else SEALED
        self._has.journal.write(outcome, handle=laid.handle, file=messages.sha256(made))

    def _judge(self, act: str, made: bytes) -> None:
        """By the code that judges any stranger's file; nothing else leaves the signer."""
        trusted = self._has.vault.trusted()
        if act == "sign":
            check_leader_signed(made, trusted)
            return
        verdict = verify_file(made, trusted)
        if not verdict.valid:
            raise Refused(verdict.reasons[0].message, **verdict.reasons[0].facts)

    def _signed(self, laid: Laid, agreed: Agreement) -> bytes:
        self._holders.refuse_resting(agreed.facts["key"])
        key = self._has.roster.in_force(agreed.facts["key"], PERSON)
        _refuse_other_file(laid.file, agreed.facts)
        prepared = placing.prepare_leader(
            laid.file,
            name=key.name,
            organisation=self._has.roster.name_of(key.organisation),
            when=_moment_of(agreed),
            fonts=self._has.fonts,
        )
        return self._with_signature(prepared, key)

    def _sealed(self, laid: Laid, agreed: Agreement) -> bytes:
        said = agreed.facts
        self._holders.signing_to_seal(said)
        self._holders.refuse_resting(said["key"])
        seal = self._has.roster.in_force(said["seal"], SEAL)
        prepared = placing.prepare_seal(
            self._filled(laid, said),
            organisation=self._has.roster.name_of(seal.organisation),
            when=_moment_of(agreed),
            witness=_witness(self._has.journal.newest),
            fonts=self._has.fonts,
        )
        return self._with_signature(prepared, seal)

    def _with_signature(self, prepared: placing.PreparedSignature, key: Key) -> bytes:
        vault = self._has.vault
        cms = sign_digest(prepared.digest, vault.signing_key(key.id), vault.chain_of(key.id))
        return placing.place_signature(prepared, cms)

    def _filled(self, laid: Laid, said: Mapping[str, str]) -> bytes:
        """Number and day in the file the leader signed, which is as good as any stranger's must be."""
        signing = self.register.signed_here(said["file"])
        signed = laid.file or self._signed_file(signing)
        _refuse_other_file(signed, said)
        leader = check_leader_signed(signed, self._has.vault.trusted())
        if leader.organisation_id != said["organisation"]:
            raise Refused(_("The seal is not that of the organisation whose leader signed."))
        printed_on(signed).refuse_other_issuer(self._has.roster.key(said["seal"]).name)
        return form.fill(signed, said["number"], said["day"])

    def _signed_file(self, signing: Agreement) -> bytes:
        signed = self._has.laid.made(signing.handle)
        if not signed:
            raise Refused(_("The signer no longer has the signed file; lay it together with this."))
        return signed

    # --- Keys, journal, typeface

    def _key_of(self, said: Mapping[str, str], part: str, purpose: str) -> Key:
        key = self._has.roster.in_force(said[part], purpose)
        if key.organisation != said["organisation"]:
            raise Refused(
                _("A clerk may use only the seal of their own organisation.")
                if purpose == SEAL
                else _("This key belongs to another organisation.")
            )
        return key

    @property
    def _fonts(self) -> Any:
        return self._has.fonts or DEFAULT_FONTS


def _checked_parts(said: Mapping[str, Any]) -> dict[str, str]:
    """Exactly the parts of this act, each a text; nothing more, nothing less."""
    parts = _PARTS.get(str(said.get("act")))
    if parts is None or set(said) != parts or said["v"] != 1:
        raise Refused(_("The signer does not know this act."))
    texts = {part: value for part, value in said.items() if part != "v"}
    if not all(isinstance(text, str) and 0 < len(text) <= _LONGEST_PART for text in texts.values()):
        raise Refused(_("The signer does not know this act."))
    if not messages.is_id(texts["id"]) or not is_type(texts["type"]):
        raise Refused(_("The signer does not know this act."))
    return texts


def _refuse_other_file(file: bytes, said: Mapping[str, Any]) -> None:
    """What was agreed to is this very file, whoever lays another one under the same handle."""
    if messages.sha256(file) != said["file"]:
        raise Refused(_("The file is not the one of which the agreement speaks."))


def _number_of(said: Mapping[str, str]) -> Number:
    return Number.of(said["organisation"], said["term"], said["type"], said["number"])


def _moment_of(agreed: Agreement) -> datetime:
    return messages.moment_of(agreed.facts["when"])


def _witness(newest: Place) -> str:
    """The newest line of the journal by epoch, number and 128 bits of its hash."""
    return f"nhật ký {newest.epoch}.{newest.n}.{newest.hash[:32]}"


def _refuse_ended(agreed: Agreement) -> None:
    if agreed.because is not None:
        raise Refused(agreed.because.message, **agreed.because.facts)
    if agreed.state == RELEASED:
        raise Refused(_("The number of this agreement was given up; it is never made."))
