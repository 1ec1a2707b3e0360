"""Passkeys of a key: who has won a PIN and a code registers none that agrees to anything unseen."""

import pytest

from lienthong.records.signing.client import PinAndCode
from lienthong.records.signing.signer.callers import MAY_ASK, Part
from lienthong.records.signing.signer.passkeys import MADE_WITHIN
from lienthong.records.signing.tests.agreeing import Agreeing, refusal
from lienthong.records.signing.tests.factories import Passkey, a_form, sha256
from lienthong.records.signing.tests.founding import browser_of

OWN, OTHER = browser_of("p-leader"), sha256(b"a thief's browser")
DAY = 24 * 3600


def laid(house: Agreeing) -> str:
    pdf = a_form()
    return house.client.lay(house.to_sign(pdf), pdf)


def signs_with(house: Agreeing, passkey: Passkey, browser: str = "") -> str:
    handle = laid(house)
    given = passkey.answer(house.client.ask(handle, "sign", "leader", browser=browser))
    return house.client.answer(handle, "sign", "leader", given, browser=browser).state


def added(house: Agreeing, *, browser: str) -> Passkey:
    """With PIN and code."""
    passkey, proof = Passkey(), house.desk.proof("leader")
    house.client.add_passkey("leader", passkey.registration, proof, browser=browser)
    return passkey


@pytest.mark.parametrize("browser", ["", OTHER, OWN])
def test_a_passkey_added_by_pin_and_code_proves_nothing_for_a_day(
    house: Agreeing, browser: str
) -> None:
    house.desk.use_passkey("leader")  # the holder's own, made with the key
    strange = added(house, browser=browser)

    assert "proves nothing before" in refusal(signs_with, house, strange, browser)
    house.client.restart()
    house.desk.clock.now += DAY - 10
    assert "proves nothing before" in refusal(signs_with, house, strange, browser)
    house.desk.clock.now += 20
    assert signs_with(house, strange, browser) == "signed"


def test_one_that_waits_adds_and_removes_none_and_makes_no_browser_known(house: Agreeing) -> None:
    strange = added(house, browser=OTHER)
    client, own = house.client, strange.registration["credential_id"]
    asked = client.ask_to_know("leader", browser=OTHER)
    assert asked.passkeys == ()

    for refused in (
        lambda given: client.know("leader", given, browser=OTHER),
        lambda given: client.add_passkey("leader", Passkey().registration, given, browser=OTHER),
        lambda given: client.remove_passkey("leader", own, given, browser=OTHER),
    ):
        assert "proves nothing before" in refusal(refused, strange.answer(asked.challenge))


def test_the_first_one_made_with_the_key_where_it_was_begun_is_good_at_once(
    house: Agreeing,
) -> None:
    assert signs_with(house, added(house, browser=OWN), OWN) == "signed"
    assert house.client.news((0, 0)) == []


def test_long_after_the_key_was_made_the_first_one_waits_too(house: Agreeing) -> None:
    house.desk.clock.now += MADE_WITHIN.total_seconds() + DAY
    late = added(house, browser=OWN)

    assert "proves nothing before" in refusal(signs_with, house, late, OWN)


def test_none_is_the_first_again_once_it_was_removed(house: Agreeing) -> None:
    first = added(house, browser=OWN).registration["credential_id"]
    house.client.remove_passkey("leader", first, house.desk.proof("leader"), browser=OWN)

    again = added(house, browser=OWN)
    assert "proves nothing before" in refusal(signs_with, house, again, OWN)


def test_proven_by_another_passkey_in_a_known_browser_it_is_good_at_once(house: Agreeing) -> None:
    client, first, second = house.client, added(house, browser=OWN), Passkey()
    asked = client.ask_to_add("leader", browser=OWN)
    assert [one.credential_id for one in asked.passkeys] == [first.registration["credential_id"]]
    given = first.answer(asked.challenge)

    assert client.add_passkey("leader", second.registration, given, browser=OWN) is None
    assert signs_with(house, second, OWN) == "signed"
    assert [one.what for one in client.news((0, 0))] == ["passkey added"]


