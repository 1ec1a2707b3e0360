"""What a report says, and what holds of every one: kept with its evidence, never more than the rules allow."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.files.public import store
from lienthong.kernel.permissions.public import Actor, RuleBroken, required
from lienthong.kernel.text.public import nfc
from lienthong.records.correspondence.public import BroughtFile, FileToKeep
from lienthong.records.documents.public import documents_seen_by

from ..models import Evidence, State, Task, TaskReport
from ..queries.seen import tasks_seen_by
from .standing import change

HUNDRED = 100


@dataclass(frozen=True)
class Told:
    """One line of a report (T-52)."""

    result: str = ""
    percent: int | None = None
    difficulties: str = ""
    requests: str = ""
    coming: str = ""
    nothing_arisen: bool = False
    reason: str = ""
    document_ids: tuple[int, ...] = ()
    task_ids: tuple[int, ...] = ()
    evidence_words: str = ""
    files: tuple[BroughtFile, ...] = ()

    @property
    def columns(self) -> dict[str, object]:
        return {
            "result": self.result.strip(),
            "percent": self.percent,
            "difficulties": self.difficulties.strip(),
            "requests": self.requests.strip(),
            "coming": self.coming.strip(),
            "nothing_arisen": self.nothing_arisen,
            "reason": self.reason.strip()[:300],
        }

    @property
    def has_evidence(self) -> bool:
        shown = (self.document_ids, self.task_ids, self.files, self.evidence_words.strip())
        return any(shown)


def keep(
    report: TaskReport, told: Told, actor: Actor, files: Sequence[FileToKeep] = ()
) -> TaskReport:
    """Send it: with its words, its evidence, and who says so."""
    for name, value in told.columns.items():
        setattr(report, name, value)
    report.state = TaskReport.State.SENT
    report.sent_at, report.sent_by_id = timezone.now(), actor.post_id
    report.sent_by_person_id, report.sent_by_name = actor.person_id, actor.signature
    report.save()
    _attach(report, told, actor, files)
    return report


def _attach(report: TaskReport, told: Told, actor: Actor, files: Sequence[FileToKeep]) -> None:
    """Records of the system as links, only those that who reports may see; files as they were brought."""
    documents = documents_seen_by(actor).filter(pk__in=told.document_ids)
    tasks = tasks_seen_by(actor).filter(pk__in=told.task_ids).exclude(pk=report.task_id)
    rows = [Evidence(report=report, document=one) for one in documents]
    rows += [Evidence(report=report, task=one) for one in tasks]
    rows += [
        Evidence(
            report=report,
            file=store(one.data, media_type=one.media_type),
            name=nfc(one.name)[-200:],
        )
        for one in files
    ]
    if told.evidence_words.strip():
        rows.append(Evidence(report=report, words=told.evidence_words.strip()[:300]))
    Evidence.objects.bulk_create(rows)


def said_unmarked(files: Sequence[FileToKeep]) -> dict[str, list[str]]:
    """The hashes of the files that nobody here can read: their bearer answers for them by a tick (ADR 43)."""
    unread = [hashlib.sha256(one.data).hexdigest() for one in files if not one.is_read]
    return {"said_unmarked": unread} if unread else {}


def go_on(task: Task, percent: int | None) -> None:
    """The task is under way, and so far."""
    far: dict[str, Any] = {"percent": percent} if percent is not None else {}
    if task.state == State.RECEIVED:
        change(task, state=State.UNDER_WAY, **far)
    elif far:
        change(task, **far)


def refuse_unless_carried(task: Task) -> None:
    if task.state == State.ASSIGNED:
        raise RuleBroken(_("Receive the task before you report on it."))
    if not task.is_carried:
        raise RuleBroken(_("Nothing can be reported on this task as it stands now."))


def refuse_empty(told: Told) -> None:
    required(told.result, _("Write what was done, or that nothing arose."), field="result")


def refuse_over_hundred(told: Told) -> None:
    if told.percent is not None and not 0 <= told.percent <= HUNDRED:
        raise RuleBroken(_("Progress is a percentage from 0 to 100."), field="percent")


def refuse_wrong_percent(task: Task, told: Told) -> None:
    """Progress does not go down without a reason (T-52)."""
    refuse_over_hundred(told)
    if told.percent is not None and told.percent < task.percent:
        required(
            told.reason,
            _("Progress was %(n)d %% before: say why it went down.") % {"n": task.percent},
            field="reason",
        )


def refuse_while_children_are_open(task: Task, told: Told) -> None:
    """Who has given it on does not report it done while a child is open, unless it says why (T-27)."""
    done = (State.DONE, State.CANCELLED)
    still = task.children.exclude(state__in=done).count()
    if still and not told.reason.strip():
        raise RuleBroken(
            _("%(n)d tasks given on from this one are not done yet: say why it is complete.")
            % {"n": still},
            field="reason",
        )
