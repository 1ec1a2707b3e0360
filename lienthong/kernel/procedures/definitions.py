"""How a procedure is written down."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.functional import Promise

END = ""


@dataclass(frozen=True)
class Holder:
    """Who holds a step: every post of the unit with the step's permission, or one post alone."""

    unit_id: int
    post_id: int | None = None
    due_at: dt.datetime | None = None


@dataclass(frozen=True)
class Step:
    """One step: who closes it, and where each outcome leads.

    `holders` names the holders for a subject; more than one makes the step parallel. The procedure
    goes on when the last of them has closed it, by that one's outcome, or at once when an outcome is
    among `cuts_short`, which cancels the siblings. So an outcome that leads elsewhere cuts short.
    """

    key: str
    label: str | Promise
    permission: str
    outcomes: dict[str, tuple[str, ...]]
    holders: Callable[[Model], list[Holder]]
    cuts_short: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Procedure:
    """A versioned chain of steps; running cases keep the version they started with."""

    key: str
    version: int
    label: str | Promise
    steps: tuple[Step, ...]
    first: tuple[str, ...]
    by_key: dict[str, Step] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key = {step.key: step for step in self.steps}
        targets = set(self.first) | {
            target for step in self.steps for group in step.outcomes.values() for target in group
        }
        if unknown := targets - by_key.keys():
            raise ValueError(f"{self.key}: unknown steps {sorted(unknown)}")
        if unreachable := by_key.keys() - targets:
            raise ValueError(f"{self.key}: unreachable steps {sorted(unreachable)}")
        object.__setattr__(self, "by_key", by_key)


_procedures: dict[tuple[str, int], Procedure] = {}


def declare_procedure(procedure: Procedure) -> Procedure:
    """Make a procedure known; old versions stay, for the cases that run by them."""
    identity = (procedure.key, procedure.version)
    if identity in _procedures:
        raise ValueError(f"{procedure.key} {procedure.version} is declared twice")
    _procedures[identity] = procedure
    return procedure


def procedure(key: str, version: int) -> Procedure:
    return _procedures[key, version]
