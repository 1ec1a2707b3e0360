"""Reading what the signer holds, proving, and going back."""

import re
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from lienthong.portals.window import signer
from lienthong.portals.window.narrow import WIDTH
from lienthong.portals.window.tests.conftest import BACK, OwnPasskey, Visitor, by_passkey
from lienthong.records.signing.drawing import VIETNAM
from lienthong.records.signing.messages import moment
from lienthong.records.signing.signer import clock
from lienthong.records.signing.tests.agreeing import TITLE, Agreeing
from lienthong.records.signing.tests.factories import a_form
from lienthong.records.signing.tests.founding import ADMINISTRATORS, PIN, Founded
from lienthong.records.signing.tests.test_restoring import SetBack


def to_sign(house: Agreeing) -> tuple[str, str]:
    pdf = a_form()
    handle = house.client.lay(house.to_sign(pdf), pdf)
    return handle, f"/answer/{handle}/sign/leader/?back={BACK}"


def to_seal(house: Agreeing) -> tuple[str, str]:
    signed = house.signed()
    handle = house.client.lay(house.to_seal(signed), signed)
    return handle, f"/answer/{handle}/seal/clerk/?back={BACK}"


def proof(house: Agreeing, key: str) -> dict[str, str]:
    said = house.desk.proof(key)
    return {"pin": said.pin, "code": said.code}


def test_a_leader_reads_signs_with_pin_and_code_and_is_led_back(
    house: Agreeing, visitor: Visitor
) -> None:
    handle, address = to_sign(house)
    assert visitor.get(address).status_code == 200
    for read_first in (TITLE, house.desk.name, "Nguyễn Văn Mẫu", f"/document/{handle}/1/"):
        assert read_first in visitor.page

    signed = visitor.send(address, **proof(house, "leader"))

    assert (signed.status_code, signed.headers["Location"]) == (303, BACK)
    taken = house.client.take(handle)
    assert taken.pdf
    assert taken.was_answered("sign", "leader")


def test_a_clerk_reads_number_and_day_before_the_seal(house: Agreeing, visitor: Visitor) -> None:
    handle, address = to_seal(house)
    visitor.get(address)
    for read_first in (
        TITLE,
        "05-NQ/TU",
        "Nguyễn Văn Mẫu",
        "Trần Thị Thư",
        "sends the document to all its recipients at once",
        f"/document/{handle}/2/",
    ):
        assert read_first in visitor.page

    assert visitor.send(address, **proof(house, "clerk")).status_code == 303
    assert house.client.take(handle).state == "sealed"


def test_with_a_passkey_of_this_site_nothing_is_typed(house: Agreeing, visitor: Visitor) -> None:
    passkey = OwnPasskey()
    house.desk.add_passkey("leader", passkey)
    house.desk.passkeys["leader"] = passkey
    handle, address = to_sign(house)
    visitor.get(address)

    signed = visitor.send(address, credential=by_passkey(house, "leader", visitor.page))

    assert signed.status_code == 303
    assert house.client.take(handle).pdf


def test_a_passkey_of_another_site_is_not_asked_for(
    house: Agreeing, visitor: Visitor, settings: Any
) -> None:
    house.desk.use_passkey("leader")
    settings.WINDOW = "http://ky.example.vn"
    settings.ALLOWED_HOSTS = ["ky.example.vn"]
    visitor.client.defaults["HTTP_HOST"] = "ky.example.vn"
    _handle, address = to_sign(house)

    visitor.get(address)

    assert "passkey-options" not in visitor.page
    assert 'name="pin"' in visitor.page


def test_a_wrong_pin_is_said_and_costs_nothing_but_the_pin(
    house: Agreeing, visitor: Visitor
) -> None:
    handle, address = to_sign(house)
    code = house.desk.proof("leader").code
    visitor.get(address)

    refused = visitor.send(address, pin="9999991", code=code)

    assert refused.status_code == 422
    assert "The signing PIN or the one-time code is wrong." in visitor.page
    assert "Tries left: 4." in visitor.page
    assert f'value="{code}"' not in visitor.page
    assert "9999991" not in visitor.page
    # Said at the form, which the browser goes to, and at the top a link to it.
    at_the_form = visitor.page[visitor.page.index('id="proof"') :]
    assert re.search(r'id="errors" autofocus>\s*<h2>Not signed yet</h2>', at_the_form)
    assert '<a href="#proof">Not signed yet</a>' in visitor.page
    assert not house.client.take(handle).pdf
    assert visitor.send(address, pin=PIN, code=code).status_code == 303


def test_what_is_missing_or_no_code_is_said_beside_its_field(
    house: Agreeing, visitor: Visitor
) -> None:
    _handle, address = to_sign(house)
    visitor.get(address)

    assert visitor.send(address, pin="", code="12").status_code == 422
    assert "The PIN is missing." in visitor.page
    assert "A signing code has six figures." in visitor.page
    assert 'value="12"' in visitor.page


