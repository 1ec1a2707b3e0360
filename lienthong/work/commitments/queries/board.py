"""The board: how many tasks of each organisation stand how, now or at the end of a past day, in one statement."""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from lienthong.kernel.reference.public import end_of_day
from lienthong.kernel.units.public import Unit, UnitPlacement

from ..models import Standing, TaskReport, Urging
from ..time import FIGURES, LATE, Figure

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Figures:
    """The six figures of one organisation, or of all, and the rates of them (T-53, T-54)."""

    done: int = 0
    done_late: int = 0
    under_way: int = 0
    under_way_late: int = 0
    not_begun: int = 0
    not_begun_late: int = 0
    unit_id: int = 0
    name: str = ""

    @property
    def total(self) -> int:
        return sum(getattr(self, name) for name in FIGURES)

    @property
    def late(self) -> int:
        """Open and late now; what was done late is done."""
        return sum(getattr(self, name) for name in LATE)

    @property
    def finished(self) -> int:
        return self.done + self.done_late

    @property
    def rate_done(self) -> Decimal | None:
        return rate(self.finished, self.total)

    @property
    def rate_in_time(self) -> Decimal | None:
        return rate(self.done, self.finished)

    @property
    def rate_late(self) -> Decimal | None:
        return rate(self.late, self.total)


def rate(part: int, whole: int) -> Decimal | None:
    """A percentage with one decimal, half up; nothing where there is nothing to divide by (T-54)."""
    if not whole:
        return None
    return (Decimal(part * 100) / Decimal(whole)).quantize(TENTH, ROUND_HALF_UP)


def summed(rows: list[Figures]) -> Figures:
    return Figures(**{name: sum(getattr(row, name) for row in rows) for name in FIGURES})


def moment_of(day: dt.date) -> dt.datetime:
    """As of when a board of a day is read: its end, or now (T-55)."""
    return min(end_of_day(day), timezone.now())


def standings_at(moment: dt.datetime, day: dt.date) -> QuerySet[Standing]:
    """How every counted task stood at a moment, each with the figure of the day."""
    stood = Standing.objects.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)
    counted = stood.filter(is_counted=True).annotate(figure=Figure(day))
    return counted.filter(figure__isnull=False)


def board_of(unit: Unit, day: dt.date, at: dt.datetime | None = None) -> list[Figures]:
    """For each organisation that leads tasks given by this one: its six figures, in the order of the tree of
    that day."""
    placed = UnitPlacement.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), unit=OuterRef("lead"), valid_from__lte=day
    )
    counts = {name: Count("pk", filter=Q(figure=name)) for name in FIGURES}
    rows = (
        standings_at(at or moment_of(day), day)
        .filter(unit=unit)
        .order_by()
        .values("lead", "lead__name_committee", "lead__name_body")
        .annotate(**counts, stood=Subquery(placed.values("path")[:1]))
        .order_by("stood", "lead")
    )
    return [
        Figures(
            **{name: row[name] for name in FIGURES},  # type: ignore[literal-required]  # counted above
            unit_id=row["lead"],
            name=row["lead__name_committee"] or row["lead__name_body"],
        )
        for row in rows
    ]


def given_from_above(unit: Unit, day: dt.date) -> Figures:
    """The tasks that others have given to an organisation."""
    counts = {name: Count("pk", filter=Q(figure=name)) for name in FIGURES}
    stood = standings_at(moment_of(day), day).filter(lead=unit).exclude(unit=unit)
    return Figures(**stood.order_by().aggregate(**counts))


def behind(
    unit: Unit, day: dt.date, *, lead_id: int | None, figure: str, at: dt.datetime | None = None
) -> QuerySet[Any]:
    """The tasks behind one number of a board."""
    stood: QuerySet[Any] = standings_at(at or moment_of(day), day).filter(unit=unit)
    if lead_id is not None:
        stood = stood.filter(lead=lead_id)
    if figure == "late":
        stood = stood.filter(figure__in=LATE)
    elif figure:
        stood = stood.filter(figure=figure)
    said = TaskReport.objects.filter(task=OuterRef("task")).exclude(difficulties="")
    urged = Urging.objects.said().filter(task=OuterRef("task")).order_by().values("task")
    found: QuerySet[Any] = (
        stood.select_related("task", "lead")
        .annotate(
            cause=Subquery(said.order_by("-pk").values("difficulties")[:1]),
            urged=Coalesce(Subquery(urged.annotate(n=Count("pk")).values("n")), 0),
        )
        .order_by("due_on", "pk")
    )
    return found
