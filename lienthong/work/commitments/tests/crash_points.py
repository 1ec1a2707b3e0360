"""Where assigning, reporting and compiling may die, and what must be true afterwards."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from chaos.findings import DOUBLED, LOST, Finding, Findings, history, once
from chaos.points import Action, Dying
from chaos.stage import Scene, Send, Theatre
from lienthong.kernel.people.public import Role, actor_in

from ..actions.answering import receive
from ..actions.reporting import open_period, send_line
from ..actions.tasks import GivenTask, assign, enter_task
from ..actions.told import Told
from ..models import CompiledReport, Difficulty, Standing, State, Task, TaskReport


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


def _received(theatre: Theatre) -> Task:
    """By the commune, in a rhythm of months, so that a period has its line."""
    people, task = theatre.people, _draft(theatre)
    Task.objects.filter(pk=task.pk).update(rhythm="month")
    assign(task.pk, actor=actor_in(people.holder(people.province, Role.SECRETARY)))
    receive(task.pk, actor=actor_in(people.holder(people.stage.commune, Role.SECRETARY)))
    return task


def _line(theatre: Theatre, task: Task) -> TaskReport:
    people = theatre.people
    last = dt.date(2026, 1, 31) + dt.timedelta(days=task.pk)  # each trial has a period of its own
    period = open_period(
        people.province.pk,
        rhythm="month",
        name="Tháng",
        ends_on=last,
        closes_on=last,
        actor=actor_in(people.holder(people.province, Role.CLERK)),
    )
    return TaskReport.objects.get(period=period, task=task)


def to_hand_in(theatre: Theatre) -> Scene:
    people, task = theatre.people, _received(theatre)
    session = people.session(people.holder(people.stage.commune, Role.CLERK))
    path = reverse("commitments:send_result", args=[task.pk])
    said = [("result", "Đã làm"), ("evidence_words", "Biên bản")]
    return Scene([Send(session, path, said)], task=task.pk)


def to_send_line(theatre: Theatre) -> Scene:
    people, task = theatre.people, _received(theatre)
    line = _line(theatre, task)
    session = people.session(people.holder(people.stage.commune, Role.CLERK))
    path = reverse("commitments:fill_in", args=[line.pk])
    return Scene([Send(session, path, [("result", "Đã làm")])], task=task.pk, line=line.pk)


def to_compile(theatre: Theatre) -> Scene:
    people, task = theatre.people, _received(theatre)
    line = _line(theatre, task)
    secretary = people.holder(people.stage.commune, Role.SECRETARY)
    send_line(line.pk, Told(result="Đã làm"), actor=actor_in(secretary))
    session = people.session(people.holder(people.province, Role.CLERK))
    path = reverse("commitments:compile", args=[line.period_id])
    return Scene([Send(session, path)], period=line.period_id)


def to_raise(theatre: Theatre) -> Scene:
    people = theatre.people
    words = f"Thiếu giống {Difficulty.objects.count()}"
    session = people.session(people.holder(people.stage.commune, Role.CLERK))
    path = reverse("commitments:new_difficulty")
    return Scene([Send(session, path, [("difficulty", words)])], words=words)


def is_handed_in(scene: Mapping[str, Any]) -> Findings:
    yield from _stands(scene, State.AWAITING, "commitments.result_sent")
    results = TaskReport.objects.filter(task=scene["task"], kind=TaskReport.Kind.RESULT)
    yield from once(results.count(), f"the result of task {scene['task']}")


def is_sent(scene: Mapping[str, Any]) -> Findings:
    sent = TaskReport.objects.filter(pk=scene["line"], state=TaskReport.State.SENT)
    yield from once(sent.count(), f"line {scene['line']}")
    done = history("commitments.task")[str(scene["task"]), "commitments.line_sent"]
    yield from once(done, f"line {scene['line']} in the history")


def is_compiled(scene: Mapping[str, Any]) -> Findings:
    compiled = CompiledReport.objects.filter(period=scene["period"])
    yield from once(compiled.count(), f"the report of period {scene['period']}")
    done = history("commitments.period")[str(scene["period"]), "commitments.compiled"]
    yield from once(done, f"period {scene['period']}: compiled in the history")


def is_raised(scene: Mapping[str, Any]) -> Findings:
    found = Difficulty.objects.filter(words=scene["words"])
    yield from once(found.count(), f"the difficulty “{scene['words']}”")


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
HAND_IN = Action("hand_in_result", to_hand_in, is_handed_in)
SEND_LINE = Action("send_line", to_send_line, is_sent)
COMPILE = Action("compile_report", to_compile, is_compiled)
RAISE = Action("raise_difficulty", to_raise, is_raised)

DYING = Dying(
    points=(
        *ASSIGN.dies("commitments.assign.before_commit"),
        *RECEIVE.dies("commitments.receive.before_commit"),
        *HAND_IN.dies("commitments.result.before_commit"),
        *SEND_LINE.dies("commitments.line.before_commit"),
        *COMPILE.dies("commitments.compile.before_commit"),
        *RAISE.dies("commitments.raise.before_commit"),
    ),
    checks=(standings,),
)
