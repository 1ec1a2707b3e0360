"""Alone at the signing window, and past it: what only the window is answered, and what the window alone can do."""

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from fido2.utils import websafe_decode

from lienthong.portals.window.tests.visiting import Visit
from lienthong.records.signing.client import PinAndCode, SignerClient
from lienthong.records.signing.demo import demo_code, demo_pin
from lienthong.records.signing.public import organisation_id
from lienthong.records.signing.tests.other_user import WEB, WINDOW, WORKER, as_user

from . import running
from .attempt import Attempt, Goal, a_key, anything
from .house import House
from .keys import a_first_key, laid, statement_of
from .papers import TERM, TYPE, a_new_form, a_new_number, message_to_sign, to_sign

LEADER, REFUSED = "secretary", 400
Asked: TypeAlias = Callable[[SignerClient], object]


def rows() -> Iterator[Attempt]:
    for who, user in (("web's user", WEB), ("worker's user", WORKER)):
        for what, make in PAST_THE_WINDOW:
            yield Attempt("the window", who, what, _asked_as(user, make), anything)
    yield Attempt(
        "the window",
        "web's user",
        "withdraws a leader's key",
        _asked_as(WEB, _a_withdrawal),
        anything,
    )
    for what, make in NOT_THE_WINDOWS:
        yield Attempt("the window", "window's user", what, _asked_as(WINDOW, make), anything)
    for power, what, act, goal in BY_THE_WINDOW:
        yield Attempt(power, "window's user", what, act, goal)
    for what, act in AT_THE_WINDOW:
        yield Attempt("the window", "web's user", what, act, anything)


def _asked_as(user: int, make: Callable[[House], Asked]) -> Callable[[House], object]:
    """What is asked of the signer is made ready first; then it is asked as this user."""

    def act(house: House) -> object:
        ask = make(house)
        return as_user(user, lambda: bool(ask(house.client) or True))

    return act


# --- Acts of the window, asked by others with all that they need


def _to_be_signed(house: House) -> str:
    return to_sign(house, house.key(LEADER), a_new_form(house))


def _a_true_answer(house: House) -> Asked:
    """The leader's own, for exactly this document: what is wrong is only who hands it in."""
    handle, key = _to_be_signed(house), house.key(LEADER)
    given = house.passkeys[LEADER].answer(house.window.ask(handle, "sign", key))
    return lambda client: client.answer(handle, "sign", key, given)


def _a_challenge(house: House) -> Asked:
    handle, key = _to_be_signed(house), house.key(LEADER)
    return lambda client: client.ask(handle, "sign", key)


def _what_is_laid(house: House) -> Asked:
    handle, key = _to_be_signed(house), house.key(LEADER)
    return lambda client: client.show(handle, "sign", key)


def _the_file(house: House) -> Asked:
    handle = _to_be_signed(house)
    return lambda client: client.file(handle, browser="ab" * 32)


def _a_key_by_invitation(house: House) -> Asked:
    token = house.client.invite("p-1", "Tự Xưng")
    return lambda client: client.enrol(token, "246810")


def _a_passkey(house: House) -> Asked:
    passkey, key = house.passkeys["clerk"].registration, house.key(LEADER)
    return lambda client: client.add_passkey(key, passkey, PinAndCode("000000", "000000"))


def _a_journal(house: House) -> Asked:
    key = house.key(LEADER)
    return lambda client: client.used(key)


def _keys_of_a_browser(house: House) -> Asked:
    return lambda client: client.known_here("ab" * 32)


def _not_me(house: House) -> Asked:
    key = house.key(LEADER)
    return lambda client: client.not_me(key, browser="ab" * 32)


PAST_THE_WINDOW: tuple[tuple[str, Callable[[House], Asked]], ...] = (
    ("hands in a leader's true answer past the window", _a_true_answer),
    ("asks what a leader's passkey has to sign", _a_challenge),
    ("reads what is laid before a leader", _what_is_laid),
    ("reads a document by its handle", _the_file),
    ("begins a key by an invitation", _a_key_by_invitation),
    ("adds a passkey to a leader's key", _a_passkey),
    ("reads what was agreed to with a leader's key", _a_journal),
    ("asks whose browser this is", _keys_of_a_browser),
    ("says that it was not the leader", _not_me),
)


# --- Acts of others, asked by the window


def _a_document(house: House) -> Asked:
    """To lay itself what it then shows and has agreed to."""
    pdf = a_new_form(house)
    message = message_to_sign(house, house.key(LEADER), pdf)
    return lambda client: client.lay(message, pdf)


def _what_was_signed(house: House) -> Asked:
    handle = _to_be_signed(house)
    house.answer(handle, "sign", LEADER)
    return lambda client: client.take(handle)


def _an_invitation(house: House) -> Asked:
    return lambda client: client.invite("p-1", "Tự Xưng")


def _a_number(house: House) -> Asked:
    organisation = organisation_id(house.commune.pk)
    return lambda client: client.release(organisation, TERM, TYPE, a_new_number())


def _a_head(house: House) -> Asked:
    return lambda client: client.attest("head", bytes(32))


def _a_withdrawal(house: House) -> Asked:
    key = house.key(LEADER)
    return lambda client: client.revoke(key, "mất")


