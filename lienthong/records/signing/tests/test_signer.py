import base64
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fido2.webauthn import AttestedCredentialData

from lienthong.kernel.database.tests.waiting import until
from lienthong.records.signing import form, placing
from lienthong.records.signing.client import (
    IssueTerms,
    NewKey,
    PinAndCode,
    SignerClient,
    SignerUnavailable,
    passkey_registration,
)
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer import factors
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.signer.former import statement_to_sign
from lienthong.records.signing.signer.heads import HEADS_FILE
from lienthong.records.signing.signer.journal import JOURNAL_FILE, journal_is_whole
from lienthong.records.signing.signer.tickets import VALID_FOR_SECONDS
from lienthong.records.signing.tests.conftest import PIN, SigningDesk
from lienthong.records.signing.tests.factories import FONTS, Passkey, a_form, b64, sha256
from lienthong.records.signing.trust import Trust
from lienthong.records.signing.verdict import verify_file

ACT = {"act": "sign", "title": "Nghị quyết"}
DIGEST = hashlib.sha256(b"document").digest()


def prepared() -> placing.PreparedSignature:
    return placing.prepare_leader(
        a_form(),
        name="Nguyễn Văn Mẫu",
        organisation="Tỉnh ủy Đồng Xuân",
        when=datetime.now(UTC),
        fonts=FONTS,
    )


def signed_by(desk: SigningDesk, key_id: str = "leader") -> bytes:
    ready = prepared()
    return placing.place_signature(
        ready, desk.client.sign(key_id, ready.digest, ACT, desk.proof(key_id))
    )


def today() -> date:
    return datetime.now(placing.VIETNAM).date()


def terms(signed: bytes, number: str = "05-NQ/TU", **changes: str) -> IssueTerms:
    values = {
        "clerk_key_id": "clerk",
        "seal_key_id": "seal",
        "sha256": sha256(signed),
        "number": number,
        "day": form.printed_date(today()),
    }
    return IssueTerms(**{**values, **changes})


