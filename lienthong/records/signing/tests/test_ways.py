"""Ways to the window: an address shows what is laid to one browser, and to nobody who has copied it."""

import pytest

from lienthong.records.signing.signer import ways
from lienthong.records.signing.signer.callers import MAY_ASK, Part
from lienthong.records.signing.tests.agreeing import Agreeing, refusal
from lienthong.records.signing.tests.factories import a_form, sha256

OWN, OTHER = sha256(b"the leader's browser"), sha256(b"where the link was copied to")
NO_WAY = "only in the browser that opened it first"


@pytest.fixture
def handle(house: Agreeing) -> str:
    pdf = a_form()
    return house.client.lay(house.to_sign(pdf), pdf)


def read(house: Agreeing, handle: str, browser: str, way: str = "") -> str:
    shown = house.client.show(handle, "sign", "leader", browser=browser, way=way)
    house.client.refuse_unless_opened(handle, browser=browser)
    assert house.client.file(handle, browser=browser)
    return shown.sort


def test_it_opens_once_and_is_read_on_in_the_same_browser(house: Agreeing, handle: str) -> None:
    way = house.client.way(handle)

    assert read(house, handle, OWN, way) == "sign"
    house.desk.clock.now += 3600
    assert read(house, handle, OWN, way) == read(house, handle, OWN) == "sign"
    house.desk.clock.now += ways.READ_FOR_SECONDS
    assert NO_WAY in refusal(read, house, handle, OWN, way)


def test_a_copied_address_shows_nothing_elsewhere_or_later(house: Agreeing, handle: str) -> None:
    used, late = house.client.way(handle), house.client.way(handle)
    read(house, handle, OWN, used)

    assert NO_WAY in refusal(read, house, handle, OTHER, used)
    assert NO_WAY in refusal(read, house, handle, OTHER)
    assert NO_WAY in refusal(read, house, handle, "", late)
    house.desk.clock.now += ways.OPEN_FOR_SECONDS + 1
    assert NO_WAY in refusal(read, house, handle, OTHER, late)
    for asked in (house.client.file, house.client.refuse_unless_opened):
        assert NO_WAY in refusal(asked, handle, browser=OTHER)


def test_a_way_leads_to_what_it_was_given_for_alone(house: Agreeing, handle: str) -> None:
    pdf = a_form()
    other = house.client.lay(house.to_sign(pdf), pdf)

    assert NO_WAY in refusal(read, house, other, OWN, house.client.way(handle))
    assert "holds nothing" in refusal(house.client.way, "0" * 64)


def test_after_a_restart_the_web_leads_there_anew(house: Agreeing, handle: str) -> None:
    way = house.client.way(handle)
    read(house, handle, OWN, way)
    house.client.restart()

    assert NO_WAY in refusal(read, house, handle, OWN, way)
    assert read(house, handle, OWN, house.client.way(handle)) == "sign"


def test_who_asks_for_ways_without_end_is_refused_and_keeps_the_oldest_browsers_out(
    house: Agreeing, handle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "MOST", 2)
    given = [house.client.way(handle) for _time in range(2)]
    assert "too much at once" in refusal(house.client.way, handle)
    for way, browser in zip(given, (OWN, OTHER), strict=True):
        read(house, handle, browser, way)
    read(house, handle, sha256(b"a third"), house.client.way(handle))

    assert NO_WAY in refusal(read, house, handle, OWN)
    assert read(house, handle, OTHER)


def test_the_web_alone_asks_for_a_way() -> None:
    assert MAY_ASK["way"] == {Part.WEB}