NOT_THE_WINDOWS: tuple[tuple[str, Callable[[House], Asked]], ...] = (
    ("lays a document itself", _a_document),
    ("takes what was signed", _what_was_signed),
    ("invites somebody itself", _an_invitation),
    ("bars a number", _a_number),
    ("has a head of its own attested", _a_head),
    ("withdraws a leader's key", _a_withdrawal),
)


# --- With what passes through its hands


def _one_code_for_two(house: House) -> object:
    """Somebody proposes one key with PIN and code; the window hands them in for another one as well."""
    key, wanted = house.key("other_admin"), [a_first_key(house) for _one in range(2)]
    handles = [laid(house, one) for one in wanted]
    proof = PinAndCode(demo_pin(key), demo_code(key, used_at_once=True))
    agreed = [
        lambda handle=handle, number=one.number: house.client.answer(
            handle, "propose", key, proof, number=number
        )
        for handle, one in zip(handles, wanted, strict=True)
    ]
    as_user(WINDOW, agreed[0])
    return as_user(WINDOW, agreed[1])


def _a_key_in_anothers_place(house: House) -> object:
    """Begins the key of an invited person; whoever is to agree hears no number from its holder."""
    wanted = a_first_key(house)
    body = json.loads(statement_of(house, wanted))["body"]
    token = house.client.invite(body["person"], body["name"])
    own = as_user(WINDOW, lambda: house.client.enrol(token, "246810"))
    handle = laid(house, wanted, body={"enrolment": own.id})
    house.answer(handle, "propose", wanted.proposer, wanted.number)
    return house.answer(handle, "confirm", "above secretary", wanted.number)


def _withdraws_by_a_guess(house: House) -> object:
    key = house.key(LEADER)
    as_user(WINDOW, lambda: house.client.not_me(key, browser="ab" * 32))
    return True


def _reads_the_pages_files(house: House) -> object:
    return as_user(WINDOW, lambda: os.access(house.web_keys, os.R_OK | os.X_OK))


BY_THE_WINDOW: tuple[tuple[str, str, Callable[[House], object], Goal], ...] = (
    ("key.give", "uses one code for two acts", _one_code_for_two, anything),
    ("key.give", "begins a key in its holder's place", _a_key_in_anothers_place, a_key),
    ("the window", "withdraws a leader's key from a browser it invents", _withdraws_by_a_guess, anything),
    ("the window", "reads what the pages keep", _reads_the_pages_files, anything),
)  # fmt: skip


# --- With the web's user at the window itself


def _address(house: House) -> str:
    return house.answer_at(_to_be_signed(house), "sign", house.key(LEADER))


def _with_the_pages_origin(house: House) -> object:
    """A leader's true answer, sent from a page of the web."""
    address = _address(house)
    return house.visit(address, LEADER, origin=running.WEB).is_led_back


def _with_no_origin(house: House) -> object:
    return house.visit(_address(house), LEADER, origin="null").is_led_back


def _without_its_token(house: House) -> object:
    return house.visit(_address(house), LEADER, token="0" * 64).is_led_back


def _for_another_document(house: House) -> object:
    """The leader is led to one document; the answer is sent for another one."""
    addresses = [_address(house) for _one in range(2)]
    browser = Visit()
    read, other = (browser.read(address) for address in addresses)
    given = house.passkeys[LEADER].credential(websafe_decode(read.challenge))
    fields = {"csrfmiddlewaretoken": other.token, "credential": given}
    return browser.send(addresses[1], fields).is_led_back


def _without_a_proof(house: House) -> object:
    return Visit().answer(_address(house), pin="000000", code="000000").is_led_back


def _leads_elsewhere(house: House) -> object:
    address = _address(house).partition("?")[0]
    elsewhere = (
        "https://xau.example/",
        f"{running.WEB}.xau.example/",
        "//xau.example/",
        "javascript:0",
    )
    pages = [Visit().read(f"{address}?back={quote(one, safe='')}") for one in elsewhere]
    leads_off = re.compile(r'(href|action|content)="(\w+:)?(//|[^"]*javascript:)[^"]*xau')
    return any(page.status != REFUSED or leads_off.search(page.text) for page in pages)


def _reads_a_journal(house: House) -> object:
    """With a browser that the leader's key was never proven in."""
    browser = Visit()
    browser.read(f"{house.served.address}/")
    return house.post(LEADER).person.full_name in browser.read(f"{house.served.address}/").text


def _ends_the_window(house: House) -> object:
    return as_user(WEB, lambda: _can(lambda: os.kill(house.served.pid, signal.SIGTERM)))


def _reads_its_memory(house: House) -> object:
    """PIN and code pass through it."""
    return as_user(WEB, lambda: _can(Path(f"/proc/{house.served.pid}/mem").open))


def _can(act: Callable[[], object]) -> bool:
    try:
        act()
    except OSError:
        return False
    return True


AT_THE_WINDOW: tuple[tuple[str, Callable[[House], object]], ...] = (
    ("sends a leader's answer from a page of its own", _with_the_pages_origin),
    ("sends a leader's answer from nowhere", _with_no_origin),
    ("sends a leader's answer without the token of the browser", _without_its_token),
    ("sends a leader's answer for another document", _for_another_document),
    ("agrees at the window without a proof", _without_a_proof),
    ("has the window lead to a place of its own", _leads_elsewhere),
    ("reads a leader's journal at the window", _reads_a_journal),
    ("ends the window", _ends_the_window),
    ("reads the window's memory", _reads_its_memory),
)
