"""What can be done on the page of an arrived document."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audiences.public import ACKNOWLEDGE
from lienthong.kernel.permissions.public import Actor, paths_where
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import ActionView

from .. import permissions
from ..actions import changing, handling, receiving, registering
from ..forms import (
    AnswerForm,
    BriefingForm,
    DirectionForm,
    ExtensionForm,
    NoteForm,
    OpinionForm,
    ReasonForm,
    ReassignForm,
)
from ..models import Assignment, IncomingDocument
from ..procedures import HANDLE
from ..queries.around import last_proposal
from ..queries.handled import Handled, act_in_handling
from ..queries.received import ReceivedDocument, act_due


def _page_of(audience_id: int) -> str:
    return reverse("correspondence:received", args=[audience_id])


def _unit(received: Handled) -> Unit:
    """The organisation in whose place a document lies; one sent to a person by name lies in none."""
    if received.unit is None:
        raise PermissionDenied
    return received.unit


def _entry(received: Handled) -> int:
    """The register's entry of a document; an action on one that is not registered finds nothing."""
    if received.incoming is None:
        raise Http404
    return received.incoming.pk


def _act(received: Handled, actor: Actor) -> str:
    if isinstance(received, ReceivedDocument):
        return act_due(received, actor)
    return act_in_handling(received, actor)


def _during(*acts: str) -> Callable[[Handled, Actor], bool]:
    """While one of these is what the actor has to do."""
    return lambda received, actor: _act(received, actor) in acts


def _returns_proposal(received: Handled, actor: Actor) -> bool:
    return _act(received, actor) == "direct" and last_proposal(received) is not None


def _leads(received: Handled, actor: Actor) -> bool:
    part = received.assignment.part if received.assignment else ""
    return _act(received, actor) == "answer" and part == Assignment.Part.LEAD


def _follows(received: Handled, actor: Actor) -> bool:
    """The leader follows what the bodies have been given and have not answered."""
    is_handled = any(one.is_open and one.step == HANDLE for one in received.steps)
    return is_handled and paths_where(actor, permissions.DIRECT).covers(_unit(received).path)


def _reassign_form(received: Handled, _actor: Actor, **given: Any) -> forms.BaseForm:
    return ReassignForm(direction=received.direction, unit=_unit(received), **given)


def _begins_letter(received: ReceivedDocument, actor: Actor) -> bool:
    return received.incoming is not None and paths_where(actor, permissions.FORWARD).covers(
        _unit(received).path
    )


def _answer_form(received: Handled, _actor: Actor, **given: Any) -> forms.BaseForm:
    if received.assignment is None:
        raise Http404
    return AnswerForm(assignment=received.assignment, **given)


def _number_of_arrival(_received: ReceivedDocument, entry: IncomingDocument) -> str:
    return _("Registered: number of arrival %(number)s/%(year)s.") % {
        "number": entry.number.number if entry.number else 0,
        "year": entry.year,
    }


