"""What the lead and those beside it answer: received, refused, confirmed; and what comes of a refusal."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import crash_point
from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required

from .. import permissions
from ..models import Coordination, Refusal, State, Task
from ..procedures import ASSIGNED, DECIDED, NOT_ACCEPTED
from .groups import close_group, take_after_its_group
from .owing import owe_by_state, tell_assigner, tell_lead
from .own_matter import refuse_who_would_not
from .standing import change, take
from .tasks import refuse_wrong_organisations


def authorize_lead(task: Task, actor: Actor) -> None:
    authorize(actor, permissions.CARRY, task.lead.path if task.lead else "")


def refuse_unless_given(task: Task) -> None:
    if task.is_draft:
        raise PermissionDenied(permissions.CARRY.codename)


@transaction.atomic
def receive(task_id: int, *, responsible_id: int | None = None, actor: Actor) -> Task:
    """The lead receives the task and names the one person who is responsible (T-23)."""
    task = take(task_id)
    authorize_lead(task, actor)

    if task.state != State.ASSIGNED:
        raise RuleBroken(_("This task has already been answered. Reload the page."))

    responsible = _one_of_the_lead(task, responsible_id)
    change(task, state=State.RECEIVED, responsible=responsible or task.responsible)
    owe_by_state(task)

    record(actor, "commitments.received", task)
    crash_point("commitments.receive.before_commit")
    return task


def _one_of_the_lead(task: Task, post_id: int | None) -> Post | None:
    if post_id is None:
        return None
    today = timezone.localdate()
    found = Post.objects.valid_on(today).filter(unit=task.lead_id or 0, pk=post_id).first()
    if found is None:
        raise RuleBroken(_("Choose a person of your own organisation."), field="responsible")
    return found


@transaction.atomic
def name_responsible(task_id: int, *, responsible_id: int | None, actor: Actor) -> Task:
    """The lead says who of its people is responsible: exactly one."""
    task = take(task_id)
    authorize_lead(task, actor)

    _refuse_unless_carried(task)
    responsible = _one_of_the_lead(task, responsible_id)
    if responsible is None:
        raise RuleBroken(_("Choose the person who is responsible."), field="responsible")

    change(task, responsible=responsible)
    owe_by_state(task)

    record(actor, "commitments.responsible_named", task, post=responsible.pk)
    return task


def _refuse_unless_carried(task: Task) -> None:
    if not task.is_carried:
        raise RuleBroken(_("This task is not being carried out now. Reload the page."))


@transaction.atomic
def refuse(task_id: int, *, reason: str, actor: Actor) -> Refusal:
    """The lead does not accept the task and says why; it goes back to who gave it (T-23)."""
    task = take(task_id)
    authorize_lead(task, actor)

    if task.state != State.ASSIGNED:
        raise RuleBroken(_("This task has already been answered. Reload the page."))
    reason = required(reason, _("Say why the task is not accepted."))
    assert task.lead is not None, "an assigned task has a lead"

    refusal = Refusal.objects.create(
        task=task,
        unit=task.lead,
        reason=reason,
        refused_by_name=actor.signature,
        refused_by_person_id=actor.person_id,
    )
    change(task, state=State.REFUSED)
    owe_by_state(task)
    tell_assigner(task, NOT_ACCEPTED, actor, reason=reason[:300])

    record(actor, "commitments.refused", task, reason=reason[:300])
    return refusal


@transaction.atomic
def answer_refusal(
    task_id: int, *, answer: str, reason: str, lead_id: int | None = None, actor: Actor
) -> Task:
    """The assigner gives it to another organisation, insists, or withdraws it (T-24)."""
    task = take_after_its_group(task_id)
    authorize(actor, permissions.ASSIGN, task.unit.path)

    if task.state != State.REFUSED:
        raise RuleBroken(_("Nobody has refused this task, or it has been decided already."))
    refuse_who_would_not(
        task, actor, _("Somebody else decides on a refusal that is your own, or of your own task.")
    )
    reason = required(reason, _("Say why you decide so."))
    refusal = task.refusals.filter(answer="").get()
    other = answer == Refusal.Answer.OTHER
    if other:
        if lead_id is None or lead_id == task.lead_id:
            raise RuleBroken(_("Choose the other organisation that leads."), field="lead")
        beside = list(task.coordinations.exclude(unit=lead_id).values_list("unit_id", flat=True))
        refuse_wrong_organisations(task.unit, lead_id, beside)

    refusal.answer, refusal.answer_reason = answer, reason[:300]
    refusal.answered_at, refusal.answered_by_name = timezone.now(), actor.signature
    refusal.save(update_fields=["answer", "answer_reason", "answered_at", "answered_by_name"])
    if answer == Refusal.Answer.WITHDRAW:
        change(task, state=State.CANCELLED, reason=reason[:300])
    elif other:
        task.coordinations.filter(unit=lead_id).delete()
        change(task, state=State.ASSIGNED, lead_id=lead_id, responsible=None)
        task.refresh_from_db(fields=["lead"])
    else:
        change(task, state=State.ASSIGNED)
    owe_by_state(task)
    close_group(task.parent, actor)
    tell_lead(task, ASSIGNED if other else DECIDED, actor)

    record(actor, "commitments.refusal_answered", task, answer=answer, lead=task.lead_id)
    return task


@transaction.atomic
def confirm_part(task_id: int, *, note: str = "", actor: Actor) -> Coordination:
    """A coordinating body confirms its part; its silence would hold nobody up (T-25)."""
    task = take(task_id)
    own = Coordination.objects.filter(task=task, unit=actor.unit_id).select_related("unit").first()
    authorize(actor, permissions.CARRY, own.unit.path if own else "")
    refuse_unless_given(task)
    assert own is not None

    if own.confirmed_at is not None:
        raise RuleBroken(_("Your part has already been confirmed."))
    if not task.is_open:
        raise RuleBroken(_("This task is finished; nothing is asked of you any more."))

    own.confirmed_at, own.confirmed_by_name = timezone.now(), actor.signature
    own.note = note.strip()
    own.save(update_fields=["confirmed_at", "confirmed_by_name", "note"])
    owe_by_state(task)

    record(actor, "commitments.confirmed", task, unit=own.unit_id)
    return own
