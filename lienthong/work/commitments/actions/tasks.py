"""Entering tasks, changing a draft, assigning: from the office to who carries out (T-20 to T-22)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import crash_point
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from .. import permissions
from ..models import Coordination, Plan, Product, Proposal, Rhythm, State, Target, Task
from ..procedures import ASSIGNED
from ..queries.about import who_may_direct
from ..queries.deadlines import usual_deadline
from ..queries.seen import possible_leads
from .below import give_to_all_below
from .codes import next_code
from .owing import owe_approval, owe_by_state, tell_lead
from .standing import change, take

DueKind = Task.DueKind
WITH_A_DAY = (DueKind.DATE, DueKind.PERIOD, DueKind.YEARLY)


@dataclass(frozen=True)
class GivenTask:
    """What a person says of a task (rules §2)."""

    content: str
    lead_id: int | None = None
    to_all_below: bool = False
    coordinator_ids: tuple[int, ...] = ()
    responsible_id: int | None = None
    coordinator_words: str = ""
    directing_id: int | None = None
    authority: str = ""
    products: tuple[str, ...] = ()
    due_kind: str = DueKind.NONE
    due_words: str = ""
    due_on: dt.date | None = None
    rhythm: str = Rhythm.ONCE
    report_months: str = ""
    priority: str = Task.Priority.NORMAL
    kind: str = Task.Kind.SUPERIOR
    group: str = ""
    basis: str = Task.Basis.DOCUMENT
    basis_words: str = ""
    clause: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "content": self.content.strip(),
            "content_folded": fold(self.content.strip()),
            "lead_id": self.lead_id,
            "to_all_below": self.to_all_below,
            "responsible_id": self.responsible_id,
            "coordinator_words": self.coordinator_words.strip(),
            "directing_id": self.directing_id,
            "authority": self.authority.strip(),
            "due_kind": self.due_kind,
            "due_words": self.due_words.strip(),
            "due_on": self.due_on,
            "first_due_on": self.due_on,
            "rhythm": self.rhythm,
            "report_months": self.report_months.strip(),
            "priority": self.priority,
            "kind": self.kind,
            "group": self.group.strip(),
            "basis": self.basis,
            "basis_words": self.basis_words.strip(),
            "clause": self.clause.strip(),
        }


@dataclass(frozen=True)
class Source:
    """Where a task comes from: a plan, a clause of its directive, a proposal, a task it is part of."""

    plan: Plan | None = None
    proposal: Proposal | None = None
    target: Target | None = None
    parent: Task | None = None
    document: Document | None = None
    wid: str = ""
    year: int = field(default_factory=lambda: timezone.localdate().year)


@transaction.atomic
def enter_task(unit_id: int, given: GivenTask, *, plan_id: int | None = None, actor: Actor) -> Task:
    """The office enters a task of the committee; it obliges nobody before it is assigned."""
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit_id)
    authorize(actor, permissions.PLAN, unit.path)

    plan = Plan.objects.select_related("document").filter(unit=unit, pk=plan_id or 0).first()
    source = Source(
        plan=plan,
        document=plan.document if plan else None,
        year=plan.year if plan else timezone.localdate().year,
    )
    _refuse_wrong(unit, given, source)

    task = make_task(unit, given, source)
    if plan is not None:
        owe_approval(plan)

    record(actor, "commitments.entered", task, code=task.code)
    return task


def make_task(unit: Unit, given: GivenTask, source: Source, *, code: str = "") -> Task:
    """The rows of one task, still a draft; its organisation is locked, so that no two get one code."""
    task = Task.objects.create(
        unit=unit,
        year=source.year,
        code=code or next_code(unit, source.year),
        plan=source.plan,
        proposal=source.proposal,
        target=source.target,
        parent=source.parent,
        document=source.document,
        wid=source.wid,
        **given.columns,
    )
    _write_parts(task, given)
    return task


def _write_parts(task: Task, given: GivenTask) -> None:
    Product.objects.bulk_create(
        Product(task=task, words=words.strip()[:300]) for words in given.products if words.strip()
    )
    Coordination.objects.bulk_create(
        Coordination(task=task, unit_id=unit_id, position=position)
        for position, unit_id in enumerate(given.coordinator_ids)
    )


@transaction.atomic
def change_task(task_id: int, given: GivenTask, *, actor: Actor) -> Task:
    """While it is a draft the office changes it as a whole."""
    task = take(task_id)
    authorize(actor, permissions.PLAN, task.unit.path)

    _refuse_unless_draft(task)
    source = Source(plan=task.plan, document=task.document, year=task.year)
    _refuse_wrong(task.unit, given, source)

    change(task, **given.columns)
    task.products.all().delete()
    task.coordinations.all().delete()
    _write_parts(task, given)

    record(actor, "commitments.changed", task)
    return task


@transaction.atomic
def discard_task(task_id: int, *, reason: str, actor: Actor) -> Task:
    """A draft is given up; its code stays taken, so that no number means two things."""
    task = take(task_id)
    authorize(actor, permissions.PLAN, task.unit.path)

    _refuse_unless_draft(task)
    reason = required(reason, _("Say why the task is given up."))

    change(task, state=State.CANCELLED, reason=reason[:300])
    if task.plan is not None:
        owe_approval(task.plan)

    record(actor, "commitments.discarded", task, reason=reason)
    return task


@transaction.atomic
def assign(task_id: int, *, actor: Actor) -> Task:
    """A member of the standing board assigns a task: from now on it counts (T-22)."""
    task = take(task_id)
    authorize(actor, permissions.ASSIGN, task.unit.path)

    _refuse_unless_draft(task)
    _refuse_unclear(task)
    # Since it was entered an organisation may have ended or moved.
    beside = list(task.coordinations.values_list("unit_id", flat=True))
    refuse_wrong_organisations(task.unit, task.lead_id, beside)

    _assign(task, actor)
    if task.plan is not None:
        owe_approval(task.plan)
    crash_point("commitments.assign.before_commit")
    return task


def _assign(task: Task, actor: Actor) -> None:
    now, today = timezone.now(), timezone.localdate()
    fields: dict[str, Any] = {"assigned_at": now, "assigned_by_name": actor.signature}
    if (
        task.due_kind == DueKind.NONE
        and task.rhythm == Rhythm.ONCE
        and task.basis == Task.Basis.DOCUMENT
    ):
        due = usual_deadline(today)
        fields |= {"due_kind": DueKind.DATE, "due_on": due, "first_due_on": due}
    if task.to_all_below:
        fields["lead"] = task.unit
    # Who takes a task upon himself has received it with that.
    is_own = task.to_all_below or task.is_own
    change(
        task,
        state=State.RECEIVED if is_own else State.ASSIGNED,
        is_counted=not task.to_all_below,
        **fields,
    )
    if task.to_all_below:
        give_to_all_below(task, actor=actor)
    owe_by_state(task)
    record(actor, "commitments.assigned", task, lead=task.lead_id, due_on=task.due_on)
    if not is_own:
        tell_lead(task, ASSIGNED, actor)


def _refuse_unless_draft(task: Task) -> None:
    if not task.is_draft:
        raise RuleBroken(_("This task has already been assigned. Reload the page."))


def _refuse_unclear(task: Task) -> None:
    """What is done, and who is answerable, must be clear; the rest is a warning (T-10)."""
    lacking = task.unclear(products=task.products.count())
    if "work" in lacking:
        raise RuleBroken(_("Write what is to be done."), field="content")
    if "responsibility" in lacking:
        raise RuleBroken(
            _("Task %(code)s has no leading organisation yet: choose one.") % {"code": task.code},
            field="lead",
        )


def _refuse_wrong(unit: Unit, given: GivenTask, source: Source) -> None:
    required(given.content, _("Write what is to be done."), field="content")
    if given.to_all_below and given.lead_id:
        raise RuleBroken(
            _("Choose one leading organisation, or all directly beneath; not both."), field="lead"
        )
    refuse_wrong_organisations(unit, given.lead_id, given.coordinator_ids)
    if given.directing_id and not who_may_direct(unit).filter(pk=given.directing_id).exists():
        raise RuleBroken(_("A member of your standing board directs."), field="directing")
    if given.due_kind in WITH_A_DAY and given.due_on is None:
        raise RuleBroken(_("Write the day of the deadline."), field="due_on")
    if given.due_kind not in (*WITH_A_DAY, DueKind.EVENT) and given.due_on is not None:
        raise RuleBroken(
            _("A standing task, or one without a deadline, has no day."), field="due_on"
        )
    if given.basis == Task.Basis.DOCUMENT and source.document is None and not given.basis_words:
        raise RuleBroken(
            _("Name the document that gives the task: number, day and issuer."), field="basis_words"
        )
    if given.basis != Task.Basis.DOCUMENT and not given.basis_words.strip():
        raise RuleBroken(_("Name the minutes, or say why the task arose."), field="basis_words")


def refuse_wrong_organisations(
    unit: Unit, lead_id: int | None, coordinator_ids: Sequence[int]
) -> None:
    """Exactly one leads; each has one part; all of them are one's own, or directly beneath."""
    chosen = [*([lead_id] if lead_id else []), *coordinator_ids]
    if len(set(chosen)) < len(chosen):
        raise RuleBroken(_("An organisation either leads or coordinates, once."), field="lead")
    if not set(chosen) <= {one.pk for one in possible_leads(unit)}:
        raise RuleBroken(
            _("Choose among your own bodies and the organisations directly beneath you."),
            field="lead",
        )
