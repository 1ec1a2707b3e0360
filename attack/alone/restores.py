"""Alone after a restore of the database: the signer waits, and one person does not let it go on."""

from collections.abc import Callable, Iterator
from typing import Any

from lienthong.kernel.audit.public import last_place
from lienthong.kernel.confirmations.models import Proposal
from lienthong.records.documents.powers import RESTORE, Restore
from lienthong.records.signing.client import PinAndCode
from lienthong.records.signing.demo import confirmed_by, proposed_by
from lienthong.records.signing.tests.other_user import WEB, WINDOW, WORKER, as_user

from .attempt import Attempt
from .house import House, acting_as

ADMINISTRATOR, LEADER = "above org_admin", "above secretary"
NO_PROOF = PinAndCode("000000", "000000")


def rows() -> Iterator[Attempt]:
    for who, what, act in AFTER_A_RESTORE:
        yield Attempt(RESTORE.kind, who, what, act, goes_on)


def restored(house: House) -> None:
    """The database was made again from a backup; the signer is notified, as script/restore does."""
    with acting_as(WORKER):
        assert house.client.restored()


def goes_on(house: House, result: Any) -> int:
    return int(not house.client.hello().is_behind)


def wanted(house: House) -> Restore:
    return Restore.made_for(house.office.province)


def _proposed(house: House) -> Proposal:
    return proposed_by(house.actor(ADMINISTRATOR), RESTORE, wanted(house))


def _laid(house: House) -> str:
    statement = house.statement(RESTORE, wanted(house), proposer=ADMINISTRATOR)
    return house.client.lay(statement)


def _confirms_own(house: House) -> object:
    return confirmed_by(house.actor(ADMINISTRATOR), _proposed(house))


def _answers_twice(house: House) -> object:
    handle = _laid(house)
    house.answer(handle, "propose", ADMINISTRATOR)
    return house.answer(handle, "confirm", ADMINISTRATOR)


def _proposed_by(name: str) -> Callable[[House], object]:
    def act(house: House) -> object:
        handle = _laid(house)
        house.answer(handle, "propose", name)
        return house.answer(handle, "confirm", LEADER)

    return act


def _confirmed_by(name: str) -> Callable[[House], object]:
    return lambda house: house.answer(_proposed(house).hash, "confirm", name)


def _as_former(house: House) -> object:
    return house.answer_as_former(_proposed(house).hash, "confirm")


def _without_proof(house: House) -> object:
    handle, keys = _laid(house), (house.key(ADMINISTRATOR), house.key(LEADER))

    def both() -> object:
        house.client.answer(handle, "propose", keys[0], NO_PROOF)
        return house.client.answer(handle, "confirm", keys[1], NO_PROOF)

    return as_user(WINDOW, both)


def _signs_meanwhile(house: House) -> object:
    token = as_user(WEB, lambda: house.client.invite("p-1", "Tự Xưng"))
    return house.window.enrol(token, "246810")


def _extends_meanwhile(house: House) -> object:
    place = last_place()
    start = (place.number, place.link)
    return as_user(WORKER, lambda: house.client.extend(place.epoch, start, ["ab" * 32]))


AFTER_A_RESTORE: tuple[tuple[str, str, Callable[[House], object]], ...] = (
    ("administrator", "proposes it and confirms it", _confirms_own),
    ("administrator", "answers twice with their own key, past the pages", _answers_twice),
    ("clerk", "proposes it", _proposed_by("clerk")),
    ("head", "proposes it", _proposed_by(LEADER)),
    ("administrator of a commune", "proposes it", _proposed_by("org_admin")),
    ("head of a commune", "confirms it", _confirmed_by("secretary")),
    ("former administrator", "confirms it with the former key", _as_former),
    ("window's user", "answers for both without a proof", _without_proof),
    ("web's user", "works on as if nothing had happened", _signs_meanwhile),
    ("worker's user", "goes on with the history", _extends_meanwhile),
)
