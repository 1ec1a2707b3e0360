"""A sheet of rows that people bring: what it asks for, and what is wrong with each cell, before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.spreadsheets.public import (
    Cell,
    Field,
    Remarked,
    Table,
    Unreadable,
    words_of,
    xlsx_file,
)
from lienthong.kernel.text.public import fold
from lienthong.ui.lists.columns import Words

MOST_ROWS = 500  # each is tried by the action itself, while somebody waits
CHOICES_SAID = 6
TITLE_ROWS = 10  # above the heads, at most
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
    # Other heads under which official forms print a column: the head, and the name of its field.
    also_called: Mapping[str, str] = field(default_factory=dict)

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
    """One row as it came, under its number in the sheet.

    `errors` and `remarks` by column, "" for the row as a whole: what is remarked does not keep it from
    being written, but the person decides.
    """

    number: int
    given: Given
    errors: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)

    def cells(self, fields: Mapping[str, forms.Field]) -> list[tuple[Any, str, str, str]]:
        """The head, what the cell says, what is wrong with it and what should be known of it."""
        return [
            (
                one.label,
                self.given.get(name, ""),
                self.errors.get(name, ""),
                self.remarks.get(name, ""),
            )
            for name, one in fields.items()
        ]

    @property
    def own_error(self) -> str:
        return self.errors.get("", "")

    @property
    def own_remark(self) -> str:
        return self.remarks.get("", "")


@dataclass
class Rehearsal:
    """What would happen: nothing has been written yet."""

    sheet: ImportSheet
    rows: list[Row] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    # The titles of further sheets, of which nothing is read.
    others: Sequence[str] = ()

    @property
    def to_look_at(self) -> list[str]:
        """What the sheet does not show, or shows otherwise, and which is taken nevertheless."""
        rows = sum(bool(row.own_remark) for row in self.rows)
        cells = sum(len(row.remarks) for row in self.rows) - rows
        said = _("The column “%(head)s” is hidden in the sheet; what it holds is taken too.")
        sentences = [said % {"head": head} for head in self.hidden_columns]
        if self.others:
            unread = _("Only the first sheet is read. Not read: %(titles)s.")
            sentences.append(unread % {"titles": ", ".join(f"“{one}”" for one in self.others)})
        if rows:
            said = ngettext(
                "%(n)d row is hidden in the sheet and is taken too.",
                "%(n)d rows are hidden in the sheet and are taken too.",
                rows,
            )
            sentences.append(said % {"n": rows})
        if cells:
            said = ngettext(
                "%(n)d cell is struck out or typed in an old font: compare it below.",
                "%(n)d cells are struck out or typed in an old font: compare them below.",
                cells,
            )
            sentences.append(said % {"n": cells})
        return sentences

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


def read(sheet: ImportSheet, table: Table) -> Rehearsal:
    """The rows under their heads; what cannot be placed is said and not left out."""
    rehearsal = Rehearsal(sheet, others=table.others)
    fields, rows = sheet.fields, table.rows
    names = {fold(head): name for head, name in sheet.also_called.items()}
    names |= {fold(str(one.label)): name for name, one in fields.items()}
    if above := _row_of_the_heads(rows, names):
        said = _(
            "The heads are expected in the first row; they are in row %(row)d. Remove what is above."
        )
        rehearsal.troubles.append(said % {"row": above})
        return rehearsal
    heads = _heads(rehearsal, rows[0][1], names)
    if len(rows) == 1:
        rehearsal.troubles.append(_("There is no row under the heads."))
    if rehearsal.troubles:
        return rehearsal
    hidden = {at: name for at, name in heads.items() if at + 1 in table.hidden_columns}
    rehearsal.hidden_columns = [str(fields[name].label) for name in hidden.values()]
    for number, cells in rows[1:]:
        row = _row(number, cells, heads)
        if number in table.hidden_rows:
            row.remarks[""] = _("Hidden in the sheet.")
        rehearsal.rows.append(row)
    _mark_repeated(rehearsal.rows)
    return rehearsal


def _row_of_the_heads(rows: Rows, names: Mapping[str, str]) -> int:
    """The row in which the heads are, where a title is above them; 0 where they are the first."""
    known = [sum(_head(cell) in names for cell in cells) for _number, cells in rows[:TITLE_ROWS]]
    most = max(known)
    return rows[known.index(most)][0] if most > max(known[0], 1) else 0


def _head(cell: Cell) -> str:
    """A head as it is compared: without marks, and without a star that says that it is required."""
    return fold(_said_in(cell)).rstrip(" *()")


def _said_in(cell: Cell) -> str:
    if isinstance(cell, Unreadable):
        return cell.shown
    value = cell.value if isinstance(cell, Remarked) else cell
    return "" if value is None else words_of(value)


def _heads(rehearsal: Rehearsal, cells: Sequence[Cell], names: Mapping[str, str]) -> dict[int, str]:
    """Which column is which field; a head that is missing, unknown or there twice is said."""
    fields = rehearsal.sheet.fields
    heads: dict[int, str] = {}
    for at, cell in enumerate(cells):
        head = _head(cell)
        name = names.get(head)
        if head and name is None:
            said = _("The column “%(head)s” is not part of this sheet. Remove it.")
            rehearsal.troubles.append(said % {"head": _said_in(cell)})
        elif name in heads.values():
            said = _("The column “%(head)s” is there twice. Remove one.")
            rehearsal.troubles.append(said % {"head": _said_in(cell)})
        elif name is not None:
            heads[at] = name
    for name, one in fields.items():
        if one.required and name not in heads.values():
            said = _("The column “%(head)s” is missing. Take the heads from the template.")
            rehearsal.troubles.append(said % {"head": one.label})
    return heads


def _row(number: int, cells: Sequence[Cell], heads: Mapping[int, str]) -> Row:
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
            continue
        if isinstance(cell, Remarked):
            row.remarks[name] = _remark(cell)
            cell = cell.value
        row.given[name] = "" if cell is None else words_of(cell)
    return row


def _remark(cell: Remarked) -> str:
    """What is struck out in a cell, and how it was typed before it was read in Unicode."""
    sentences = []
    if cell.struck:
        sentences.append(_("Struck out in the sheet: “%(words)s”.") % {"words": cell.struck})
    if cell.typed:
        said = _("Read from the letters of an old font: “%(words)s”.")
        sentences.append(said % {"words": cell.typed})
    return " ".join(sentences)


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
    return {name: said[name].get(str(value), words_of(value)) for name, value in given.items()}


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
