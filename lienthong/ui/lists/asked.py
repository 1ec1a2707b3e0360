"""What a reader asks of a list, as its address says it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 - the address of a page, not an answer
from django.utils.safestring import SafeString

from lienthong.ui.lists.columns import Column
from lienthong.ui.lists.filters import Filter
from lienthong.ui.lists.narrowing import Rows, in_order, with_words
from lienthong.ui.lists.page import ListPage
from lienthong.ui.lists.panel import Panel, empty_fields, fields_drawn

LONGEST = 100
NOT_OF_THE_LIST = ("page", "print", "as")


@dataclass(frozen=True)
class Chip:
    """A condition that narrows the list, and the address without it."""

    label: str
    said: str
    url: str


class Asked:
    """Words, filters and order, read from an address and given back in others."""

    longest = LONGEST

    def __init__(self, page: ListPage, address: QueryDict) -> None:
        self.page, self.address = page, address
        self.words = address.get("q", "")[: self.longest]
        self.sorted_by = self._sorted_by(address.get("sort", "") or page.order)

    @cached_property
    def panel(self) -> Panel:
        return Panel.of(self.page)

    @cached_property
    def is_filled_in(self) -> bool:
        """Whether the address says anything that a field of the panel holds."""
        return any(name in self.address for name in self.panel.names)

    @cached_property
    def form(self) -> forms.Form:
        return self.panel.form(self.address)

    @property
    def fields(self) -> SafeString:
        """The fields of the panel as they are drawn."""
        return fields_drawn(self.form) if self.is_filled_in else empty_fields(self.panel)

    @property
    def given(self) -> dict[str, Any]:
        """What is rightly filled in; a wrong day narrows nothing and is said beside its field."""
        if not self.is_filled_in:
            return {}
        self.form.is_valid()
        return self.form.cleaned_data

    @cached_property
    def faults(self) -> list[tuple[str, str]]:
        """The conditions that cannot be understood, such as 31/02, and what is wrong with each."""
        if not self.is_filled_in:
            return []
        names = (name for one in self.page.filters for name in one.names)
        wrong = ((self.form[name].label, self.form.errors.get(name)) for name in names)
        return [(str(label), str(faults[0])) for label, faults in wrong if faults]

    def _sorted_by(self, asked: str) -> tuple[Column, bool] | None:
        name, down = asked.removeprefix("-"), asked.startswith("-")
        column = next((one for one in self.page.columns if one.name == name and one.order), None)
        return (column, down) if column else None

    def narrowed(self, rows: Rows) -> Rows:
        """The rows asked for, in the order asked for."""
        for one in self.page.filters:
            rows = one.narrow(rows, self.given)
        if self.words and self.page.words:
            rows = with_words(rows, self.page.words, self.words)
        if self.sorted_by is None:
            return rows
        column, down = self.sorted_by
        return in_order(rows, column.order, down=down)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.chips)

    @cached_property
    def chips(self) -> list[Chip]:
        said = [(one, one.said(self.given)) for one in self.page.filters]
        return [Chip(str(one.label), words, self._without(one)) for one, words in said if words]

    def _without(self, one: Filter) -> str:
        return self.url(**dict.fromkeys(one.names))

    def sort_url(self, column: Column) -> str:
        """The head of a column sorts upwards, pressed again downwards."""
        again = self.sorted_by is not None and self.sorted_by[0].name == column.name
        is_up = again and self.sorted_by is not None and not self.sorted_by[1]
        return self.url(sort=f"-{column.name}" if is_up else column.name) if column.order else ""

    def direction(self, column: Column) -> str:
        if self.sorted_by is None or self.sorted_by[0].name != column.name:
            return ""
        return "descending" if self.sorted_by[1] else "ascending"

    def url(self, **changes: str | None) -> str:
        """This list with something asked otherwise; from its first page."""
        kept = self.address.copy()
        for name in NOT_OF_THE_LIST:
            kept.pop(name, None)
        for name, value in changes.items():
            kept.pop(name, None)
            if value is not None:
                kept[name] = value
        return f"?{kept.urlencode()}"

    @property
    def query(self) -> str:
        """What is kept when a filter is kept: all that is asked, in a fixed order."""
        kept = QueryDict(mutable=True)
        for name in sorted(self.address):
            if name not in NOT_OF_THE_LIST and self.address[name]:
                kept[name] = str(self.address[name])
        return kept.urlencode()

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the search form carries along: the view and the order."""
        names = {"q", *self.panel.names, *NOT_OF_THE_LIST}
        return [(name, str(self.address[name])) for name in self.address if name not in names]