def test_a_used_code_and_a_locked_key_are_said_plainly(house: Agreeing, visitor: Visitor) -> None:
    _handle, address = to_sign(house)
    used = house.desk.proof("leader")
    other = to_sign(house)
    house.client.answer(other[0], "sign", "leader", used)
    visitor.get(address)
    visitor.send(address, pin=PIN, code=used.code)
    assert "already been used" in visitor.page

    for _ in range(5):
        visitor.send(address, pin="000000", code="000000")
    locked = re.search(r"locked after several failures, until (\d\d:\d\d)\.", visitor.page)
    assert locked
    visitor.get(address)
    assert f"locked in this browser until {locked[1]}" in visitor.page
    assert "call your administrator" in visitor.page
    assert 'name="pin"' not in visitor.page


def test_the_same_answer_again_is_said_and_led_back(house: Agreeing, visitor: Visitor) -> None:
    _handle, address = to_sign(house)
    visitor.get(address)
    form = visitor.page
    visitor.send(address, **proof(house, "leader"))

    visitor.page = form
    pressed_twice = visitor.send(address, pin=PIN, code="000000")
    assert (pressed_twice.status_code, pressed_twice.headers["Location"]) == (303, BACK)
    assert visitor.get(address).status_code == 200
    assert re.search(r"You signed this document at [^<]*20\d\d", visitor.page)
    assert BACK in visitor.page
    assert 'name="pin"' not in visitor.page


@pytest.mark.parametrize(
    "address",
    [f"/answer/{'0' * 64}/sign/leader/", f"/document/{'0' * 64}/", f"/document/{'0' * 64}/1/"],
)
def test_what_is_not_laid_is_a_sentence_and_a_way_back(visitor: Visitor, address: str) -> None:
    assert visitor.get(address, back=BACK).status_code == 409
    assert BACK in visitor.page


def test_nobody_answers_for_another_key(house: Agreeing, visitor: Visitor) -> None:
    handle, _address = to_sign(house)

    for other in ("sign/clerk", "seal/leader", "confirm/leader", "nothing/leader", "sign/nobody"):
        assert visitor.get(f"/answer/{handle}/{other}/").status_code == 409
        assert 'name="pin"' not in visitor.page


