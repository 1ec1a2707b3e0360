"""What no person does alone with the terms of a committee."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.permissions.public import (
    Agreed,
    Confirmer,
    Power,
    RuleBroken,
    declare_power,
)
from lienthong.kernel.reference.public import MANAGE_TERMS, Term
from lienthong.kernel.units.public import Unit

from .actions import (
    ask_back,
    correct_term,
    newest_terms,
    numbers_since,
    open_term,
    refuse_correction,
    refuse_start,
)


@dataclass(frozen=True)
class TermBegins:
    """The first day of a committee's term, new or corrected: its numbers begin with 01 again."""

    unit_id: int
    starts_on: str
    # The term whose first day is corrected; else a new one is opened.
    corrected_id: int | None = None

    concerned_id = None

    @classmethod
    def to_open(cls, unit: Unit, starts_on: dt.date, *, is_meant: bool = False) -> Self:
        """A new term; a day that is far off, or since which numbers were taken, is asked back."""
        matter = cls(unit.pk, starts_on.isoformat())
        matter.check()
        if not is_meant:
            ask_back(matter.former, starts_on)
        return matter

    @classmethod
    def to_correct(cls, unit: Unit, starts_on: dt.date, *, is_meant: bool = False) -> Self:
        """Another first day for the newest term, asked back as that of a new one."""
        newest = newest_terms(unit)[0]
        if newest is None:
            raise RuleBroken(_("This organisation has no term yet."))
        matter = cls(unit.pk, starts_on.isoformat(), newest.pk)
        matter.check()
        if not is_meant:
            ask_back(matter.former, starts_on)
        return matter

    @property
    def unit(self) -> Unit:
        return Unit.objects.get(pk=self.unit_id)

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.starts_on)

    @property
    def former(self) -> Term | None:
        """The term that ends on the day before."""
        newest, before = newest_terms(self.unit)
        return before if self.corrected_id else newest

    def subject(self) -> str:
        return str(self.unit_id)

    def check(self) -> None:
        if self.corrected_id is not None:
            refuse_correction(self.unit, self.corrected_id)
        refuse_start(self.former, self.day)

    def carry_out(self, agreed: Agreed) -> Term:
        if self.corrected_id is not None:
            return correct_term(self.corrected_id, starts_on=self.day, agreed=agreed)
        return open_term(self.unit_id, starts_on=self.day, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        said = [(_("Organisation"), str(self.unit))]
        if self.corrected_id is not None:
            until_now = Term.objects.get(pk=self.corrected_id).starts_on
            said += [(_("First day of the term until now"), _day(until_now))]
        elif (former := self.former) is not None:
            said += [(_("The former term began on"), _day(former.starts_on))]
        taken = numbers_since(self.former, self.day).count()
        return [
            *said,
            (_("First day of the term"), _day(self.day)),
            (_("Numbers of the former term taken since that day"), str(taken)),
            (_("Then"), _("The numbers of all types of documents begin with 01 again.")),
        ]


def _day(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


TERM = declare_power(
    Power(
        kind="numbering.term",
        label=gettext_lazy("Open a term of a committee, or correct its first day"),
        matter=TermBegins,
        proposes=MANAGE_TERMS,
        confirms=frozenset({Confirmer.LEADER, Confirmer.TOP_ADMINISTRATOR}),
    )
)
