"""A key rests at one person's word, and signs again at the word of two."""

from __future__ import annotations

from typing import Any

import pytest

from lienthong.records.signing.signer.callers import ALL, MAY_ASK
from lienthong.records.signing.tests.agreeing import Agreeing, refusal
from lienthong.records.signing.tests.factories import a_form, sha256
from lienthong.records.signing.tests.founding import ADMINISTRATORS, as_read

OWN = sha256(b"the leader's own browser")


def laid(house: Agreeing) -> str:
    pdf = a_form()
    return house.client.lay(house.to_sign(pdf), pdf)


def lifting(house: Agreeing, key: str = "leader", **changes: Any) -> str:
    """What is to be agreed to so that a key signs again."""
    known = house.client.key(key)
    body = {
        "key": key,
        "person": known["person"],
        "name": known["name"],
        "organisation": known["organisation_id"],
        "path": house.desk.path(known["organisation_id"]),
        "suspension": known["suspension"],
    }
    return house.client.lay(house.desk.statement("key.lift", body | changes))


def lifted_by(house: Agreeing, *two: str, key: str = "leader") -> str:
    handle = lifting(house, key)
    for verb, key in zip(("propose", "confirm"), two, strict=True):
        house.desk.answer(handle, verb, key)
    return house.client.take(handle).state


@pytest.fixture
def suspended(house: Agreeing) -> Agreeing:
    house.client.suspend("leader", "lost phone")
    return house


def test_a_suspended_key_signs_and_confirms_nothing(house: Agreeing) -> None:
    handle = laid(house)
    house.client.suspend("leader", "lost phone")

    proof = house.desk.proof("leader")
    assert "is suspended" in refusal(house.client.answer, handle, "sign", "leader", proof)
    (told,) = house.client.hello().suspended
    assert (told.key, told.reason) == ("leader", "lost phone")
    assert house.client.hello().withdrawn == ()
    house.client.restart()
    assert "is suspended" in refusal(as_read, house.client, handle, "sign", "leader")


def test_two_let_it_sign_again_with_what_it_had(suspended: Agreeing) -> None:
    assert lifted_by(suspended, *ADMINISTRATORS) == "done"

    proof = suspended.desk.proof("leader")
    answered = suspended.client.answer(laid(suspended), "sign", "leader", proof)
    assert answered.state == "signed"
    assert suspended.client.hello().suspended == ()
    suspended.client.restart()
    assert suspended.client.hello().suspended == ()


@pytest.mark.parametrize("second", [ADMINISTRATORS[0], "clerk", "leader"])
def test_nobody_alone_lets_it_sign_again(suspended: Agreeing, second: str) -> None:
    handle = lifting(suspended)
    suspended.desk.answer(handle, "propose", ADMINISTRATORS[0])

    refusal(suspended.desk.answer, handle, "confirm", second)
    assert suspended.client.hello().suspended


@pytest.mark.parametrize("lie", [{"person": "p-clerk"}, {"name": "Người Khác"}])
def test_what_is_lifted_is_the_key_of_this_holder(suspended: Agreeing, lie: dict[str, str]) -> None:
    assert "have changed" in refusal(lifting, suspended, **lie)


def test_only_what_rests_is_lifted_and_no_withdrawn_key(house: Agreeing) -> None:
    assert "not suspended" in refusal(lifting, house)

    house.client.suspend("leader")
    handle = lifting(house)
    house.desk.answer(handle, "propose", ADMINISTRATORS[0])
    house.client.revoke("leader", "post ended")

    assert "withdrawn" in refusal(house.desk.answer, handle, "confirm", ADMINISTRATORS[1])
    assert "withdrawn" in refusal(house.client.suspend, "leader")


def test_what_it_signed_waits_for_its_seal(house: Agreeing) -> None:
    signed = house.signed()
    house.client.suspend("leader")
    assert "is suspended" in refusal(house.client.lay, house.to_seal(signed), signed)

    lifted_by(house, *ADMINISTRATORS)
    assert house.client.take(house.agreed(signed)).pdf


@pytest.mark.parametrize("is_laid_before", [True, False])
def test_what_it_signed_is_never_sealed_once_it_is_withdrawn(
    house: Agreeing, is_laid_before: bool
) -> None:
    """One alone withdraws a key; that is no word on what was signed with it."""
    signed = house.signed()
    handle = house.client.lay(house.to_seal(signed), signed) if is_laid_before else ""
    house.desk.clock.now += 60
    house.client.suspend("leader", "lost phone")
    house.client.revoke("leader", "post ended")

    for _again in range(2):
        if is_laid_before:
            said = refusal(house.desk.answer, handle, "seal", "clerk")
        else:
            said = refusal(house.client.lay, house.to_seal(signed), signed)
        assert "signed anew with another key" in said
        house.client.restart()


