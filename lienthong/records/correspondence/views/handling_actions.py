"""What can be done with a document that is in the register, wherever it came from."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.web.public import ActionView

from .. import permissions
from ..actions import asking_time, changing, handling, within
from ..actions.forwarding_outside import forward_outside
from ..forms import (
    AgreeForm,
    DirectionForm,
    ExtensionForm,
    NoteForm,
    ProposalForm,
    ReasonForm,
    TimeForm,
)
from ..queries.handled import (
    handed_to,
)
from .offering import (
    act_of,
    answer_form,
    as_proposed,
    during,
    entry_id,
    follows,
    hand_on_form,
    leads,
    may_agree,
    may_ask_for_time,
    may_draft,
    may_forward_outside,
    may_give_time,
    reassign_form,
    returns_proposal,
    time_answer_form,
    unit_of,
    was_handed_on,
)

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
        offered=may_agree,
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
        initial=as_proposed,
        offered=may_agree,
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
            act_of(received, actor) == "direct" and not may_agree(received, actor)
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
        offered=returns_proposal,
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
        form=reassign_form,
        offered=follows,
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
        offered=follows,
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
        form=time_answer_form,
        offered=may_give_time,
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
        offered=may_ask_for_time,
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
        form=answer_form,
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
        form=answer_form,
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
        offered=leads,
        label=_("Return"),
        icon="corner-up-left",
        title=_("Return the document to the leader"),
        said=_("The document has been returned."),
    ),
    ActionView(
        "begin_answer",
        permissions.HANDLE,
        do=lambda received, _given, actor: within.begin_answer(entry_id(received), actor=actor),
        offered=may_draft,
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
        form=hand_on_form,
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
        offered=was_handed_on,
        label=_("Take back"),
        icon="arrow-back-up",
        title=_("Take back what was handed on"),
        said=_("It lies with the whole body again."),
    ),
    ActionView(
        "forward_outside",
        permissions.FORWARD,
        do=lambda received, _given, actor: forward_outside(entry_id(received), actor=actor),
        offered=may_forward_outside,
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
