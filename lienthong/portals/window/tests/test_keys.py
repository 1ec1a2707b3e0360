"""What the signer has written down of a key, told where the key is known; and "that was not me"."""

import pytest

from lienthong.portals.window.tests.conftest import BACK, OwnPasskey, Visitor, by_passkey
from lienthong.records.signing.tests.agreeing import TITLE, Agreeing, refusal
from lienthong.records.signing.tests.factories import a_form


def sign(house: Agreeing, visitor: Visitor) -> str:
    """A signature given in this browser; from then on the key is known in it."""
    pdf = a_form()
    handle = house.client.lay(house.to_sign(pdf), pdf)
    address = f"/answer/{handle}/sign/leader/?back={BACK}"
    visitor.get(address)
    proof = house.desk.proof("leader")
    assert visitor.send(address, pin=proof.pin, code=proof.code).status_code == 303
    return handle


def test_a_browser_in_which_nothing_was_signed_is_told_of_no_key(
    house: Agreeing, visitor: Visitor
) -> None:
    house.signed()
    visitor.get("/")

    assert TITLE not in visitor.page
    assert "Nguyễn Văn Mẫu" not in visitor.page
    assert "No signing key is known in this browser" in visitor.page
    assert "open your account" in visitor.page
    assert visitor.get("/not-me/leader/").headers["Location"].startswith("/key/leader/")


@pytest.mark.parametrize("how", ["pin", "passkey"])
def test_who_proves_the_key_in_another_browser_reads_its_list_and_withdraws_it(
    house: Agreeing, visitor: Visitor, how: str
) -> None:
    house.signed()
    if how == "passkey":
        passkey = OwnPasskey()
        house.desk.add_passkey("leader", passkey)
        house.desk.passkeys["leader"] = passkey
    address = f"/key/leader/?back={BACK}"
    visitor.get(address)
    assert "Nguyễn Văn Mẫu" not in visitor.page
    assert house.desk.name not in visitor.page
    assert TITLE not in visitor.page
    proof = house.desk.proof("leader")
    given = (
        {"credential": by_passkey(house, "leader", visitor.page)}
        if how == "passkey"
        else {"pin": proof.pin, "code": proof.code}
    )

    led = visitor.send(address, **given)
    assert led.status_code == 303
    visitor.get(led.headers["Location"])
    assert f"Signed: {TITLE}" in visitor.page
    assert "Opened this list in a browser for the first time" in visitor.page
    assert BACK in visitor.page
    assert "/not-me/leader/" in visitor.page
    visitor.get("/not-me/leader/")
    assert visitor.send("/not-me/leader/", sure="yes").status_code == 200
    assert house.client.key("leader")["revoked_at"]


def test_a_wrong_proof_shows_nothing_of_the_list(house: Agreeing, visitor: Visitor) -> None:
    house.signed()
    visitor.get("/key/leader/")
    code = house.desk.proof("leader").code

    assert visitor.send("/key/leader/", pin="999999", code=code).status_code == 422
    assert "Tries left: 4." in visitor.page
    assert TITLE not in visitor.page
    assert visitor.get("/key/nobody/", back=BACK).status_code == 409


def test_who_signed_here_reads_everything_that_was_done_with_the_key(
    house: Agreeing, visitor: Visitor
) -> None:
    sign(house, visitor)
    house.signed()  # from elsewhere
    visitor.get("/")

    assert visitor.page.count(f"Signed: {TITLE}") == 2
    assert visitor.page.count("with PIN and code, in this browser") == 1
    assert 'class="elsewhere"' not in visitor.page
    assert "Trần Thị Thư" not in visitor.page


def test_what_was_done_in_another_browser_is_marked_and_nothing_else(
    house: Agreeing, visitor: Visitor
) -> None:
    sign(house, visitor)
    sign(house, Visitor())
    visitor.get("/key/leader/")

    assert visitor.page.count("with PIN and code, in this browser") == 1
    assert visitor.page.count("with PIN and code, in another browser") == 1
    assert visitor.page.count('class="elsewhere"') == 1


def test_what_was_done_lately_is_beneath_the_next_signature(
    house: Agreeing, visitor: Visitor
) -> None:
    sign(house, visitor)
    pdf = a_form()
    handle = house.client.lay(house.to_sign(pdf), pdf)
    visitor.get(f"/answer/{handle}/sign/leader/")
    assert f"Signed: {TITLE}" in visitor.page

    stranger = Visitor()
    stranger.get(f"/answer/{handle}/sign/leader/")
    assert f"Signed: {TITLE}" not in stranger.page


def test_a_machine_that_others_use_forgets_the_key_and_it_signs_as_before(
    house: Agreeing, visitor: Visitor
) -> None:
    sign(house, visitor)
    visitor.get("/")
    assert visitor.send("/forget/").headers["Location"] == "/"

    visitor.get("/")
    assert TITLE not in visitor.page
    assert visitor.get("/not-me/leader/").status_code == 303
    sign(house, visitor)
    visitor.get("/")
    assert TITLE in visitor.page


def test_not_me_asks_once_and_then_the_key_signs_nothing_more(
    house: Agreeing, visitor: Visitor
) -> None:
    handle = sign(house, visitor)
    signed = house.client.take(handle).pdf
    assert visitor.get("/not-me/leader/").status_code == 200
    assert f"Signed: {TITLE}" in visitor.page
    assert not house.client.key("leader")["revoked_at"]

    assert visitor.send("/not-me/leader/", sure="yes").status_code == 200
    assert "The key is withdrawn" in visitor.page
    assert house.client.key("leader")["revoked_at"]
    assert [one.key for one in house.client.hello().withdrawn if one.is_not_me] == ["leader"]
    assert refusal(house.client.lay, house.to_seal(signed), signed)
    visitor.get("/")
    assert "This key is withdrawn" in visitor.page
    assert "/not-me/leader/" not in visitor.page
    assert visitor.get("/not-me/leader/").status_code == 200
    assert "The key is withdrawn" in visitor.page


def test_nobody_withdraws_a_key_from_a_browser_that_does_not_know_it(
    house: Agreeing, visitor: Visitor
) -> None:
    sign(house, visitor)
    stranger = Visitor()
    stranger.get("/passkey/leader/")  # a page with a form, and its token

    visitor.get("/not-me/leader/")
    assert stranger.send("/not-me/leader/", sure="yes").status_code == 303
    assert visitor.send("/not-me/clerk/", sure="yes").status_code == 303
    assert not house.client.key("leader")["revoked_at"]
    assert not house.client.key("clerk")["revoked_at"]
