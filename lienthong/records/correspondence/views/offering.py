"""When each action on a registered document is offered, and what its form begins with."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404

from lienthong.kernel.permissions.public import Actor, holds, paths_where
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import DRAFT
from lienthong.records.documents.public import State as DocumentState

from .. import permissions
from ..actions import handling
from ..actions.forwarding_outside import DECIDED
from ..forms import (
    AnswerForm,
    HandOnForm,
    ReassignForm,
    TimeAnswerForm,
)
from ..models import Assignment
from ..procedures import HANDLE
from ..queries.around import can_be_returned
from ..queries.handled import (
    Handled,
    act_in_handling,
    addresses_the_leader,
    own_step,
)
from ..queries.received import ReceivedDocument, act_due, colleagues_of


def unit_of(received: Handled) -> Unit:
    """The organisation in whose place a document lies; one sent to a person by name lies in none."""
    if received.unit is None:
        raise PermissionDenied
    return received.unit


def entry_id(received: Handled) -> int:
    """The register's entry of a document; an action on one that is not registered finds nothing."""
    if received.incoming is None:
        raise Http404
    return received.incoming.pk


def act_of(received: Handled, actor: Actor) -> str:
    if isinstance(received, ReceivedDocument):
        return act_due(received, actor)
    return act_in_handling(received, actor)


def during(*acts: str) -> Callable[[Handled, Actor], bool]:
    """While one of these is what the actor has to do."""
    return lambda received, actor: act_of(received, actor) in acts


def returns_proposal(received: Handled, actor: Actor) -> bool:
    return act_of(received, actor) == "direct" and can_be_returned(received)


def may_agree(received: Handled, actor: Actor) -> bool:
    """The office has proposed the whole direction: one press makes it one."""
    return act_of(received, actor) == "direct" and received.proposal is not None


def as_proposed(received: Handled) -> dict[str, Any]:
    """The proposal, for the leader to change."""
    if received.proposal is None:
        return {}
    given = handling.instruction_of(received.proposal)
    # Words to the leader are not the leader's own: they are read above the form.
    own_words = "" if addresses_the_leader(given.instruction) else given.instruction
    return {
        "lead": given.lead_id,
        "person": given.person_id,
        "coordinators": list(given.coordinator_ids),
        "informed": list(given.know_ids),
        "instruction": own_words,
        "due_on": given.due_on,
        "expected": given.expected,
    }


def may_draft(received: Handled, actor: Actor) -> bool:
    """A letter in the committee's name may be begun as the answer, and none has been."""
    given = received.assignment
    begun = given.answer_draft if given else None
    is_free = begun is None or begun.state == DocumentState.CANCELLED
    return act_of(received, actor) == "answer" and is_free and holds(actor, DRAFT)


def may_forward_outside(received: Handled, actor: Actor) -> bool:
    """What came from outside with its scan, once somebody has decided on it."""
    entry = received.incoming
    if entry is None or entry.document_id is not None or entry.state not in DECIDED:
        return False
    here = unit_of(received).path
    may = all(paths_where(actor, one).covers(here) for one in (permissions.FORWARD, DRAFT))
    return may and hasattr(entry, "scan")


def was_handed_on(received: Handled, actor: Actor) -> bool:
    step = own_step(received, actor)
    return step is not None and step.post_id is not None and received.assignment is not None


def hand_on_form(received: Handled, actor: Actor, **given: Any) -> forms.BaseForm:
    if received.assignment is None:
        raise Http404
    return HandOnForm(posts=colleagues_of(received.assignment.unit), **given)


def leads(received: Handled, actor: Actor) -> bool:
    part = received.assignment.part if received.assignment else ""
    return act_of(received, actor) == "answer" and part == Assignment.Part.LEAD


def follows(received: Handled, actor: Actor) -> bool:
    """The leader follows what the bodies have been given and have not answered."""
    is_handled = any(one.is_open and one.step == HANDLE for one in received.steps)
    return is_handled and paths_where(actor, permissions.DIRECT).covers(unit_of(received).path)


def may_give_time(received: Handled, actor: Actor) -> bool:
    asked = received.open_request
    return asked is not None and paths_where(actor, permissions.DIRECT).covers(
        unit_of(received).path
    )


def may_ask_for_time(received: Handled, actor: Actor) -> bool:
    """A body at work, on a document with a day, that waits for no answer to this already."""
    mine, direction = received.assignment, received.direction
    if act_of(received, actor) != "answer" or mine is None or direction is None:
        return False
    waits = any(part.pk == mine.pk and one.is_open for part, one in received.time_requests)
    return direction.due_on is not None and not waits


def time_answer_form(received: Handled, _actor: Actor, **given: Any) -> forms.BaseForm:
    asked = received.open_request
    return TimeAnswerForm(request=asked[1] if asked else None, **given)


def reassign_form(received: Handled, _actor: Actor, **given: Any) -> forms.BaseForm:
    return ReassignForm(direction=received.direction, unit=unit_of(received), **given)


def answer_form(received: Handled, _actor: Actor, **given: Any) -> forms.BaseForm:
    if received.assignment is None:
        raise Http404
    return AnswerForm(assignment=received.assignment, **given)
