"""Alone with a whole OS user: that of the web with all its files and the socket, of the window, or of the worker.

Everything here runs in a process that became this user for good.
"""

import base64
import ctypes
import hashlib
import json
import os
import secrets
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lienthong.records.signing.client import PasskeyAnswer, PinAndCode
from lienthong.records.signing.messages import canonical
from lienthong.records.signing.powers import path_of
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.founding import found
from lienthong.records.signing.signer.heads import is_signed
from lienthong.records.signing.tests.other_user import WEB, WINDOW, WORKER, as_user
from lienthong.records.signing.trust import Trust

from .attempt import Attempt, Goal, a_key, anything
from .house import FOUNDERS, SPARE, House
from .keys import Wanted, a_first_key, a_first_seal, laid, proposed_to_signer, statement_of

NO_PROOF = PinAndCode("000000", "000000")
GUESSES = 8
PTRACE_ATTACH = 16


def rows() -> Iterator[Attempt]:
    for power, make in (("key.give", a_first_key), ("seal.give", a_first_seal)):
        for who, what, act in AT_THE_SOCKET:
            yield Attempt(power, who, what, _with(make, act), a_key)
    for what, act in ABOUT_THE_TREE:
        yield Attempt("key.give", "web's user", what, _with(a_first_key, act), a_key)
    for what, act, goal in AT_THE_FILES:
        yield Attempt("keys of everybody", "web's user", what, act, goal)
    for what, act, goal in BY_THE_WORKER:
        yield Attempt("audit head", "worker's user", what, act, goal)


def _with(
    make: Callable[[House], Wanted], act: Callable[[House, Wanted], object]
) -> Callable[[House], object]:
    return lambda house: act(house, make(house))


def _both(house: House, handle: str, wanted: Wanted, proof: Any) -> object:
    """Answer for two administrators with what proves nothing."""
    first, second = house.key(wanted.proposer), house.key("above secretary")

    def both() -> object:
        house.client.answer(handle, "propose", first, proof, number=wanted.number)
        return house.client.answer(handle, "confirm", second, proof, number=wanted.number)

    return as_user(WINDOW, both)


def _answers_without_proof(house: House, wanted: Wanted) -> object:
    return _both(house, laid(house, wanted), wanted, NO_PROOF)


def _answers_with_own_passkey(house: House, wanted: Wanted) -> object:
    """A passkey made here, in the name of both."""
    stranger = house.passkeys["clerk"].answer(secrets.token_bytes(32))
    return _both(house, laid(house, wanted), wanted, stranger)


def _second_answer(house: House, handle: str, wanted: Wanted, proof: PasskeyAnswer) -> object:
    key = house.key("above secretary")
    return as_user(
        WINDOW, lambda: house.client.answer(handle, "confirm", key, proof, number=wanted.number)
    )


def _replays_for_another(house: House, wanted: Wanted) -> object:
    """A leader confirms this; the answer is handed in for something else that was proposed."""
    other = proposed_to_signer(house, a_first_key(house))
    handle = proposed_to_signer(house, wanted)
    house.window.ask(other, "confirm", house.key("above secretary"))
    challenge = house.window.ask(handle, "confirm", house.key("above secretary"))
    return _second_answer(house, other, wanted, house.passkeys["above secretary"].answer(challenge))


def _turns_a_refusal(house: House, wanted: Wanted) -> object:
    """A leader refuses; the same assertion is handed in as a confirmation."""
    handle = proposed_to_signer(house, wanted)
    challenge = house.window.ask(handle, "refuse", house.key("above secretary"))
    return _second_answer(
        house, handle, wanted, house.passkeys["above secretary"].answer(challenge)
    )


def _hands_in_the_proposal_again(house: House, wanted: Wanted) -> object:
    """The proposer's assertion, as if it were the confirmer's."""
    handle, key = laid(house, wanted), house.key(wanted.proposer)
    challenge = house.window.ask(handle, "propose", key)
    given = house.given(wanted.proposer, challenge)
    house.window.answer(handle, "propose", key, given, number=wanted.number)
    return _second_answer(house, handle, wanted, given)


def _moves_the_organisation(house: House, wanted: Wanted) -> object:
    """Says that the organisation lies beneath another one, whose administrator and head then agree."""
    own = json.loads(statement_of(house, wanted))["body"]["path"][-1]
    moved = laid(house, wanted, body={"path": [*path_of(house.office.neighbour), own]})
    house.answer(moved, "propose", "neighbour org_admin", wanted.number)
    return house.answer(moved, "confirm", "neighbour secretary", wanted.number)


def _invents_an_organisation(house: House, wanted: Wanted) -> object:
    """A new top of the tree, above everybody."""
    path = [{"id": "LT-999999", "name": "Trung ương tự xưng"}]
    own = json.loads(statement_of(house, wanted))["body"]["path"]
    handle = laid(house, wanted, body={"path": path + own})
    house.answer(handle, "propose", "neighbour org_admin", wanted.number)
    return house.answer(handle, "confirm", "neighbour secretary", wanted.number)


def _speaks_for_another_installation(house: House, wanted: Wanted) -> object:
    return laid(house, wanted, installation="0" * 32)


AT_THE_SOCKET: tuple[tuple[str, str, Callable[[House, Wanted], object]], ...] = (
    ("web's user", "lays the statement of another installation", _speaks_for_another_installation),
    ("window's user", "answers for both without a proof", _answers_without_proof),
    ("window's user", "answers for both with a passkey of its own", _answers_with_own_passkey),
    ("window's user", "hands in a leader's answer to another statement", _replays_for_another),
    ("window's user", "hands in a leader's refusal as a confirmation", _turns_a_refusal),
    ("window's user", "hands in the proposer's answer again", _hands_in_the_proposal_again),
)
# An organisation that the signer knows stays where it is.
ABOUT_THE_TREE: tuple[tuple[str, Callable[[House, Wanted], object]], ...] = (
    ("moves the organisation beneath a neighbour's two", _moves_the_organisation),
    ("invents an organisation above all", _invents_an_organisation),
)