# On what is in the register, wherever it came from.
HANDLING = (
    ActionView(
        "propose",
        permissions.PROPOSE,
        do=lambda received, given, actor: handling.propose(_entry(received), **given, actor=actor),
        form=OpinionForm,
        offered=_during("propose"),
        place="main",
        label=_("Submit the proposal"),
        icon="arrow-right",
        title=_("Proposal"),
        said=_("The proposal has been submitted."),
    ),
    ActionView(
        "direct",
        permissions.DIRECT,
        do=lambda received, given, actor: handling.direct(_entry(received), **given, actor=actor),
        form=lambda received, _actor, **given: DirectionForm(unit=_unit(received), **given),
        offered=_during("direct"),
        place="main",
        label=_("Hand over to be carried out"),
        icon="arrow-right",
        title=_("Assignment"),
        said=_("The document has been given to the bodies to handle."),
    ),
    ActionView(
        "return_proposal",
        permissions.DIRECT,
        do=lambda received, given, actor: handling.return_proposal(
            _entry(received), **given, actor=actor
        ),
        form=ReasonForm,
        offered=_returns_proposal,
        place="other",
        label=_("Return"),
        icon="corner-up-left",
        title=_("Return the proposal"),
        said=_("The document has been returned."),
    ),
    ActionView(
        "file_away",
        permissions.CLOSE,
        do=lambda received, given, actor: handling.file_away(
            _entry(received), **given, actor=actor
        ),
        form=NoteForm,
        offered=_during("propose", "direct"),
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
            _entry(received), **given, actor=actor
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
        do=lambda received, given, actor: changing.extend(_entry(received), **given, actor=actor),
        form=ExtensionForm,
        offered=_follows,
        label=_("Move the deadline"),
        icon="clock",
        title=_("Move the deadline"),
        text=_("For the bodies that have not answered; the earlier deadline stays in the history."),
        said=_("The deadline has been moved."),
    ),
    ActionView(
        "answer",
        permissions.HANDLE,
        do=lambda received, given, actor: handling.answer(_entry(received), **given, actor=actor),
        form=_answer_form,
        offered=_during("answer"),
        place="main",
        label=_("Hand in the result"),
        icon="check",
        title=_("Result of handling"),
        about="correspondence/received_direction.html",
        said=_("Your answer has been handed in."),
    ),
    ActionView(
        "return",
        permissions.HANDLE,
        do=lambda received, given, actor: handling.return_assignment(
            _entry(received), **given, actor=actor
        ),
        form=ReasonForm,
        offered=_leads,
        place="other",
        label=_("Return"),
        icon="corner-up-left",
        title=_("Return the document to the leader"),
        said=_("The document has been returned."),
    ),
    ActionView(
        "close",
        permissions.CLOSE,
        do=lambda received, given, actor: handling.close(_entry(received), **given, actor=actor),
        form=NoteForm,
        offered=_during("close"),
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
            _entry(received), **given, actor=actor
        ),
        form=ReasonForm,
        offered=_during("close"),
        place="other",
        label=_("Ask for more"),
        icon="corner-up-left",
        title=_("Ask the leading body for more"),
        said=_("The leading body has been asked for more."),
        path="more/",
    ),
)
# On what has arrived in the system.
ACTIONS = (
    ActionView(
        "register",
        permissions.REGISTER,
        do=lambda received, _given, actor: registering.register_incoming(
            received.audience_id, _unit(received).pk, actor=actor
        ),
        offered=_during("register"),
        place="main",
        label=_("Register"),
        icon="hash",
        said=_number_of_arrival,
        to=lambda received, _entry: _page_of(received.audience_id),
    ),
    ActionView(
        "refuse",
        permissions.REGISTER,
        do=lambda received, given, actor: registering.refuse_incoming(
            received.audience_id, _unit(received).pk, **given, actor=actor
        ),
        form=ReasonForm,
        offered=_during("register"),
        place="other",
        label=_("Refuse"),
        icon="file-x",
        is_dangerous=True,
        title=_("Refuse this document"),
        said=_("The document has been refused; its sender sees the reason."),
    ),
    *HANDLING,
    ActionView(
        "receive",
        ACKNOWLEDGE,
        do=lambda received, _given, actor: receiving.confirm_receipt(received, actor=actor),
        offered=_during("receive"),
        place="main",
        label=_("Received"),
        icon="check",
        said=_("The receipt has been confirmed."),
    ),
    ActionView(
        "brief_members",
        ACKNOWLEDGE,
        do=lambda received, given, actor: receiving.brief_members(received, **given, actor=actor),
        form=lambda received, _actor, **given: BriefingForm(unit=_unit(received), **given),
        offered=_during("brief_members"),
        place="main",
        label=_("The members have been briefed"),
        icon="users-group",
        path="pass-on/",
        lead=_("Enter who was absent"),
        title=_("After the meeting"),
        about="correspondence/received_members.html",
        said=_("The members have been briefed; the receipts board shows it."),
    ),
    ActionView(
        "forward",
        ACKNOWLEDGE,
        do=lambda received, given, actor: receiving.forward(received, **given, actor=actor),
        form=NoteForm,
        offered=_during("forward"),
        place="main",
        path="forward-on/",
        label=_("Forward to those below"),
        icon="send",
        title=_("Forwarding"),
        said=_("The document has been forwarded to the organisations below."),
    ),
    ActionView(
        "forward_with_letter",
        permissions.FORWARD,
        do=lambda received, _given, actor: receiving.forward_with_letter(
            _entry(received), actor=actor
        ),
        offered=_begins_letter,
        place="page",
        label=_("Draft the forwarding letter"),
        icon="send",
        said=_("The letter has been drafted; the original travels with it."),
        to=lambda _received, letter: reverse("documents:document", args=[letter.pk]),
        path="forward-letter/",
    ),
)
