"""A key is made known in a browser by its holder's proof, which agrees to nothing else."""

from lienthong.records.signing.client import PinAndCode
from lienthong.records.signing.messages import knowing_handle
from lienthong.records.signing.signer.callers import MAY_ASK, Part
from lienthong.records.signing.tests.agreeing import Agreeing, refusal
from lienthong.records.signing.tests.factories import sha256
from lienthong.records.signing.tests.founding import as_read

OTHER = sha256(b"another browser")


def test_a_proof_makes_the_key_known_and_is_written_down(house: Agreeing) -> None:
    house.client.know("leader", house.desk.proof("leader"), browser=OTHER)

    assert [one.id for one in house.client.known_here(OTHER)] == ["leader"]
    newest = house.client.used("leader")[0]
    assert (newest.what, newest.how, newest.facts["browser"]) == ("browser known", "pin", "new")
    house.client.not_me("leader", browser=OTHER)
    assert house.client.key("leader")["revoked_at"]


def test_a_wrong_proof_makes_nothing_known_and_counts_as_a_try(house: Agreeing) -> None:
    wrong = PinAndCode("000000", "000000")
    said = [refusal(house.client.know, "leader", wrong, browser=OTHER) for _try in range(5)]

    assert "locked" in said[-1]
    right = house.desk.proof("leader")
    assert "locked" in refusal(house.client.know, "leader", right, browser=OTHER)
    assert house.client.known_here(OTHER) == []


def test_a_passkey_answers_for_this_key_once_and_for_nothing_else(house: Agreeing) -> None:
    house.desk.use_passkey("leader")
    passkey = house.desk.passkeys["leader"]
    answer = passkey.answer(house.client.ask_to_know("leader", browser=OTHER).challenge)

    assert "not registered" in refusal(house.client.know, "clerk", answer, browser=OTHER)
    house.client.know("leader", answer, browser=OTHER)
    assert "something else" in refusal(house.client.know, "leader", answer, browser=OTHER)
    assert "holds nothing" in refusal(
        as_read, house.client, knowing_handle("leader"), "sign", "leader"
    )


def test_without_a_browser_nothing_is_known(house: Agreeing) -> None:
    proof = house.desk.proof("leader")
    assert "not written as" in refusal(house.client.know, "leader", proof, browser="")


def test_the_list_of_a_withdrawn_key_is_read_as_well(house: Agreeing) -> None:
    house.client.revoke("leader", "post ended")
    house.client.know("leader", house.desk.proof("leader"), browser=OTHER)

    assert house.client.known_here(OTHER)[0].is_withdrawn


def test_it_is_the_windows_alone() -> None:
    for act in ("ask_to_know", "know"):
        assert MAY_ASK[act] == {Part.WINDOW}
