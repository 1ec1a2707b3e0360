"""Where assigning and receiving a task may die, and what must be true afterwards."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from chaos.findings import DOUBLED, LOST, Finding, Findings, history, once
from chaos.points import Action, Dying
from chaos.stage import Scene, Send, Theatre
from lienthong.kernel.people.public import Role, actor_in

from ..actions.tasks import GivenTask, assign, enter_task
from ..models import Standing, State, Task


def _draft(theatre: Theatre) -> Task:
    people = theatre.people
    clerk = people.holder(people.province, Role.CLERK)
    given = GivenTask(
        content="Rà soát quy trình",
        lead_id=people.stage.commune.pk,
        basis_words="Công văn số 5-CV/TU",
        products=("Báo cáo",),
    )
    return enter_task(people.province.pk, given, actor=actor_in(clerk))


def to_assign(theatre: Theatre) -> Scene:
    people, task = theatre.people, _draft(theatre)
    secretary = people.holder(people.province, Role.SECRETARY)
    path = reverse("commitments:assign", args=[task.pk])
    return Scene([Send(people.session(secretary), path)], task=task.pk)


def to_receive(theatre: Theatre) -> Scene:
    people, task = theatre.people, _draft(theatre)
    secretary = people.holder(people.province, Role.SECRETARY)
    assign(task.pk, actor=actor_in(secretary))
    clerk = people.holder(people.stage.commune, Role.CLERK)
    path = reverse("commitments:receive", args=[task.pk])
    return Scene([Send(people.session(clerk), path)], task=task.pk)


def is_assigned(scene: Mapping[str, Any]) -> Findings:
    """Its state, its standing and its line in the history go together, once."""
    yield from _stands(scene, State.ASSIGNED, "commitments.assigned")


def is_received(scene: Mapping[str, Any]) -> Findings:
    yield from _stands(scene, State.RECEIVED, "commitments.received")


def _stands(scene: Mapping[str, Any], state: str, verb: str) -> Findings:
    task = f"task {scene['task']}"
    now = Standing.objects.filter(task=scene["task"], until=None, state=state)
    yield from once(now.count(), f"the standing of {task}")
    done = history("commitments.task")[str(scene["task"]), verb]
    yield from once(done, f"{task}: “{verb}” in the history")


def standings() -> Findings:
    """Every assigned task stands exactly as its row says."""
    for task in Task.objects.exclude(state=State.DRAFT).exclude(assigned_at=None):
        now = Standing.objects.filter(task=task, until=None).first()
        if now is None:
            yield Finding(LOST, f"task {task.pk} has no standing")
        elif (now.state, now.lead_id, now.due_on) != (task.state, task.lead_id, task.due_on):
            yield Finding(DOUBLED, f"task {task.pk} stands otherwise than its row says")


ASSIGN = Action("assign", to_assign, is_assigned)
RECEIVE = Action("receive_task", to_receive, is_received)

DYING = Dying(
    points=(
        *ASSIGN.dies("commitments.assign.before_commit"),
        *RECEIVE.dies("commitments.receive.before_commit"),
    ),
    checks=(standings,),
)