def test_while_the_signer_is_away_the_page_says_so_and_keeps_what_was_typed(
    house: Agreeing, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    _handle, address = to_sign(house)
    visitor.get(address)
    token = visitor.page

    def gone(question: dict[str, Any]) -> dict[str, Any]:
        raise ConnectionRefusedError

    monkeypatch.setattr(type(house.client), "_asked", lambda _self, question: gone(question))

    assert visitor.get(address).status_code == 503
    assert "cannot be reached" in visitor.page
    assert BACK in visitor.page
    visitor.page = token
    assert visitor.send(address, pin=PIN, code="123 456", number="1111 2222").status_code == 503
    assert 'name="number" value="1111 2222"' in visitor.page
    assert 'name="code" value="123 456"' in visitor.page
    assert PIN not in visitor.page


def test_the_check_number_is_asked_where_somebody_gets_a_key(
    house: Agreeing, visitor: Visitor
) -> None:
    desk = house.desk
    enrolled = house.client.enrol(house.client.invite("p-new", "Lê Thị Mới"), PIN)
    body = desk.key_body("new", "person", "Lê Thị Mới", enrolled, "p-new", title="Phó Bí thư")
    handle = house.client.lay(desk.statement("key.give", body))
    administrator = ADMINISTRATORS[0]
    address = f"/answer/{handle}/propose/{administrator}/?back={BACK}"
    visitor.get(address)
    for read_first in ("Lê Thị Mới", "Phó Bí thư", "face to face", handle[:16], "Who proposes"):
        assert read_first in visitor.page
    assert "may also confirm the keys of others" not in visitor.page

    wrong = visitor.send(address, number="0000 0000", **proof(house, administrator))
    assert (wrong.status_code, 'value="0000 0000"' in visitor.page) == (422, True)
    assert "not the check number" in visitor.page
    assert "4 tries are left." in visitor.page
    read_out = f"{enrolled.number[:4]} {enrolled.number[4:]}"
    assert visitor.send(address, number=read_out, **proof(house, administrator)).status_code == 303
    assert house.client.take(handle).state == "proposed"

    confirmer = ADMINISTRATORS[1]
    visitor.get(f"/answer/{handle}/refuse/{confirmer}/?back={BACK}")
    assert 'name="number"' not in visitor.page
    assert desk.names[0] in visitor.page


def test_who_confirms_a_leaders_key_reads_what_it_may_do_and_by_which_day(
    house: Agreeing, visitor: Visitor
) -> None:
    desk = house.desk
    enrolled = house.client.enrol(house.client.invite("p-new", "Lê Thị Mới"), PIN)
    body = desk.key_body("new", "person", "Lê Thị Mới", enrolled, "p-new", leads=True)
    day_after = datetime.combine(
        clock.now().astimezone(VIETNAM).date() + timedelta(days=7), time(), VIETNAM
    )
    handle = house.client.lay(desk.statement("key.give", body, until=moment(day_after)))
    visitor.get(f"/answer/{handle}/propose/{ADMINISTRATORS[0]}/")

    assert "The holder may also confirm the keys of others." in visitor.page
    assert "Personal signature" in visitor.page
    last_day = day_after - timedelta(days=1)
    assert f"To be confirmed by the end of {last_day:%d/%m/%Y}." in visitor.page


def test_a_restore_names_the_places_from_which_it_goes_on(
    founded: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor()
    set_back = SetBack(founded, tmp_path / "kept")
    monkeypatch.setattr(signer, "SignerClient", lambda _var: set_back.client)
    handle = set_back.restore()

    visitor.get(f"/answer/{handle}/propose/{ADMINISTRATORS[0]}/")

    assert f"number {set_back.head['n']} in epoch 1" in visitor.page
    assert set_back.head["hash"][:12] in visitor.page
    assert "number 0 in epoch 1, aaaaaaaaaaaa…" in visitor.page
    set_back.founded.answer(handle, "propose", ADMINISTRATORS[0])
    visitor.get(f"/answer/{handle}/confirm/{ADMINISTRATORS[1]}/")
    assert founded.names[0] in visitor.page


def test_the_pages_of_the_document_are_pictures_and_the_file_is_whole(
    house: Agreeing, visitor: Visitor
) -> None:
    pdf = a_form()
    handle = house.client.lay(house.to_sign(pdf), pdf)
    visitor.get(f"/answer/{handle}/sign/leader/")

    assert visitor.get(f"/document/{handle}/").content == pdf
    drawn = visitor.get(f"/document/{handle}/1/")
    assert drawn.headers["Content-Type"] == "image/png"
    assert drawn.content.startswith(b"\x89PNG")
    for_a_phone = visitor.get(f"/document/{handle}/1/phone/").content
    assert for_a_phone[16:20] == WIDTH.to_bytes(4)
    assert for_a_phone != drawn.content
    for page in ("99/", "99/phone/"):
        assert visitor.get(f"/document/{handle}/{page}").status_code == 404


def test_a_page_is_read_large_and_leads_back_to_signing(house: Agreeing, visitor: Visitor) -> None:
    handle, address = to_sign(house)
    visitor.get(address)
    large = f"/answer/{handle}/sign/leader/2/?back="
    assert large in visitor.page
    visitor.get(re.search(f'href="({re.escape(large)}[^"]*)"', visitor.page)[1])

    assert f'src="/document/{handle}/2/"' in visitor.page
    assert f'href="/answer/{handle}/sign/leader/?back=' in visitor.page
    assert '#page-2"' in visitor.page
    assert visitor.get(f"/answer/{handle}/sign/leader/99/").status_code == 404


def test_a_new_or_renamed_organisation_is_named_before_anybody_agrees(
    house: Agreeing, visitor: Visitor
) -> None:
    desk, commune = house.desk, {"id": "LT-2", "name": "Đảng ủy xã An Thành"}
    body = {"key": "seal-2", "name": commune["name"], "organisation": "LT-2", "replaces": False}
    path = [*desk.path("LT-1"), commune]
    handle = house.client.lay(desk.statement("seal.give", {**body, "path": path}))
    visitor.get(f"/answer/{handle}/propose/{ADMINISTRATORS[0]}/")
    assert f"is new to the signer; it is placed directly under “{desk.name}”" in visitor.page

    desk.add_organisation("LT-2", commune["name"])
    desk.give("clerk-2", "clerk", "Trần Thị Thư", organisation="LT-2")
    body["name"] = commune["name"] = "Đảng ủy phường An Thành"
    handle = house.client.lay(desk.statement("seal.give", {**body, "path": path}))
    visitor.get(f"/answer/{handle}/propose/{ADMINISTRATORS[0]}/")
    assert "“Đảng ủy xã An Thành” is called “Đảng ủy phường An Thành” from now on." in visitor.page


def test_a_statement_has_no_document(house: Agreeing, visitor: Visitor) -> None:
    body = {
        "key": "another-seal",
        "name": house.desk.name,
        "organisation": "LT-1",
        "path": house.desk.path("LT-1"),
        "replaces": True,
    }
    house.client.revoke("seal")
    handle = house.client.lay(house.desk.statement("seal.replace", body))

    visitor.get(f"/answer/{handle}/propose/{ADMINISTRATORS[0]}/")

    assert house.desk.name in visitor.page
    assert "/document/" not in visitor.page
    assert visitor.get(f"/document/{handle}/").status_code == 404
