"""Second factors the signer checks itself: PIN with a one-time code, or a passkey over the act."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from fido2.cose import CoseKey
from fido2.webauthn import AuthenticatorData, CollectedClientData

from lienthong.records.signing.drawing import VIETNAM
from lienthong.records.signing.pins import refuse_easy
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer.browsers import Browsers, mark_of, refuse_no_mark
from lienthong.records.signing.signer.vault import Vault

STEP_SECONDS: Final = 30
SHORTEST_PIN: Final = 6

WRONG: Final = _("The signing PIN or the one-time code is wrong. Tries left: %(left)s.")
USED: Final = _(
    "This one-time code has already been used. Wait for the next one. Tries left: %(left)s."
)

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def new_seed() -> str:
    return base64.b32encode(os.urandom(20)).decode("ascii")


def hashed_pin(pin: str) -> str:
    if len(pin) < SHORTEST_PIN:
        raise Refused(_("A signing PIN has at least %(length)d characters."), length=SHORTEST_PIN)
    refuse_easy(pin)
    return _hasher.hash(pin)


def code_at(seed: str, step: int) -> str:
    """The one-time code of a 30-second step (RFC 6238)."""
    digest = hmac.new(base64.b32decode(seed), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def current_step(now: float | None = None) -> int:
    return int((time.time() if now is None else now) // STEP_SECONDS)


Passkeys = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Asked:
    """What a passkey may answer with: those registered for the key, and whether this was asked of it."""

    passkeys: Passkeys
    is_asked: Callable[[bytes], bool]


@dataclass(frozen=True)
class Proof:
    """How the holder has proven it, and whether the key was known in the browser before."""

    how: str
    browser: str = ""
    # In which one it was, for its holder to compare it with the one at hand.
    mark: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """As the journal has it."""
        said = {"how": self.how, "browser": self.browser, "mark": self.mark}
        return {name: value for name, value in said.items() if value}


def authorise(
    vault: Vault, key_id: str, asked: Asked, proof: dict[str, Any], browser: str = ""
) -> Proof:
    """The holder of a key agrees now, proven anew each time. A passkey answers what it was asked.

    From then on the key is known in this browser.
    """
    refuse_no_mark(browser)
    known = Browsers(vault, key_id)
    if "assertion" in proof:
        _passkey(vault.state["keys"][key_id], asked, proof["assertion"])
        place = known.how_known(browser) if browser else ""
        proven = Proof("passkey", place, mark_of(browser))
    else:
        _guarded_pin(vault, key_id, proof, browser)
        proven = Proof("pin", known.how_known(browser), mark_of(browser))
    known.remember(browser)
    vault.keep_state()
    return proven


def _guarded_pin(vault: Vault, key_id: str, proof: dict[str, Any], browser: str) -> None:
    """A PIN can be guessed and is locked after some failures; nobody guesses a passkey."""
    known = Browsers(vault, key_id)
    refuse_locked(known.locked_until(browser))
    wrong = _wrong_pin(vault, key_id, proof)
    if wrong:
        left = known.count_failure(browser)
        refuse_locked(known.locked_until(browser))
        raise Refused(wrong, left=left)
    known.forget_failures(browser)


def refuse_locked(until: datetime | None) -> None:
    """The sentence says the hour, by the clock of the offices."""
    if until is not None:
        hour = until.astimezone(VIETNAM).strftime("%H:%M")
        raise Refused(
            _("This signing key is locked after several failures, until %(hour)s."), hour=hour
        )


def _wrong_pin(vault: Vault, key_id: str, proof: dict[str, Any]) -> str:
    """What is wrong with PIN or code; a right code is used up with that."""
    kept, state = vault.secrets["keys"][key_id], vault.state["keys"][key_id]
    if "pin_hash" not in kept:
        raise Refused(_("A seal has no PIN: it agrees to nothing."))
    try:
        _hasher.verify(kept["pin_hash"], str(proof.get("pin", "")))
    except VerificationError:
        return WRONG
    step = _step_of(kept["seed"], "".join(str(proof.get("code", "")).split()))
    if step is None:
        return WRONG
    if step <= state.get("last_step", 0):
        return USED
    state["last_step"] = step
    return ""


def _step_of(seed: str, code: str) -> int | None:
    now = current_step()
    matching = [
        step
        for step in (now - 1, now, now + 1)
        if hmac.compare_digest(code_at(seed, step).encode(), code.encode())
    ]
    return matching[-1] if matching else None


def _passkey(state: dict[str, Any], asked: Asked, assertion: dict[str, Any]) -> None:
    kept = asked.passkeys.get(str(assertion.get("credential_id")))
    if kept is None:
        raise Refused(_("This passkey is not registered for this signing key."))
    try:
        said = CollectedClientData(_bytes(assertion["client_data"]))
        seen = AuthenticatorData(_bytes(assertion["authenticator_data"]))
        signed = bytes(seen) + hashlib.sha256(bytes(said)).digest()
        CoseKey.parse(_cose(kept["public_key"])).verify(signed, _bytes(assertion["signature"]))
    except Exception:  # noqa: BLE001 - an assertion that cannot be read proves nothing
        raise Refused(_("The passkey's answer could not be verified.")) from None
    if said.type != CollectedClientData.TYPE.GET or not asked.is_asked(said.challenge):
        raise Refused(_("The passkey agreed to something else than this document and this act."))
    _refuse_other_place(kept, said, seen)
    counters = state.setdefault("counters", {})
    before = counters.get(assertion["credential_id"], 0)
    # One that has counted goes on counting: a copy that says 0 is another one.
    if (seen.counter or before) and seen.counter <= before:
        raise Refused(_("The passkey's answer could not be verified."))
    counters[assertion["credential_id"]] = seen.counter


def _refuse_other_place(
    kept: Mapping[str, Any], said: CollectedClientData, seen: AuthenticatorData
) -> None:
    here = hashlib.sha256(kept["rp_id"].encode("ascii")).digest()
    if seen.rp_id_hash != here or said.origin not in kept["origins"]:
        raise Refused(_("The passkey was used on another site."))
    if not (seen.is_user_present() and seen.is_user_verified()):
        raise Refused(_("The passkey must check that it is you: by fingerprint, face or its PIN."))


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _cose(kept: dict[str, Any]) -> dict[int, Any]:
    return {
        int(label): (_bytes(value) if isinstance(value, str) else value)
        for label, value in kept.items()
    }
