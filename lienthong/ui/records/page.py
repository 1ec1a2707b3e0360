"""A record's page as data: what it is, what belongs to it, what happened to it, and who may see it."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.web.public import OfferedActions
from lienthong.ui.lists.columns import CLASSES, Column, Words, at_path, drawn, linked


@dataclass(frozen=True)
class Link:
    """Another page: of a record that belongs to this one, or of what can be done with a row."""

    label: Words
    url: str
    meta: Words = ""
    icon: str = ""

    def __str__(self) -> str:
        return str(self.label)

    def __html__(self) -> str:
        return format_html('<a href="{}">{}</a>', self.url, self.label)


@dataclass(frozen=True)
class Fact:
    """A name and its value, a path or a question; left out where it says nothing."""

    label: Words
    value: str | Callable[[Any], Any]

    def of(self, record: Any) -> Any:
        return at_path(record, self.value) if isinstance(self.value, str) else self.value(record)


@dataclass(frozen=True)
class Happening:
    """What happened to the record on a day or at a moment, and who did it."""

    text: Words
    at: dt.date
    by: Words = ""


@dataclass(frozen=True)
class Call:
    """What the reader owes now, first thing on the page."""

    title: Words
    text: Words = ""
    tone: str = "info"


@dataclass(frozen=True)
class Section:
    """Rows that belong to the record, those the actor may see; `link` leads from a row to its page.

    Without rows it is left out, or says `empty`.
    """

    title: Words
    columns: tuple[Column, ...]
    rows: Callable[[Any, Actor], Iterable[Any]]
    link: Callable[[Any], str] = lambda _row: ""
    empty: Words = ""

    def drawn(self, record: Any, actor: Actor) -> list[SafeString]:
        """The cells of each row."""
        return [self._cells(row) for row in self.rows(record, actor)]

    def _cells(self, row: Any) -> SafeString:
        return SafeString("".join(self._cell(one, row) for one in self.columns))

    def _cell(self, column: Column, row: Any) -> SafeString:
        value, also = column.of(row), drawn(column.also(row)) if column.also else ""
        if column.kind == "lead":
            return format_html('<td class="lead">{} {}</td>', linked(value, self.link(row)), also)
        css, cell = CLASSES[column.kind], drawn(value)
        if not (cell or also):
            return format_html('<td class="{}"></td>', css)  # no label over nothing on a phone
        return format_html(
            '<td class="{}" data-label="{}">{} {}</td>', css, column.label, cell, also
        )


def nothing(_record: Any, _actor: Actor) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class RecordPage:
    """How a kind of record is shown; what is empty is left out.

    `back` names the page one level up, and `readers` say in words who can see the record. Where it `has_bar`,
    the main form has its own button, and on a phone the actions stand in a bar that stays in sight.
    """

    title: Callable[[Any], Any]
    back: str
    facts: tuple[Fact, ...]
    lede: Callable[[Any], Words] = lambda _record: ""
    sections: tuple[Section, ...] = ()
    related: Callable[[Any, Actor], Iterable[Link]] = nothing
    history: Callable[[Any, Actor], Iterable[Happening]] = nothing
    readers: tuple[Words, ...] = ()
    has_bar: bool = False
    # What the reader owes on the record, from the actions offered.
    call: Callable[[Any, OfferedActions | None], Call | None] = lambda _record, _actions: None

    def facts_of(self, record: Any) -> list[tuple[Words, SafeString]]:
        told = [(one.label, one.of(record)) for one in self.facts]
        return [(label, drawn(value)) for label, value in told if value not in (None, "", ())]

    def sections_of(self, record: Any, actor: Actor) -> list[tuple[Section, list[Any]]]:
        shown = [(one, one.drawn(record, actor)) for one in self.sections]
        return [(one, rows) for one, rows in shown if rows or one.empty]
