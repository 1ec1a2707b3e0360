"""The way of a document in one place, as steps: who has done what, who has it now, what comes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import AuditEntry
from lienthong.kernel.procedures.public import Moment, WorkItem, timeline

from .. import procedures
from ..models import Assignment, Direction
from .handled import Handled
from .received import ReceivedDocument, act_without_register


def steps_of(received: ReceivedDocument, history: Iterable[AuditEntry]) -> list[Moment]:
    """What has happened to a document in this place, and what is still to come."""
    if received.incoming is not None:
        return steps_of_handling(received)
    if received.standing is None:
        return []
    doers = {one.verb: one.actor_name for one in history}
    return _steps_without_register(received, doers)


def steps_of_handling(received: Handled) -> list[Moment]:
    """The way of a document that is in the register, from its entry on."""
    incoming = received.incoming
    assert incoming is not None
    refused = incoming.state == incoming.State.REFUSED
    first = Moment(
        _("Refused by the clerk") if refused else _("Registered by the clerk"),
        "returned" if refused else "done",
        incoming.registered_by_name,
        incoming.registered_at,
        incoming.reason,
    )
    course = timeline(received.steps, procedures.HANDLING)
    return [first, *(replace(one, details=_parts(one.item, received)) for one in course)]


def _parts(item: WorkItem | None, received: Handled) -> tuple[str, ...]:
    """Who was given what, beside the direction that gave it."""
    if item is None or item.step != procedures.DIRECT or item.outcome != procedures.DIRECTED:
        return ()
    given = _direction_at(received, item)
    if given is None:
        return ()
    return tuple(
        f"{label}: {', '.join(str(one.unit) for one in group)}"
        for part, label in Assignment.Part.choices
        for group in [[one for one in given.assignments.all() if one.part == part]]
        if group
    )


def _direction_at(received: Handled, item: WorkItem) -> Direction | None:
    """Directions and closed directing steps come in the same order."""
    directed = [
        one
        for one in received.steps
        if one.step == procedures.DIRECT and one.outcome == procedures.DIRECTED
    ]
    position, given = (
        directed.index(item),
        [one for one in received.directions if not one.is_proposal],
    )
    return given[position] if position < len(given) else None


def _steps_without_register(received: ReceivedDocument, doers: dict[str, str]) -> list[Moment]:
    assert received.standing is not None
    assert received.unit is not None
    receipt, arrival = received.receipt, received.standing.arrival
    steps = [Moment(_("Arrived"), "done", str(received.document.issuer), arrival.published_at)]
    if received.unit.has_register:
        return [*steps, Moment(_("To be registered by the clerk"), "current")]
    if not arrival.is_addressed:
        brought = received.letter.issued_at if received.letter else None
        state = "current" if received.waits_for_own_committee else "done"
        title = _("Forwarded by %(committee)s") % {"committee": received.unit.parent}
        steps.append(Moment(title, state, at=brought))
    act = "wait" if received.waits_for_own_committee else act_without_register(received)
    received_at = receipt.received_at if receipt else None
    steps.append(
        _moment(_("Received"), received_at, act == "receive", doers.get("audiences.received"))
    )
    if received.unit.is_branch:
        passed = receipt.briefed_at if receipt else None
        steps.append(
            _moment(
                _("The members have been briefed"),
                passed,
                act == "brief_members",
                doers.get("audiences.briefed"),
            )
        )
    elif received.is_awaited or (receipt and receipt.forwarded_at):
        forwarded = receipt.forwarded_at if receipt else None
        steps.append(
            _moment(
                _("Forwarded to those below"),
                forwarded,
                act == "forward",
                doers.get("audiences.forwarded"),
            )
        )
    return steps


def _moment(title: str, at: dt.datetime | None, current: bool, by: str | None) -> Moment:
    """One of the unit's own acts; who did it is known from the history."""
    state = "done" if at else "current" if current else "waiting"
    return Moment(title, state, (by or "") if at else "", at)
