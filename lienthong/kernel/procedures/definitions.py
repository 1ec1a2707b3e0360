"""How a procedure, and anything else that lies on a desk, is written down."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Field, Model
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from lienthong.kernel.permissions.public import SUBTREE, declared
from lienthong.kernel.units.public import Unit

Words = str | Promise


@dataclass(frozen=True)
class Holder:
    """Who holds a work item: all who hold its permission in the unit, one post, or one person.

    A post that holds it is alone with it, unless it is `shared`: then it lies on the desk of that
    post, and whoever holds the permission in the unit may do it too.
    """

    unit_id: int | None = None
    post_id: int | None = None
    person_id: int | None = None
    due_at: dt.datetime | None = None
    shared: bool = False


@dataclass(frozen=True)
class Kind:
    """A tab of the desk and a counter of the menu: works that people see as one sort."""

    key: str
    label: Words


@dataclass(frozen=True, kw_only=True)
class Work:
    """What somebody is asked to do: what the desk calls it, and who may do it.

    With `office_first`, the bodies that serve the unit are asked; its own people only where no
    body that serves it holds the permission. Those asked find `notice` under the bell.
    """

    key: str
    verb: Words
    permission: str
    kind: Kind
    icon: str = "file-text"
    office_first: bool = False
    notice: str = ""


@dataclass(frozen=True)
class Then:
    """Where an outcome leads, and the record's state if it is not that of the step it leads to."""

    steps: tuple[str, ...] = ()
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class Step(Work):
    """One step of a procedure: who does it, and where each outcome leads.

    `holders` names the holders for a subject; more than one makes the step parallel. The procedure
    goes on when the last of them has closed it, by that one's outcome, or at once when an outcome is
    among `cuts_short`, which cancels the siblings. So an outcome that leads elsewhere cuts short.

    The record is in `state` while the step is open, and in `begun` once one of several has closed it.
    """

    label: Words
    outcomes: Mapping[str, tuple[str, ...] | Then]
    holders: Callable[[Any], Sequence[Holder]]
    cuts_short: frozenset[str] = frozenset()
    state: str = ""
    begun: str = ""
    # What the timeline calls one holder's part of a parallel step, with the place %(unit)s.
    label_each: Words = ""

    def after(self, outcome: str) -> Then:
        then = self.outcomes[outcome]
        return then if isinstance(then, Then) else Then(then)


@dataclass(frozen=True)
class Lead:
    """Who leads a case: the holders of a permission in the unit whose case it is."""

    permission: str
    unit: Callable[[Any], Unit]


@dataclass(frozen=True)
class Reminding:
    """When those who hold an open step are reminded, by a dated rule, and in what words.

    The rule says how many days before and after the deadline (`days_before`, `days_after`), and how
    many days late those who lead the case are notified (`escalate_after`).
    """

    rule: str
    before: str
    late: str
    escalated: str


@dataclass(frozen=True)
class Procedure:
    """A versioned chain of steps; running cases keep the version they started with.

    If its steps say states, the procedure owns the `state` of its subject.
    """

    key: str
    version: int
    label: Words
    steps: tuple[Step, ...]
    first: tuple[str, ...]
    subject: type[Model]
    lead: Lead | None = None
    reminding: Reminding | None = None
    by_key: dict[str, Step] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key = {step.key: step for step in self.steps}
        targets = set(self.first) | {
            target
            for step in self.steps
            for outcome in step.outcomes
            for target in step.after(outcome).steps
        }
        if unknown := targets - by_key.keys():
            raise ValueError(f"{self.key}: unknown steps {sorted(unknown)}")
        if unreachable := by_key.keys() - targets:
            raise ValueError(f"{self.key}: unreachable steps {sorted(unreachable)}")
        object.__setattr__(self, "by_key", by_key)
        _refuse_wrong_states(self)

    @property
    def owns_state(self) -> bool:
        return any(step.state for step in self.steps)

    def state_after(self, step: Step, outcome: str) -> str:
        """The state of the record once an outcome has led on; steps opened together share one."""
        then = step.after(outcome)
        return then.state or (self.by_key[then.steps[0]].state if then.steps else "")


