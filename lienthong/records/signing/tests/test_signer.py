"""Proofs, withdrawal, passphrase, passkeys, and the signer as a process."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from fido2.webauthn import AttestedCredentialData

from lienthong.kernel.database.tests.waiting import PATIENCE, until
from lienthong.records.signing.client import (
    PinAndCode,
    SignerClient,
    SignerUnavailable,
    passkey_registration,
)
from lienthong.records.signing.signer import browsers, factors
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.signer.heads import HEADS_FILE
from lienthong.records.signing.signer.journal import JOURNAL_FILE, journal_is_whole
from lienthong.records.signing.tests.agreeing import Agreeing, refusal
from lienthong.records.signing.tests.factories import FONTS, Passkey, a_form, b64, sha256
from lienthong.records.signing.tests.founding import PIN, Founded
from lienthong.records.signing.trust import Trust
from lienthong.records.signing.verdict import verify_file


@pytest.fixture
def handle(house: Agreeing) -> str:
    """A form that lies before the leader."""
    pdf = a_form()
    return house.client.lay(house.to_sign(pdf), pdf)


def test_a_wrong_pin_is_refused(house: Agreeing, handle: str) -> None:
    proof = PinAndCode("000000", house.desk.proof("leader").code)

    assert "wrong" in refusal(house.client.answer, handle, "sign", "leader", proof)


def test_a_right_pin_is_not_told_from_a_wrong_one_by_a_strange_code(
    house: Agreeing, handle: str
) -> None:
    said = {
        # But for the tries left, which go down with either.
        refusal(house.client.answer, handle, "sign", "leader", PinAndCode(pin, "１２３４５６"))[:-2]
        for pin in (PIN, "000000")
    }
    assert len(said) == 1


def test_no_code_is_taken_twice(house: Agreeing, handle: str) -> None:
    proof = house.desk.proof("leader")
    house.client.answer(handle, "sign", "leader", proof)

    said = refusal(house.client.answer, handle, "sign", "leader", proof)
    assert "already been used" in said


def test_an_old_code_is_refused(house: Agreeing, handle: str) -> None:
    proof = house.desk.proof("leader")
    house.desk.clock.now += 10 * factors.STEP_SECONDS

    assert "wrong" in refusal(house.client.answer, handle, "sign", "leader", proof)


def test_five_failures_lock_a_key_also_across_a_restart(house: Agreeing, handle: str) -> None:
    for _attempt in range(browsers.FAILURES_BEFORE_LOCK):
        refusal(house.client.answer, handle, "sign", "leader", PinAndCode("000000", "000000"))

    right = house.desk.proof("leader")
    assert "locked" in refusal(house.client.answer, handle, "sign", "leader", right)
    house.client.restart()
    assert "locked" in refusal(house.client.answer, handle, "sign", "leader", right)

    house.desk.clock.now += browsers.LOCKED_FOR_SECONDS
    assert house.client.answer(handle, "sign", "leader", house.desk.proof("leader"))


def test_a_withdrawn_key_signs_nothing_and_its_certificate_is_listed(
    house: Agreeing, handle: str
) -> None:
    house.client.revoke("leader", "post ended")

    proof = house.desk.proof("leader")
    assert "withdrawn" in refusal(house.client.answer, handle, "sign", "leader", proof)
    assert len(house.trust.withdrawn or {}) == 1


def test_nonsense_is_answered_with_a_sentence(house: Agreeing) -> None:
    assert "nothing was signed" in refusal(house.client._ask, "lay", wrong="question")
    assert "not written as" in refusal(house.client._ask, "lay", message="{}", file="?")


def test_keys_are_encrypted_with_the_passphrase(tmp_path: Path) -> None:
    Desk(tmp_path, passphrase="một câu dài")
    kept = (tmp_path / "signer.keys").read_text("ascii")

    assert "PRIVATE KEY" not in kept
    assert os.stat(tmp_path / "signer.keys").st_mode & 0o777 == 0o600
    assert Desk(tmp_path, passphrase="một câu dài").hello(heads=[])["keys"] == 0
    with pytest.raises(SystemExit):
        Desk(tmp_path)


# ---- passkeys


@pytest.fixture
def passkey(house: Agreeing) -> Passkey:
    passkey = Passkey()
    house.desk.add_passkey("leader", passkey)
    return passkey


def asked(house: Agreeing, handle: str) -> bytes:
    return house.client.ask(handle, "sign", "leader")


def test_a_replayed_answer_is_refused(house: Agreeing, handle: str, passkey: Passkey) -> None:
    answer = passkey.answer(asked(house, handle))
    house.client.answer(handle, "sign", "leader", answer)

    said = refusal(house.client.answer, handle, "sign", "leader", answer)
    assert "something else" in said


def test_an_answer_for_another_site_or_without_check_is_refused(
    house: Agreeing, handle: str, passkey: Passkey
) -> None:
    for given, sentence in (
        ({"origin": "http://evil.example"}, "another site"),
        ({"flags": 0x01}, "that it is you"),
    ):
        answer = passkey.answer(asked(house, handle), **given)
        assert sentence in refusal(house.client.answer, handle, "sign", "leader", answer)


def test_a_browsers_new_passkey_becomes_a_registration() -> None:
    passkey = Passkey()
    point = passkey.key.public_key().public_numbers()
    cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
    credential = AttestedCredentialData.create(bytes(16), b"k1", cose)

    made = passkey_registration(credential, rp_id=passkey.rp_id, origins=[passkey.origin])

    assert made == passkey.registration | {"credential_id": b64(b"k1")}


def test_a_strangers_passkey_is_refused(house: Agreeing, handle: str, passkey: Passkey) -> None:
    """Neither under a name of its own nor under the leader's."""
    stranger = Passkey()
    for called, sentence in (
        (stranger.id, "not registered"),
        (passkey.id, "could not be verified"),
    ):
        stranger.id = called
        answer = stranger.answer(asked(house, handle))
        assert sentence in refusal(house.client.answer, handle, "sign", "leader", answer)


