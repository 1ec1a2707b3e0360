"""Reports with evidence: sent by the lead and locked, accepted or sent back by the assigner (T-30, T-50 to T-52)."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import crash_point
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.units.public import Unit
from lienthong.records.correspondence.public import look_into

from .. import permissions
from ..models import Period, Rhythm, State, Task, TaskReport
from ..procedures import CORRECTED, DECIDED, RESULT_ACCEPTED, RESULT_SENT, SENT_BACK
from ..queries.corrections import newest, waiting
from .answering import authorize_lead
from .changing import end_waiting_extension
from .content import facts_of
from .groups import close_group, take_after_its_group
from .owing import owe_by_state, owe_line, owe_lines, tell_assigner, tell_lead, tell_who_report
from .own_matter import refuse_who_handed_in, refuse_who_reported
from .standing import change, take
from .told import (
    HUNDRED,
    Told,
    go_on,
    keep,
    refuse_empty,
    refuse_over_hundred,
    refuse_unless_carried,
    refuse_while_children_are_open,
    refuse_wrong_percent,
    said_unmarked,
)


@transaction.atomic
def report_progress(task_id: int, told: Told, *, actor: Actor) -> TaskReport:
    """The lead says how far it is; the task is under way from then on."""
    files = look_into(told.files)
    task = take(task_id)
    authorize_lead(task, actor)

    refuse_unless_carried(task)
    refuse_empty(told)
    refuse_wrong_percent(task, told)

    report = keep(TaskReport(task=task, kind=TaskReport.Kind.PROGRESS), told, actor, files)
    go_on(task, told.percent)
    owe_by_state(task)

    record(actor, "commitments.reported", task, **facts_of(report), **said_unmarked(files))
    return report


@transaction.atomic
def send_result(task_id: int, told: Told, *, actor: Actor) -> TaskReport:
    """The lead hands in the result with its evidence: this day counts, once it is accepted (T-30)."""
    files = look_into(told.files)
    task = take(task_id)
    authorize_lead(task, actor)

    refuse_unless_carried(task)
    required(told.result, _("Write what was done."), field="result")
    if not told.has_evidence:
        raise RuleBroken(
            _("Add the product or another piece of evidence: nothing is done without it."),
            field="attached",
        )
    refuse_while_children_are_open(task, told)

    report = keep(TaskReport(task=task, kind=TaskReport.Kind.RESULT), told, actor, files)
    change(task, state=State.AWAITING, sent_on=timezone.localdate())
    owe_by_state(task)
    tell_assigner(task, RESULT_SENT, actor)

    record(actor, "commitments.result_sent", task, **facts_of(report), **said_unmarked(files))
    crash_point("commitments.result.before_commit")
    return report


@transaction.atomic
def accept_result(task_id: int, *, note: str = "", actor: Actor) -> Task:
    """The assigner accepts what was handed in; nobody accepts their own."""
    task = take_after_its_group(task_id)
    authorize(actor, permissions.ASSIGN, task.unit.path)

    report = _waiting_result(task)
    refuse_who_handed_in(
        task,
        actor,
        _("Somebody else accepts what you have handed in yourself, or are responsible for."),
    )

    _decide(report, TaskReport.State.ACCEPTED, note, actor)
    change(task, state=State.DONE, percent=HUNDRED)
    end_waiting_extension(task, _("The result was accepted before a decision."), actor)
    owe_by_state(task)
    close_group(task.parent, actor)
    tell_lead(task, RESULT_ACCEPTED, actor)

    record(actor, "commitments.accepted", task, decided=[report.pk], **facts_of(report))
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
    tell_lead(task, SENT_BACK, actor, reason=reason[:300])

    record(actor, "commitments.returned", task, reason=reason, **facts_of(report))
    return task


@transaction.atomic
def find_beyond(task_id: int, *, reason: str, actor: Actor) -> Task:
    """The assigner finds that a task went beyond what was required, and says in what (T-70)."""
    task = take(task_id)
    authorize(actor, permissions.ASSIGN, task.unit.path)

    if task.state != State.DONE or task.to_all_below:
        raise RuleBroken(_("Only a completed task is found to go beyond what was required."))
    refuse_who_handed_in(
        task,
        actor,
        _(
            "Somebody else finds what you have done, or are responsible for, beyond the requirement."
        ),
    )
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
    files = look_into(told.files)
    report, task = _take_line(report_id)
    authorize_lead(task, actor)

    if report.state not in (TaskReport.State.OPEN, TaskReport.State.RETURNED):
        raise RuleBroken(
            _("This line has been sent and is locked: correct it by number, or have it sent back.")
        )
    is_overtaken = _is_overtaken(report)
    if not told.nothing_arisen:
        refuse_empty(told)
        refuse_over_hundred(told)
        if not is_overtaken:
            refuse_wrong_percent(task, told)

    sent = keep(report, told, actor, files)
    owe_line(sent, task)
    if task.is_carried and not told.nothing_arisen and not is_overtaken:
        go_on(task, told.percent)

    facts = facts_of(sent) | said_unmarked(files)
    record(actor, "commitments.line_sent", task, period=report.period_id, **facts)
    crash_point("commitments.line.before_commit")
    return sent


@transaction.atomic
def decide_line(report_id: int, *, accepted: bool, reason: str = "", actor: Actor) -> TaskReport:
    """The assigner accepts a line or what corrects it, or sends that back with a reason.

    Of an accepted line only the correction is decided: what was accepted before stays so.
    """
    report, task = _take_line(report_id)
    authorize(actor, permissions.ASSIGN, task.unit.path)

    decided = waiting(report)
    if report.corrects_id is not None or not decided:
        raise RuleBroken(_("This line does not wait for a decision."))
    if accepted:
        refuse_who_reported(
            report,
            task,
            actor,
            _("Somebody else accepts what you have handed in yourself, or are responsible for."),
        )
    else:
        reason = required(reason, _("Say what is missing."))

    is_reopened = report not in decided
    state = TaskReport.State.ACCEPTED if accepted else TaskReport.State.RETURNED
    for one in decided:
        _decide(one, state, reason, actor)
    last = decided[1] if report is decided[0] and len(decided) > 1 else decided[0]
    is_told = accepted and task.is_open and last.percent is not None
    if is_told and not _is_overtaken(report, since=report.sent_at):
        go_on(task, last.percent)  # also of a task whose result waits
    if not accepted:
        tell_lead(task, SENT_BACK, actor, reason=reason[:300])
    elif is_reopened:
        tell_lead(task, DECIDED, actor)
    owe_line(report, task)

    verb = "commitments.line_accepted" if accepted else "commitments.line_returned"
    keys = [one.pk for one in decided]
    record(actor, verb, task, period=report.period_id, decided=keys, **facts_of(last))
    return report


@transaction.atomic
def correct_line(report_id: int, told: Told, *, actor: Actor) -> TaskReport:
    """What was sent is corrected under a number; the old words and figures stay beside the new (T-50).

    A correction of an accepted line waits for the assigner; until then what was accepted counts.
    """
    files = look_into(told.files)
    report, task = _take_line(report_id)
    authorize_lead(task, actor)

    sent = (TaskReport.State.SENT, TaskReport.State.ACCEPTED)
    if report.state not in sent or report.period_id is None or report.corrects_id is not None:
        raise RuleBroken(_("Only what has been sent is corrected by number."))
    required(told.reason, _("Say why it is corrected."), field="reason")
    refuse_empty(told)
    refuse_over_hundred(told)

    old, is_overtaken = newest(report), _is_overtaken(report, since=report.sent_at)
    number = report.corrections.count() + 1
    correction = TaskReport(task=task, kind=report.kind, corrects=report, correction=number)
    sent_now = keep(correction, told, actor, files)
    if report.state == TaskReport.State.ACCEPTED:
        owe_line(report, task)
        tell_assigner(task, CORRECTED, actor)
    elif task.is_carried and not is_overtaken:
        go_on(task, told.percent)

    record(
        actor,
        "commitments.line_corrected",
        task,
        number=number,
        old=old.percent,
        new=told.percent,
        **facts_of(sent_now),
        **said_unmarked(files),
    )
    return sent_now


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
