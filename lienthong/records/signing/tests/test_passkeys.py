"""The site a passkey is good for, and a browser's new passkey read."""

import json

import pytest
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.signing.public import Site, new_passkey
from lienthong.records.signing.tests.factories import Passkey, b64


@pytest.mark.parametrize(
    ("host", "rp_id", "has_name"),
    [
        ("lienthong.example.vn", "lienthong.example.vn", True),
        ("localhost:8000", "localhost", True),
        ("127.0.0.1:8000", "127.0.0.1", False),
        ("[::1]:8000", "::1", False),
    ],
)
def test_a_site_is_its_host_without_the_port(host, rp_id, has_name):
    site = Site.at("http", host)

    assert (site.rp_id, site.origin, site.has_name) == (rp_id, f"http://{host}", has_name)


def registered(site, state, *, origin):
    """What a browser at an address sends when its passkey is made."""
    point = Passkey().key.public_key().public_numbers()
    cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
    credential = AttestedCredentialData.create(bytes(16), b"k1", cose)
    rp_id_hash = site.server().rp.id_hash
    seen = AuthenticatorData.create(rp_id_hash, 0x45, 0, credential)
    said = {"type": "webauthn.create", "challenge": state["challenge"], "origin": origin}
    response = {
        "clientDataJSON": b64(json.dumps(said).encode()),
        "attestationObject": b64(bytes(AttestationObject.create("none", seen, {}))),
    }
    return json.dumps({"id": b64(b"k1"), "rawId": b64(b"k1"), "response": response})


def test_a_passkey_made_at_an_address_the_system_does_not_know_is_told_plainly():
    site = Site.at("http", "lienthong.example.vn")
    state = {"challenge": b64(b"c" * 32), "user_verification": "required"}

    there = registered(site, state, origin="https://lienthong.example.vn")
    with pytest.raises(RuleBroken, match=r"stands at https://lien.*to be http://lien.*_PROXIES"):
        new_passkey(there, state, site)

    made = new_passkey(registered(site, state, origin=site.origin), state, site)
    assert (made["credential_id"], made["origins"]) == (b64(b"k1"), [site.origin])
    with pytest.raises(RuleBroken, match="No passkey was made. Try again"):
        new_passkey("[" * 9_999, state, site)
