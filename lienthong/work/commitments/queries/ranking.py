"""Evidence for the ranking of organisations: what the figures of a period allow at most, never a verdict (T-70)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.reference.public import rule
from lienthong.kernel.units.public import Unit

from .board import moment_of, standings_at

NOTHING_DUE = "nothing"
EXCELLENT, GOOD, COMPLETED, BELOW = "excellent", "good", "completed", "below"
ALLOWED = {
    NOTHING_DUE: _("No task was due: nothing is said"),
    EXCELLENT: _("At most: excellent"),
    GOOD: _("At most: good"),
    COMPLETED: _("At most: tasks completed"),
    BELOW: _("Below the conditions of “tasks completed”"),
}


@dataclass(frozen=True)
class Evidenced:
    """What was due of one organisation in a period."""

    unit_id: int
    name: str
    due: int
    done: int
    late: int
    beyond: int
    allows: str

    @property
    def in_time(self) -> int:
        return self.done - self.late


def allowed_by(due: int, done: int, late: int, beyond: int, limits: Mapping[str, Any]) -> str:
    """The highest rank whose conditions the figures meet; the other conditions are for people to judge."""
    if not due:
        return NOTHING_DUE
    if done < due:
        return BELOW
    if not late:
        is_enough = beyond * 100 >= int(limits["beyond"]) * due
        return EXCELLENT if is_enough else GOOD
    return COMPLETED if late * 100 <= int(limits["late"]) * due else BELOW


def evidence_of(unit: Unit, first: dt.date, last: dt.date, today: dt.date) -> list[Evidenced]:
    """Of each organisation that leads tasks of this one: what was due in a period by its end, or by today."""
    day = min(last, today)
    limits = rule("commitments.ranking", day).value
    stood = standings_at(moment_of(day), day).filter(unit=unit, due_on__range=(first, day))
    is_done = Q(state="done")
    rows = (
        stood.order_by()
        .values("lead", "lead__name_committee", "lead__name_body", "lead__path")
        .annotate(
            due=Count("pk"),
            done=Count("pk", filter=is_done),
            late=Count("pk", filter=Q(figure="done_late")),
            beyond=Count("pk", filter=is_done & ~Q(task__beyond="")),
        )
        .order_by("lead__path", "lead")
    )
    return [
        Evidenced(
            unit_id=row["lead"],
            name=row["lead__name_committee"] or row["lead__name_body"],
            due=row["due"],
            done=row["done"],
            late=row["late"],
            beyond=row["beyond"],
            allows=allowed_by(row["due"], row["done"], row["late"], row["beyond"], limits),
        )
        for row in rows
    ]
