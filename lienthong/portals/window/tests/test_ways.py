"""An address is for one browser: it is read on there, and shows nothing to whoever has copied it."""

import pytest

from lienthong.portals.window.tests.conftest import BACK, Visitor, a_way
from lienthong.records.signing.signer import ways
from lienthong.records.signing.tests.agreeing import TITLE, Agreeing
from lienthong.records.signing.tests.factories import a_form


@pytest.fixture
def address(house: Agreeing, visitor: Visitor) -> str:
    """As the web leads a leader there."""
    pdf = a_form()
    handle = house.client.lay(house.to_sign(pdf), pdf)
    return f"/answer/{handle}/sign/leader/?back={BACK}&way={a_way(handle)}"


def test_reload_language_large_page_and_back_work_where_it_was_opened(
    house: Agreeing, visitor: Visitor, address: str
) -> None:
    path, handle = address.split("?")[0], address.split("/")[2]
    for read in (
        *(address, address, f"{address}&lang=en", path, f"{path}1/", f"{path}?back={BACK}"),
        *(f"/document/{handle}/", f"/document/{handle}/1/", f"/document/{handle}/1/phone/"),
    ):
        assert visitor.by_link(read).status_code == 200, read
        house.desk.clock.now += ways.OPEN_FOR_SECONDS

    visitor.by_link(address)
    proof = house.desk.proof("leader")
    assert visitor.send(address, pin=proof.pin, code=proof.code).status_code == 303


def test_a_copied_address_is_a_calm_sentence_and_a_way_back(visitor: Visitor, address: str) -> None:
    path, handle, other = address.split("?")[0], address.split("/")[2], Visitor()
    visitor.by_link(address)

    pages = (f"/document/{handle}/", f"/document/{handle}/1/", f"/document/{handle}/1/phone/")
    for read in (address, path, f"{path}1/", *pages):
        assert other.by_link(read, back=BACK).status_code == 409, read
        assert "only in the browser that opened it first" in other.page
        assert (TITLE in other.page, BACK in other.page) == (False, True)
    sent = other.send(address, pin="135790", code="000000")
    assert sent.status_code in {403, 409}
    assert TITLE not in other.page


def test_a_browser_that_keeps_no_cookies_reads_nothing_twice(
    visitor: Visitor, address: str
) -> None:
    visitor.by_link(address)
    visitor.client.cookies.clear()

    assert visitor.by_link(address).status_code == 409


def test_after_a_restart_who_has_answered_is_led_back_and_shown_nothing(
    house: Agreeing, visitor: Visitor, address: str
) -> None:
    visitor.by_link(address)
    still_open, proof = visitor.page, house.desk.proof("leader")
    visitor.send(address, pin=proof.pin, code=proof.code)
    house.client.restart()
    newest = house.client.hello().journal

    for read in (visitor, Visitor()):
        led = read.by_link(address)
        assert (led.status_code, led.headers["Location"]) == (303, BACK)
        assert TITLE not in read.page
    visitor.page = still_open
    assert visitor.send(address, pin=proof.pin, code=proof.code).status_code == 303
    assert house.client.hello().journal == newest


def test_after_a_restart_who_has_not_answered_is_told_to_open_it_anew(
    house: Agreeing, visitor: Visitor, address: str
) -> None:
    visitor.by_link(address)
    house.client.restart()

    proof = house.desk.proof("leader")
    assert visitor.send(address, pin=proof.pin, code=proof.code).status_code == 409
    assert visitor.by_link(address).status_code == 409
    assert "open it anew from there; nothing was signed" in visitor.page
    assert f'href="{BACK}"' in visitor.page

    assert visitor.get(address).status_code == 200
    assert visitor.send(address, pin=proof.pin, code=proof.code).status_code == 303


def test_an_answer_of_another_kind_leads_nobody_back(
    house: Agreeing, visitor: Visitor, address: str
) -> None:
    """Who has signed has not sealed: each address is about one answer of one key."""
    visitor.by_link(address)
    proof = house.desk.proof("leader")
    visitor.send(address, pin=proof.pin, code=proof.code)
    house.client.restart()

    assert visitor.by_link(address.replace("/leader/", "/clerk/")).status_code == 409
