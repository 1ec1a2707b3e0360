"""Alone at a key that is suspended: by its holder, by who has the database, by who may propose."""

from collections.abc import Callable, Iterator

from lienthong.records.signing.models import Certificate

from .attempt import Attempt, Goal, a_key, a_paper
from .house import RESTING, House
from .keys import a_suspended_key, laid, proposed_to_signer
from .papers import a_new_number, signed_by, to_seal

POWER, LEADER = "key.lift", "secretary"


def rows() -> Iterator[Attempt]:
    for who, what, act, goal in TABLE:
        yield Attempt(POWER, who, what, act, goal)


def _answers_with_it(house: House, handle: str, verb: str) -> None:
    """Its holder has the passkey still, and goes to the window past the pages."""
    key = a_suspended_key(house).matter.key  # type: ignore[attr-defined]  # a LiftKey
    given = house.passkeys[RESTING].answer(house.window.ask(handle, verb, key))
    house.window.answer(handle, verb, key, given)


def _proposes_it_for_oneself(house: House) -> object:
    handle = laid(house, a_suspended_key(house))
    _answers_with_it(house, handle, "propose")
    return house.answer(handle, "confirm", "above secretary")


def _confirms_it_for_oneself(house: House) -> object:
    handle = proposed_to_signer(house, a_suspended_key(house))
    _answers_with_it(house, handle, "confirm")
    return handle


def _seals_with_it(house: House) -> object:
    """The register says that nothing rests; the signer has its own."""
    held = Certificate.objects.filter(post=house.post(RESTING))
    held.update(suspended_at=None, suspended_because="")
    handle = to_seal(house, house.key(RESTING), signed_by(house, LEADER), a_new_number())
    house.answer(handle, "seal", RESTING)
    return house.client.take(handle).pdf


TABLE: tuple[tuple[str, str, Callable[[House], object], Goal], ...] = (
    ("holder", "proposes it for themselves", _proposes_it_for_oneself, a_key),
    ("holder", "confirms it for themselves", _confirms_it_for_oneself, a_key),
    ("database superuser", "clears it in the register and seals", _seals_with_it, a_paper),
)
