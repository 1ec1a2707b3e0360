"""The course of a record as steps: who has done what, who has it now, what comes."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.kernel.reference.public import last_day

from .definitions import Procedure, Step
from .models import WorkItem

RETURNED = "returned"
REASSIGNED = "reassigned"


@dataclass(frozen=True)
class Moment:
    """One step on the timeline of a record: done, returned, cancelled, current or waiting."""

    title: str
    state: str
    by: str = ""
    at: dt.date | None = None
    note: str = ""
    details: tuple[str, ...] = ()
    item: WorkItem | None = None


def timeline(
    steps: Sequence[WorkItem], procedure: Procedure | None = None, *, without: Iterable[str] = ()
) -> list[Moment]:
    """What was done, who has the record now, and what comes; steps `without` which it goes on."""
    shown = [_moment(item, steps) for item in steps]
    current = [one for one in shown if one.state == "current"]
    done = [one for one in shown if one.state != "current"]
    return [*done, *current, *_to_come(steps, procedure, set(without))]


def _moment(item: WorkItem, steps: Sequence[WorkItem]) -> Moment:
    step = item.definition
    title, holder = item.label, holder_of(item)
    if isinstance(step, Step) and step.label_each:
        title, holder = str(step.label_each) % {"unit": item.unit}, ""
    if item.is_open:
        due_on = last_day(item.due_at) if item.due_at else None
        return Moment(title, "current", holder, due_on, item=item)
    if item.outcome == REASSIGNED and (given := _given_on(item, steps)):
        said = _said_of_giving(item, given)
        return Moment(said, "done", item.closed_by_name, item.closed_at, item.note, item=item)
    if item.is_cancelled:
        return Moment(title, "cancelled", holder, item.closed_at, item.note, item=item)
    state = "returned" if item.outcome == RETURNED else "done"
    return Moment(title, state, item.closed_by_name, item.closed_at, item.note, item=item)


def _given_on(item: WorkItem, steps: Sequence[WorkItem]) -> WorkItem | None:
    """What was opened when a step was given to somebody else."""
    same = (one for one in steps if (one.case_id, one.step) == (item.case_id, item.step))
    later = (one for one in same if item.closed_at and one.opened_at >= item.closed_at)
    return next((one for one in later if one.pk > item.pk), None)


def _said_of_giving(item: WorkItem, given: WorkItem) -> str:
    who = item.closed_by_name.partition(",")[0]
    if given.post is not None:
        return _("%(who)s assigned %(holder)s") % {"who": who, "holder": holder_of(given)}
    if given.unit_id == item.unit_id:
        return _("%(who)s took it back from %(holder)s") % {"who": who, "holder": holder_of(item)}
    return _("%(who)s gave it to %(holder)s") % {"who": who, "holder": holder_of(given)}


def holder_of(item: WorkItem) -> str:
    """The person in the post that holds a step, or the unit."""
    return item.post.person.full_name if item.post else str(item.unit)


def _to_come(
    steps: Iterable[WorkItem], procedure: Procedure | None, without: set[str]
) -> list[Moment]:
    """The steps that follow the furthest open one, in the order in which they are declared."""
    if procedure is None:
        return []
    keys = [step.key for step in procedure.steps]
    reached = [keys.index(one.step) for one in steps if one.is_open and one.step in keys]
    if not reached:
        return []
    following = procedure.steps[max(reached) + 1 :]
    return [Moment(str(one.label), "waiting") for one in following if one.key not in without]
