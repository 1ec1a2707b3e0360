"""Whoever asks without end is refused with a sentence, and keeps nobody else from the signer."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import disk_usage
from types import SimpleNamespace

import pytest

from lienthong.records.signing.client import SignerClient, SignerUnavailable
from lienthong.records.signing.signer import agreements, callers, desk, laid, wire
from lienthong.records.signing.signer.__main__ import Signer
from lienthong.records.signing.signer.callers import Turns
from lienthong.records.signing.signer.challenges import Challenges
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.signer.limits import Counted, Limits
from lienthong.records.signing.tests.agreeing import TERM, TYPE, Agreeing, refusal
from lienthong.records.signing.tests.conftest import Clock
from lienthong.records.signing.tests.factories import Passkey, a_form

HANDLE = "ab" * 32
AT_ONCE = 64
DAY = 24 * 3600


# ---- what lies before the signer


@pytest.mark.parametrize("bound", ["MOST_BYTES", "MOST_FILES"])
def test_what_is_laid_is_bounded_and_what_lies_there_is_answered(
    house: Agreeing, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    pdf = a_form()
    message = house.to_sign(pdf)
    handle = house.client.lay(message, pdf)
    monkeypatch.setattr(laid, bound, 3)

    assert "Too much lies" in refusal(house.client.lay, house.to_sign(pdf), pdf)
    assert house.client.lay(message, pdf) == handle
    assert house.desk.answer(handle, "sign", "leader").state == "signed"


def test_the_disk_keeps_room_for_journal_and_keys(
    house: Agreeing, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    full = SimpleNamespace(free=laid.KEPT_FREE)
    monkeypatch.setattr(laid, "disk_usage", lambda _folder: full)
    pdf = a_form()

    assert disk_usage(tmp_path).free > laid.KEPT_FREE
    assert "Too much lies" in refusal(house.client.lay, house.to_sign(pdf), pdf)
    house.client.revoke("leader")
    assert house.client.key("leader")["revoked_at"]


# ---- questions to passkeys


def test_who_opens_pages_without_end_pushes_out_nobodys_question(clock: Clock) -> None:
    asked = Challenges()
    question = (HANDLE, "sign", "leader", "ab" * 32)
    holders = asked.ask(*question)
    for at in range(2_000):
        asked.ask(HANDLE, "sign", "leader", f"{at:064x}" if at % 2 else "")

    assert asked.use(holders, *question)


def test_a_question_asked_in_one_browser_is_answered_in_that_one(clock: Clock) -> None:
    asked = Challenges()
    challenge = asked.ask(HANDLE, "sign", "leader", "ab" * 32)

    assert not asked.use(challenge, HANDLE, "sign", "leader", "cd" * 32)
    assert not asked.use(challenge, HANDLE, "sign", "leader")
    assert asked.use(challenge, HANDLE, "sign", "leader", "ab" * 32)


# ---- numbers given up


def test_numbers_are_not_given_up_without_end(
    house: Agreeing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agreements, "RELEASES_A_DAY", 2)
    assert [house.release(number) for number in ("05-NQ/TU", "06-NQ/TU")] == ["released"] * 2

    said = "given up today"
    assert said in refusal(house.client.release, "LT-1", TERM, TYPE, "07-NQ/TU")
    assert house.release("05-NQ/TU") == "released"
    house.client.restart()
    assert said in refusal(house.client.release, "LT-1", TERM, TYPE, "07-NQ/TU")
    house.desk.clock.now += DAY
    assert house.release("07-NQ/TU") == "released"


# ---- acts of a day


@pytest.mark.parametrize(
    ("limits", "how"), [(Limits(pin=2), "pin"), (Limits(passkey=1), "passkey")]
)
def test_a_key_answers_so_often_in_a_day_and_no_oftener(
    house: Agreeing, limits: Limits, how: str
) -> None:
    desk, leader = house.client.desk, house.desk
    desk.counted = Counted(limits, desk.journal)
    if how == "passkey":
        passkey = leader.passkeys["leader"] = Passkey()
        house.desk.add_passkey("leader", passkey)
    for _act in range(getattr(limits, how)):
        leader.answer(_to_sign(house), "sign", "leader")
    handle = _to_sign(house)

    assert "as often as it may in a day" in refusal(leader.answer, handle, "sign", "leader")
    leader.clock.now += DAY
    assert leader.answer(handle, "sign", "leader").state == "signed"


def test_the_acts_of_a_day_are_counted_across_a_restart(
    house: Agreeing, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.desk.answer(_to_sign(house), "sign", "leader")
    monkeypatch.setattr(desk, "Limits", lambda: Limits(pin=1))
    house.client.restart()

    assert "as often" in refusal(house.desk.answer, _to_sign(house), "sign", "leader")


# ---- conversations


def test_who_begins_too_many_conversations_keeps_nobody_else_from_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(callers, "MOST_CONVERSATIONS", 1)
    turns = Turns()

    with turns.taken_by(1) as first, turns.taken_by(1) as second, turns.taken_by(2) as other:
        assert (first, second, other) == (True, False, True)
    with turns.taken_by(1) as again:
        assert again


def test_too_many_conversations_at_once_are_answered_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Signer(wire.socket_path(tmp_path), Desk(tmp_path / "keys")) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        assert SignerClient(tmp_path).hello()
        monkeypatch.setattr(callers, "MOST_CONVERSATIONS", 0)
        with pytest.raises(SignerUnavailable, match="too much at once"):
            SignerClient(tmp_path).hello()
        server.shutdown()


def test_who_asks_at_once_with_many_others_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "MOST_CONVERSATIONS", 2 * AT_ONCE)
    with Signer(wire.socket_path(tmp_path), Desk(tmp_path / "keys")) as server:
        threading.Timer(0.5, server.serve_forever, (0.01,)).start()
        waiting = [_connected(tmp_path) for _at in range(AT_ONCE)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            heard = pool.map(lambda _at: SignerClient(tmp_path).is_there(), range(AT_ONCE))
            assert all(heard)
        for one in waiting:
            one.close()
        server.shutdown()


def test_where_the_queue_is_full_one_tries_again_within_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Signer, "request_queue_size", 0)
    with Signer(wire.socket_path(tmp_path), Desk(tmp_path / "keys")) as server:
        first = _connected(tmp_path)
        with pytest.raises(SignerUnavailable):
            SignerClient(tmp_path, seconds=0.1).hello()
        threading.Timer(0.3, server.serve_forever, (0.01,)).start()
        assert SignerClient(tmp_path).hello()
        first.close()
        server.shutdown()


def _connected(var: Path) -> socket.socket:
    """Somebody who has opened the socket and says nothing."""
    connection = socket.socket(socket.AF_UNIX)
    connection.setblocking(False)
    connection.connect(str(wire.socket_path(var)))
    return connection


def test_a_question_is_no_longer_than_one_file_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "LONGEST_QUESTION", 1000)
    with Signer(wire.socket_path(tmp_path), Desk(tmp_path / "keys")) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        assert SignerClient(tmp_path).hello()
        with pytest.raises(SignerUnavailable):
            SignerClient(tmp_path).key("k" * 2000)
        server.shutdown()


def _to_sign(house: Agreeing) -> str:
    pdf = a_form()
    return house.client.lay(house.to_sign(pdf), pdf)