def refusal(function: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(Refused) as caught:
        function(*arguments, **named)
    return str(caught.value)


def test_leader_and_clerk_issue_a_document_that_is_valid(signing_desk: SigningDesk) -> None:
    signed = signed_by(signing_desk)
    ticket = signing_desk.client.authorise_issue(terms(signed), signing_desk.proof("clerk"))

    sealed = signing_desk.client.seal(ticket, signed)

    verdict = verify_file(sealed, Trust.load(signing_desk.var / "keys" / "trust"))
    assert verdict.valid, verdict.reasons
    assert (verdict.number, verdict.date) == ("05-NQ/TU", today())
    assert verdict.notes == []


def test_a_ticket_always_gives_the_same_file(signing_desk: SigningDesk) -> None:
    signed = signed_by(signing_desk)
    ticket = signing_desk.client.authorise_issue(terms(signed), signing_desk.proof("clerk"))

    assert signing_desk.client.seal(ticket, signed) == signing_desk.client.seal(ticket, signed)


def test_the_seal_bears_the_moment_at_which_the_clerk_permitted_it(
    signing_desk: SigningDesk,
) -> None:
    signed = signed_by(signing_desk)
    ticket = signing_desk.client.authorise_issue(terms(signed), signing_desk.proof("clerk"))
    body = json.loads(base64.urlsafe_b64decode(ticket.partition(".")[0]))
    permitted = datetime.fromisoformat(body["at"]).replace(microsecond=0)

    time.sleep(1.1)
    sealed = signing_desk.client.seal(ticket, signed)

    trust = Trust.load(signing_desk.var / "keys" / "trust")
    assert verify_file(sealed, trust).signatures[-1].when == permitted


def test_another_day_than_the_signers_own_is_not_permitted(signing_desk: SigningDesk) -> None:
    signed = signed_by(signing_desk)
    yesterday = form.printed_date(today() - timedelta(days=1))

    said = refusal(
        signing_desk.client.authorise_issue,
        terms(signed, day=yesterday),
        signing_desk.proof("clerk"),
    )
    assert "dated on the day it is sealed" in said


def test_a_wrong_pin_is_refused(signing_desk: SigningDesk) -> None:
    proof = PinAndCode("000000", signing_desk.proof("leader").code)

    assert "wrong" in refusal(signing_desk.client.sign, "leader", DIGEST, ACT, proof)


def test_a_right_pin_is_not_told_from_a_wrong_one_by_a_strange_code(
    signing_desk: SigningDesk,
) -> None:
    said = {
        refusal(signing_desk.client.sign, "leader", DIGEST, ACT, PinAndCode(pin, "１２３４５６"))
        for pin in (PIN, "000000")
    }
    assert len(said) == 1


def test_no_code_is_taken_twice(signing_desk: SigningDesk) -> None:
    proof = signing_desk.proof("leader")
    signing_desk.client.sign("leader", DIGEST, ACT, proof)

    assert "already been used" in refusal(signing_desk.client.sign, "leader", DIGEST, ACT, proof)


def test_an_old_code_is_refused(signing_desk: SigningDesk) -> None:
    proof = signing_desk.proof("leader")
    signing_desk.clock.now += 10 * factors.STEP_SECONDS

    assert "wrong" in refusal(signing_desk.client.sign, "leader", DIGEST, ACT, proof)


def test_five_failures_lock_a_key_also_across_a_restart(signing_desk: SigningDesk) -> None:
    for _attempt in range(factors.FAILURES_BEFORE_LOCK):
        refusal(signing_desk.client.sign, "leader", DIGEST, ACT, PinAndCode("000000", "000000"))

    right = signing_desk.proof("leader")
    assert "locked" in refusal(signing_desk.client.sign, "leader", DIGEST, ACT, right)
    again = Desk(signing_desk.var / "keys", fonts=FONTS)
    with pytest.raises(Refused, match="locked"):
        again.acts["sign"](key_id="leader", digest=DIGEST.hex(), act=ACT, proof=right.as_proof())

    signing_desk.clock.now += factors.LOCKED_FOR_SECONDS
    assert signing_desk.client.sign("leader", DIGEST, ACT, signing_desk.proof("leader"))


def test_a_withdrawn_key_signs_nothing_and_its_certificate_is_listed(
    signing_desk: SigningDesk,
) -> None:
    signing_desk.client.revoke("leader", "post ended")

    assert "withdrawn" in refusal(
        signing_desk.client.sign, "leader", DIGEST, ACT, signing_desk.proof("leader")
    )
    assert len(Trust.load(signing_desk.var / "keys" / "trust").withdrawn or {}) == 1


def test_a_withdrawn_seal_seals_nothing(signing_desk: SigningDesk) -> None:
    signed = signed_by(signing_desk)
    ticket = signing_desk.client.authorise_issue(terms(signed), signing_desk.proof("clerk"))
    signing_desk.client.revoke("seal")

    assert "withdrawn" in refusal(signing_desk.client.seal, ticket, signed)


def test_a_ticket_is_good_for_its_file_only(signing_desk: SigningDesk) -> None:
    signed, other = signed_by(signing_desk), signed_by(signing_desk)
    ticket = signing_desk.client.authorise_issue(terms(signed), signing_desk.proof("clerk"))

    assert "not the file" in refusal(signing_desk.client.seal, ticket, other)


def test_a_ticket_rewritten_for_another_number_is_refused(signing_desk: SigningDesk) -> None:
    signed = signed_by(signing_desk)
    ticket = signing_desk.client.authorise_issue(terms(signed), signing_desk.proof("clerk"))
    encoded, _dot, mac = ticket.partition(".")
    body = json.loads(base64.urlsafe_b64decode(encoded))
    body["number"] = "06-NQ/TU"
    forged = (
        base64.urlsafe_b64encode(json.dumps(body, sort_keys=True).encode()).decode() + "." + mac
    )

    assert "not given by the signer" in refusal(signing_desk.client.seal, forged, signed)
    assert "not given by the signer" in refusal(signing_desk.client.seal, "!!!", signed)


def test_an_expired_ticket_is_refused(signing_desk: SigningDesk) -> None:
    signed = signed_by(signing_desk)
    ticket = signing_desk.client.authorise_issue(terms(signed), signing_desk.proof("clerk"))
    signing_desk.clock.now += VALID_FOR_SECONDS + 1

    assert "expired" in refusal(signing_desk.client.seal, ticket, signed)


def test_only_a_file_the_leader_signed_is_sealed(signing_desk: SigningDesk) -> None:
    unsigned = a_form()
    ticket = signing_desk.client.authorise_issue(terms(unsigned), signing_desk.proof("clerk"))
    assert "leader's signature" in refusal(signing_desk.client.seal, ticket, unsigned)

    signed = signed_by(signing_desk)
    for changed in (
        signed + b"\n",
        signed + b"% more\n",
        signed[:2000] + b" " + signed[2001:],
        signed[:-1],
        b"",
    ):
        ticket = signing_desk.client.authorise_issue(terms(changed), signing_desk.proof("clerk"))
        assert refusal(signing_desk.client.seal, ticket, changed)


def test_a_file_filled_beforehand_is_not_sealed(signing_desk: SigningDesk) -> None:
    filled = form.fill(signed_by(signing_desk), "05-NQ/TU", form.printed_date(today()))
    ticket = signing_desk.client.authorise_issue(terms(filled), signing_desk.proof("clerk"))

    assert "added to the file" in refusal(signing_desk.client.seal, ticket, filled)


def test_a_leader_of_another_organisation_is_not_sealed(signing_desk: SigningDesk) -> None:
    signing_desk.enrol("neighbour", "person", "Lê Văn Khác", "LT-2")
    signed = signed_by(signing_desk, "neighbour")
    ticket = signing_desk.client.authorise_issue(terms(signed), signing_desk.proof("clerk"))

    assert "not that of the organisation" in refusal(signing_desk.client.seal, ticket, signed)


def test_a_clerk_uses_only_the_own_seal(signing_desk: SigningDesk) -> None:
    signing_desk.enrol("other-seal", "seal", "Đảng ủy xã An Thành", "LT-2")
    wanted = terms(b"document", seal_key_id="other-seal")

    said = refusal(signing_desk.client.authorise_issue, wanted, signing_desk.proof("clerk"))
    assert "own organisation" in said


def test_a_clerk_does_not_sign_and_a_leader_does_not_permit_the_seal(
    signing_desk: SigningDesk,
) -> None:
    refusal(signing_desk.client.sign, "clerk", DIGEST, ACT, signing_desk.proof("clerk"))
    refusal(
        signing_desk.client.authorise_issue,
        terms(b"document", clerk_key_id="leader"),
        signing_desk.proof("leader"),
    )
    refusal(signing_desk.client.sign, "seal", DIGEST, ACT, PinAndCode(PIN, "000000"))


def test_keys_are_given_out_only_with_the_operators_token(signing_desk: SigningDesk) -> None:
    key = NewKey("x", "person", "Ai Đó", "Tỉnh ủy Đồng Xuân", "LT-1", pin=PIN)

    assert "token" in refusal(signing_desk.client.enrol_with_token, key, token="guessed")


def test_a_short_pin_is_refused(signing_desk: SigningDesk) -> None:
    key = NewKey("x", "person", "Ai Đó", "Tỉnh ủy Đồng Xuân", "LT-1", pin="12345")

    assert "at least 6" in refusal(signing_desk.client.enrol_with_token, key)


def test_nonsense_is_answered_with_a_sentence(signing_desk: SigningDesk) -> None:
    assert "does not know this act" in refusal(signing_desk.client._ask, "format")
    assert "nothing was signed" in refusal(signing_desk.client._ask, "sign", wrong="question")
    assert "SHA-256" in refusal(
        signing_desk.client.sign, "leader", b"short", ACT, signing_desk.proof("leader")
    )
    assert "as on a document" in refusal(
        signing_desk.client.authorise_issue, terms(b"x", "số năm"), signing_desk.proof("clerk")
    )


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
def passkey(signing_desk: SigningDesk) -> Passkey:
    passkey = Passkey()
    signing_desk.client.add_passkey("leader", passkey.registration, signing_desk.proof("leader"))
    return passkey


def challenge(digest: bytes = DIGEST, act: dict[str, str] = ACT) -> bytes:
    return factors.challenge_of(statement_to_sign("leader", digest.hex(), act))


def test_a_passkey_signs_what_it_agreed_to(signing_desk: SigningDesk, passkey: Passkey) -> None:
    assert signing_desk.client.sign("leader", DIGEST, ACT, passkey.answer(challenge()))


def test_a_passkeys_answer_is_good_for_one_document_and_act(
    signing_desk: SigningDesk, passkey: Passkey
) -> None:
    other = hashlib.sha256(b"another document").digest()

    for answer in (
        passkey.answer(challenge(other)),
        passkey.answer(challenge(act={"act": "issue"})),
    ):
        assert "something else" in refusal(signing_desk.client.sign, "leader", DIGEST, ACT, answer)


def test_a_replayed_answer_is_refused(signing_desk: SigningDesk, passkey: Passkey) -> None:
    answer = passkey.answer(challenge())
    signing_desk.client.sign("leader", DIGEST, ACT, answer)

    assert "could not be verified" in refusal(
        signing_desk.client.sign, "leader", DIGEST, ACT, answer
    )


def test_an_answer_for_another_site_or_without_check_is_refused(
    signing_desk: SigningDesk, passkey: Passkey
) -> None:
    elsewhere = passkey.answer(challenge(), origin="http://evil.example")
    unchecked = passkey.answer(challenge(), flags=0x01)

    assert "another site" in refusal(signing_desk.client.sign, "leader", DIGEST, ACT, elsewhere)
    assert "that it is you" in refusal(signing_desk.client.sign, "leader", DIGEST, ACT, unchecked)


def test_a_browsers_new_passkey_becomes_a_registration() -> None:
    passkey = Passkey()
    point = passkey.key.public_key().public_numbers()
    cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
    credential = AttestedCredentialData.create(bytes(16), b"k1", cose)

    made = passkey_registration(credential, rp_id=passkey.rp_id, origins=[passkey.origin])

    assert made == passkey.registration | {"credential_id": b64(b"k1")}


def test_a_strangers_passkey_is_refused(signing_desk: SigningDesk, passkey: Passkey) -> None:
    assert "could not be verified" in refusal(
        signing_desk.client.sign, "leader", DIGEST, ACT, Passkey().answer(challenge())
    )


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


def test_a_signer_killed_while_sealing_goes_on_where_it_was(tmp_path: Path) -> None:
    process = start(tmp_path)
    client = SignerClient(tmp_path)
    for key_id, purpose in (("leader", "person"), ("clerk", "clerk"), ("seal", "seal")):
        enrolled = client.enrol_with_token(
            NewKey(key_id, purpose, "Nguyễn Văn Mẫu", "Tỉnh ủy", "LT-1", pin=PIN)
        )
        code = factors.code_at(enrolled.seed, factors.current_step()) if enrolled.seed else ""
        if key_id == "leader":
            ready = prepared()
            signed = placing.place_signature(
                ready, client.sign("leader", ready.digest, ACT, PinAndCode(PIN, code))
            )
        clerk_code = code if key_id == "clerk" else ""
        if clerk_code:
            proof = PinAndCode(PIN, clerk_code)
    ticket = client.authorise_issue(terms(signed), proof)
    outcomes: list[bytes] = []

    for delay in (0.02, 0.08, 0.15, 0.25):
        threading.Thread(
            target=_try_to_seal, args=(client, ticket, signed, outcomes), daemon=True
        ).start()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process = start(tmp_path)
    outcomes.append(client.seal(ticket, signed))
    process.terminate()
    process.wait()

    assert len({sha256(outcome) for outcome in outcomes}) == 1
    assert verify_file(outcomes[0], Trust.load(tmp_path / "keys" / "trust")).valid
    keys = tmp_path / "keys"
    trust = Trust.load(keys / "trust")
    assert journal_is_whole(keys / JOURNAL_FILE, keys / HEADS_FILE, trust)


def _try_to_seal(client: SignerClient, ticket: str, signed: bytes, outcomes: list[bytes]) -> None:
    try:
        outcomes.append(client.seal(ticket, signed))
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
