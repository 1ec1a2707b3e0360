"""A passkey made at the window: for its own site, for one key, proven with PIN and code."""

import json
import re
from typing import Any

import pytest
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from lienthong.portals.window import passkeys
from lienthong.portals.window.passkeys import Site, answer_in, made
from lienthong.portals.window.tests.conftest import (
    BACK,
    WINDOW,
    OwnPasskey,
    Visitor,
    by_passkey,
)
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.tests.agreeing import Agreeing
from lienthong.records.signing.tests.factories import Passkey, a_form


@pytest.mark.parametrize(
    ("window", "rp_id", "has_name"),
    [
        ("https://ky.example.vn", "ky.example.vn", True),
        ("http://localhost:8001", "localhost", True),
        ("http://127.0.0.1:8001", "127.0.0.1", False),
        ("http://[::1]:8001", "::1", False),
    ],
)
def test_a_site_is_its_host_without_the_port(
    settings: Any, window: str, rp_id: str, has_name: bool
) -> None:
    settings.WINDOW = window
    site = Site.own()

    assert (site.rp_id, site.origin, site.has_name) == (rp_id, window, has_name)


def registered(challenge: str, *, origin: str = WINDOW) -> str:
    """What a browser at an address sends when its passkey is made."""
    point = Passkey().key.public_key().public_numbers()
    cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
    credential = AttestedCredentialData.create(bytes(16), b"k9", cose)
    seen = AuthenticatorData.create(Site.own().server().rp.id_hash, 0x45, 0, credential)
    said = {"type": "webauthn.create", "challenge": challenge, "origin": origin}
    response = {
        "clientDataJSON": websafe_encode(json.dumps(said).encode()),
        "attestationObject": websafe_encode(bytes(AttestationObject.create("none", seen, {}))),
    }
    return json.dumps({"id": "azk", "rawId": "azk", "response": response})


def asked(key: str = "leader") -> tuple[str, str]:
    options, state = passkeys.asked_for_a_new_one(key, "Nguyễn Văn Mẫu", [], Site.own())
    return str(options["publicKey"]["challenge"]), state


def test_a_passkey_is_read_as_the_signer_keeps_it() -> None:
    challenge, state = asked()
    kept = made(registered(challenge), state, "leader", Site.own())

    assert (kept["credential_id"], kept["rp_id"], kept["origins"]) == ("azk", "localhost", [WINDOW])


def test_what_answers_something_else_is_no_passkey() -> None:
    challenge, state = asked()
    other_challenge, _other_state = asked()
    elsewhere = registered(challenge, origin="http://localhost:8000")

    for answer, kept, key in (
        (elsewhere, state, "leader"),
        (registered(other_challenge), state, "leader"),
        (registered(challenge), state, "clerk"),
        (registered(challenge), state + "x", "leader"),
        ("[" * 9_999, state, "leader"),
    ):
        with pytest.raises(Refused, match="No passkey was made"):
            made(answer, kept, key, Site.own())


def test_an_answer_is_base64url_or_nothing() -> None:
    for text in ("", "{}", "[" * 9_999, '{"rawId": "a", "response": {"clientDataJSON": "<"}}'):
        with pytest.raises(Refused, match="could not be verified"):
            answer_in(text)


def challenge_in(page: str) -> tuple[str, str]:
    options = json.loads(re.search(r'<script id="passkey-options"[^>]*>(.+?)</script>', page)[1])
    state = re.search(r'name="state" value="([^"]+)"', page)[1]
    return options["publicKey"]["challenge"], state


def test_a_holder_registers_a_passkey_with_pin_and_code(house: Agreeing, visitor: Visitor) -> None:
    address = f"/passkey/leader/?back={BACK}"
    visitor.get(address)
    assert "Nguyễn Văn Mẫu" not in visitor.page
    challenge, state = challenge_in(visitor.page)
    proof = house.desk.proof("leader")

    wrong = visitor.send(
        address, credential=registered(challenge), state=state, pin="0000000", code=proof.code
    )
    assert wrong.status_code == 422
    assert f'value="{proof.code}"' not in visitor.page
    assert house.client.key("leader")["passkeys"] == []

    challenge, state = challenge_in(visitor.page)
    right = {"credential": registered(challenge), "state": state, "pin": proof.pin}
    sent = visitor.send(address, code=proof.code, **right)
    assert (sent.status_code, house.client.key("leader")["passkeys"]) == (303, ["azk"])
    visitor.get(sent.headers["Location"])
    assert "it proves nothing before" in visitor.page
    assert BACK in visitor.page
    pdf = a_form()
    handle = house.client.lay(house.to_sign(pdf), pdf)
    visitor.get(f"/answer/{handle}/sign/leader/")
    assert "it proves nothing before" in visitor.page
    assert "passkey-options" not in visitor.page


