"""What is proposed: a target, a task or a duty to report, with the clause it stands in and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, Literal

Kind = Literal["target", "task", "report_duty"]
DeadlineKind = Literal["date", "period", "yearly", "standing", "event", "none"]
Comparator = Literal["=", ">", ">=", "<", "<=", "between"]
Direction = Literal["up", "down"]

ONCE: Final = "once"
MONTHLY: Final = "monthly"
QUARTERLY: Final = "quarterly"
YEARLY: Final = "yearly"
CONTINUOUS: Final = "continuous"
ON_EVENT: Final = "on_event"
READ: Final = (
    "clause", "kind", "text", "value", "unit", "comparator", "deadline", "lead", "coordinators", "period",
    "product",
)  # fmt: skip


@dataclass(frozen=True)
class Deadline:
    """When it is due: as printed, and as a day where the words name one.

    `day` is the last good day (T-12); `printed` the day that stands in the text ("trước ngày 15/12/2026" is
    14/12 and 15/12). A yearly deadline has the day of no year; `month_day` says which day of each year.
    """

    text: str = ""
    kind: DeadlineKind = "none"
    day: dt.date | None = None
    printed: dt.date | None = None
    month_day: tuple[int, int] | None = None


@dataclass(frozen=True)
class Step:
    """One value of a series: "2027: 60 %, 2028: 75 %"."""

    year: int
    value: float


@dataclass(frozen=True)
class Commitment:
    """One proposal.

    `clause` is the path of the printed marks ("II.2.1", "II.2.a.-1"; a row of a table "Phụ lục.IV.3"), `wid` the
    permanent identity of the clause or row. Names of bodies are as printed; `ONCE` and the other words of
    `period` may be "months:3,6,9,11". `series` holds all steps of which this target is one. A task that is measured has its target beside it, with the same `wid`.
    """

    kind: Kind
    clause: str
    text: str
    wid: str = ""
    value: float | None = None
    value_max: float | None = None
    unit: str | None = None
    comparator: Comparator | None = None
    direction: Direction | None = None
    baseline: float | None = None
    series: tuple[Step, ...] = ()
    deadline: Deadline = Deadline()
    lead: str | None = None
    coordinators: tuple[str, ...] = ()
    directing_leader: str | None = None
    executors: tuple[str, ...] = ()
    period: str = ONCE
    product: str | None = None
    group: str | None = None
    why: str = ""
    words: str = ""

    @property
    def clear(self) -> frozenset[str]:
        """Which of the six clear points the text answers itself; who does it in person, and who concludes,
        it seldom says. # T-10"""
        answered = {
            "work": self.text,
            "time": self.deadline.kind != "none",
            "responsibility": self.lead,
            "product": self.product,
        }
        return frozenset(name for name, answer in answered.items() if answer)

    def as_read(self) -> dict[str, Any]:
        """What `script/read` says of it."""
        said = {name: getattr(self, name) for name in READ}
        deadline = {"text": self.deadline.text or None, "day": _day(self.deadline.day)}
        return said | {"deadline": deadline, "coordinators": list(self.coordinators)}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
