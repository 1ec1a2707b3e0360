"""What can be done with a document that is in the register, wherever it came from."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import Actor, holds, paths_where
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import ActionView
from lienthong.records.documents.public import DRAFT
from lienthong.records.documents.public import State as DocumentState

from .. import permissions
from ..actions import asking_time, changing, handling, within
from ..actions.forwarding_outside import DECIDED, forward_outside
from ..forms import (
    AgreeForm,
    AnswerForm,
    DirectionForm,
    ExtensionForm,
    HandOnForm,
    NoteForm,
    ProposalForm,
    ReasonForm,
    ReassignForm,
    TimeAnswerForm,
    TimeForm,
)
from ..models import Assignment
from ..procedures import HANDLE
from ..queries.around import can_be_returned
from ..queries.handled import (
    Handled,
    act_in_handling,
    addresses_the_leader,
    handed_to,
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


def _returns_proposal(received: Handled, actor: Actor) -> bool:
    return act_of(received, actor) == "direct" and can_be_returned(received)


def _may_agree(received: Handled, actor: Actor) -> bool:
    """The office has proposed the whole direction: one press makes it one."""
    return act_of(received, actor) == "direct" and received.proposal is not None


def _as_proposed(received: Handled) -> dict[str, Any]:
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


def _may_draft(received: Handled, actor: Actor) -> bool:
    """A letter in the committee's name may be begun as the answer, and none has been."""
    given = received.assignment
    begun = given.answer_draft if given else None
    is_free = begun is None or begun.state == DocumentState.CANCELLED
    return act_of(received, actor) == "answer" and is_free and holds(actor, DRAFT)


def _may_forward_outside(received: Handled, actor: Actor) -> bool:
    """What came from outside with its scan, once somebody has decided on it."""
    entry = received.incoming
    if entry is None or entry.document_id is not None or entry.state not in DECIDED:
        return False
    here = unit_of(received).path
    may = all(paths_where(actor, one).covers(here) for one in (permissions.FORWARD, DRAFT))
    return may and hasattr(entry, "scan")


def _was_handed_on(received: Handled, actor: Actor) -> bool:
    step = own_step(received, actor)
    return step is not None and step.post_id is not None and received.assignment is not None


def _hand_on_form(received: Handled, actor: Actor, **given: Any) -> forms.BaseForm:
    if received.assignment is None:
        raise Http404
    return HandOnForm(posts=colleagues_of(received.assignment.unit), **given)


def _leads(received: Handled, actor: Actor) -> bool:
    part = received.assignment.part if received.assignment else ""
    return act_of(received, actor) == "answer" and part == Assignment.Part.LEAD


def _follows(received: Handled, actor: Actor) -> bool:
    """The leader follows what the bodies have been given and have not answered."""
    is_handled = any(one.is_open and one.step == HANDLE for one in received.steps)
    return is_handled and paths_where(actor, permissions.DIRECT).covers(unit_of(received).path)


def _may_give_time(received: Handled, actor: Actor) -> bool:
    asked = received.open_request
    return asked is not None and paths_where(actor, permissions.DIRECT).covers(
        unit_of(received).path
    )


def _may_ask_for_time(received: Handled, actor: Actor) -> bool:
    """A body at work, on a document with a day, that waits for no answer to this already."""
    mine, direction = received.assignment, received.direction
    if act_of(received, actor) != "answer" or mine is None or direction is None:
        return False
    waits = any(part.pk == mine.pk and one.is_open for part, one in received.time_requests)
    return direction.due_on is not None and not waits


def _time_answer_form(received: Handled, _actor: Actor, **given: Any) -> forms.BaseForm:
    asked = received.open_request
    return TimeAnswerForm(request=asked[1] if asked else None, **given)


def _reassign_form(received: Handled, _actor: Actor, **given: Any) -> forms.BaseForm:
    return ReassignForm(direction=received.direction, unit=unit_of(received), **given)


def _answer_form(received: Handled, _actor: Actor, **given: Any) -> forms.BaseForm:
    if received.assignment is None:
        raise Http404
    return AnswerForm(assignment=received.assignment, **given)


