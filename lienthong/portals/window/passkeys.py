"""Passkeys at the window: what a browser is asked for, and its answers brought into the signer's form.

The signer alone judges an answer.
"""

import hashlib
import ipaddress
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lienthong.records.signing.at_window import ShownPasskey
from lienthong.records.signing.client import (
    PasskeyAnswer,
    PinAndCode,
    Proof,
    passkey_registration,
)
from lienthong.records.signing.sentences import Refused, gettext_noop

BASE64URL = re.compile(r"[A-Za-z0-9_-]+")
REQUIRED = UserVerificationRequirement.REQUIRED
STATE_SALT, STATE_SECONDS = "lienthong.window.passkey", 600
NOT_VERIFIED = gettext_noop("The passkey's answer could not be verified.")
NOT_MADE = gettext_noop("No passkey was made. Try again.")


@dataclass(frozen=True)
class Site:
    """The place a browser stands at: a passkey is good for one site only."""

    rp_id: str
    origin: str

    @classmethod
    def own(cls) -> "Site":
        return cls(urlsplit(settings.WINDOW).hostname or "", settings.WINDOW)

    @property
    def has_name(self) -> bool:
        """Browsers make passkeys for a named site only, never for an address in figures."""
        try:
            ipaddress.ip_address(self.rp_id)
        except ValueError:
            return True
        return False

    def server(self) -> Fido2Server:
        relying_party = PublicKeyCredentialRpEntity(id=self.rp_id, name="Liên Thông")
        return Fido2Server(relying_party, verify_origin=lambda origin: origin == self.origin)


def asked_for_a_new_one(
    key: str, holder: str, known: Iterable[str], site: Site
) -> tuple[dict[str, Any], str]:
    """What the browser is asked in order to make a passkey, and what the page keeps until it answers.

    A browser that does not know the key is not told its holder's name.
    """
    # An own user for each key, always the same: a passkey whose PIN was refused is replaced on the
    # device at the next try.
    user = PublicKeyCredentialUserEntity(
        id=hashlib.sha256(key.encode()).digest(),
        name=holder or _("Signatures"),
        display_name=_("%(name)s, signatures") % {"name": holder} if holder else _("Signatures"),
    )
    descriptors = [
        PublicKeyCredentialDescriptor(
            type=PublicKeyCredentialType.PUBLIC_KEY, id=websafe_decode(one)
        )
        for one in known
    ]
    options, state = site.server().register_begin(
        user,
        descriptors,
        user_verification=REQUIRED,
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
    )
    return dict(options), signing.dumps([key, dict(state)], salt=STATE_SALT)


def made(answer: str, state: str, key: str, site: Site) -> dict[str, Any]:
    """A browser's new passkey as the signer keeps it, if it answers what was asked for this key."""
    try:
        for_key, asked = signing.loads(state, salt=STATE_SALT, max_age=STATE_SECONDS)
        given = RegistrationResponse.from_dict(json.loads(answer))
        registered = site.server().register_complete(asked, given)
    except Exception as unreadable:  # whatever a browser sends that is no passkey of this request
        raise Refused(NOT_MADE) from unreadable
    if for_key != key or registered.credential_data is None:
        raise Refused(NOT_MADE)
    return passkey_registration(registered.credential_data, rp_id=site.rp_id, origins=[site.origin])


def asked_to_agree(challenge: bytes, credentials: Iterable[str], site: Site) -> dict[str, Any]:
    """What the browser is asked so that a passkey agrees to exactly this message and this verb."""
    return {
        "publicKey": {
            "challenge": websafe_encode(challenge),
            "rpId": site.rp_id,
            "allowCredentials": [{"type": "public-key", "id": one} for one in credentials],
            "userVerification": REQUIRED.value,
        }
    }


def asked_here(
    known: Iterable[ShownPasskey], challenge: Callable[[], bytes]
) -> dict[str, Any] | None:
    """What the passkeys of a key are asked; nothing where none is good for this site."""
    site = Site.own()
    here = [one.credential_id for one in known if one.rp_id == site.rp_id]
    return asked_to_agree(challenge(), here, site) if here else None


def proof_in(given: dict[str, Any], answered: str = "credential") -> Proof:
    """A passkey's answer where there is one, else PIN and code."""
    if given[answered]:
        return answer_in(given[answered])
    return PinAndCode(given["pin"], given["code"])


def answer_in(text: str) -> PasskeyAnswer:
    """What a browser brought back from the passkey, for the signer to judge."""
    try:
        given = json.loads(text)
        said = given["response"]
        return PasskeyAnswer(
            credential_id=_part(given["rawId"]),
            client_data=_part(said["clientDataJSON"]),
            authenticator_data=_part(said["authenticatorData"]),
            signature=_part(said["signature"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError) as unreadable:
        raise Refused(NOT_VERIFIED) from unreadable


def _part(text: str) -> str:
    """One part of a browser's answer: base64url and nothing else goes to the signer."""
    if not BASE64URL.fullmatch(text):
        raise ValueError("not base64url")
    return text