def unmade(house: Agreeing, verb: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The handle of what was agreed to; the signer died before it had made the file."""
    if verb == "sign":
        handle, key = laid(house), "leader"
    else:
        signed = house.signed()
        handle, key = house.client.lay(house.to_seal(signed), signed), "clerk"
    with monkeypatch.context() as died:
        died.setattr(house.client.desk.agreements, "_make", lambda *_given: None)
        house.client.answer(handle, verb, key, house.desk.proof(key))
    house.client.restart()
    return handle


@pytest.mark.parametrize(
    ("verb", "resting"), [("seal", "leader"), ("seal", "clerk"), ("sign", "leader")]
)
def test_what_was_agreed_to_before_waits_and_gives_up_no_number(
    house: Agreeing, monkeypatch: pytest.MonkeyPatch, verb: str, resting: str
) -> None:
    handle = unmade(house, verb, monkeypatch)
    house.client.suspend(resting, "lost phone")
    lines = house.client.hello().journal

    for _again in range(2):
        taken = house.client.take(handle)
        assert (taken.state, taken.pdf) == ("agreed", b"")
        assert house.client.answered(handle, verb, "leader" if verb == "sign" else "clerk")
        if verb == "seal":
            assert "is suspended" in refusal(house.release, "05-NQ/TU")
        house.client.restart()
    assert house.client.hello().journal == lines, "nothing is written of it"

    # It rests for longer than what is laid is kept otherwise.
    for _each in range(2):
        house.desk.clock.now += 8 * 24 * 3600
        house.client.take(handle)
        house.client.restart()
    assert lifted_by(house, *ADMINISTRATORS, key=resting) == "done"
    assert house.client.take(handle).pdf


@pytest.mark.parametrize("resting", ["leader", "clerk"])
def test_what_rests_is_given_up_once_the_key_is_withdrawn(
    house: Agreeing, monkeypatch: pytest.MonkeyPatch, resting: str
) -> None:
    handle = unmade(house, "seal", monkeypatch)
    house.client.suspend(resting)
    house.client.revoke(resting)

    assert "while it was suspended" in refusal(house.client.take, handle)
    assert house.release("05-NQ/TU") == "released"


def test_what_lifts_one_suspension_lifts_no_later_one(suspended: Agreeing) -> None:
    """Two statements were drawn up in the first one, at the same moment as the second one."""
    spare = lifting(suspended)
    suspended.desk.answer(spare, "propose", ADMINISTRATORS[0])
    assert lifted_by(suspended, *ADMINISTRATORS) == "done"
    suspended.client.suspend("leader", "lost again")

    assert "suspended anew" in refusal(suspended.desk.answer, spare, "confirm", ADMINISTRATORS[1])
    assert "suspended anew" in refusal(lifting, suspended, suspension="")
    assert suspended.client.hello().suspended


def test_its_holder_reads_in_any_browser_what_was_done_with_it(suspended: Agreeing) -> None:
    suspended.client.know("leader", suspended.desk.proof("leader"), browser=OWN)

    assert suspended.client.known_here(OWN)[0].is_suspended
    assert suspended.client.used("leader", browser=OWN)


def test_its_holder_still_says_not_me(house: Agreeing) -> None:
    proof = house.desk.proof("leader")
    house.client.answer(laid(house), "sign", "leader", proof, browser=OWN)
    house.client.suspend("leader")
    assert house.client.known_here(OWN)[0].is_suspended

    house.client.not_me("leader", browser=OWN)
    assert house.client.known_here(OWN)[0].is_withdrawn


def test_long_reasons_do_not_lengthen_the_greeting(house: Agreeing) -> None:
    house.client.suspend("leader", "x" * 100_000)
    house.client.revoke("clerk", "y" * 100_000)

    told = house.client.hello()
    assert {len(one.reason) for one in (*told.suspended, *told.withdrawn)} == {200}


def test_a_seal_is_not_suspended(house: Agreeing) -> None:
    assert "A seal" in refusal(house.client.suspend, "seal")


def test_whoever_reaches_the_signer_may_suspend() -> None:
    assert MAY_ASK["suspend"] == ALL


def test_the_window_says_whose_key_is_to_sign_again(suspended: Agreeing) -> None:
    handle = lifting(suspended)
    shown = suspended.client.show(
        handle,
        "propose",
        ADMINISTRATORS[0],
        browser=OWN,
        way=suspended.client.way(handle),
    )

    assert shown.concerned == suspended.client.key("leader")["name"]
    assert shown.suspended_at is not None
    assert (shown.purpose, shown.needs_number) == ("person", False)