# ---- the process


def start(var: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "lienthong.records.signing.signer",
            "--var",
            str(var),
            "--fonts",
            str(FONTS),
        ],
        stderr=subprocess.DEVNULL,
    )
    client = SignerClient(var)
    until(client.is_there, "the signer answers")
    return process


def test_a_signer_that_is_away_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SignerUnavailable, match="cannot be reached"):
        SignerClient(tmp_path, seconds=0.2).key("leader")


def test_a_signer_killed_while_it_is_asked_gives_the_same_file(tmp_path: Path) -> None:
    process = start(tmp_path)
    house = Agreeing(Founded(SignerClient(tmp_path, seconds=PATIENCE)))
    signed = house.signed()
    handle = house.agreed(signed)
    outcomes: list[bytes] = []

    for delay in (0.02, 0.08, 0.15, 0.25):
        threading.Thread(
            target=_try_to_take, args=(house.client, handle, outcomes), daemon=True
        ).start()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process = start(tmp_path)
    outcomes.append(house.client.take(handle).pdf)
    process.terminate()
    process.wait()

    assert len({sha256(outcome) for outcome in outcomes}) == 1
    assert verify_file(outcomes[0], Trust.load(tmp_path / "keys" / "trust")).valid
    keys = tmp_path / "keys"
    trust = Trust.load(keys / "trust")
    assert journal_is_whole(keys / JOURNAL_FILE, keys / HEADS_FILE, trust)


def _try_to_take(client: SignerClient, handle: str, outcomes: list[bytes]) -> None:
    try:
        outcomes.append(client.take(handle).pdf)
    except SignerUnavailable:
        return


def test_a_long_path_gets_a_private_stand_in(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 90)
    process = start(deep)
    try:
        assert SignerClient(deep).is_there()
    finally:
        process.terminate()
        process.wait()
