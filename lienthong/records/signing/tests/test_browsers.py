"""Browsers a key is known in: tries are counted apart, and *not me* is said there."""

from __future__ import annotations

import pytest

from lienthong.records.signing.client import PinAndCode
from lienthong.records.signing.signer import browsers
from lienthong.records.signing.signer.callers import MAY_ASK, Part
from lienthong.records.signing.tests.agreeing import Agreeing, refusal
from lienthong.records.signing.tests.factories import Passkey, a_form, sha256
from lienthong.records.signing.tests.founding import ADMINISTRATORS, PIN, Founded, as_read
from lienthong.records.signing.verdict import verify_file

OWN, OTHER = sha256(b"the leader's own browser"), sha256(b"another one")
WRONG = PinAndCode("000000", "000000")


@pytest.fixture
def handle(house: Agreeing) -> str:
    """A form that lies before the leader, who has answered in the own browser before."""
    before, waiting = laid(house), laid(house)
    proof = house.desk.proof("leader")
    house.client.answer(before, "sign", "leader", proof, browser=OWN)
    return waiting


def laid(house: Agreeing) -> str:
    pdf = a_form()
    return house.client.lay(house.to_sign(pdf), pdf)


def tried(house: Agreeing, handle: str, browser: str) -> None:
    for _attempt in range(browsers.FAILURES_BEFORE_LOCK):
        refusal(house.client.answer, handle, "sign", "leader", WRONG, browser=browser)


# ---- wrong tries


@pytest.mark.parametrize("elsewhere", ["", OTHER])
def test_five_wrong_tries_elsewhere_do_not_lock_the_holders_own_browser(
    house: Agreeing, handle: str, elsewhere: str
) -> None:
    tried(house, handle, elsewhere)

    right = house.desk.proof("leader")
    said = refusal(house.client.answer, handle, "sign", "leader", right, browser=elsewhere)
    assert "locked" in said
    assert house.client.answer(handle, "sign", "leader", right, browser=OWN).state == "signed"


def test_browsers_nobody_knows_count_together(house: Agreeing, handle: str) -> None:
    for at in range(browsers.FAILURES_BEFORE_LOCK):
        strange = sha256(str(at).encode())
        refusal(house.client.answer, handle, "sign", "leader", WRONG, browser=strange)

    right = house.desk.proof("leader")
    said = refusal(house.client.answer, handle, "sign", "leader", right, browser=OTHER)
    assert "locked" in said


def test_five_wrong_tries_in_a_known_browser_lock_that_one_alone(
    house: Agreeing, handle: str
) -> None:
    tried(house, handle, OWN)

    right = house.desk.proof("leader")
    assert "locked" in refusal(house.client.answer, handle, "sign", "leader", right, browser=OWN)
    assert house.client.answer(handle, "sign", "leader", right, browser=OTHER).state == "signed"


def test_a_right_answer_forgets_the_wrong_ones_before_it(house: Agreeing, handle: str) -> None:
    for _round in range(2):
        for _attempt in range(browsers.FAILURES_BEFORE_LOCK - 1):
            refusal(house.client.answer, handle, "sign", "leader", WRONG, browser=OWN)
        proof = house.desk.proof("leader")
        assert house.client.answer(handle, "sign", "leader", proof, browser=OWN)


# ---- which browsers are known


def test_a_key_is_known_where_it_was_begun_and_where_its_holder_has_answered(
    founded: Founded,
) -> None:
    client, (first, second) = founded.client, ADMINISTRATORS
    made = client.enrol(client.invite("p-9", "Lê Thị Mới"), PIN, browser=OWN)
    assert client.known_here(OWN) == []
    founded.seeds["new"] = made.seed
    body = founded.key_body("new", "clerk", "Lê Thị Mới", made, "p-9", title="Văn thư")
    handle = client.lay(founded.statement("key.give", body))
    for verb, key in (("propose", first), ("confirm", second)):
        founded.answer(handle, verb, key, made.number)

    (known,) = client.known_here(OWN)
    assert (known.id, known.name, known.title) == ("new", "Lê Thị Mới", "Văn thư")
    assert (known.purpose, known.organisation) == ("clerk", founded.name)
    assert not known.is_withdrawn
    client.add_passkey("new", Passkey().registration, founded.proof("new"), browser=OTHER)
    assert [key.id for key in client.known_here(OTHER)] == ["new"]
    assert client.known_here("") == []


def test_a_wrong_answer_makes_no_browser_known(house: Agreeing, handle: str) -> None:
    refusal(house.client.answer, handle, "sign", "leader", WRONG, browser=OTHER)

    assert house.client.known_here(OTHER) == []


def test_the_oldest_browser_gives_way_to_the_newest(
    house: Agreeing, handle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsers, "MOST", 2)
    refusal(house.client.answer, handle, "sign", "leader", WRONG, browser=OWN)
    for at in range(2):
        newer = sha256(str(at).encode())
        house.client.answer(handle, "sign", "leader", house.desk.proof("leader"), browser=newer)

    assert house.client.known_here(OWN) == []
    assert OWN not in str(house.client.desk.vault.state)


def test_what_is_no_mark_of_a_browser_is_refused(house: Agreeing, handle: str) -> None:
    proof = house.desk.proof("leader")
    for browser in ("x", "A" * 64, "elsewhere"):
        said = refusal(house.client.answer, handle, "sign", "leader", proof, browser=browser)
        assert "not written as" in said


