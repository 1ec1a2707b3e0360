"""What a browser and its authenticator do at a sign-in without a password."""

import hashlib
import json
import os
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from lienthong.kernel.people.models import Account

HOST = "localhost"
ORIGIN = f"https://{HOST}"
RP = hashlib.sha256(HOST.encode()).digest()
PRESENT_AND_VERIFIED = 0x05
WITH_NEW_KEY = 0x45


class Passkey:
    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)

    @property
    def data(self) -> dict[str, Any]:
        """What is kept of it: as a browser registers it."""
        public = ES256.from_cryptography_key(self.key.public_key())
        new = AttestedCredentialData.create(Aaguid(bytes(16)), self.id, public)
        shown = AuthenticatorData.create(RP, WITH_NEW_KEY, 0, new)
        response = {
            "clientDataJSON": _client_data("webauthn.create", "AA"),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", shown, {}))),
        }
        return {"name": "Máy ở cơ quan", "credential": self._said(response)}

    def signs_in(self, account: Account) -> tuple[Client, HttpResponse]:
        """A browser in which this passkey was used to sign in as somebody, and what it was answered."""
        browser = Client(SERVER_NAME=HOST, **{"wsgi.url_scheme": "https"})
        place = reverse("mfa_login_webauthn")
        asked = browser.get(place, headers={"X-Requested-With": "XMLHttpRequest"}).json()
        answer = self.answer(account, asked["request_options"]["publicKey"]["challenge"])
        return browser, browser.post(place, {"credential": json.dumps(answer)})

    def answer(self, account: Account, challenge: str) -> dict[str, Any]:
        client = _client_data("webauthn.get", challenge)
        shown = RP + bytes([PRESENT_AND_VERIFIED]) + bytes(4)
        signed = shown + hashlib.sha256(websafe_decode(client)).digest()
        response = {
            "clientDataJSON": client,
            "authenticatorData": websafe_encode(shown),
            "signature": websafe_encode(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": websafe_encode(user_pk_to_url_str(account).encode()),
        }
        return self._said(response)

    def _said(self, response: dict[str, str]) -> dict[str, Any]:
        credential_id = websafe_encode(self.id)
        return {
            "id": credential_id,
            "rawId": credential_id,
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": response,
        }


def _client_data(kind: str, challenge: str) -> str:
    said = {"type": kind, "challenge": challenge, "origin": ORIGIN}
    return websafe_encode(json.dumps(said).encode())
