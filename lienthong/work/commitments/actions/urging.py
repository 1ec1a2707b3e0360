"""Đôn đốc: reminding, and the letters of assignment and urging that are made from the rows (T-26, T-41 to T-44)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audiences.public import Purpose
from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import (
    Actor,
    Permission,
    RuleBroken,
    authorize,
    paths_where,
)
from lienthong.kernel.text.public import nfc, one_line
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import DRAFT, Addressee, Document, start_letter

from .. import permissions
from ..models import Plan, Task, Urging
from ..models.tasks import OPEN
from ..queries.compiled import table
from ..queries.forms import given_by_plan, late_of
from ..queries.seen import plans_seen_by, with_basis_read
from .owing import tell_lead
from .standing import take

REMINDED = gettext_noop("%(unit)s reminds you of the task “%(task)s”.")


@transaction.atomic
def remind(task_id: int, *, note: str = "", actor: Actor) -> Urging:
    """Whoever follows a task reminds its lead; it is counted on the task (T-41, T-44)."""
    task = take(task_id)
    authorize(actor, _follows_by(task, actor), task.unit.path)

    if not task.is_open or task.to_all_below:
        raise RuleBroken(_("There is nobody to remind of this task."))
    today = timezone.localdate()
    if task.urgings.filter(form=Urging.Form.REMINDER, at__date=today).exists():
        raise RuleBroken(_("The lead has been reminded of this task today."))

    urging = Urging.objects.create(
        task=task, form=Urging.Form.REMINDER, by_name=actor.signature, note=note.strip()[:300]
    )
    tell_lead(task, REMINDED, actor)

    record(actor, "commitments.reminded", task)
    return urging


def _follows_by(task: Task, actor: Actor) -> Permission:
    """The office follows what it has entered, the standing board what it has assigned."""
    assigns = paths_where(actor, permissions.ASSIGN).covers(task.unit.path)
    return permissions.ASSIGN if assigns else permissions.PLAN


@transaction.atomic
def begin_urging_letter(unit_id: int, lead_id: int, *, actor: Actor) -> Document:
    """A letter to one organisation that lists its late tasks and nothing of others (T-41, T-42)."""
    unit = Unit.objects.get(pk=unit_id)
    authorize(actor, DRAFT, unit.path)
    today = timezone.localdate()
    open_now = Task.objects.filter(unit=unit, lead=lead_id, state__in=OPEN).order_by("pk")
    list(open_now.select_for_update(of=("self",)).values_list("pk", flat=True))
    late = list(with_basis_read(late_of(unit, lead_id, today), actor))

    if not late:
        raise RuleBroken(
            _(
                "Nothing late can be urged of this organisation: what waits for approval, is paused "
                "or was not accepted is left out."
            )
        )

    lead = late[0].lead
    assert lead is not None
    letter = start_letter(
        unit,
        f"V/v đôn đốc thực hiện nhiệm vụ quá hạn của {lead}",
        [
            f"Theo dõi trên hệ thống đến ngày {today:%d/%m/%Y}, {lead} còn {len(late)} nhiệm vụ quá hạn:",
            _late_table(late, today),
            f"Đề nghị {lead} khẩn trương thực hiện, báo cáo kết quả và nguyên nhân chậm về {unit}.",
        ],
        [Addressee(str(lead), lead, Purpose.CARRY_OUT)],
        actor=actor,
    )
    Urging.objects.bulk_create(
        Urging(task=one, form=Urging.Form.LETTER, by_name=actor.signature, letter=letter, at=None)
        for one in late
    )

    record(actor, "commitments.urging_begun", letter, lead=lead_id, tasks=len(late))
    return letter


@transaction.atomic
def count_urged_by(document_id: int) -> None:
    """With its issue an urging letter has urged each of its tasks; before, it was a draft (T-44)."""
    waiting = Urging.objects.select_for_update(of=("self",)).filter(letter=document_id, at=None)
    for urging in waiting.select_related("task", "letter"):
        letter = urging.letter
        assert letter is not None, "found by its letter"
        urging.at = letter.issued_at
        urging.save(update_fields=["at"])
        record(None, "commitments.urged", urging.task, notation=letter.notation)


# The heads of C7 as they are printed (T-42).
C7 = (
    "STT", "Nhiệm vụ", "Văn bản giao", "Thời hạn", "Số ngày quá hạn", "Tình trạng gần nhất", "Đề nghị",
)  # fmt: skip


def _late_table(late: Sequence[Any], today: dt.date) -> dict[str, Any]:
    rows = [
        [
            str(number),
            nfc(one_line(one.content)),
            nfc(named_basis(one)),
            f"{one.due_on:%d/%m/%Y}",
            str((today - one.due_on).days),
            nfc(one_line(one.said or "")) or f"Tiến độ {one.percent} %",
            "Hoàn thành, báo cáo nguyên nhân chậm",
        ]
        for number, one in enumerate(late, start=1)
    ]
    return table(C7, rows)


def named_basis(task: Any) -> str:
    """The document that gives a task, as a letter names it, to who reads it; printed, so in Vietnamese."""
    document = task.document
    if document is None:
        return str(task.basis_words)
    if not task.basis_read:
        return str(task.basis_words)
    day = f" ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    clause = f", {task.clause}" if task.clause else ""
    return f"{document.type.name} số {document.notation}{day} của {document.issuer}{clause}"


@transaction.atomic
def begin_assignment_letter(plan_id: int, *, actor: Actor) -> Document:
    """The letter of assignment, made from the rows, so that letter and board cannot differ (T-26)."""
    plan = Plan.objects.select_related("unit", "document__type", "document__issuer").get(pk=plan_id)
    authorize(actor, DRAFT, plan.unit.path)

    tasks = list(given_by_plan(plan))
    if not tasks:
        raise RuleBroken(_("Assign the tasks first: the letter is made from them."))

    leads: dict[int, Unit] = {one.lead_id: one.lead for one in tasks if one.lead_id and one.lead}
    letter = start_letter(
        plan.unit,
        f"V/v giao nhiệm vụ thực hiện {plan.title}",
        [_opening(plan, leads, actor), *_paragraphs(tasks, leads), _ending(plan)],
        [Addressee(str(one), one, Purpose.CARRY_OUT) for one in leads.values()],
        actor=actor,
    )

    record(actor, "commitments.assignment_letter_begun", letter, plan=plan.pk, tasks=len(tasks))
    return letter


def _opening(plan: Plan, leads: dict[int, Unit], actor: Actor) -> str:
    basis = ""
    if plan.document is not None and plans_seen_by(actor).filter(pk=plan.pk).exists():
        day = f" ngày {plan.document.issued_on:%d/%m/%Y}" if plan.document.issued_on else ""
        one = plan.document
        basis = f"Thực hiện {one.type.name} số {one.notation}{day} của {one.issuer} {one.subject_line}, "
    whom = str(next(iter(leads.values()))) if len(leads) == 1 else "các cơ quan, đơn vị"
    return f"{basis}{plan.unit} giao {whom} thực hiện các nhiệm vụ sau:"


def _paragraphs(tasks: Sequence[Task], leads: dict[int, Unit]) -> list[str]:
    """One heading for each organisation; a single organisation with a single task is one paragraph."""
    if len(leads) == 1:
        return [f"- {_given_line(one)}" for one in tasks]
    lines = []
    for number, (lead_id, lead) in enumerate(leads.items(), start=1):
        lines.append(f"{number}. {lead}:")
        lines += [f"- {_given_line(one)}" for one in tasks if one.lead_id == lead_id]
    return lines


def _given_line(task: Task) -> str:
    due = f"; thời hạn: {task.due_on:%d/%m/%Y}" if task.due_on else ""
    return f"{task.content.rstrip('.')}{due}."


def _ending(plan: Plan) -> str:
    return f"Kết quả báo cáo về {plan.unit} trên hệ thống theo từng nhiệm vụ."
