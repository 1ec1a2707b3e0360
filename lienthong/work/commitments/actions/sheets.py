"""A row of the appendix C1 as a task: its words are read like those of a document (T-12, T-13, T-19)."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.reference.public import add_working_days
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit
from lienthong.records.texts.public import Deadline, When, date_rules_on, deadline_of_cell

from ..models import Plan, Task
from ..queries.reading import CLASSES, day_in, leads_by_name
from .tasks import GivenTask, enter_task

SEPARATORS = re.compile(r"[;,\n]")


@dataclass(frozen=True)
class C1Row:
    """One row as it is printed."""

    content: str
    detail: str = ""
    lead: str = ""
    coordinators: str = ""
    product: str = ""
    due: str = ""
    number: str = ""
    note: str = ""


@transaction.atomic
def enter_row(plan_id: int, row: C1Row, *, actor: Actor) -> Task:
    """Enter one row as a draft; who leads must be known, who coordinates may stay as printed."""
    plan = Plan.objects.select_related("unit", "document").get(pk=plan_id)
    by_name = leads_by_name(plan.unit)
    lead, beside, for_all = _leads(row, by_name)
    content = f"{row.content.strip()}: {row.detail.strip()}" if row.detail.strip() else row.content
    same = plan.tasks.filter(content_folded=fold(content.strip()), lead=lead).exclude(
        state="cancelled"
    )
    if same.exists():
        raise RuleBroken(_("This plan has this task already."), field="content")

    coordinators = [*beside, *_parts(row.coordinators)]
    known = {fold(one): by_name.get(fold(one)) for one in coordinators}
    asked = dict.fromkeys(one.pk for one in known.values() if one and one != lead)
    deadline = _deadline(row.due, plan)
    given = GivenTask(
        content=content,
        lead_id=lead.pk if lead else None,
        to_all_below=for_all,
        coordinator_ids=tuple(asked),
        coordinator_words="; ".join(one for one in coordinators if known[fold(one)] is None),
        products=tuple(_parts(row.product)),
        due_kind=deadline.kind,
        due_words=deadline.text,
        due_on=deadline.day,
        group="",
        basis_words="" if plan.document_id else plan.title[:300],
    )
    return enter_task(plan.unit_id, given, plan_id=plan.pk, actor=actor)


def _leads(row: C1Row, by_name: dict[str, Unit]) -> tuple[Unit | None, list[str], bool]:
    """Of "A, B" the first leads and the others coordinate; a class is all beneath (T-19, T-27)."""
    words = row.lead.strip()
    if not words:
        return None, [], False
    if fold(words) in by_name:
        return by_name[fold(words)], [], False
    if fold(words).startswith(CLASSES):
        return None, [], True
    first, *others = _parts(words)
    lead = by_name.get(fold(first))
    if lead is None:
        raise RuleBroken(
            _("No organisation “%(name)s” is among your own bodies and those directly beneath you.")
            % {"name": first},
            field="lead",
        )
    return lead, others, False


def _parts(words: str) -> list[str]:
    return [one.strip() for one in SEPARATORS.split(words) if one.strip()]


def _deadline(words: str, plan: Plan) -> Deadline:
    """A yearly task is due in the year of the plan."""
    today = timezone.localdate()
    document = plan.document
    issued_on = document.issued_on if document else None
    when = When(issued_on or today, plan.year, date_rules_on(today), add_working_days)
    found = deadline_of_cell(words.strip(), when)
    if words.strip() and found.kind == "none":
        raise RuleBroken(
            _("“%(words)s” is no deadline that can be read: write a day or a period.")
            % {"words": words},
            field="due",
        )
    if found.kind == "yearly" and found.day is None:
        return Deadline(found.text, "yearly", day_in(plan.year, *(found.month_day or (12, 31))))
    return found
