"""Alone at keys and seals: by the pages, and with their own key before the signer itself."""

import json
import secrets
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

from lienthong.kernel.confirmations.models import Proposal
from lienthong.kernel.confirmations.tests.office import a_holder
from lienthong.kernel.permissions.public import Matter, Power
from lienthong.records.signing.client import Enrolment
from lienthong.records.signing.demo import begin_key, confirmed_by, proposed_by
from lienthong.records.signing.messages import canonical
from lienthong.records.signing.public import (
    key_proposed,
    lift_proposed,
    seal_proposed,
    suspended_of_post,
)

from .attempt import Attempt, a_key
from .house import LOST, RESTING, House

PIN = "246810"


class Wanted(NamedTuple):
    """What is to be had, its holder's check number, and who may propose it."""

    power: Power
    matter: Matter
    number: str
    proposer: str


Make: TypeAlias = Callable[[House], Wanted]
Act: TypeAlias = Callable[[House, Wanted], object]


def a_first_key(house: House) -> Wanted:
    """A new clerk has made a key, and gives its number to both who agree."""
    post = a_holder(house.office)
    number = begin_key(post, PIN)
    return Wanted(*key_proposed(post), number, "org_admin")


def another_key(house: House) -> Wanted:
    """Somebody whose key was withdrawn has made another one."""
    post = house.post(LOST)
    number = begin_key(post, PIN)
    return Wanted(*key_proposed(post), number, "org_admin")


def a_first_seal(house: House) -> Wanted:
    return Wanted(*seal_proposed(house.without_seal), "", "above org_admin")


def another_seal(house: House) -> Wanted:
    return Wanted(*seal_proposed(house.lost_seal), "", "above org_admin")


def a_suspended_key(house: House) -> Wanted:
    """Somebody's key rests, and is to sign again."""
    resting = suspended_of_post(house.post(RESTING).pk)
    assert resting is not None, "it was suspended before the attack"
    return Wanted(*lift_proposed(resting), "", "org_admin")


WANTED: dict[str, Make] = {
    "key.give": a_first_key,
    "key.replace": another_key,
    "key.lift": a_suspended_key,
    "seal.give": a_first_seal,
    "seal.replace": another_seal,
}


def rows() -> Iterator[Attempt]:
    for kind, make in WANTED.items():
        for who, what, act in AT_A_KEY:
            yield _row(kind, who, what, act, make)
    for who, what, act in AT_A_PERSONS_KEY:
        for kind in ("key.give", "key.replace"):
            yield _row(kind, who, what, act, WANTED[kind])


def _row(kind: str, who: str, what: str, act: Act, make: Make) -> Attempt:
    return Attempt(kind, who, what, lambda house: act(house, make(house)), a_key)


def laid(house: House, wanted: Wanted, **changes: Any) -> str:
    """Its statement before the signer, as it is or with other words; the handle."""
    return house.client.lay(statement_of(house, wanted, **changes))


def statement_of(house: House, wanted: Wanted, **changes: Any) -> bytes:
    said = json.loads(house.statement(wanted.power, wanted.matter, proposer=wanted.proposer))
    said["body"] |= changes.pop("body", {})
    return canonical(said | {"id": secrets.token_hex(16)} | changes)


def proposed(house: House, wanted: Wanted) -> Proposal:
    actor = house.actor(wanted.proposer)
    return proposed_by(actor, wanted.power, wanted.matter, wanted.number)


def proposed_to_signer(house: House, wanted: Wanted) -> str:
    handle = laid(house, wanted)
    house.answer(handle, "propose", wanted.proposer, wanted.number)
    return handle


def _confirms_own(house: House, wanted: Wanted) -> object:
    return confirmed_by(house.actor(wanted.proposer), proposed(house, wanted), wanted.number)


def _answers_twice(house: House, wanted: Wanted) -> object:
    handle = proposed_to_signer(house, wanted)
    return house.answer(handle, "confirm", wanted.proposer, wanted.number)


