"""What no person does alone with the registers of a committee: when, and from which number, they begin."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.permissions.public import (
    Agreed,
    Confirmer,
    Power,
    RuleBroken,
    declare_power,
    required,
)
from lienthong.kernel.reference.public import MANAGE_TERMS, Term, word_of_type
from lienthong.kernel.text.public import one_line
from lienthong.kernel.units.public import Unit

from .actions import (
    ask_back,
    correct_term,
    go_on_from,
    newest_terms,
    numbers_since,
    open_term,
    refuse_correction,
    refuse_going_on,
    refuse_start,
)
from .models import Series, SeriesKey


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


MOST_ON_PAPER = 20_000  # a slip of the keyboard shows: no committee writes as many in a term


@dataclass(frozen=True)
class RegisterGoesOn:
    """A register of which the first numbers stand on paper: the next number here is the one after them."""

    unit_id: int
    register: str
    type_code: str
    term_id: int | None
    year: int | None
    last_number: int
    basis: str

    concerned_id = None

    @classmethod
    def made_of(cls, unit: Unit, register: str, last_number: int, basis: str) -> Self:
        """`register` is a type of outgoing documents, or empty for the arrivals of this year."""
        if not register:
            year = timezone.localdate().year
            incoming = Series.Register.INCOMING.value
            return cls(unit.pk, incoming, "", None, year, last_number, one_line(basis))
        newest = newest_terms(unit)[0]
        if newest is None:
            raise RuleBroken(_("Open the term first: its numbers are counted in it."))
        outgoing = Series.Register.OUTGOING.value
        return cls(unit.pk, outgoing, register, newest.pk, None, last_number, one_line(basis))

    @property
    def key(self) -> SeriesKey:
        return SeriesKey(self.unit_id, self.register, self.type_code, self.term_id, self.year)

    def subject(self) -> str:
        return f"{self.unit_id} {self.register} {self.type_code} {self.term_id or self.year}"

    def check(self) -> None:
        if not 0 < self.last_number <= MOST_ON_PAPER:
            said = _("Give the last number of the register on paper, from 1 to %(most)d.")
            raise RuleBroken(said % {"most": MOST_ON_PAPER}, field="last_number")
        required(self.basis, _("Say on which register on paper this rests."), field="basis")
        unit = Unit.objects.get(pk=self.unit_id)
        if not unit.has_register:
            raise RuleBroken(_("This organisation keeps no register."))
        if self.term_id is not None:
            newest = newest_terms(unit)[0]
            if newest is None or newest.pk != self.term_id:
                raise RuleBroken(_("Another term has been opened meanwhile. Propose it anew."))
        refuse_going_on(self.key)

    def carry_out(self, agreed: Agreed) -> Series:
        return go_on_from(self.key, self.last_number, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        return [
            (_("Organisation"), str(Unit.objects.get(pk=self.unit_id))),
            (_("Register"), self._named()),
            (_("Last number on paper"), str(self.last_number)),
            (_("Next number here"), str(self.last_number + 1)),
            (_("Basis"), self.basis),
        ]

    def _named(self) -> str:
        if self.term_id is None:
            return _("Arrivals of %(year)d") % {"year": self.year}
        begun = Term.objects.get(pk=self.term_id).starts_on
        type_ = word_of_type(self.type_code)
        return _("%(type)s, term since %(day)s") % {"type": type_, "day": _day(begun)}


def _day(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


GO_ON = declare_power(
    Power(
        kind="numbering.go_on",
        label=gettext_lazy("Let a register go on from its numbers on paper"),
        matter=RegisterGoesOn,
        proposes=MANAGE_TERMS,
        confirms=frozenset({Confirmer.LEADER, Confirmer.TOP_ADMINISTRATOR}),
    )
)
TERM = declare_power(
    Power(
        kind="numbering.term",
        label=gettext_lazy("Open a term of a committee, or correct its first day"),
        matter=TermBegins,
        proposes=MANAGE_TERMS,
        confirms=frozenset({Confirmer.LEADER, Confirmer.TOP_ADMINISTRATOR}),
    )
)
