"""What no person does alone: each power is declared in the room that owns it, in its `powers.py`."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from django.db.models import Model
from django.utils.functional import Promise

from .actor import Actor
from .permissions import Permission


class Confirmer(StrEnum):
    """Who confirms: a leader (of a body its head), or an administrator, everywhere or at the top only."""

    LEADER = "leader"
    ADMINISTRATOR = "administrator"
    # Where no leader is above: for what concerns the topmost organisation.
    TOP_ADMINISTRATOR = "administrator at the top"


EITHER = frozenset({Confirmer.LEADER, Confirmer.ADMINISTRATOR})


class Relation(StrEnum):
    """Where the confirmer's post is, seen from the organisation that is concerned."""

    OWN_OR_ABOVE = "own or above"
    # At the top of the tree, where nobody is above: in that organisation itself.
    ABOVE = "above"


@dataclass(frozen=True)
class Agreed:
    """By what a power is used: the proposal and its hash, and who agreed to it."""

    proposal_id: int
    hash: str
    person_ids: tuple[int, ...]
    # Nobody where it takes effect after a wait.
    actor: Actor | None


class Matter(Protocol):
    """What exactly is proposed: a frozen dataclass of numbers, codes, days as text, and words."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def unit_id(self) -> int:
        """The organisation concerned."""

    @property
    def concerned_id(self) -> int | None:
        """The person who gains or loses by it."""

    def subject(self) -> str:
        """What it is about: there is one open proposal of a kind and subject."""

    def check(self) -> None:
        """Refuse what the rules forbid, at the proposal and again when it takes effect."""

    def carry_out(self, agreed: Agreed) -> Model:
        """Do it; what was changed or made."""

    def lines(self) -> list[tuple[str, str]]:
        """What will change, for those who confirm: each line its label and its words."""


@dataclass(frozen=True)
class Witnessed:
    """What a witness says of an answer: its receipt, and when it takes effect if not at once."""

    receipt: dict[str, Any] | None = None
    waits_until: dt.datetime | None = None


class Witness(Protocol):
    """Somebody outside the database whom people answer themselves, at a place that is not ours.

    No answer counts that was not given there.
    """

    def installation(self) -> str:
        """How it calls this installation; its statements name it so."""

    def way_to_answer(self, statement: bytes, verb: str, actor: Actor) -> Callable[[str], str]:
        """Lay exactly these bytes before it: where the person proposes, confirms, refuses or stops.

        The address is made from the one that leads back here.
        """

    def answered(self, statement: bytes, verb: str, actor: Actor) -> Witnessed:
        """What it says of this person's answer; `NotAnswered` where it has heard none."""

    def who_can_answer(self, post_ids: Iterable[int]) -> set[int]:
        """The posts among these in which somebody can answer there."""

    def given_up(self, statement: bytes, reason: str) -> None:
        """What both agreed to has come to nothing here: take back what it gave."""


@dataclass(frozen=True)
class Power:
    """What a person proposes and a second one, in another post, confirms."""

    kind: str
    label: str | Promise = field(compare=False)
    matter: Callable[..., Matter] = field(compare=False)
    proposes: Permission
    confirms: frozenset[Confirmer]
    relation: Relation = Relation.OWN_OR_ABOVE
    # Who else must hear each answer from the person, and says whether it waits.
    witness: Witness | None = field(default=None, compare=False)
    # In which post alone a matter is proposed, where it is for the holder of that post to propose it.
    proposed_in: Callable[[Any], int | None] = field(default=lambda _matter: None, compare=False)
    # When what a matter speaks of is over, where that may be sooner than a proposal expires.
    ends: Callable[[Any], dt.datetime | None] = field(default=lambda _matter: None, compare=False)

    def said_in(self, statement: bytes) -> Matter:
        """The matter that canonical bytes speak of."""
        return self.matter(**json.loads(statement)["body"])


_powers: dict[str, Power] = {}


def declare_power(power: Power) -> Power:
    """Make a power known under a kind that no other room uses."""
    if power.kind in _powers:
        raise ValueError(f"{power.kind} is declared twice")
    _powers[power.kind] = power
    return power


def power_of(kind: str) -> Power:
    return _powers[kind]


def powers() -> list[Power]:
    return list(_powers.values())
