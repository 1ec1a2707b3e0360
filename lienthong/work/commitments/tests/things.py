"""Plans and tasks for the attack, each with a word that stands nowhere else."""

import datetime as dt
from dataclasses import dataclass

from attack.places import Place
from attack.stage import Stage
from attack.world import Thing
from lienthong.kernel.permissions.public import Actor
from lienthong.records.correspondence.public import BroughtFile
from lienthong.records.correspondence.tests.scans import a_letter
from lienthong.work.commitments.actions.answering import receive
from lienthong.work.commitments.actions.difficulties import raise_difficulty
from lienthong.work.commitments.actions.plans import open_plan
from lienthong.work.commitments.actions.reporting import open_period, report_progress
from lienthong.work.commitments.actions.tasks import GivenTask, assign, enter_task
from lienthong.work.commitments.actions.told import Told
from lienthong.work.commitments.models import Proposal, Task, TaskReport

FAR = dt.date(2099, 12, 31)


@dataclass(eq=False, kw_only=True)
class Given(Thing):
    """A task: who gave it, who leads, who coordinates, how far it is."""

    unit: Place
    lead: Place
    beside_it: Place
    state: str = "draft"


@dataclass(eq=False, kw_only=True)
class Planned(Thing):
    """A plan of one committee, or a proposal in it."""

    unit: Place


@dataclass(eq=False, kw_only=True)
class Reported(Thing):
    """A period of one committee, or a line in it of one lead."""

    unit: Place
    lead: Place


def make(stage: Stage) -> None:
    drafted = _given(stage, "province", "next commune", "body")
    received = _given(stage, "province", "commune", "next commune", state="received")
    own = _given(stage, "commune", "commune body", "branch", state="assigned")
    stage.add("task", drafted, received, own)
    _give_by_a_paper_few_read(stage, drafted, received)
    _plan(stage, "province")
    _plan(stage, "commune")
    _period(stage, "province", received)
    _difficulty(stage, received)


def _give_by_a_paper_few_read(stage: Stage, *tasks: Given) -> None:
    """Its number, which the documents keep as a secret word, stands on no page of who may not read it."""
    for paper in stage.world.things.get("document", []):
        if paper.key == "letter to a body":
            keys = [one.ids["task_id"] for one in tasks]
            Task.objects.filter(pk__in=keys).update(
                document=paper.ids["document_id"], basis_words="", clause="II.3"
            )


def make_more(stage: Stage) -> Given:
    """One more task, far from most."""
    return _given(stage, "stranger", "stranger commune", "stranger office", state="assigned")


def _given(stage: Stage, unit: str, lead: str, beside: str, *, state: str = "draft") -> Given:
    places = stage.world.places
    made = Given(
        f"task of the {unit}", unit=places[unit], lead=places[lead], beside_it=places[beside]
    )
    made.state = state
    secretary = stage.actor("secretary", unit)
    given = GivenTask(
        content=f"Trồng rừng {stage.secret('commitments.task', made)}",
        lead_id=places[lead].unit_id,
        coordinator_ids=(places[beside].unit_id,),
        basis_words="Công văn số 5-CV/TU",
        due_kind="date",
        due_on=FAR,
        rhythm="month",
    )
    task = enter_task(places[unit].unit_id, given, actor=secretary)
    made.ids["task_id"] = task.pk
    made.ids["lead_id"], made.ids["evidence_id"] = places[lead].unit_id, 0
    if state != "draft":
        assign(task.pk, actor=secretary)
    if state == "received":
        _with_a_file(made, stage.actor("secretary", lead))
    return made


def _with_a_file(made: Given, lead: Actor) -> None:
    receive(made.ids["task_id"], actor=lead)
    told = Told(result="Đã trồng 1 ha", files=(BroughtFile("bien-ban.pdf", a_letter(3)),))
    report = report_progress(made.ids["task_id"], told, actor=lead)
    made.ids["evidence_id"] = report.evidence.get().pk


def _plan(stage: Stage, unit: str) -> None:
    place = stage.world.places[unit]
    made = Planned(f"plan of the {unit}", unit=place)
    plan = open_plan(
        place.unit_id,
        title=f"Chương trình {stage.secret('commitments.plan', made)}",
        year=2026,
        actor=stage.actor("secretary", unit),
    )
    made.ids["plan_id"] = plan.pk
    proposal = Proposal.objects.create(
        plan=plan, position=0, kind="task", content="Rà soát quy trình", clause="mục I"
    )
    read = Planned(f"proposal of the {unit}", {"proposal_id": proposal.pk}, unit=place)
    stage.add("plan", made)
    stage.add("proposal", read)


def _period(stage: Stage, unit: str, task: Given) -> None:
    place = stage.world.places[unit]
    period = open_period(
        place.unit_id,
        rhythm="month",
        name="Tháng 11/2026",
        ends_on=dt.date(2026, 11, 30),
        closes_on=dt.date(2026, 11, 30),
        actor=stage.actor("clerk", unit),
    )
    line = TaskReport.objects.get(period=period)
    ids = {"period_id": period.pk, "line_id": line.pk}
    stage.add("period", Reported("period", dict(ids), unit=place, lead=task.lead))
    stage.add("line", Reported("line", dict(ids), unit=place, lead=task.lead))


def _difficulty(stage: Stage, task: Given) -> None:
    made = Reported("difficulty", unit=task.unit, lead=task.lead)
    difficulty = raise_difficulty(
        task.ids["lead_id"],
        words=f"Thiếu giống {stage.secret('commitments.difficulty', made)}",
        task_id=task.ids["task_id"],
        actor=stage.actor("secretary", "commune"),
    )
    made.ids["difficulty_id"] = difficulty.pk
    stage.add("difficulty", made)
