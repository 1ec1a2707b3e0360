"""A sheet of rows that people bring: what it asks for, and what is wrong with each cell, before anything is written."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.spreadsheets.public import Cell, Field, Unreadable, xlsx_file
from lienthong.kernel.text.public import fold
from lienthong.ui.lists.columns import Words

MOST_ROWS = 500  # each is tried by the action itself, while somebody waits
CHOICES_SAID = 6
Rows = Sequence[tuple[int, Sequence[Cell]]]
Given = dict[str, str]


@dataclass(frozen=True)
class ImportSheet:
    """Rows for one action: a form says the columns and reads the cells, `do` writes one row."""

    name: str
    title: Words
    form: Callable[[Mapping[str, str] | None], forms.Form]
    do: Callable[[dict[str, Any], Actor], object]
    said: Callable[[int], str]
    example: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, forms.Field]:
        return dict(self.form(None).fields)

    def template(self) -> bytes:
        """An empty sheet to fill in: heads, lists to choose from, one row as an example."""
        fields = [
            Field(str(one.label), width=24, choices=[words for _value, words in choices_of(one)])
            for one in self.fields.values()
        ]
        example = [[self.example.get(name, "") for name in self.fields]]
        return xlsx_file(str(self.title), fields, example if self.example else [])


@dataclass
class Row:
    """One row as it came, under its number in the sheet; `errors` by column, "" for the row as a whole."""

    number: int
    given: Given
    errors: dict[str, str] = field(default_factory=dict)

    def cells(self, fields: Mapping[str, forms.Field]) -> list[tuple[Any, str, str]]:
        """The head, what the cell says and what is wrong with it."""
        return [
            (one.label, self.given.get(name, ""), self.errors.get(name, ""))
            for name, one in fields.items()
        ]

    @property
    def own_error(self) -> str:
        return self.errors.get("", "")


@dataclass
class Rehearsal:
    """What would happen: nothing has been written yet."""

    sheet: ImportSheet
    rows: list[Row] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    @property
    def faulty(self) -> list[Row]:
        return [row for row in self.rows if row.errors]

    @property
    def good(self) -> list[Row]:
        return [row for row in self.rows if not row.errors]

    @property
    def faults(self) -> int:
        return sum(len(row.errors) for row in self.rows)

    @property
    def is_clean(self) -> bool:
        return bool(self.rows) and not self.troubles and not self.faults


def choices_of(one: forms.Field) -> list[tuple[str, str]]:
    """The closed list of a field, if it has one."""
    offered: Any = one.choices if isinstance(one, forms.ChoiceField) else ()
    return [(str(value), str(words)) for value, words in offered if value]


def read(sheet: ImportSheet, rows: Rows) -> Rehearsal:
    """The rows under their heads; what cannot be placed is said and not left out."""
    rehearsal = Rehearsal(sheet)
    fields = sheet.fields
    heads = _heads(rehearsal, rows[0][1], fields)
    if len(rows) - 1 > MOST_ROWS:
        said = _("The sheet has more than %(rows)d rows. Divide it and bring the parts in turn.")
        rehearsal.troubles.append(said % {"rows": MOST_ROWS})
    elif len(rows) == 1:
        rehearsal.troubles.append(_("There is no row under the heads."))
    if rehearsal.troubles:
        return rehearsal
    for number, cells in rows[1:]:
        rehearsal.rows.append(_row(number, cells, heads, fields))
    _mark_repeated(rehearsal.rows)
    return rehearsal


def _heads(
    rehearsal: Rehearsal, cells: Sequence[Cell], fields: Mapping[str, forms.Field]
) -> dict[int, str]:
    """Which column is which field; a head that is missing, unknown or there twice is said."""
    names = {fold(str(one.label)): name for name, one in fields.items()}
    heads: dict[int, str] = {}
    for at, cell in enumerate(cells):
        name = names.get(fold(str(cell or "")))
        if cell and name is None:
            said = _("The column “%(head)s” is not part of this sheet. Remove it.")
            rehearsal.troubles.append(said % {"head": cell})
        elif name in heads.values():
            said = _("The column “%(head)s” is there twice. Remove one.")
            rehearsal.troubles.append(said % {"head": cell})
        elif name is not None:
            heads[at] = name
    for name, one in fields.items():
        if one.required and name not in heads.values():
            said = _("The column “%(head)s” is missing. Take the heads from the template.")
            rehearsal.troubles.append(said % {"head": one.label})
    return heads


def _row(
    number: int, cells: Sequence[Cell], heads: Mapping[int, str], fields: Mapping[str, forms.Field]
) -> Row:
    row = Row(number, {})
    for at, cell in enumerate(cells):
        name = heads.get(at)
        if name is None:
            if cell not in (None, ""):
                row.errors[""] = _("There is something in a column without a head. Remove it.")
            continue
        if isinstance(cell, Unreadable):
            row.given[name] = cell.shown
            row.errors[name] = _("This cell is computed. Put its value there as text.")
        else:
            row.given[name] = _words(cell)
    return row


def _words(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:%d/%m/%Y}" if isinstance(cell, dt.date) else str(cell)


def _mark_repeated(rows: Sequence[Row]) -> None:
    first: dict[tuple[tuple[str, str], ...], int] = {}
    for row in rows:
        same = tuple(sorted((name, fold(words)) for name, words in row.given.items() if words))
        if same in first:
            said = _("The same as row %(number)d. Remove one of them.")
            row.errors[""] = said % {"number": first[same]}
        first.setdefault(same, row.number)


def rehearse(rehearsal: Rehearsal, *, actor: Actor) -> None:
    """Try every row with the action itself, and take everything back."""
    with transaction.atomic():
        _try(rehearsal, actor)
        transaction.set_rollback(True)


def write(rehearsal: Rehearsal, *, actor: Actor) -> bool:
    """Write every row, or none: whether all could be written."""
    with transaction.atomic():
        _try(rehearsal, actor)
        if not rehearsal.is_clean:
            transaction.set_rollback(True)
    return rehearsal.is_clean


def _try(rehearsal: Rehearsal, actor: Actor) -> None:
    fields = rehearsal.sheet.fields
    for row in rehearsal.rows:
        if row.errors:
            continue
        form = rehearsal.sheet.form(_by_value(row, fields))
        if not form.is_valid():
            _note(row, form, fields)
            continue
        row.given.update(_understood(row, form, fields))
        try:
            with transaction.atomic():
                rehearsal.sheet.do(form.cleaned_data, actor)
        except RuleBroken as broken:
            row.errors[broken.field if broken.field in fields else ""] = broken.sentence


def _by_value(row: Row, fields: Mapping[str, forms.Field]) -> Given:
    """The row as its form takes it: a choice by its value, found by its words, marks and case aside."""
    given = dict(row.given)
    for name, words in row.given.items():
        known = {fold(said): value for value, said in choices_of(fields[name])}
        given[name] = known.get(fold(words), words)
    return given


def _understood(row: Row, form: forms.Form, fields: Mapping[str, forms.Field]) -> Given:
    """What the form made of the words: a rehearsal shows what would be written, not what was typed."""
    given = {name: form.cleaned_data[name] for name, words in row.given.items() if words}
    said = {name: dict(choices_of(fields[name])) for name in given}
    return {name: said[name].get(str(value), _words(value)) for name, value in given.items()}


def _note(row: Row, form: forms.Form, fields: Mapping[str, forms.Field]) -> None:
    for name, sentences in form.errors.items():
        words, choices = row.given.get(name, ""), choices_of(fields[name]) if name in fields else []
        if words and choices:
            row.errors[name] = _not_a_choice(words, [said for _value, said in choices])
        else:
            row.errors[name if name in fields else ""] = " ".join(str(one) for one in sentences)


def _not_a_choice(words: str, choices: Sequence[str]) -> str:
    said = ", ".join(choices[:CHOICES_SAID]) + ("…" if len(choices) > CHOICES_SAID else "")
    return _("“%(words)s” cannot be chosen here. Choose one of: %(choices)s") % {
        "words": words,
        "choices": said,
    }
