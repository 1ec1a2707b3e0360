"""Passkeys for signatures: what a browser is asked for, and its answers read.

The signer alone judges an answer; here it is only brought into the signer's form.
"""

import hashlib
import ipaddress
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

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

from lienthong.kernel.permissions.public import RuleBroken

from .client import PasskeyAnswer, passkey_registration
from .documents import said_plainly
from .models import Certificate, Passkey
from .queries import the_signer

BASE64URL = re.compile(r"[A-Za-z0-9_-]+")
REQUIRED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True)
class Site:
    """The place a browser stands at: a passkey is good for one site only."""

    rp_id: str
    origin: str

    @classmethod
    def at(cls, scheme: str, host: str) -> "Site":
        origin = f"{scheme}://{host}"
        return cls(urlsplit(origin).hostname or "", origin)

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


def passkeys_for(certificate: Certificate, site: Site) -> list[Passkey]:
    """The passkeys that sign with this key on this site."""
    return list(certificate.passkeys.filter(rp_id=site.rp_id).order_by("registered_at"))


def passkeys_of_post(post_id: int, site: Site) -> list[Passkey]:
    """The passkeys of a post's key in force, with the key; none where there is no key."""
    return list(
        Passkey.objects.filter(
            certificate__post=post_id, certificate__withdrawn_at=None, rp_id=site.rp_id
        )
        .select_related("certificate")
        .order_by("registered_at")
    )


def ask_for_new_passkey(
    certificate: Certificate, site: Site
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser is asked in order to make a passkey, and what is remembered until it answers."""
    # An own user for each key, so that the passkey for signing in is not overwritten; always the
    # same, so that a passkey whose PIN was refused is replaced on the device at the next try.
    user = PublicKeyCredentialUserEntity(
        id=hashlib.sha256(certificate.key_id.encode("ascii")).digest(),
        name=certificate.holder,
        display_name=_("%(name)s, signatures") % {"name": certificate.holder},
    )
    known = [
        PublicKeyCredentialDescriptor(
            type=PublicKeyCredentialType.PUBLIC_KEY, id=websafe_decode(passkey.credential_id)
        )
        for passkey in passkeys_for(certificate, site)
    ]
    options, state = site.server().register_begin(
        user,
        known,
        user_verification=REQUIRED,
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
    )
    return dict(options), state


def new_passkey(answer: str, state: dict[str, Any] | None, site: Site) -> dict[str, Any]:
    """A browser's new passkey as the signer keeps it."""
    try:
        given = RegistrationResponse.from_dict(json.loads(answer))
        _refuse_other_address(given.response.client_data.origin, site)
        made = site.server().register_complete(state, given)
        assert made.credential_data is not None, "a new passkey has its key"
        return passkey_registration(made.credential_data, rp_id=site.rp_id, origins=[site.origin])
    except RuleBroken:
        raise
    except Exception as unreadable:
        # Whatever a browser sends that is no passkey of this very request.
        raise RuleBroken(_("No passkey was made. Try again.")) from unreadable


def _refuse_other_address(origin: str, site: Site) -> None:
    """Most often a proxy in front that the installation was not told of (LIENTHONG_PROXIES)."""
    if origin != site.origin:
        raise RuleBroken(
            _(
                "No passkey was made: your browser stands at %(there)s, but the system takes its "
                "own address to be %(here)s. Tell whoever runs the system; LIENTHONG_PROXIES "
                "must be set."
            )
            % {"there": origin, "here": site.origin}
        )


def ask_for_signature(challenge: bytes, passkeys: Iterable[Passkey], site: Site) -> dict[str, Any]:
    """What the browser is asked so that a passkey agrees to exactly one document and act."""
    return {
        "publicKey": {
            "challenge": websafe_encode(challenge),
            "rpId": site.rp_id,
            "allowCredentials": [
                {"type": "public-key", "id": passkey.credential_id} for passkey in passkeys
            ],
            "userVerification": REQUIRED.value,
        }
    }


def ask_to_answer(statement: bytes, verb: str, post_id: int, site: Site) -> dict[str, Any] | None:
    """What the passkey of a post's key is asked, to answer exactly these bytes; nothing where it has none here."""
    passkeys = passkeys_of_post(post_id, site)
    if not passkeys:
        return None
    try:
        with said_plainly():
            handle = the_signer().lay(statement)
            challenge = the_signer().ask(handle, verb, passkeys[0].certificate.key_id)
    except RuleBroken:
        return None
    return ask_for_signature(challenge, passkeys, site)


def passkey_answer(answer: str) -> PasskeyAnswer:
    """What a browser brought back from the passkey, for the signer to judge."""
    try:
        given = json.loads(answer)
        said = given["response"]
        return PasskeyAnswer(
            credential_id=_part(given["rawId"]),
            client_data=_part(said["clientDataJSON"]),
            authenticator_data=_part(said["authenticatorData"]),
            signature=_part(said["signature"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError) as unreadable:
        raise RuleBroken(_("The passkey's answer could not be verified.")) from unreadable


def _part(text: str) -> str:
    """One part of a browser's answer: base64url and nothing else goes to the signer."""
    if not BASE64URL.fullmatch(text):
        raise ValueError("not base64url")
    return text