def test_proven_by_another_passkey_in_a_strange_browser_it_waits(house: Agreeing) -> None:
    client, first, second = house.client, added(house, browser=OWN), Passkey()
    asked = client.ask_to_add("leader", browser=OTHER)
    assert asked.passkeys == ()
    given = first.answer(asked.challenge)

    assert client.add_passkey("leader", second.registration, given, browser=OTHER) is not None
    assert "proves nothing before" in refusal(signs_with, house, second, OTHER)


def test_what_was_asked_to_add_or_remove_one_is_good_for_nothing_else(house: Agreeing) -> None:
    client, first = house.client, added(house, browser=OWN)
    one, handle = first.registration["credential_id"], laid(house)
    to_add = first.answer(client.ask_to_add("leader", browser=OWN).challenge)
    to_remove = first.answer(client.ask_to_remove("leader", one, browser=OWN).challenge)

    for given in (to_add, to_remove):
        said = refusal(client.answer, handle, "sign", "leader", given, browser=OWN)
        assert "something else" in said
    assert "something else" in refusal(client.remove_passkey, "leader", one, to_add, browser=OWN)
    client.remove_passkey("leader", one, to_remove, browser=OWN)
    assert client.key("leader")["passkeys"] == []


def test_the_holder_removes_one_whether_it_has_waited_or_not(house: Agreeing) -> None:
    strange = added(house, browser=OTHER)
    one = strange.registration["credential_id"]
    wrong = PinAndCode("000000", "000000")
    said = refusal(house.client.remove_passkey, "leader", one, wrong, browser=OWN)
    assert "wrong" in said
    house.client.remove_passkey("leader", one, house.desk.proof("leader"), browser=OWN)
    house.desk.clock.now += 2 * DAY
    house.client.restart()

    assert "not registered" in refusal(signs_with, house, strange, OTHER)
    assert "not registered" in refusal(
        house.client.remove_passkey, "leader", one, house.desk.proof("leader"), browser=OWN
    )
    assert house.client.used("leader")[0].what == "passkey removed"


def test_nobody_registers_the_same_one_anew_to_shorten_or_lengthen_its_wait(
    house: Agreeing,
) -> None:
    first = added(house, browser=OWN)
    proof = house.desk.proof("leader")

    said = refusal(house.client.add_passkey, "leader", first.registration, proof, browser=OTHER)
    assert "registered already" in said
    assert signs_with(house, first, OWN) == "signed"


def test_passkeys_and_browsers_are_listed_with_what_waits(house: Agreeing) -> None:
    added(house, browser=OWN)
    added(house, browser=OTHER)
    listed = house.client.passkeys("leader", browser=OWN)

    ready, waits = listed.passkeys
    assert ready.waits_until is None
    assert waits.waits_until is not None
    assert (waits.waits_until - waits.added_at).total_seconds() == DAY
    assert [one.here for one in listed.browsers] == [False, True]
    assert all(one.since for one in listed.browsers)


def test_the_holder_is_told_of_each_passkey_and_of_each_new_browser(house: Agreeing) -> None:
    client = house.client
    client.answer(laid(house), "sign", "leader", house.desk.proof("leader"), browser=OWN)
    assert client.news((0, 0)) == []  # known from the making of the key on
    one = added(house, browser=OTHER).registration["credential_id"]
    client.know("leader", house.desk.proof("leader"), browser=sha256(b"one more"))
    client.remove_passkey("leader", one, house.desk.proof("leader"), browser=OWN)

    news = client.news((0, 0))
    assert [one.what for one in news] == [
        *("passkey added", "browser known", "browser known", "passkey removed")
    ]
    assert {one.key for one in news} == {"leader"}
    assert news[0].waits_until is not None
    client.restart()
    assert client.news(news[1].place) == news[2:]


def test_a_new_browser_is_told_of_when_a_passkey_is_used_in_it(house: Agreeing) -> None:
    first = added(house, browser=OWN)
    signs_with(house, first, OTHER)

    assert [one.what for one in house.client.news((0, 0))] == ["browser known"]


def test_they_are_the_windows_alone_and_the_web_hears_of_them() -> None:
    for act in ("passkeys", "ask_to_add", "add_passkey", "ask_to_remove", "remove_passkey"):
        assert MAY_ASK[act] == {Part.WINDOW}
    assert MAY_ASK["news"] == {Part.WEB, Part.WORKER}
