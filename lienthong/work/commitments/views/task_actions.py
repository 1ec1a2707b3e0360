"""What can be done with a task, each action declared once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.web.public import ActionView

from .. import permissions
from ..actions import answering, below, changing, reporting, tasks, urging
from ..actions.told import Told
from ..forms import (
    BeyondForm,
    ExtensionAnswerForm,
    ExtensionForm,
    GiveOnForm,
    NoteForm,
    PauseForm,
    PostForm,
    ReasonForm,
    RefusalAnswerForm,
    RefusalForm,
    TaskForm,
    initial_of,
)
from ..forms_told import ResultForm, ToldForm
from ..models import State, Task
from ..queries.about import (
    assigns,
    colleagues_of,
    documents_to_offer,
    gives_on,
    leads,
    may_remind,
    own_part,
    plans,
)
from ..queries.seen import possible_leads


def _is_open(task: Task) -> bool:
    return task.is_open and not task.to_all_below


def _post_form(task: Task, _actor: Actor, **given: Any) -> forms.BaseForm:
    return PostForm(posts=colleagues_of(task.lead), **given)


def _told_form(kind: type[ToldForm]) -> Any:
    def make(_task: Task, actor: Actor, **given: Any) -> forms.BaseForm:
        return kind(documents=documents_to_offer(actor), **given)

    return make


def _give_on_form(task: Task, _actor: Actor, **given: Any) -> forms.BaseForm:
    lead = task.lead
    possible = possible_leads(lead)[1:] if lead else []
    below_lead = {one.pk for one in possible if one.serves_id is None}
    return GiveOnForm(units=possible, below=below_lead, **given)


def _task_form(task: Task, _actor: Actor, **given: Any) -> forms.BaseForm:
    return TaskForm(leads=possible_leads(task.unit), **given)


def _answer_form(task: Task, _actor: Actor, **given: Any) -> forms.BaseForm:
    return RefusalAnswerForm(leads=possible_leads(task.unit)[1:], **given)


def _has_extension(task: Task) -> bool:
    return any(one.decided_on is None for one in task.extensions.all())


ACTIONS = (
    ActionView(
        "assign",
        permissions.ASSIGN,
        do=lambda task, _given, actor: tasks.assign(task.pk, actor=actor),
        offered=lambda task, actor: task.is_draft and assigns(task, actor),
        place="main",
        label=_("Assign the task"),
        icon="send",
        said=_("The task has been assigned."),
    ),
    ActionView(
        "change",
        permissions.PLAN,
        do=lambda task, given, actor: tasks.change_task(task.pk, **given, actor=actor),
        form=_task_form,
        initial=initial_of,
        alone=True,
        offered=lambda task, actor: task.is_draft and plans(task, actor),
        place="other",
        label=_("Edit the task"),
        icon="edit",
        said=_("The task has been changed."),
    ),
    ActionView(
        "discard",
        permissions.PLAN,
        do=lambda task, given, actor: tasks.discard_task(task.pk, **given, actor=actor),
        form=ReasonForm,
        offered=lambda task, actor: task.is_draft and plans(task, actor),
        label=_("Give up the draft"),
        icon="x",
        is_dangerous=True,
        said=_("The draft has been given up."),
    ),
    ActionView(
        "receive",
        permissions.CARRY,
        do=lambda task, given, actor: answering.receive(task.pk, **given, actor=actor),
        form=_post_form,
        offered=lambda task, actor: task.state == State.ASSIGNED and leads(task, actor),
        place="main",
        label=_("Receive the task"),
        icon="inbox",
        title=_("Receive the task"),
        said=_("The task has been received."),
    ),
    ActionView(
        "refuse",
        permissions.CARRY,
        do=lambda task, given, actor: answering.refuse(task.pk, **given, actor=actor),
        form=RefusalForm,
        offered=lambda task, actor: task.state == State.ASSIGNED and leads(task, actor),
        place="other",
        label=_("Do not accept"),
        icon="x",
        title=_("Do not accept the task"),
        text=_("It goes back to who gave it, who decides."),
        said=_("The task has gone back to who gave it."),
    ),
    ActionView(
        "answer_refusal",
        permissions.ASSIGN,
        do=lambda task, given, actor: answering.answer_refusal(task.pk, **given, actor=actor),
        form=_answer_form,
        offered=lambda task, actor: task.state == State.REFUSED and assigns(task, actor),
        place="main",
        label=_("Decide on the refusal"),
        icon="signature",
        title=_("Decide on the refusal"),
        said=_("Your decision has been written down."),
    ),
    ActionView(
        "send_result",
        permissions.CARRY,
        do=lambda task, given, actor: reporting.send_result(task.pk, Told(**given), actor=actor),
        form=_told_form(ResultForm),
        offered=lambda task, actor: task.is_carried and _is_open(task) and leads(task, actor),
        place="main",
        label=_("Hand in the result"),
        lead=_("Enter the result"),
        icon="check",
        title=_("Result"),
        said=_("The result has been handed in and waits for approval."),
    ),
    ActionView(
        "report",
        permissions.CARRY,
        do=lambda task, given, actor: reporting.report_progress(
            task.pk, Told(**given), actor=actor
        ),
        form=_told_form(ToldForm),
        alone=True,
        offered=lambda task, actor: task.is_carried and _is_open(task) and leads(task, actor),
        place="other",
        label=_("Report progress"),
        icon="progress",
        said=_("The report has been sent."),
    ),
    ActionView(
        "accept",
        permissions.ASSIGN,
        do=lambda task, given, actor: reporting.accept_result(task.pk, **given, actor=actor),
        form=NoteForm,
        offered=lambda task, actor: task.state == State.AWAITING and assigns(task, actor),
        place="main",
        label=_("Accept the result"),
        icon="circle-check",
        title=_("Accept the result"),
        said=_("The result has been accepted."),
    ),
    ActionView(
        "send_back",
        permissions.ASSIGN,
        do=lambda task, given, actor: reporting.return_result(task.pk, **given, actor=actor),
        form=ReasonForm,
        offered=lambda task, actor: task.state == State.AWAITING and assigns(task, actor),
        place="other",
        label=_("Send back"),
        icon="corner-up-left",
        title=_("Send the result back, or ask for more"),
        said=_("The result has been sent back."),
    ),
    ActionView(
        "find_beyond",
        permissions.ASSIGN,
        do=lambda task, given, actor: reporting.find_beyond(task.pk, **given, actor=actor),
        form=BeyondForm,
        offered=lambda task, actor: (
            task.state == State.DONE and not task.to_all_below and assigns(task, actor)
        ),
        label=_("Found beyond what was required"),
        icon="target",
        text=_(
            "It counts in the evidence for the ranking; a person finds it, the system never does."
        ),
        said=_("The finding has been written down."),
    ),
    ActionView(
        "give_on",
        permissions.ASSIGN,
        do=lambda task, given, actor: below.give_on(task.pk, **given, actor=actor),
        form=_give_on_form,
        alone=True,
        offered=lambda task, actor: task.is_carried and _is_open(task) and gives_on(task, actor),
        label=_("Give on"),
        icon="arrows-split",
        title=_("Give the task on"),
        text=_("Each organisation chosen gets a task of its own, to receive and report by itself."),
        said=_("The task has been given on."),
    ),
    ActionView(
        "name_responsible",
        permissions.CARRY,
        do=lambda task, given, actor: answering.name_responsible(task.pk, **given, actor=actor),
        form=_post_form,
        offered=lambda task, actor: task.is_carried and _is_open(task) and leads(task, actor),
        label=_("Name the person responsible"),
        icon="user",
        said=_("The person responsible has been named."),
    ),
    ActionView(
        "ask_extension",
        permissions.CARRY,
        do=lambda task, given, actor: changing.ask_extension(task.pk, **given, actor=actor),
        form=ExtensionForm,
        offered=lambda task, actor: (
            task.is_carried
            and _is_open(task)
            and task.due_on is not None
            and leads(task, actor)
            and not _has_extension(task)
        ),
        label=_("Ask for an extension"),
        icon="clock",
        said=_("The extension has been asked for."),
    ),
    ActionView(
        "decide_extension",
        permissions.ASSIGN,
        do=lambda task, given, actor: changing.decide_extension(task.pk, **given, actor=actor),
        form=ExtensionAnswerForm,
        offered=lambda task, actor: task.is_open and assigns(task, actor) and _has_extension(task),
        place="other",
        label=_("Decide on the extension"),
        icon="clock",
        said=_("Your decision has been written down."),
    ),
    ActionView(
        "confirm",
        permissions.CARRY,
        do=lambda task, given, actor: answering.confirm_part(task.pk, **given, actor=actor),
        form=NoteForm,
        offered=lambda task, actor: (
            task.is_open
            and (part := own_part(task, actor)) is not None
            and part.confirmed_at is None
        ),
        place="other",
        label=_("Confirm your part"),
        icon="checklist",
        said=_("Your part has been confirmed."),
    ),
    ActionView(
        "remind",
        (permissions.PLAN, permissions.ASSIGN),
        do=lambda task, given, actor: urging.remind(task.pk, **given, actor=actor),
        form=NoteForm,
        offered=may_remind,
        label=_("Remind"),
        icon="bell-ringing",
        said=_("The lead has been reminded."),
    ),
    ActionView(
        "pause",
        permissions.ASSIGN,
        do=lambda task, given, actor: changing.pause(task.pk, **given, actor=actor),
        form=PauseForm,
        offered=lambda task, actor: (
            _is_open(task)
            and task.state not in (State.PAUSED, State.AWAITING, State.REFUSED)
            and assigns(task, actor)
        ),
        label=_("Pause"),
        icon="player-pause",
        said=_("The task has been paused."),
    ),
    ActionView(
        "resume",
        permissions.ASSIGN,
        do=lambda task, _given, actor: changing.resume(task.pk, actor=actor),
        offered=lambda task, actor: task.state == State.PAUSED and assigns(task, actor),
        place="other",
        label=_("Resume"),
        icon="player-play",
        said=_("The task goes on."),
    ),
    ActionView(
        "withdraw",
        permissions.ASSIGN,
        do=lambda task, given, actor: changing.withdraw(task.pk, **given, actor=actor),
        form=ReasonForm,
        offered=lambda task, actor: task.is_open and assigns(task, actor),
        label=_("Withdraw"),
        icon="x",
        is_dangerous=True,
        title=_("Withdraw the task"),
        text=_("It leaves the figures, with all that was given on from it."),
        said=_("The task has been withdrawn."),
    ),
)
