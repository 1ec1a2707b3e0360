"""What stands around a task on its page."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from lienthong.kernel.audit.public import AuditEntry, history_of
from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import Actor, paths_where
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import documents_seen_by

from .. import permissions
from ..models import Coordination, Evidence, Task, TaskReport
from .seen import READ_WITH_A_TASK, tasks_seen_by

MOST_OFFERED = 30


def task_for(actor: Actor, task_id: int) -> Task | None:
    return (
        tasks_seen_by(actor)
        .select_related(*READ_WITH_A_TASK, "directing__person")
        .prefetch_related("extensions", "products", "coordinations__unit")
        .filter(pk=task_id)
        .first()
    )


def parent_seen(task: Task, actor: Actor) -> Task | None:
    """What a task was given on from, to who may see that."""
    if task.parent_id is None:
        return None
    return tasks_seen_by(actor).select_related("unit").filter(pk=task.parent_id).first()


def leads(task: Task, actor: Actor) -> bool:
    """Whether the actor may answer for the lead."""
    lead = task.lead
    return lead is not None and paths_where(actor, permissions.CARRY).covers(lead.path)


def assigns(task: Task, actor: Actor) -> bool:
    return paths_where(actor, permissions.ASSIGN).covers(task.unit.path)


def plans(task: Task, actor: Actor) -> bool:
    return paths_where(actor, permissions.PLAN).covers(task.unit.path)


def gives_on(task: Task, actor: Actor) -> bool:
    lead = task.lead
    return lead is not None and paths_where(actor, permissions.ASSIGN).covers(lead.path)


def may_remind(task: Task, actor: Actor) -> bool:
    """Who follows a task that others carry out."""
    is_with_others = task.is_open and not task.is_own
    return is_with_others and not task.to_all_below and (plans(task, actor) or assigns(task, actor))


def own_part(task: Task, actor: Actor) -> Coordination | None:
    """The part that the actor's body coordinates and may confirm."""
    asked = next((one for one in task.coordinations.all() if one.unit_id == actor.unit_id), None)
    if asked is None or not paths_where(actor, permissions.CARRY).covers(asked.unit.path):
        return None
    return asked


def colleagues_of(unit: Unit | None) -> QuerySet[Post]:
    """Who of a unit may be named as the one person responsible."""
    posts = Post.objects.valid_on(timezone.localdate()).filter(unit=unit)
    return posts.filter(role__in=permissions.CARRY.held_by).select_related("person", "unit")


def who_may_direct(unit: Unit) -> QuerySet[Post]:
    """Who of the standing board of a unit may direct a task."""
    posts = Post.objects.valid_on(timezone.localdate()).filter(unit=unit)
    return posts.filter(role__in=permissions.ASSIGN.held_by).select_related("person", "unit")


def children_seen(task: Task, actor: Actor) -> QuerySet[Task]:
    """What was given on from a task, as far as the actor sees it."""
    return tasks_seen_by(actor).filter(parent=task).select_related("lead").order_by("lead__path")


def reports_of(task: Task) -> QuerySet[TaskReport]:
    """What was said of a task, the newest first; a line nobody has filled in is none."""
    sent = task.reports.exclude(state=TaskReport.State.OPEN).select_related("period")
    return sent.order_by("-sent_at", "-pk")


def evidence_seen(reports: Iterable[TaskReport | int], actor: Actor) -> dict[int, list[Evidence]]:
    """The evidence of reports, each with its own rights: what the reader may not see is left out."""
    rows = Evidence.objects.filter(report__in=list(reports)).select_related(
        "document__type", "document__issuer", "task", "report"
    )
    found = list(rows)
    documents = {one.document_id for one in found if one.document_id}
    tasks = {one.task_id for one in found if one.task_id}
    seen_documents = set(
        documents_seen_by(actor).filter(pk__in=documents).values_list("pk", flat=True)
        if documents
        else ()
    )
    seen_tasks = set(
        tasks_seen_by(actor).filter(pk__in=tasks).values_list("pk", flat=True) if tasks else ()
    )
    shown: dict[int, list[Evidence]] = {}
    for one in found:
        hidden = (one.document_id and one.document_id not in seen_documents) or (
            one.task_id and one.task_id not in seen_tasks
        )
        if not hidden:
            shown.setdefault(one.report_id, []).append(one)
    return shown


def with_evidence(reports: Sequence[TaskReport], actor: Actor) -> None:
    """Each report gets what the reader sees of its evidence, as `shown_evidence`."""
    shown = evidence_seen(reports, actor) if reports else {}
    for report in reports:
        report.shown_evidence = shown.get(report.pk, [])  # type: ignore[attr-defined]  # for its page


def evidence_file(task: Task, evidence_id: int) -> Evidence | None:
    """A file that was handed in with a report on this task."""
    of_it = Evidence.objects.filter(report__task=task, file__isnull=False, pk=evidence_id)
    return of_it.select_related("file").first()


def documents_to_offer(actor: Actor) -> list[tuple[int, str]]:
    """The newest documents that may be attached as evidence."""
    documents = documents_seen_by(actor).filter(audience__isnull=False).select_related("type")
    newest = documents.order_by("-issued_at")[:MOST_OFFERED]
    return [(one.pk, f"{one.notation} {one.subject_line}"[:160]) for one in newest]


def history(task: Task) -> QuerySet[AuditEntry]:
    return history_of(task).order_by("-id")[:50]