def known_with_a_passkey(house: Agreeing, visitor: Visitor) -> OwnPasskey:
    """A browser in which the key is known, and a passkey made with the key."""
    passkey = house.desk.passkeys["leader"] = OwnPasskey()
    house.desk.add_passkey("leader", passkey)
    visitor.get("/key/leader/")
    visitor.send("/key/leader/", credential=by_passkey(house, "leader", visitor.page))
    return passkey


def test_where_the_key_is_known_a_passkey_adds_the_next_one_and_it_is_good_at_once(
    house: Agreeing, visitor: Visitor
) -> None:
    known_with_a_passkey(house, visitor)
    address = f"/passkey/leader/?back={BACK}"
    visitor.get(address)
    assert "Nguyễn Văn Mẫu" in visitor.page
    assert "the new one is good at once" in visitor.page
    challenge, state = challenge_in(visitor.page)
    proof = by_passkey(house, "leader", visitor.page, "passkey-proof-options")

    sent = visitor.send(address, credential=registered(challenge), state=state, assertion=proof)
    assert (sent.status_code, sent.headers["Location"]) == (303, BACK)
    assert all(one.waits_until is None for one in house.client.passkeys("leader").passkeys)
    strange = Visitor()
    strange.get(address)
    assert "passkey-proof-options" not in strange.page


def test_a_holder_finds_a_strange_passkey_in_the_list_and_removes_it(
    house: Agreeing, visitor: Visitor
) -> None:
    known_with_a_passkey(house, visitor)
    strange = Passkey().registration
    house.client.add_passkey("leader", strange, house.desk.proof("leader"), browser="ab" * 32)
    visitor.get("/", back=BACK)
    removing = f"/passkey/leader/{strange['credential_id']}/"
    assert removing in visitor.page
    assert "Proves nothing before" in visitor.page
    assert "Another browser" in visitor.page
    visitor.get(removing)
    assert "somebody else knows your PIN" in visitor.page

    wrong = visitor.send(removing, pin="0000000", code="000000")
    assert (wrong.status_code, "Tries left" in visitor.page) == (422, True)
    sent = visitor.send(removing, credential=by_passkey(house, "leader", visitor.page))
    assert (sent.status_code, sent.headers["Location"].split("?")[0]) == (303, "/key/leader/")
    assert strange["credential_id"] not in house.client.key("leader")["passkeys"]
    visitor.get("/")
    assert "Removed a passkey of this key" in visitor.page
    assert visitor.get(removing).status_code == 303


def test_where_the_key_is_not_known_no_passkey_is_shown_to_be_removed(
    house: Agreeing, visitor: Visitor
) -> None:
    passkey = known_with_a_passkey(house, Visitor())
    visitor.get("/key/leader/")
    one = passkey.registration["credential_id"]

    assert visitor.get(f"/passkey/leader/{one}/").headers["Location"].startswith("/key/leader/")
    visitor.get("/key/leader/")
    sent = visitor.send(f"/passkey/leader/{one}/", pin="135790", code="000000")
    assert sent.headers["Location"].startswith("/key/leader/")
    assert house.client.key("leader")["passkeys"] == [one]


def test_without_a_passkey_the_form_says_so(house: Agreeing, visitor: Visitor) -> None:
    visitor.get("/passkey/leader/")
    proof = house.desk.proof("leader")

    _challenge, state = challenge_in(visitor.page)
    assert (
        visitor.send(
            "/passkey/leader/", credential="", state=state, pin=proof.pin, code=proof.code
        ).status_code
        == 422
    )
    assert "No passkey was made. Try again." in visitor.page


def test_at_an_address_in_figures_there_are_none(visitor: Visitor, settings: Any) -> None:
    settings.WINDOW = "http://127.0.0.1:8001"
    visitor.client.defaults["HTTP_HOST"] = "127.0.0.1:8001"
    visitor.get("/passkey/leader/")

    assert "is in figures" in visitor.page
    assert "passkey-options" not in visitor.page


def test_there_is_no_page_for_a_key_nobody_has(visitor: Visitor) -> None:
    assert visitor.get("/passkey/nobody/", back=BACK).status_code == 409
