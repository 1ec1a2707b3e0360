"""The decision on which something is done: its number, its day, who issued it."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import RuleBroken, required
from lienthong.kernel.text.public import one_line


@dataclass(frozen=True)
class Decision:
    """Words and a day as in ISO 8601, so that they stand in a proposal as they are; empty where none is named."""

    number: str = ""
    on: str = ""
    issuer: str = ""

    def __str__(self) -> str:
        """As a page and the history show it."""
        if not self.number:
            return ""
        day = date_format(dt.date.fromisoformat(self.on), "d/m/Y") if self.on else ""
        return ", ".join(filter(None, (one_line(self.number), day, one_line(self.issuer))))

    @property
    def is_named(self) -> bool:
        return bool(self.number or self.on or self.issuer)

    def refuse(self, *, takes_effect: dt.date, is_needed: bool) -> None:
        """A decision is named whole or not at all, exists already, and is not later than what it decides."""
        if not (is_needed or self.is_named):
            return
        required(self.number, _("Name the decision."), field="decision_number")
        required(self.on, _("Say of which day the decision is."), field="decision_on")
        required(self.issuer, _("Say who issued the decision."), field="decision_issuer")
        decided = dt.date.fromisoformat(self.on)
        if decided > timezone.localdate():
            said = _("This decision does not exist yet: its day lies in the future.")
            raise RuleBroken(said, field="decision_on")
        if decided > takes_effect:
            said = _("This takes effect before the day of the decision.")
            raise RuleBroken(said, field="decision_on")


NO_DECISION = Decision()
