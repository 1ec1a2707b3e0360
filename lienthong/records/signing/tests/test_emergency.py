"""One of two administrators is lost and nobody else can confirm: after seven days the other goes on alone."""

import pytest

from lienthong.records.signing import break_glass
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.callers import MAY_ASK, Part
from lienthong.records.signing.tests.agreeing import refusal
from lienthong.records.signing.tests.factories import sha256
from lienthong.records.signing.tests.founding import ADMINISTRATORS, PIN, Founded, enrol

DAY = 24 * 3600
LOST, LEFT = "Lý Hệ Thống", "Phạm Quản Trị"
HOLDER_LOST = ADMINISTRATORS[1]


def after_a_week(founded: Founded) -> dict[str, str]:
    founded.client.break_glass(LOST)
    founded.clock.now += 7 * DAY
    return founded.client.break_glass(LOST)


def test_for_seven_days_nothing_changes_and_everybody_may_hear_it(founded: Founded) -> None:
    said = founded.client.break_glass(LOST)
    founded.clock.now += 7 * DAY - 60

    assert founded.client.break_glass(LOST) == said
    founded.client.restart()
    hello = founded.client.hello()
    assert (hello.mode, hello.broken.name, hello.broken.key) == ("two", LOST, HOLDER_LOST)
    assert (hello.broken.until - hello.broken.since).days == 7
    assert founded.client.key(HOLDER_LOST)["revoked_at"] is None


def test_after_seven_days_the_other_goes_on_alone_and_waits_a_day_for_everything(
    founded: Founded,
) -> None:
    assert after_a_week(founded)["mode"] == "single"

    founded.client.restart()
    hello = founded.client.hello()
    assert (hello.mode, hello.broken) == ("single", None)
    assert hello.withdrawn[0].key == HOLDER_LOST
    coming = enrol(founded.client, "p-new", "Người Mới", PIN)
    body = founded.key_body("new", "administrator", "Người Mới", coming, "p-new")
    handle = founded.client.lay(founded.statement("key.give", body))
    said = founded.answer(handle, "propose", ADMINISTRATORS[0], coming.number)
    assert said.state == "confirmed"
    founded.clock.now += DAY
    assert founded.client.take(handle).state == "done"
    assert founded.client.hello().mode == "two"


def test_whoever_proves_the_key_is_not_lost(founded: Founded) -> None:
    founded.client.break_glass(LOST)
    proof = founded.proof(HOLDER_LOST)
    founded.client.know(HOLDER_LOST, proof, browser=sha256(b"their own"))

    assert founded.client.hello().broken is None
    founded.clock.now += 7 * DAY
    founded.client.break_glass(LOST)
    assert founded.client.hello().mode == "two"


def test_the_console_ends_it(founded: Founded) -> None:
    founded.client.break_glass(LOST)
    founded.client.keep_glass()

    assert founded.client.hello().broken is None


def test_where_two_can_still_agree_no_glass_is_broken(founded: Founded) -> None:
    founded.give("leader", "person", "Nguyễn Văn Mẫu", leads=True)

    assert "Two others can still agree" in refusal(founded.client.break_glass, LOST)


def test_nobody_goes_on_where_the_other_key_is_suspended_or_unknown(founded: Founded) -> None:
    assert "No administrator of this name" in refusal(founded.client.break_glass, "Ai Đó")
    founded.client.suspend(ADMINISTRATORS[0], "lost phone")
    assert "founded anew" in refusal(founded.client.break_glass, LOST)


def test_what_changed_meanwhile_is_asked_again_at_the_end(founded: Founded) -> None:
    founded.client.break_glass(LOST)
    founded.give("leader", "person", "Nguyễn Văn Mẫu", leads=True)
    founded.clock.now += 7 * DAY

    with pytest.raises(Refused):
        founded.client.break_glass(LOST)
    assert founded.client.hello().mode == "two"


def test_only_the_console_breaks_it() -> None:
    for act in ("break_glass", "keep_glass"):
        assert MAY_ASK[act] == {Part.CONSOLE}


def test_the_console_says_what_follows(
    founded: Founded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(break_glass, "SignerClient", lambda _var: founded.client)
    assert break_glass.main(["--var", "var", LOST]) == 0
    assert "told every day until" in capsys.readouterr().out
    founded.clock.now += 7 * DAY
    assert break_glass.main(["--var", "var", LOST]) == 0
    assert "goes on alone from now on" in capsys.readouterr().out
    assert break_glass.main(["--var", "var", LEFT]) == 1
    assert "already" in capsys.readouterr().err


def test_a_lost_key_that_was_withdrawn_first_closes_no_way(founded: Founded) -> None:
    founded.client.revoke(HOLDER_LOST, "lost with its holder")

    assert after_a_week(founded)["mode"] == "single"


def test_who_administers_an_organisation_beneath_ends_no_single_mode(founded: Founded) -> None:
    founded.add_organisation("LT-2", "Đảng ủy xã Mẫu")
    founded.give("c", "administrator", "Cao Xã", organisation="LT-2")
    assert after_a_week(founded)["mode"] == "single"

    coming = enrol(founded.client, "p-new", "Người Mới", PIN)
    body = founded.key_body("new", "person", "Người Mới", coming, "p-new")
    handle = founded.client.lay(founded.statement("key.give", body))
    founded.answer(handle, "propose", ADMINISTRATORS[0], coming.number)
    founded.clock.now += DAY

    assert founded.client.take(handle).state == "done"
    assert founded.client.hello().mode == "single"