def _takes_what_is_proposed(house: House, wanted: Wanted) -> object:
    return house.client.take(proposed_to_signer(house, wanted)).certificate


def _proposed_by(name: str) -> Act:
    """Somebody who may not propose, with their own key; a leader above confirms in good faith."""

    def act(house: House, wanted: Wanted) -> object:
        handle = laid(house, wanted)
        house.answer(handle, "propose", name, wanted.number)
        return house.answer(handle, "confirm", "above secretary", wanted.number)

    return act


def _confirmed_by(name: str) -> Act:
    return lambda house, wanted: house.answer(
        proposed_to_signer(house, wanted), "confirm", name, wanted.number
    )


def _proposed_by_former(house: House, wanted: Wanted) -> object:
    handle = laid(house, wanted)
    house.answer_as_former(handle, "propose", wanted.number)
    return house.answer(handle, "confirm", "above secretary", wanted.number)


def _confirmed_by_former(house: House, wanted: Wanted) -> object:
    handle = proposed_to_signer(house, wanted)
    return house.answer_as_former(handle, "confirm", wanted.number)


AT_A_KEY: tuple[tuple[str, str, Act], ...] = (
    ("administrator", "proposes it and confirms it", _confirms_own),
    ("administrator", "answers twice with their own key, past the pages", _answers_twice),
    ("administrator", "takes what only one has agreed to", _takes_what_is_proposed),
    ("clerk", "proposes it with their own key", _proposed_by("clerk")),
    ("clerk", "confirms it with their own key", _confirmed_by("clerk")),
    ("head", "proposes it with their own key", _proposed_by("secretary")),
    ("administrator of a neighbour", "proposes it", _proposed_by("neighbour org_admin")),
    ("head of a neighbour", "confirms it", _confirmed_by("neighbour secretary")),
    ("former administrator", "proposes it with the former key", _proposed_by_former),
    ("former administrator", "confirms it with the former key", _confirmed_by_former),
)


def enrolled(house: House, person: str, name: str) -> Enrolment:
    """Whoever has the web's pages invites anybody, and goes to the window instead."""
    return house.window.enrol(house.client.invite(person, name), "246810")


def _enrols_for_another(house: House, wanted: Wanted) -> object:
    """The PIN is the administrator's; whoever confirms has the number of the true holder."""
    body = json.loads(house.statement(wanted.power, wanted.matter, proposer=wanted.proposer))[
        "body"
    ]
    own = enrolled(house, body["person"], body["name"])
    handle = laid(house, wanted, body={"enrolment": own.id})
    house.answer(handle, "propose", wanted.proposer, own.number)
    return house.answer(handle, "confirm", "above secretary", wanted.number)


def _confirmed_by_who_gains(house: House, wanted: Wanted) -> object:
    """The other administrator is to have a further key, and confirms it."""
    person = house.post("other_admin").person
    own = enrolled(house, f"p-{person.pk}", person.full_name)
    body = {
        "enrolment": own.id,
        "person": f"p-{person.pk}",
        "name": person.full_name,
        "replaces": True,
    }
    changes = {"kind": "key.replace", "concerned": f"p-{person.pk}"}
    handle = laid(house, wanted, body=body, **changes)
    house.answer(handle, "propose", wanted.proposer, own.number)
    return house.answer(handle, "confirm", "other_admin", own.number)


def _changes_what_was_agreed(house: House, wanted: Wanted) -> object:
    """One agrees to a clerk's key; the other is shown the same statement with a leader's."""
    handle = proposed_to_signer(house, wanted)
    other = laid(house, wanted, body={"purpose": "person", "leads": True})
    house.answer(other, "confirm", "above secretary", wanted.number)
    return handle


AT_A_PERSONS_KEY: tuple[tuple[str, str, Act], ...] = (
    ("administrator", "makes the key in the holder's name", _enrols_for_another),
    ("administrator", "changes the words between the two answers", _changes_what_was_agreed),
    ("who gains", "confirms their own further key", _confirmed_by_who_gains),
)
