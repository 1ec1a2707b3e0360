"""Reports with evidence: sent by the lead and locked, accepted or sent back by the assigner (T-30, T-50 to T-52)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import crash_point
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import documents_seen_by

from .. import permissions
from ..models import Evidence, Period, Rhythm, State, Task, TaskReport
from ..procedures import ANSWERED, DECIDED
from ..queries.seen import tasks_seen_by
from .answering import authorize_lead
from .changing import end_waiting_extension
from .groups import close_group, take_after_its_group
from .owing import owe_by_state, owe_line, owe_lines, tell_assigner, tell_lead, tell_who_report
from .standing import change, take

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
        return bool(self.document_ids or self.task_ids or self.evidence_words.strip())


@transaction.atomic
def report_progress(task_id: int, told: Told, *, actor: Actor) -> TaskReport:
    """The lead says how far it is; the task is under way from then on."""
    task = take(task_id)
    authorize_lead(task, actor)

    _refuse_unless_carried(task)
    _refuse_empty(told)
    _refuse_wrong_percent(task, told)

    report = _sent(TaskReport(task=task, kind=TaskReport.Kind.PROGRESS), told, actor)
    _go_on(task, told)
    owe_by_state(task)

    record(actor, "commitments.reported", task, percent=told.percent)
    return report


@transaction.atomic
def send_result(task_id: int, told: Told, *, actor: Actor) -> TaskReport:
    """The lead hands in the result with its evidence: this day counts, once it is accepted (T-30)."""
    task = take(task_id)
    authorize_lead(task, actor)

    _refuse_unless_carried(task)
    required(told.result, _("Write what was done."), field="result")
    if not told.has_evidence:
        raise RuleBroken(
            _("Add the product or another piece of evidence: nothing is done without it."),
            field="evidence_words",
        )
    _refuse_while_children_are_open(task, told)

    report = _sent(TaskReport(task=task, kind=TaskReport.Kind.RESULT), told, actor)
    change(task, state=State.AWAITING, sent_on=timezone.localdate())
    owe_by_state(task)
    tell_assigner(task, ANSWERED, actor)

    record(actor, "commitments.result_sent", task)
    crash_point("commitments.result.before_commit")
    return report


@transaction.atomic
def accept_result(task_id: int, *, note: str = "", actor: Actor) -> Task:
    """The assigner accepts what was handed in; nobody accepts what they sent themselves."""
    task = take_after_its_group(task_id)
    authorize(actor, permissions.ASSIGN, task.unit.path)

    report = _waiting_result(task)
    if report.sent_by_person_id == actor.person_id:
        raise RuleBroken(_("Somebody else accepts what you have handed in yourself."))

    _decide(report, TaskReport.State.ACCEPTED, note, actor)
    change(task, state=State.DONE, percent=HUNDRED)
    end_waiting_extension(task, _("The result was accepted before a decision."), actor)
    owe_by_state(task)
    close_group(task.parent, actor)
    tell_lead(task, DECIDED, actor)

    record(actor, "commitments.accepted", task)
    return task


@transaction.atomic
def return_result(task_id: int, *, reason: str, actor: Actor) -> Task:
    """What was handed in is sent back, or more is asked for: it does not count as done (T-30)."""
    task = take(task_id)
    authorize(actor, permissions.ASSIGN, task.unit.path)

    report = _waiting_result(task)
    reason = required(reason, _("Say what is missing."))

    _decide(report, TaskReport.State.RETURNED, reason, actor)
    change(task, state=State.RETURNED)
    owe_by_state(task)
    tell_lead(task, DECIDED, actor)

    record(actor, "commitments.returned", task, reason=reason)
    return task


@transaction.atomic
def find_beyond(task_id: int, *, reason: str, actor: Actor) -> Task:
    """The assigner finds that a task went beyond what was required, and says in what (T-70)."""
    task = take(task_id)
    authorize(actor, permissions.ASSIGN, task.unit.path)

    if task.state != State.DONE:
        raise RuleBroken(_("Only a completed task is found to go beyond what was required."))
    reason = required(reason, _("Say in what it went beyond what was required."), field="reason")

    change(task, beyond=reason[:300], beyond_by_name=actor.signature)

    record(actor, "commitments.found_beyond", task, reason=reason)
    return task


def _waiting_result(task: Task) -> TaskReport:
    results = task.reports.filter(kind=TaskReport.Kind.RESULT, state=TaskReport.State.SENT)
    report = results.order_by("-pk").first()
    if task.state != State.AWAITING or report is None:
        raise RuleBroken(_("No result waits for approval. Reload the page."))
    return report


def _decide(report: TaskReport, state: str, words: str, actor: Actor) -> None:
    report.state, report.decision = state, words.strip()[:300]
    report.decided_at, report.decided_by_name = timezone.now(), actor.signature
    report.save(update_fields=["state", "decision", "decided_at", "decided_by_name"])


# --- Periods --------------------------------------------------------------------------------------


@transaction.atomic
def open_period(
    unit_id: int, *, rhythm: str, name: str, ends_on: dt.date, closes_on: dt.date, actor: Actor
) -> Period:
    """The assigner opens a period: one line for each open task of that rhythm (T-50, T-51)."""
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit_id)
    authorize(actor, permissions.PLAN, unit.path)

    name = required(name, _("Write what the period is called."), field="name")
    if rhythm == Rhythm.ONCE:
        raise RuleBroken(_("Choose how often these tasks are reported."), field="rhythm")
    if closes_on < ends_on:
        raise RuleBroken(
            _("Reports close on the last day of the period, or later."), field="closes_on"
        )
    if Period.objects.filter(unit=unit, rhythm=rhythm, ends_on=ends_on).exists():
        raise RuleBroken(_("This period has been opened already."), field="ends_on")

    period = Period.objects.create(
        unit=unit,
        rhythm=rhythm,
        name=name[:60],
        ends_on=ends_on,
        closes_on=closes_on,
        opened_by_name=actor.signature,
    )
    carried = Task.objects.filter(
        unit=unit, rhythm=rhythm, state__in=REPORTED, to_all_below=False
    )  # of a group its children report
    lines = TaskReport.objects.bulk_create(
        TaskReport(
            task_id=key,
            period=period,
            kind=TaskReport.Kind.PERIOD,
            state=TaskReport.State.OPEN,
        )
        for key in carried.values_list("pk", flat=True)
    )

    owe_lines(period)
    tell_who_report(period, actor)

    record(actor, "commitments.period_opened", period, lines=len(lines))
    return period


REPORTED = (
    State.ASSIGNED,
    State.RECEIVED,
    State.UNDER_WAY,
    State.AWAITING,
    State.RETURNED,
    State.PAUSED,
)


@transaction.atomic
def send_line(report_id: int, told: Told, *, actor: Actor) -> TaskReport:
    """The lead fills in one line of a period; once sent it is locked (T-50, T-51)."""
    report, task = _take_line(report_id)
    authorize_lead(task, actor)

    if report.state not in (TaskReport.State.OPEN, TaskReport.State.RETURNED):
        raise RuleBroken(
            _("This line has been sent and is locked: correct it by number, or have it sent back.")
        )
    is_overtaken = _is_overtaken(report)
    if not told.nothing_arisen:
        _refuse_empty(told)
        _refuse_over_hundred(told)
        if not is_overtaken:
            _refuse_wrong_percent(task, told)

    sent = _sent(report, told, actor)
    owe_line(sent, task)
    if task.is_carried and not told.nothing_arisen and not is_overtaken:
        _go_on(task, told)

    record(actor, "commitments.line_sent", task, period=report.period_id)
    crash_point("commitments.line.before_commit")
    return sent


@transaction.atomic
def decide_line(report_id: int, *, accepted: bool, reason: str = "", actor: Actor) -> TaskReport:
    """The assigner accepts a line, or sends it back with a reason."""
    report, task = _take_line(report_id)
    authorize(actor, permissions.ASSIGN, task.unit.path)

    if report.state != TaskReport.State.SENT:
        raise RuleBroken(_("This line does not wait for a decision."))
    if accepted and report.sent_by_person_id == actor.person_id:
        raise RuleBroken(_("Somebody else accepts what you have handed in yourself."))
    if not accepted:
        reason = required(reason, _("Say what is missing."))

    state = TaskReport.State.ACCEPTED if accepted else TaskReport.State.RETURNED
    _decide(report, state, reason, actor)
    owe_line(report, task)

    verb = "commitments.line_accepted" if accepted else "commitments.line_returned"
    record(actor, verb, task, period=report.period_id)
    return report


@transaction.atomic
def correct_line(report_id: int, told: Told, *, actor: Actor) -> TaskReport:
    """What was sent is corrected under a number; the old words and figures stay beside the new (T-50)."""
    report, task = _take_line(report_id)
    authorize_lead(task, actor)

    if report.state not in (TaskReport.State.SENT, TaskReport.State.ACCEPTED):
        raise RuleBroken(_("Only what has been sent is corrected by number."))
    required(told.reason, _("Say why it is corrected."), field="reason")
    _refuse_empty(told)
    _refuse_over_hundred(told)

    is_overtaken = _is_overtaken(report, since=report.sent_at)
    number = report.corrections.count() + 1
    correction = TaskReport(task=task, kind=report.kind, corrects=report, correction=number)
    sent = _sent(correction, told, actor)
    if task.is_carried and not is_overtaken:
        _go_on(task, told)

    record(
        actor,
        "commitments.line_corrected",
        task,
        number=number,
        old=report.percent,
        new=told.percent,
    )
    return sent


def _is_overtaken(report: TaskReport, *, since: dt.datetime | None = None) -> bool:
    """Whether a later period, or a note since then, has said already how far the task is (T-50)."""
    period, later = report.period, Q(pk=None)
    if period is not None:
        later |= Q(period__ends_on__gt=period.ends_on)
    if since is not None:
        later |= Q(period=None, sent_at__gt=since)
    said = TaskReport.objects.filter(task=report.task_id, corrects=None, percent__isnull=False)
    return said.filter(later).exists()


def _take_line(report_id: int) -> tuple[TaskReport, Task]:
    report = TaskReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    return report, take(report.task_id)


# --- What holds of every report -------------------------------------------------------------------


def _sent(report: TaskReport, told: Told, actor: Actor) -> TaskReport:
    for name, value in told.columns.items():
        setattr(report, name, value)
    report.state = TaskReport.State.SENT
    report.sent_at, report.sent_by_id = timezone.now(), actor.post_id
    report.sent_by_person_id, report.sent_by_name = actor.person_id, actor.signature
    report.save()
    _attach(report, told, actor)
    return report


def _attach(report: TaskReport, told: Told, actor: Actor) -> None:
    """Records of the system as links: only those that who reports may see."""
    documents = documents_seen_by(actor).filter(pk__in=told.document_ids)
    tasks = tasks_seen_by(actor).filter(pk__in=told.task_ids).exclude(pk=report.task_id)
    rows = [Evidence(report=report, document=one) for one in documents]
    rows += [Evidence(report=report, task=one) for one in tasks]
    if told.evidence_words.strip():
        rows.append(Evidence(report=report, words=told.evidence_words.strip()[:300]))
    Evidence.objects.bulk_create(rows)


def _go_on(task: Task, told: Told) -> None:
    percent: dict[str, Any] = {"percent": told.percent} if told.percent is not None else {}
    if task.state == State.RECEIVED:
        change(task, state=State.UNDER_WAY, **percent)
    elif percent:
        change(task, **percent)


def _refuse_unless_carried(task: Task) -> None:
    if task.state == State.ASSIGNED:
        raise RuleBroken(_("Receive the task before you report on it."))
    if not task.is_carried:
        raise RuleBroken(_("Nothing can be reported on this task as it stands now."))


def _refuse_empty(told: Told) -> None:
    required(told.result, _("Write what was done, or that nothing arose."), field="result")


def _refuse_over_hundred(told: Told) -> None:
    if told.percent is not None and not 0 <= told.percent <= HUNDRED:
        raise RuleBroken(_("Progress is a percentage from 0 to 100."), field="percent")


def _refuse_wrong_percent(task: Task, told: Told) -> None:
    """Progress does not go down without a reason (T-52)."""
    _refuse_over_hundred(told)
    if told.percent is not None and told.percent < task.percent:
        required(
            told.reason,
            _("Progress was %(n)d %% before: say why it went down.") % {"n": task.percent},
            field="reason",
        )


def _refuse_while_children_are_open(task: Task, told: Told) -> None:
    """Who has given it on does not report it done while a child is open, unless it says why (T-27)."""
    done = (State.DONE, State.CANCELLED)
    still = task.children.exclude(state__in=done).count()
    if still and not told.reason.strip():
        raise RuleBroken(
            _("%(n)d tasks given on from this one are not done yet: say why it is complete.")
            % {"n": still},
            field="reason",
        )
