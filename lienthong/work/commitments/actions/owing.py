"""What a task lays on whose desk, by how it stands; said once, after every change."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.public import holders
from lienthong.kernel.permissions.public import Actor, Permission
from lienthong.kernel.procedures.public import Holder, owe, settle
from lienthong.kernel.reference.public import add_working_days, end_of_day, rule
from lienthong.kernel.units.public import Unit

from .. import permissions
from ..models import Coordination, Plan, State, Task
from ..procedures import APPROVE, CARRY_OUT, CONFIRM, DECIDE, RECEIVE


def owe_by_state(task: Task) -> None:
    """The lead receives or carries out; the assigner decides; nobody owes anything on a finished task."""
    settle(task)
    if task.state in (State.DRAFT, State.DONE, State.CANCELLED):
        return
    _owe_of_lead(task)
    waits_for_decision = task.state in (State.REFUSED, State.AWAITING)
    if waits_for_decision or task.extensions.filter(decided_on=None).exists():
        owe(DECIDE, task, Holder(task.unit_id))
    for one in _unconfirmed(task):
        owe(CONFIRM, task, Holder(one.unit_id))


def _owe_of_lead(task: Task) -> None:
    if task.to_all_below:
        return  # its children are carried out
    post = task.responsible_id
    if task.state == State.ASSIGNED:
        days = rule("commitments.answer_working_days", timezone.localdate()).value["days"]
        due = end_of_day(add_working_days(timezone.localdate(), int(days)))
        owe(RECEIVE, task, Holder(task.lead_id, due_at=due))
    elif task.is_carried:
        due_at = end_of_day(task.due_on) if task.due_on else None
        owe(CARRY_OUT, task, Holder(task.lead_id, post, due_at=due_at, shared=post is not None))


def _unconfirmed(task: Task) -> list[Coordination]:
    beside = ~Q(unit__in=[task.lead_id, task.unit_id])
    return list(task.coordinations.filter(beside, confirmed_at=None))


def owe_approval(plan: Plan) -> None:
    """Tasks that the office has entered wait for who assigns them."""
    if plan.tasks.filter(state=State.DRAFT).exists():
        owe(APPROVE, plan, Holder(plan.unit_id))
    else:
        settle(plan)


def tell(unit: Unit | None, permission: Permission, message: str, task: Task, actor: Actor) -> None:
    """Notify those of a unit who can do something about a task."""
    if unit is None:
        return
    notify(
        holders(unit, permission).values_list("person_id", flat=True),
        message,
        reverse("commitments:task", args=[task.pk]),
        actor=actor,
        source="commitments",
        unit=actor.unit_name,
        code=task.code,
    )


def tell_lead(task: Task, message: str, actor: Actor) -> None:
    tell(task.lead, permissions.CARRY, message, task, actor)


def tell_assigner(task: Task, message: str, actor: Actor) -> None:
    tell(task.unit, permissions.ASSIGN, message, task, actor)
