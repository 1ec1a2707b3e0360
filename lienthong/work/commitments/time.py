"""The time state of a task: worked out whenever it is shown, never stored (T-30 to T-36).

The same rule stands once more in the database (`commitments_figure`); a property test holds both together.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import CharField, F, Func, Value
from django.db.models.fields import DateField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

NOT_BEGUN = ("assigned", "received", "refused")
NOT_COUNTED = ("draft", "cancelled")
SENT = ("awaiting", "done")

# The six figures, in the order of the form C3.
FIGURES = {
    "done": gettext_lazy("Done in time"),
    "done_late": gettext_lazy("Done late"),
    "under_way": gettext_lazy("Under way, in time"),
    "under_way_late": gettext_lazy("Under way, late"),
    "not_begun": gettext_lazy("Not begun, in time"),
    "not_begun_late": gettext_lazy("Not begun, late"),
}
LATE = ("under_way_late", "not_begun_late")


@dataclass(frozen=True)
class TimeState:
    """How a task stands against its deadline on a day."""

    # One of the six, or nothing where it is not counted.
    figure: str
    days_late: int = 0
    # Days to the deadline of an open task; None where it has none, or is no longer open.
    days_left: int | None = None
    is_soon: bool = False

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def said(self) -> str:
        """In words: "quá hạn 3 ngày", "còn 1 ngày", "hết hôm nay"."""
        if self.is_late:
            return ngettext("%(n)d day late", "%(n)d days late", self.days_late) % {
                "n": self.days_late
            }
        if self.days_left == 0:
            return _("due today")
        if self.is_soon and self.days_left is not None:
            return ngettext("%(n)d day left", "%(n)d days left", self.days_left) % {
                "n": self.days_left
            }
        return ""


def time_state(
    state: str, due: dt.date | None, sent: dt.date | None, today: dt.date, *, soon: int
) -> TimeState:
    """Late is who completed, sent or still has it after its day; that day itself is in time (T-31)."""
    if state in NOT_COUNTED:
        return TimeState("")
    measured = sent if state in SENT and sent else today
    late = max(0, (measured - due).days) if due else 0
    stage = "not_begun" if state in NOT_BEGUN else "done" if state == "done" else "under_way"
    left = (due - today).days if due and state not in SENT else None
    return TimeState(
        figure=f"{stage}_late" if late else stage,
        days_late=late,
        days_left=left,
        is_soon=left is not None and 0 <= left <= soon,
    )


class Figure(Func):
    """The figure in which a task, or a standing, is counted on a day: a value in any query."""

    function = "commitments_figure"
    output_field = CharField()

    def __init__(self, day: dt.date) -> None:
        super().__init__(F("state"), F("due_on"), F("sent_on"), Value(day, DateField()))