# --- The files, the process, the socket's place


def _keeps(house: House) -> list[Path]:
    keys = house.signer.var / "keys"
    return [path for path in keys.rglob("*") if path.is_file() and "trust" not in path.parts]


def _reads_the_keys(house: House) -> object:
    paths = as_user(0, _keeps, house)
    return as_user(WEB, lambda: [path for path in paths if _can(path.read_bytes)])


def _writes_among_the_keys(house: House) -> object:
    paths = [*as_user(0, _keeps, house), *house.trust.iterdir()]
    return as_user(WEB, lambda: [path for path in paths if os.access(path, os.W_OK)])


def _plants_an_authority(house: House) -> object:
    """Roots of its own in the folder of trust: then its own documents would be valid."""
    roots = house.trust / "roots.pem"
    return as_user(WEB, lambda: _can(lambda: roots.replace(roots.with_suffix(".old"))))


def _takes_the_place_of_the_signer(house: House) -> object:
    return as_user(WEB, lambda: _can(house.client.socket_path.unlink))


def _reads_the_memory(house: House) -> object:
    memory = Path(f"/proc/{house.signer.pid}/mem")
    attach = ctypes.CDLL(None).ptrace
    return as_user(
        WEB,
        lambda: _can(memory.open) or attach(PTRACE_ATTACH, house.signer.pid, 0, 0) == 0,
    )


def _ends_the_signer(house: House) -> object:
    return as_user(WEB, lambda: _can(lambda: os.kill(house.signer.pid, signal.SIGTERM)))


def _changes_the_code(house: House) -> object:
    """The signer runs this code; it belongs to root."""
    code = Path(__file__).resolve().parents[2] / "lienthong" / "records" / "signing"
    return as_user(WEB, lambda: any(os.access(path, os.W_OK) for path in code.rglob("*")))


def _founds_it_anew(house: House) -> object:
    names = [house.post(name).person.full_name for name in FOUNDERS]
    return as_user(WEB, lambda: found(house.signer.var / "keys", ("LT-1", "Tự xưng"), names))


def _enrols_as_founder(house: House) -> object:
    token = as_user(WEB, lambda: house.client.invite("p-1", "Tự Xưng"))
    return house.window.enrol(token, "246810", founding_code="AAAAA-" * 3 + "AAAAA")


def _adds_a_passkey(house: House) -> object:
    passkey, key = house.passkeys["clerk"].registration, house.key("above secretary")
    as_user(WEB, lambda: house.client.add_passkey(key, passkey, NO_PROOF))
    return True


def _guesses_the_pin(house: House) -> object:
    """More guesses than it takes to lock; then the right PIN is of no use to it either."""
    key, passkey = house.key(SPARE), house.passkeys["clerk"].registration

    def guess() -> object:
        for number in range(GUESSES):
            proof = PinAndCode(f"{number:06}", f"{number:06}")
            if _can(lambda proof=proof: house.client.add_passkey(key, passkey, proof)):
                return True
        return False

    return as_user(WEB, guess)


def _can(act: Callable[[], object]) -> bool:
    try:
        act()
    except (OSError, Refused):
        return False
    return True


AT_THE_FILES: tuple[tuple[str, Callable[[House], object], Goal], ...] = (
    ("reads what the signer keeps", _reads_the_keys, anything),
    ("writes among what the signer keeps or publishes", _writes_among_the_keys, anything),
    ("plants an authority of its own among the roots", _plants_an_authority, anything),
    ("listens in the signer's place", _takes_the_place_of_the_signer, anything),
    ("reads the signer's memory", _reads_the_memory, anything),
    ("ends the signer", _ends_the_signer, anything),
    ("changes the code the signer runs", _changes_the_code, anything),
    ("founds the signer anew", _founds_it_anew, anything),
    ("enrols as a founder", _enrols_as_founder, a_key),
    ("adds a passkey to a leader's key", _adds_a_passkey, anything),
    ("guesses a PIN", _guesses_the_pin, anything),
)


# --- The worker


def _agrees(house: House) -> object:
    wanted = a_first_key(house)
    handle = proposed_to_signer(house, wanted)
    key = house.key("above secretary")
    return as_user(WORKER, lambda: house.client.ask(handle, "confirm", key))


def _enrols(house: House) -> object:
    return as_user(WORKER, lambda: house.client.invite("p-1", "Tự Xưng"))


def _has_a_head_attested(house: House) -> object:
    """A signature over a hash is no head: one kind is never taken for another."""
    head = dict(house.client.hello().head or {})
    head |= {"n": head["n"] + 1, "hash": "0" * 64}
    said = canonical({name: value for name, value in head.items() if name != "signature"})
    digest = hashlib.sha256(said).digest()
    signature = as_user(WORKER, lambda: house.client.attest("head", digest))
    head["signature"] = base64.b64encode(signature).decode("ascii")
    return is_signed(head, Trust.load(house.trust))


BY_THE_WORKER: tuple[tuple[str, Callable[[House], object], Goal], ...] = (
    ("asks for a challenge in a leader's name", _agrees, anything),
    ("enrols somebody", _enrols, anything),
    ("has a head of its own attested", _has_a_head_attested, anything),
)
