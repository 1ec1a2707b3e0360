"""What a list can be narrowed by: a choice, a span of days, the name of an organisation."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lienthong.ui.fields import DateField, ShortText
from lienthong.ui.lists.columns import Words
from lienthong.ui.lists.narrowing import Rows, Searched, any_of, with_words

Given = Mapping[str, Any]
Choices = Sequence[tuple[str, Words]]


class Filter(Protocol):
    """One field or more of the panel, what they keep of the rows, and how what is chosen reads.

    `names` are those of its fields, `offered` what may be chosen there now.
    """

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> Words: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    def offered(self) -> Choices: ...
    def fields(self) -> dict[str, forms.Field]: ...
    def narrow(self, rows: Rows, given: Given) -> Rows: ...
    def said(self, given: Given) -> str: ...


@dataclass(frozen=True)
class Choice:
    """One of a closed list."""

    name: str
    label: Words
    lookup: str
    choices: Choices | Callable[[], Choices]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def offered(self) -> Choices:
        return self.choices() if callable(self.choices) else self.choices

    def fields(self) -> dict[str, forms.Field]:
        offered = [("", _("All")), *self.offered()]
        return {self.name: forms.ChoiceField(label=self.label, choices=offered, required=False)}

    def narrow(self, rows: Rows, given: Given) -> Rows:
        return any_of(rows, [(self.lookup, given[self.name])]) if given.get(self.name) else rows

    def said(self, given: Given) -> str:
        words = {str(value): str(label) for value, label in self.offered()}
        return words.get(given.get(self.name) or "", "")


@dataclass(frozen=True)
class Days:
    """A span of days, each end open unless it is given."""

    name: str
    label: Words
    lookup: str

    @property
    def names(self) -> tuple[str, ...]:
        return f"{self.name}_from", f"{self.name}_until"

    def offered(self) -> Choices:
        return ()

    def fields(self) -> dict[str, forms.Field]:
        since = DateField(label=_("%(what)s from") % {"what": self.label}, required=False)
        until = DateField(label=_("%(what)s until") % {"what": self.label}, required=False)
        return dict(zip(self.names, (since, until), strict=True))

    def _ends(self, given: Given) -> tuple[dt.date | None, dt.date | None]:
        since, until = self.names
        return given.get(since), given.get(until)

    def narrow(self, rows: Rows, given: Given) -> Rows:
        since, until = self._ends(given)
        if since:
            rows = any_of(rows, [(f"{self.lookup}__gte", since)])
        return any_of(rows, [(f"{self.lookup}__lte", until)]) if until else rows

    def said(self, given: Given) -> str:
        since, until = (date_format(day, "d/m/Y") if day else "…" for day in self._ends(given))
        return "" if since == until == "…" else f"{since} – {until}"


@dataclass(frozen=True)
class Named:
    """The name of an organisation or a person, or some words of it, marks aside."""

    name: str
    label: Words
    lookup: Searched

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def offered(self) -> Choices:
        return ()

    def fields(self) -> dict[str, forms.Field]:
        return {self.name: ShortText(label=self.label, max_length=100, required=False)}

    def narrow(self, rows: Rows, given: Given) -> Rows:
        return with_words(rows, [self.lookup], given.get(self.name) or "")

    def said(self, given: Given) -> str:
        return given.get(self.name) or ""