def _refuse_wrong_states(procedure: Procedure) -> None:
    """A procedure owns the state whole or not at all, and only states the record knows."""
    if not procedure.owns_state:
        return
    if stateless := [step.key for step in procedure.steps if not step.state]:
        raise ValueError(f"{procedure.key}: steps without a state {stateless}")
    groups = [procedure.first] + [
        step.after(outcome).steps for step in procedure.steps for outcome in step.outcomes
    ]
    for group in groups:
        if len({procedure.by_key[key].state for key in group}) > 1:
            raise ValueError(f"{procedure.key}: {group} are open together in different states")
    ends = {
        (step.key, outcome): procedure.state_after(step, outcome)
        for step in procedure.steps
        for outcome in step.outcomes
    }
    if silent := [f"{step}: {outcome}" for (step, outcome), state in ends.items() if not state]:
        raise ValueError(f"{procedure.key}: outcomes without a state {silent}")
    said = {step.state for step in procedure.steps} | {step.begun for step in procedure.steps}
    if unknown := (said | set(ends.values())) - {""} - _states_of(procedure.subject):
        raise ValueError(f"{procedure.key}: unknown states {sorted(unknown)}")


def _states_of(subject: type[Model]) -> set[str]:
    field = cast("Field[Any, Any]", subject._meta.get_field("state"))
    return {str(value) for value, _label in field.choices or ()}


_procedures: dict[tuple[str, int], Procedure] = {}
_works: dict[str, Work] = {}
_kinds: dict[str, Kind] = {}


def declare_procedure(procedure: Procedure) -> Procedure:
    """Make a procedure known; old versions stay, for the cases that run by them."""
    identity = (procedure.key, procedure.version)
    if identity in _procedures:
        raise ValueError(f"{procedure.key} {procedure.version} is declared twice")
    for step in procedure.steps:
        _refuse_wrong_permission(step)
    _procedures[identity] = procedure
    return procedure


def declare_work(work: Work) -> Work:
    """Make known what may be owed outside any procedure, under a key no other room uses."""
    if work.key in _works:
        raise ValueError(f"{work.key} is declared twice")
    _refuse_wrong_permission(work)
    _works[work.key] = work
    return work


def _refuse_wrong_permission(work: Work) -> None:
    """A work item lies in one unit: a permission over a whole subtree would lay it on every desk above."""
    permission = declared().get(work.permission)
    if permission is None:
        raise ValueError(f"{work.key}: {work.permission} is declared by no room")
    if permission.reach is SUBTREE:
        raise ValueError(f"{work.key}: {work.permission} reaches a whole subtree")
    if _kinds.setdefault(work.kind.key, work.kind) is not work.kind:
        raise ValueError(f"{work.key}: {work.kind.key} is another room's kind")


def procedure(key: str, version: int) -> Procedure:
    return _procedures[key, version]


def procedures() -> list[Procedure]:
    return list(_procedures.values())


def work(key: str) -> Work:
    return _works[key]


def kind(key: str) -> Kind:
    return _kinds[key]


def permissions_office_first() -> set[str]:
    """The permissions of works for which the office is asked before the unit's own people."""
    steps = [step for procedure in _procedures.values() for step in procedure.steps]
    return {one.permission for one in [*steps, *_works.values()] if one.office_first}


@dataclass(frozen=True)
class Caption:
    """What a work item is about, in the reader's words, and where its page is."""

    title: str
    meta: str
    url: str
    # What is to be done with this record, where it is not what the work usually asks.
    verb: str = ""


# Made once the models are known.
MakeFact = Callable[[], Combinable]


@dataclass(frozen=True)
class Captions:
    """How the records of one model are called: the columns asked for, and the words made of them."""

    facts: Mapping[str, str | MakeFact]
    words: Callable[[dict[str, Any]], Caption]


_captions: dict[type[Model], Captions] = {}


def caption_by(
    model: type[Model], **facts: str | MakeFact
) -> Callable[[Callable[[dict[str, Any]], Caption]], Callable[[dict[str, Any]], Caption]]:
    """Register how records of a model are called on desks and in notices (decorator).

    `facts` are columns of the model, of what it leads to, or asked beside them, by the names the function reads.
    """

    def register(words: Callable[[dict[str, Any]], Caption]) -> Callable[..., Caption]:
        if model in _captions:
            raise ValueError(f"{model.__name__} is captioned twice")
        _captions[model] = Captions(facts, words)
        return words

    return register


def captions_of(model: type[Model]) -> Captions:
    return _captions[model]
