"""The way of a document in one place, as steps: who has done what, who has it now, what comes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import AuditEntry
from lienthong.kernel.procedures.public import StepVisit

from .. import procedures
from ..models import Assignment, Direction
from .received import ReceivedDocument, act_without_register


@dataclass(frozen=True)
class ShownStep:
    """One step on the page: done, current, waiting, returned or cancelled."""

    title: str
    state: str
    by: str = ""
    at: dt.datetime | None = None
    opinion: str = ""
    details: tuple[str, ...] = ()


def steps_of(received: ReceivedDocument, history: Iterable[AuditEntry]) -> list[ShownStep]:
    """What has happened to a document in this place, and what is still to come."""
    if received.incoming is not None:
        return _steps_of_handling(received)
    if received.standing is None:
        return []
    doers = {one.verb: one.actor_name for one in history}
    return _steps_without_register(received, doers)


def _steps_of_handling(received: ReceivedDocument) -> list[ShownStep]:
    incoming = received.incoming
    assert incoming is not None
    refused = incoming.state == incoming.State.REFUSED
    first = ShownStep(
        _("Refused by the clerk") if refused else _("Registered by the clerk"),
        "returned" if refused else "done",
        incoming.registered_by_name,
        incoming.registered_at,
        incoming.reason,
    )
    visited = [_visited(visit, received) for visit in received.visits]
    return [first, *visited, *_to_come(received)]


def _visited(visit: StepVisit, received: ReceivedDocument) -> ShownStep:
    title = visit.label
    if visit.step == procedures.HANDLE:
        title = f"{title}: {visit.holder_unit}"
    if visit.is_open:
        return ShownStep(title, "current", details=_parts(visit, received))
    if visit.is_cancelled:
        return ShownStep(title, "cancelled", at=visit.closed_at)
    state = "returned" if visit.outcome == procedures.RETURNED else "done"
    return ShownStep(
        title,
        state,
        visit.closed_by_name,
        visit.closed_at,
        visit.note,
        _parts(visit, received),
    )


def _parts(visit: StepVisit, received: ReceivedDocument) -> tuple[str, ...]:
    """Who was given what, beside the direction that gave it."""
    if visit.step != procedures.DIRECT or visit.outcome != procedures.DIRECTED:
        return ()
    given = _direction_at(received, visit)
    if given is None:
        return ()
    return tuple(
        f"{label}: {', '.join(str(one.unit) for one in group)}"
        for part, label in Assignment.Part.choices
        for group in [[one for one in given.assignments.all() if one.part == part]]
        if group
    )


def _direction_at(received: ReceivedDocument, visit: StepVisit) -> Direction | None:
    """Directions and closed directing steps come in the same order."""
    directed = [
        one
        for one in received.visits
        if one.step == procedures.DIRECT and one.outcome == procedures.DIRECTED
    ]
    position = directed.index(visit)
    return received.directions[position] if position < len(received.directions) else None


def _to_come(received: ReceivedDocument) -> list[ShownStep]:
    """The steps that follow the furthest open one."""
    steps = procedures.HANDLING.steps
    open_keys = {visit.step for visit in received.visits if visit.is_open}
    if not open_keys:
        return []
    furthest = max(index for index, step in enumerate(steps) if step.key in open_keys)
    return [ShownStep(str(step.label), "waiting") for step in steps[furthest + 1 :]]


def _steps_without_register(received: ReceivedDocument, doers: dict[str, str]) -> list[ShownStep]:
    assert received.standing is not None
    assert received.unit is not None
    receipt, arrival = received.receipt, received.standing.arrival
    steps = [ShownStep(_("Arrived"), "done", str(received.document.issuer), arrival.published_at)]
    if received.unit.has_register:
        return [*steps, ShownStep(_("To be registered by the clerk"), "current")]
    if not arrival.is_addressed:
        brought = received.letter.issued_at if received.letter else None
        state = "current" if received.waits_for_own_committee else "done"
        title = _("Forwarded by %(committee)s") % {"committee": received.unit.parent}
        steps.append(ShownStep(title, state, at=brought))
    act = "wait" if received.waits_for_own_committee else act_without_register(received)
    received_at = receipt.received_at if receipt else None
    steps.append(
        _moment(_("Received"), received_at, act == "receive", doers.get("audiences.received"))
    )
    if received.unit.is_branch:
        passed = receipt.passed_on_at if receipt else None
        steps.append(
            _moment(
                _("Passed on to the members"),
                passed,
                act == "pass_on",
                doers.get("audiences.passed_on"),
            )
        )
    elif received.is_awaited or (receipt and receipt.forwarded_at):
        forwarded = receipt.forwarded_at if receipt else None
        steps.append(
            _moment(
                _("Forwarded to those below"),
                forwarded,
                act == "forward_on",
                doers.get("audiences.forwarded"),
            )
        )
    return steps


def _moment(title: str, at: dt.datetime | None, current: bool, by: str | None) -> ShownStep:
    """One of the unit's own acts; who did it is known from the history."""
    state = "done" if at else "current" if current else "waiting"
    return ShownStep(title, state, (by or "") if at else "", at)
