"""Nobody decides in their own matter: whose matter a task is."""

from django.utils import timezone

from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import Actor, refuse_own_matter

from ..models import Standing, Task, TaskReport
from ..queries.digest import heads_on

Persons = set[int | None]


def responsible_for(task: Task) -> Persons:
    """Who is responsible and who ever was; where nobody is named, the heads of the organisation that leads.

    Of what an organisation gave itself its heads are not asked: it would have nobody left to decide.
    """
    named = set(Standing.objects.filter(task=task).values_list("responsible", flat=True))
    named = {one for one in (*named, task.responsible_id) if one is not None}
    persons = Post.objects.filter(pk__in=named).values_list("person", flat=True)
    if named:
        return set(persons)
    if task.is_own:
        return set()
    heads = heads_on(timezone.localdate()).filter(unit=task.lead_id)
    return set(heads.values_list("person", flat=True))


def refuse_who_handed_in(task: Task, actor: Actor, sentence: str) -> None:
    """Of a result: whoever sent one of this task, or is responsible for it."""
    results = task.reports.filter(kind=TaskReport.Kind.RESULT)
    senders = set(results.values_list("sent_by_person_id", flat=True))
    refuse_own_matter(actor, senders | responsible_for(task), sentence)


def refuse_who_reported(line: TaskReport, task: Task, actor: Actor, sentence: str) -> None:
    """Of a line: whoever sent it or any correction of it, or is responsible for the task."""
    senders = {line.sent_by_person_id}
    senders |= {one.sent_by_person_id for one in line.corrections.all()}
    refuse_own_matter(actor, senders | responsible_for(task), sentence)


def refuse_who_asked_for_time(task: Task, actor: Actor, sentence: str) -> None:
    """Of a later day: whoever has asked for one, or is responsible for the task."""
    askers = set(task.extensions.values_list("asked_by_person_id", flat=True))
    refuse_own_matter(actor, askers | responsible_for(task), sentence)


def refuse_who_would_not(task: Task, actor: Actor, sentence: str) -> None:
    """Of a refusal, and of a withdrawal: whoever refused the task, or is responsible for it."""
    refused = set(task.refusals.values_list("refused_by_person_id", flat=True))
    refuse_own_matter(actor, refused | responsible_for(task), sentence)