def test_the_journal_says_whether_a_pin_was_typed_in_a_known_browser(
    house: Agreeing, handle: str
) -> None:
    house.client.answer(handle, "sign", "leader", house.desk.proof("leader"), browser=OWN)
    again = laid(house)
    house.client.answer(again, "sign", "leader", house.desk.proof("leader"), browser=OWN)

    *_later, known, new = house.client.used("leader")
    assert (known.facts["browser"], new.facts["browser"]) == ("known", "new")
    assert "browser" not in house.client.used(ADMINISTRATORS[0])[0].facts


# ---- not me


def test_not_me_withdraws_the_key_at_once_and_says_so_to_whoever_greets(
    house: Agreeing, handle: str
) -> None:
    house.client.not_me("leader", browser=OWN)

    proof = house.desk.proof("leader")
    assert "withdrawn" in refusal(house.client.answer, handle, "sign", "leader", proof)
    (told,) = house.client.hello().withdrawn
    assert (told.key, told.is_not_me) == ("leader", True)
    assert house.client.known_here(OWN)[0].is_withdrawn
    house.client.not_me("leader", browser=OWN)
    assert len(house.trust.withdrawn or {}) == 1


def test_not_me_is_said_only_where_the_key_is_known(house: Agreeing, handle: str) -> None:
    for browser in ("", OTHER):
        assert "not been used in this browser" in refusal(
            house.client.not_me, "leader", browser=browser
        )
    assert house.client.hello().withdrawn == ()
    assert house.client.ask(handle, "sign", "leader")


def test_what_a_disowned_key_signed_is_never_laid_to_be_sealed(
    house: Agreeing, handle: str
) -> None:
    signed = house.signed()
    house.client.not_me("leader", browser=OWN)

    assert "never sealed" in refusal(house.client.lay, house.to_seal(signed), signed)


def test_what_lies_before_the_clerk_is_not_sealed_after_not_me(
    house: Agreeing, handle: str
) -> None:
    signed = house.signed()
    to_seal = house.client.lay(house.to_seal(signed), signed)
    house.client.not_me("leader", browser=OWN)

    proof = house.desk.proof("clerk")
    assert "never sealed" in refusal(house.client.answer, to_seal, "seal", "clerk", proof)
    house.client.restart()
    assert "never sealed" in refusal(as_read, house.client, to_seal, "seal", "clerk")


def test_what_was_sealed_before_stays_as_it_is(house: Agreeing, handle: str) -> None:
    to_seal = house.agreed(house.signed())
    sealed = house.client.take(to_seal).pdf
    house.client.not_me("leader", browser=OWN)

    assert house.client.take(to_seal).pdf == sealed


def test_a_key_withdrawn_before_can_be_disowned_still_and_keeps_its_day(
    house: Agreeing, handle: str
) -> None:
    signed = house.signed()
    house.desk.clock.now += 60
    house.client.revoke("leader", "post ended")
    before = house.client.key("leader")["revoked_at"]
    house.desk.clock.now += 3600
    assert house.client.lay(house.to_seal(signed), signed)
    house.client.not_me("leader", browser=OWN)

    assert house.client.key("leader")["revoked_at"] == before
    assert "never sealed" in refusal(house.client.lay, house.to_seal(signed), signed)
    (told,) = house.client.hello().withdrawn
    assert told.is_not_me


@pytest.mark.parametrize("reason", ["not me", "Not me ", "disowned"])
def test_no_reason_of_a_withdrawal_is_the_holders_word(
    house: Agreeing, handle: str, reason: str
) -> None:
    signed = house.signed()
    house.desk.clock.now += 60
    house.client.revoke("leader", reason)

    (told,) = house.client.hello().withdrawn
    assert not told.is_not_me
    assert verify_file(house.sealed(signed), house.trust).valid
    house.client.restart()
    assert not house.client.hello().withdrawn[0].is_not_me


def test_a_seal_a_disowned_clerk_agreed_to_is_not_made_later(
    house: Agreeing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine died between the answer and the seal."""
    signed = house.signed()
    to_seal = house.client.lay(house.to_seal(signed), signed)
    agreements = house.client.desk.agreements
    with monkeypatch.context() as patched:
        patched.setattr(agreements, "_make", _died)
        proof = house.desk.proof("clerk")
        refusal(house.client.answer, to_seal, "seal", "clerk", proof, browser=OTHER)
    house.client.not_me("clerk", browser=OTHER)

    assert "somebody else used it" in refusal(house.client.take, to_seal)


def test_a_key_a_disowned_key_proposed_is_not_given(founded: Founded) -> None:
    client, (first, second) = founded.client, ADMINISTRATORS
    made = client.enrol(client.invite("p-9", "Lê Thị Mới"), PIN)
    body = founded.key_body("new", "clerk", "Lê Thị Mới", made, "p-9")
    handle = client.lay(founded.statement("key.give", body))
    client.answer(handle, "propose", first, founded.proof(first), number=made.number, browser=OWN)
    client.not_me(first, browser=OWN)

    assert founded.answer(handle, "confirm", second, made.number).state == "failed"


def test_the_newest_withdrawals_are_told(founded: Founded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lienthong.records.signing.signer.greeting.WITHDRAWN_TOLD", 2)
    for at in range(3):
        founded.give(f"clerk-{at}", "clerk", f"Văn Thư {at}")
        founded.client.revoke(f"clerk-{at}", "post ended")

    told = founded.client.hello().withdrawn
    assert [(one.key, one.reason) for one in told] == [
        ("clerk-2", "post ended"),
        ("clerk-1", "post ended"),
    ]


def test_browsers_and_not_me_are_the_windows_alone() -> None:
    for act in ("known_here", "not_me"):
        assert MAY_ASK[act] == {Part.WINDOW}


def _died(*_arguments: object) -> None:
    raise OSError("the machine died")