HANDLING = (
    ActionView(
        "propose",
        permissions.PROPOSE,
        do=lambda received, given, actor: handling.propose(
            entry_id(received), **given, actor=actor
        ),
        form=lambda received, _actor, **given: ProposalForm(unit=unit_of(received), **given),
        offered=during("propose"),
        place="main",
        label=_("Submit the proposal"),
        lead=_("Fill in the proposal"),
        icon="arrow-right",
        title=_("Proposal"),
        said=_("The proposal has been submitted."),
    ),
    ActionView(
        "agree",
        permissions.DIRECT,
        do=lambda received, given, actor: handling.agree(entry_id(received), **given, actor=actor),
        form=lambda received, _actor, **given: AgreeForm(proposal=received.proposal, **given),
        offered=_may_agree,
        place="main",
        label=_("Agree and hand over"),
        icon="check",
        said=_("The document has been given to the bodies to handle."),
    ),
    ActionView(
        "direct_otherwise",
        permissions.DIRECT,
        do=lambda received, given, actor: handling.direct(entry_id(received), **given, actor=actor),
        form=lambda received, _actor, **given: DirectionForm(unit=unit_of(received), **given),
        initial=_as_proposed,
        offered=_may_agree,
        place="other",
        label=_("Amend"),
        button=_("Hand over to be carried out"),
        icon="edit",
        title=_("Change the proposal and hand over"),
        about="correspondence/proposed_words.html",
        said=_("The document has been given to the bodies to handle."),
    ),
    ActionView(
        "direct",
        permissions.DIRECT,
        do=lambda received, given, actor: handling.direct(entry_id(received), **given, actor=actor),
        form=lambda received, _actor, **given: DirectionForm(unit=unit_of(received), **given),
        offered=lambda received, actor: (
            act_of(received, actor) == "direct" and not _may_agree(received, actor)
        ),
        place="main",
        label=_("Hand over to be carried out"),
        lead=_("Choose who handles it"),
        icon="arrow-right",
        title=_("Assignment"),
        said=_("The document has been given to the bodies to handle."),
    ),
    ActionView(
        "return_proposal",
        permissions.DIRECT,
        do=lambda received, given, actor: handling.return_proposal(
            entry_id(received), **given, actor=actor
        ),
        form=ReasonForm,
        offered=_returns_proposal,
        label=_("Return"),
        icon="corner-up-left",
        title=_("Return the proposal"),
        said=_("The document has been returned."),
    ),
    ActionView(
        "file_away",
        permissions.CLOSE,
        do=lambda received, given, actor: handling.file_away(
            entry_id(received), **given, actor=actor
        ),
        form=NoteForm,
        offered=during("propose", "direct"),
        label=_("File away"),
        icon="archive",
        title=_("File this document away"),
        text=_("Nothing more is to be done with it; it stays in the register."),
        said=_("The document has been filed; nothing more is to be done."),
    ),
    ActionView(
        "reassign",
        permissions.DIRECT,
        do=lambda received, given, actor: changing.reassign_part(
            entry_id(received), **given, actor=actor
        ),
        form=_reassign_form,
        offered=_follows,
        label=_("Give to another body"),
        icon="arrows-exchange",
        title=_("Give a part to another body"),
        said=_("The part has been given to the other body."),
    ),
    ActionView(
        "extend",
        permissions.DIRECT,
        do=lambda received, given, actor: changing.extend(entry_id(received), **given, actor=actor),
        form=ExtensionForm,
        offered=_follows,
        label=_("Move the deadline"),
        icon="clock",
        title=_("Move the deadline"),
        text=_("For the bodies that have not answered; the earlier deadline stays in the history."),
        said=_("The deadline has been moved."),
    ),
    ActionView(
        "give_time",
        permissions.DIRECT,
        do=lambda received, given, actor: asking_time.answer_time(
            entry_id(received), **given, actor=actor
        ),
        form=_time_answer_form,
        offered=_may_give_time,
        place="main",
        label=_("Answer the request for more time"),
        icon="clock",
        title=_("Request for more time"),
        about="correspondence/time_asked.html",
        said=_("The body has been told."),
    ),
    ActionView(
        "ask_time",
        permissions.HANDLE,
        do=lambda received, given, actor: asking_time.ask_for_time(
            entry_id(received), **given, actor=actor
        ),
        form=TimeForm,
        offered=_may_ask_for_time,
        label=_("Ask for more time"),
        icon="clock",
        title=_("Ask for more time"),
        text=_("The leader grants it, names another day, or declines; the history keeps both."),
        said=_("The leader has been asked."),
    ),
    ActionView(
        "answer",
        permissions.HANDLE,
        do=lambda received, given, actor: handling.answer(entry_id(received), **given, actor=actor),
        form=_answer_form,
        offered=lambda received, actor: (
            act_of(received, actor) == "answer" and handed_to(received, actor) is None
        ),
        place="main",
        label=_("Hand in the result"),
        lead=_("Enter the result"),
        icon="check",
        title=_("Result of handling"),
        said=_("Your answer has been handed in."),
    ),
    ActionView(
        "answer_instead",
        permissions.HANDLE,
        do=lambda received, given, actor: handling.answer(entry_id(received), **given, actor=actor),
        form=_answer_form,
        offered=lambda received, actor: (
            act_of(received, actor) == "answer" and handed_to(received, actor) is not None
        ),
        label=_("Hand in the result yourself"),
        icon="check",
        title=_("Result of handling"),
        said=_("Your answer has been handed in."),
    ),
    ActionView(
        "return",
        permissions.HANDLE,
        do=lambda received, given, actor: handling.return_assignment(
            entry_id(received), **given, actor=actor
        ),
        form=ReasonForm,
        offered=_leads,
        label=_("Return"),
        icon="corner-up-left",
        title=_("Return the document to the leader"),
        said=_("The document has been returned."),
    ),
    ActionView(
        "begin_answer",
        permissions.HANDLE,
        do=lambda received, _given, actor: within.begin_answer(entry_id(received), actor=actor),
        offered=_may_draft,
        place="other",
        label=_("Draft the answer"),
        icon="pencil",
        said=_("The answering letter has been begun; both documents lead to each other."),
        to=lambda _received, letter: reverse("documents:document", args=[letter.pk]),
    ),
    ActionView(
        "hand_on",
        permissions.HANDLE,
        do=lambda received, given, actor: within.hand_on(entry_id(received), **given, actor=actor),
        form=_hand_on_form,
        alone=True,
        offered=lambda received, actor: act_of(received, actor) == "answer",
        label=_("Hand on to a person"),
        icon="user",
        title=_("Hand on within your body"),
        said=_("The person has it on the desk now."),
    ),
    ActionView(
        "take_back",
        permissions.HANDLE,
        do=lambda received, given, actor: within.take_back(
            entry_id(received), **given, actor=actor
        ),
        form=ReasonForm,
        offered=_was_handed_on,
        label=_("Take back"),
        icon="arrow-back-up",
        title=_("Take back what was handed on"),
        said=_("It lies with the whole body again."),
    ),
    ActionView(
        "forward_outside",
        permissions.FORWARD,
        do=lambda received, _given, actor: forward_outside(entry_id(received), actor=actor),
        offered=_may_forward_outside,
        label=_("Forward to those below"),
        icon="send",
        said=_("The letter has been begun; the scan and what came with it are attached."),
        to=lambda _received, letter: reverse("documents:document", args=[letter.pk]),
    ),
    ActionView(
        "close",
        permissions.CLOSE,
        do=lambda received, given, actor: handling.close(entry_id(received), **given, actor=actor),
        form=NoteForm,
        offered=during("close"),
        place="main",
        label=_("Close the handling"),
        icon="check",
        title=_("Results"),
        about="correspondence/received_answers.html",
        said=_("The handling has been closed."),
    ),
    ActionView(
        "ask_for_more",
        permissions.CLOSE,
        do=lambda received, given, actor: handling.ask_for_more(
            entry_id(received), **given, actor=actor
        ),
        form=ReasonForm,
        offered=during("close"),
        place="other",
        label=_("Ask for more"),
        icon="corner-up-left",
        title=_("Ask the leading body for more"),
        said=_("The leading body has been asked for more."),
        path="more/",
    ),
)
