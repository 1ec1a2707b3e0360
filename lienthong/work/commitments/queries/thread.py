"""The thread: document, clause, target, tasks at every level one may see, reports, evidence."""

from dataclasses import dataclass, field
from typing import Any

from lienthong.kernel.permissions.public import Actor
from lienthong.records.documents.public import Document, body_of, documents_seen_by
from lienthong.records.texts.public import every_clause

from ..models import CompiledReport, Evidence, Period, Plan, Proposal, Target, Task, TaskReport
from .about import evidence_seen
from .periods import periods_seen_by
from .seen import plans_seen_by, tasks_seen_by

DEEPEST = 6


@dataclass
class Knot:
    """One task on the thread, with what was said of it and what was given on from it."""

    task: Task
    reports: list[TaskReport] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    below: list["Knot"] = field(default_factory=list)
    is_here: bool = False


@dataclass(frozen=True)
class Clause:
    """A clause of a document: what it says and what has come of it for the reader."""

    wid: str
    label: str
    text: str
    targets: list[Target]
    knots: list[Knot]
    open_proposals: int = 0
    rejected: int = 0

    @property
    def is_taken(self) -> bool:
        return bool(self.targets or self.knots)

    @property
    def is_untaken(self) -> bool:
        """Something was read of it and nobody has taken it into the plan."""
        return not self.is_taken and bool(self.open_proposals or self.rejected)


def document_for(actor: Actor, document_id: int | None) -> Document | None:
    """An issued document that the actor may read."""
    if document_id is None:
        return None
    seen = documents_seen_by(actor).filter(audience__isnull=False, pk=document_id)
    return seen.select_related("type", "issuer", "text", "version", "audience").first()


def target_for(actor: Actor, task: Task, document: Document | None) -> Target | None:
    """The target of a task, for who reads the document that sets it, or sees the plan it stands in."""
    target = task.target
    if target is None or (document is not None and document.pk == target.plan.document_id):
        return target
    return target if plans_seen_by(actor).filter(pk=target.plan_id).exists() else None


def knots_of(tasks: list[Task], actor: Actor, *, here: int | None = None) -> list[Knot]:
    """These tasks and what was given on from them, level by level, in a few statements."""
    every = {one.pk: Knot(one, is_here=one.pk == here) for one in tasks}
    tops, level = list(every.values()), list(every)
    for _depth in range(DEEPEST):
        if not level:
            break
        children = tasks_seen_by(actor).filter(parent__in=level).select_related("lead", "unit")
        level = []
        for one in children.order_by("lead__path", "pk"):
            if one.pk in every or one.parent_id is None:
                continue
            every[one.pk] = Knot(one, is_here=one.pk == here)
            every[one.parent_id].below.append(every[one.pk])
            level.append(one.pk)
    _with_reports(every, actor)
    return tops


def _with_reports(every: dict[int, Knot], actor: Actor) -> None:
    sent = TaskReport.objects.filter(task__in=every).exclude(state=TaskReport.State.OPEN)
    reports = list(sent.select_related("period").order_by("-sent_at", "-pk"))
    evidence = evidence_seen(reports, actor)
    for report in reports:
        knot = every[report.task_id]
        knot.reports.append(report)
        knot.evidence += evidence.get(report.pk, [])


def top_of(task: Task, actor: Actor) -> Task:
    """The highest task above one that the actor may see."""
    seen = tasks_seen_by(actor).select_related("lead", "unit", "document__type", "target__plan")
    for _depth in range(DEEPEST):
        above = seen.filter(pk=task.parent_id or 0).first()
        if above is None:
            return task
        task = above
    return task


def clauses_of_document(document: Document, actor: Actor) -> list[Clause]:
    """Every clause of a document with what has come of it, for this reader."""
    tasks = tasks_seen_by(actor).filter(document=document).exclude(state="cancelled")
    mine = list(tasks.select_related("lead", "unit").order_by("pk"))
    shown = {one.pk for one in mine}
    tops = [one for one in mine if one.parent_id not in shown]
    by_clause: dict[str, list[Knot]] = {}
    for knot in knots_of(tops, actor):
        by_clause.setdefault(knot.task.wid, []).append(knot)
    plans = plans_seen_by(actor).filter(document=document)
    targets: dict[str, list[Target]] = {}
    for target in Target.objects.filter(plan__in=plans):
        targets.setdefault(target.wid, []).append(target)
    proposals = Proposal.objects.filter(plan__in=plans).values_list("wid", "state")
    counted: dict[tuple[str, str], int] = {}
    for wid, state in proposals:
        counted[wid, state] = counted.get((wid, state), 0) + 1
    return [
        Clause(
            wid=piece["wid"],
            label=str(piece.get("label") or ""),
            text=words_of(piece),
            targets=targets.get(piece["wid"], []),
            knots=by_clause.get(piece["wid"], []),
            open_proposals=counted.get((piece["wid"], "open"), 0),
            rejected=counted.get((piece["wid"], "rejected"), 0),
        )
        for piece in pieces_of(body_of(document))
    ]


def pieces_of(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every clause, and every row of a table, in reading order."""
    found = []
    for node in every_clause(body):
        found.append(node)
        found += [row for row in node.get("rows") or [] if "wid" in row]
    return found


def words_of(piece: dict[str, Any]) -> str:
    if piece.get("cells"):
        return " · ".join(str(cell.get("text", "")) for cell in piece["cells"])
    said = [piece.get("heading") or "", piece.get("text") or ""]
    return " ".join(one for one in said if one)


def proved_by(document: Document, actor: Actor) -> list[Task]:
    """The tasks of which a document is evidence: from this end to the other."""
    proofs = Evidence.objects.filter(document=document).values("report__task")
    return list(tasks_seen_by(actor).filter(pk__in=proofs).select_related("lead", "unit"))


def period_of(document: Document, actor: Actor) -> Period | None:
    """The period that was compiled into a document, to who may see it."""
    compiled = CompiledReport.objects.filter(document=document).values("period")
    return periods_seen_by(actor).filter(pk__in=compiled).first()


def plan_for(document: Document, unit_id: int, actor: Actor) -> Plan | None:
    return plans_seen_by(actor).filter(document=document, unit=unit_id).first()
