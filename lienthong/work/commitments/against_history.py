"""Reports and difficulties against the history, each day: what was said, accepted, asked and answered."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from lienthong.kernel.audit.public import AuditEntry, Fault

from .actions.content import answered_in, content_of, raised_in
from .models import Difficulty, Evidence, TaskReport

AT_ONCE = 1000
SAID = (
    "commitments.reported",
    "commitments.result_sent",
    "commitments.line_sent",
    "commitments.line_corrected",
)
ACCEPTED = ("commitments.accepted", "commitments.line_accepted")
RAISED, ANSWERED = "commitments.difficulty_raised", "commitments.difficulty_answered"
Facts = list[tuple[str, dict[str, Any]]]


def reports_unlike_the_history() -> Iterator[Fault]:
    """A report whose words, figures or evidence were rewritten, or that was accepted past the product."""
    sent = TaskReport.objects.exclude(state=TaskReport.State.OPEN).order_by("pk")
    last = 0
    while some := list(sent.filter(pk__gt=last)[:AT_ONCE]):
        told = _told("commitments.task", [one.task_id for one in some], (*SAID, *ACCEPTED))
        shown = _evidence_of(some)
        for report in some:
            if not _is_as_told(report, shown[report.pk], told[report.task_id]):
                message = _("Report %(report)s is not as the history says it was sent or accepted.")
                yield Fault("commitments", message, {"report": report.pk})
        last = some[-1].pk


def _is_as_told(report: TaskReport, evidence: list[Evidence], told: Facts) -> bool:
    said = [facts for verb, facts in told if verb in SAID and facts.get("report") == report.pk]
    if not said:
        return _was_sent_before_contents(report, told)
    if said[-1]["content"] != content_of(report, evidence):
        return False
    if report.state != TaskReport.State.ACCEPTED:
        return True
    decided = [facts for verb, facts in told if verb in ACCEPTED]
    return any(report.pk in facts.get("decided", ()) for facts in decided)


def _was_sent_before_contents(report: TaskReport, told: Facts) -> bool:
    """Whether an entry from before the history held what was said may be the one of this report."""
    old = [facts for verb, facts in told if verb in SAID and "content" not in facts]
    new = [facts["report"] for verb, facts in told if verb in SAID and "report" in facts]
    return bool(old) and all(report.pk < other for other in new)


def _evidence_of(reports: Sequence[TaskReport]) -> dict[int, list[Evidence]]:
    shown: dict[int, list[Evidence]] = defaultdict(list)
    for one in Evidence.objects.filter(report__in=reports):
        shown[one.report_id].append(one)
    return shown


def difficulties_unlike_the_history() -> Iterator[Fault]:
    """A difficulty whose words or answer were rewritten."""
    last = 0
    while some := list(Difficulty.objects.order_by("pk").filter(pk__gt=last)[:AT_ONCE]):
        told = _told("commitments.difficulty", [one.pk for one in some], (RAISED, ANSWERED))
        for one in some:
            if not _is_as_raised(one, told[one.pk]):
                message = _("Difficulty %(difficulty)s is not as the history says it was reported.")
                yield Fault("commitments", message, {"difficulty": one.pk})
        last = some[-1].pk


def _is_as_raised(one: Difficulty, told: Facts) -> bool:
    if any("content" not in facts for _verb, facts in told):
        return True
    raised = [facts["content"] for verb, facts in told if verb == RAISED]
    answered = [facts["content"] for verb, facts in told if verb == ANSWERED]
    if raised != [raised_in(one)]:
        return False
    return answered == ([answered_in(one)] if one.answered_at else [])


def _told(kind: str, keys: Sequence[int], verbs: tuple[str, ...]) -> dict[int, Facts]:
    about = sorted({str(key) for key in keys})
    entries = AuditEntry.objects.filter(subject_type=kind, subject_id__in=about, verb__in=verbs)
    told: dict[int, Facts] = defaultdict(list)
    for key, verb, facts in entries.order_by("pk").values_list("subject_id", "verb", "facts"):
        told[int(key)].append((verb, facts))
    return told
