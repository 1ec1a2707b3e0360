from pathlib import Path
from typing import Any

import pytest

from lienthong.records.signing import messages
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.challenges import GOOD_FOR_SECONDS, Challenges
from lienthong.records.signing.signer.laid import (
    KEPT_FOR_DAYS,
    KEPT_ONCE_TAKEN_HOURS,
    Laid,
    LaidFiles,
)
from lienthong.records.signing.tests.conftest import Clock

HANDLE = "ab" * 32


def laid(**said: Any) -> Laid:
    return Laid.of(messages.canonical({"act": "sign", **said}), b"form")


def test_what_is_laid_is_found_by_its_handle_after_a_restart(tmp_path: Path) -> None:
    one = laid(id="1")
    LaidFiles(tmp_path).keep(one)

    assert LaidFiles(tmp_path).find(one.handle) == one
    assert (tmp_path / "laid").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("handle", [HANDLE, "", "../signer.keys", "AB" * 32])
def test_a_handle_of_nothing_is_told_in_a_sentence(tmp_path: Path, handle: str) -> None:
    with pytest.raises(Refused, match="holds nothing"):
        LaidFiles(tmp_path).find(handle)


def test_a_made_file_is_kept_three_days_after_it_was_taken(tmp_path: Path, clock: Clock) -> None:
    files, one = LaidFiles(tmp_path), laid(id="1")
    files.keep(one)
    files.keep_made(one.handle, b"sealed")
    files.note_taken(one.handle)

    clock.now += KEPT_ONCE_TAKEN_HOURS * 3600 - 10
    files.note_taken(one.handle)
    files.forget_old()
    assert files.made(one.handle) == b"sealed"
    clock.now += 20
    files.forget_old()
    assert files.made(one.handle) is None
    assert not list((tmp_path / "laid").iterdir())


def test_what_nobody_answers_is_forgotten(tmp_path: Path, clock: Clock) -> None:
    files, one = LaidFiles(tmp_path), laid(id="1")
    files.keep(one)

    clock.now += KEPT_FOR_DAYS * 24 * 3600 + 10
    files.keep(laid(id="2"))
    with pytest.raises(Refused):
        files.find(one.handle)


def test_a_file_that_nobody_has_taken_is_kept(tmp_path: Path, clock: Clock) -> None:
    files, one = LaidFiles(tmp_path), laid(id="1")
    files.keep(one)
    files.keep_made(one.handle, b"sealed")

    clock.now += 10 * KEPT_FOR_DAYS * 24 * 3600
    files.forget_old()
    assert files.find(one.handle) == one
    assert files.made(one.handle) == b"sealed"


def test_a_challenge_is_good_once_for_what_was_asked(clock: Clock) -> None:
    challenges = Challenges()
    asked = challenges.ask(HANDLE, "sign", "leader")

    assert not challenges.use(asked, HANDLE, "seal", "leader")
    assert not challenges.use(asked, HANDLE, "sign", "deputy")
    assert not challenges.use(asked, "cd" * 32, "sign", "leader")
    assert challenges.use(asked, HANDLE, "sign", "leader")
    assert not challenges.use(asked, HANDLE, "sign", "leader")


def test_a_challenge_is_good_for_ten_minutes_and_not_after_a_restart(clock: Clock) -> None:
    challenges = Challenges()
    asked = challenges.ask(HANDLE, "sign", "leader")

    assert not Challenges().use(asked, HANDLE, "sign", "leader")
    clock.now += GOOD_FOR_SECONDS + 1
    assert not challenges.use(asked, HANDLE, "sign", "leader")


def test_after_an_answer_no_other_tab_answers_the_same_with_the_same_challenge(
    clock: Clock,
) -> None:
    challenges = Challenges()
    before = challenges.ask(HANDLE, "sign", "leader")
    assert challenges.use(before, HANDLE, "sign", "leader")

    anew = challenges.ask(HANDLE, "sign", "leader")
    assert anew != before
    assert not challenges.use(before, HANDLE, "sign", "leader")
    clock.now += GOOD_FOR_SECONDS - 60
    assert not challenges.use(before, HANDLE, "sign", "leader")
    assert challenges.use(anew, HANDLE, "sign", "leader")


def test_what_is_asked_while_an_answer_is_remembered_stays_good_after_it_is_forgotten(
    clock: Clock,
) -> None:
    challenges = Challenges()
    assert challenges.use(challenges.ask(HANDLE, "sign", "leader"), HANDLE, "sign", "leader")
    clock.now += GOOD_FOR_SECONDS - 60
    anew = challenges.ask(HANDLE, "sign", "leader")

    clock.now += 120
    assert challenges.use(anew, HANDLE, "sign", "leader")
    clock.now += 10 * GOOD_FOR_SECONDS
    assert challenges.use(challenges.ask(HANDLE, "sign", "leader"), HANDLE, "sign", "leader")
