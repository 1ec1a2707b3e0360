"""The workbook of an organisation: its three sheets, the template, reading them, and giving faulty rows back."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from lienthong.kernel.people.public import Role, roles_in
from lienthong.kernel.spreadsheets.public import (
    Cell,
    Field,
    Remarked,
    Sheet,
    Table,
    Unreadable,
    words_of,
    workbook_file,
)
from lienthong.kernel.text.public import fold, one_line
from lienthong.kernel.units.public import Unit, UnitKind, kinds_beneath

MOST_ROWS = 10_000  # of each sheet; tried one by one in the background
REASON = gettext_lazy("What is wrong, and how to mend it")
LANGUAGES = ("vi", "en")
YES, NO = gettext_lazy("Yes"), gettext_lazy("No")
KNOWN, ANOTHER = gettext_lazy("The one who is here"), gettext_lazy("Another person")


@dataclass(frozen=True)
class Column:
    """A head, and what its cells hold: words, a day, or one of a list."""

    name: str
    label: Promise
    is_needed: bool = False
    is_day: bool = False
    choices: Mapping[str, Promise] = field(default_factory=dict)
    width: int = 24
    longest: int = 200


@dataclass(frozen=True)
class Form:
    """One sheet: its title and its columns."""

    name: str
    title: Promise
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(one for one in self.columns if one.name == name)


DECISION = (
    Column("decision_number", gettext_lazy("Number of the decision"), longest=60),
    Column("decision_on", gettext_lazy("Day of the decision"), is_day=True, width=14),
    Column("decision_issuer", gettext_lazy("Who issued the decision"), longest=200),
)
_YES_OR_NO = {"yes": YES, "no": NO}
UNITS = Form(
    "units",
    gettext_lazy("Organisations"),
    (
        Column("code", gettext_lazy("Own code in this file"), width=14, longest=40),
        Column("name_body", gettext_lazy("Name of the organisation"), is_needed=True, width=36),
        Column("name_committee", gettext_lazy("Name of the committee"), width=36),
        Column(
            "kind",
            gettext_lazy("Kind"),
            is_needed=True,
            choices={kind.value: kind.label for kind in UnitKind if kind != UnitKind.HISTORICAL},
        ),
        Column("above", gettext_lazy("Superior: code or name"), width=30),
        Column("symbol", gettext_lazy("Symbol in document numbers"), width=14, longest=24),
        Column("place", gettext_lazy("Place printed before the date"), longest=60),
        Column("register", gettext_lazy("Keeps a register and a seal"), choices=_YES_OR_NO),
        Column("serves", gettext_lazy("Serves the superior committee"), choices=_YES_OR_NO),
        Column("on", gettext_lazy("From"), is_needed=True, is_day=True, width=14),
        *DECISION,
    ),
)
PEOPLE = Form(
    "people",
    pgettext_lazy("sheet", "People"),
    (
        Column("code", gettext_lazy("Own code in this file"), is_needed=True, width=14, longest=40),
        Column("full_name", gettext_lazy("Full name"), is_needed=True, width=30, longest=120),
        Column("born_on", gettext_lazy("Born on"), is_day=True, width=14),
        Column(
            "namesake",
            gettext_lazy("Where somebody of this name is here"),
            choices={"known": KNOWN, "another": ANOTHER},
            width=30,
        ),
    ),
)
POSTS = Form(
    "posts",
    gettext_lazy("Posts"),
    (
        Column("person", gettext_lazy("Code of the person"), is_needed=True, width=14, longest=40),
        Column("unit", gettext_lazy("Organisation: code or name"), width=30),
        Column(
            "role",
            gettext_lazy("Post"),
            is_needed=True,
            choices={role.value: role.label for role in Role if role != Role.SYSTEM_ADMIN},
        ),
        Column("title", gettext_lazy("Title printed under a signature"), longest=120),
        Column("on", gettext_lazy("From"), is_needed=True, is_day=True, width=14),
        *DECISION,
        Column("decision_about", gettext_lazy("What the decision decides"), longest=300),
    ),
)
FORMS = (UNITS, PEOPLE, POSTS)
POSSIBLE = gettext_lazy("What is possible")
OURS = (*(one.title for one in FORMS), POSSIBLE)


@dataclass
class Row:
    """One row as it came, under its number; `reasons` by column, "" for the row as a whole."""

    form: Form
    number: int
    given: dict[str, str]
    reasons: dict[str, str] = field(default_factory=dict)
    # It is here already: nothing is written for it.
    is_known: bool = False
    days: dict[str, dt.date] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.given.get(name, "")

    @property
    def is_good(self) -> bool:
        return not self.reasons

    def fails(self, column: str, sentence: str | Promise) -> None:
        known = {one.name for one in self.form.columns}
        self.reasons.setdefault(column if column in known else "", str(sentence))


@dataclass
class Workbook:
    """The rows of the three sheets, or why they cannot be read."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {one.name: [] for one in FORMS})
    troubles: list[str] = field(default_factory=list)
    # The titles of sheets that are none of the three: nothing of them is read.
    unread: list[str] = field(default_factory=list)

    @property
    def every(self) -> list[Row]:
        return [row for form in FORMS for row in self.rows[form.name]]


# --- Written ----------------------------------------------------------------------------------------


def template(unit: Unit) -> bytes:
    """Three empty sheets with lists to choose from, a line of each as an example, and what is possible where."""
    examples = {
        "units": ("VP", "Văn phòng Đảng ủy", "", _kind(UnitKind.ADVISORY_BODY), "", "VPĐU", ""),
        "people": ("NV01", "Nguyễn Văn An", "23/11/1980", ""),
        "posts": (
            "NV01",
            "VP",
            str(Role.SPECIALIST.label),
            "Chuyên viên",
            "01/12/2025",
            "15-QĐ/ĐU",
            "20/11/2025",
            "Đảng ủy xã",
        ),
    }
    sheets = [_sheet(one, [examples[one.name]]) for one in FORMS]
    return workbook_file([*sheets, _what_is_possible(unit, timezone.localdate())])


def _kind(kind: UnitKind) -> str:
    return str(kind.label)


def _sheet(form: Form, rows: Iterable[Sequence[str]], *more: Field) -> Sheet:
    fields = [
        Field(
            f"{one.label} *" if one.is_needed else str(one.label),
            one.width,
            [str(words) for words in one.choices.values()],
        )
        for one in form.columns
    ]
    return Sheet(str(form.title), [*fields, *more], rows)


def _what_is_possible(unit: Unit, day: dt.date) -> Sheet:
    """Which kinds stand beneath which today, and which posts there are in each."""
    rows = []
    waiting, seen = [UnitKind(unit.kind)], set()
    for kind in waiting:
        if kind in seen:
            continue
        seen.add(kind)
        beneath = kinds_beneath(kind, day)
        waiting += beneath
        posts = roles_in(Unit(kind=kind, parent_id=unit.pk))
        rows.append(
            (
                _kind(kind),
                "; ".join(_kind(one) for one in beneath),
                "; ".join(str(one.label) for one in posts),
            )
        )
    heads = (_("Kind"), _("What may stand beneath it"), _("Posts there are in it"))
    return Sheet(str(POSSIBLE), [Field(one, 40) for one in heads], rows)


def faulty_rows(rows: Sequence[Row]) -> bytes:
    """The same sheets with the faulty rows alone, each with its reason in the last column."""
    return workbook_file(
        [
            _sheet(
                form,
                [
                    [*(shown(row).get(one.name, "") for one in form.columns), _reason(row)]
                    for row in rows
                    if row.form is form
                ],
                Field(str(REASON), 60),
            )
            for form in FORMS
        ]
    )


def _reason(row: Row) -> str:
    return " ".join(
        f"{row.form.column(name).label}: {said}" if name else said
        for name, said in row.reasons.items()
    )


# --- Read -------------------------------------------------------------------------------------------


def read(tables: Mapping[str, Table]) -> Workbook:
    """The rows under their heads; what cannot be placed is said and not left out."""
    ours = {fold(said) for title in OURS for said in _in_every_language(title)}
    book = Workbook(unread=[title for title in tables if fold(title) not in ours])
    for form in FORMS:
        titles = {fold(said) for said in _in_every_language(form.title)}
        table = next((one for title, one in tables.items() if fold(title) in titles), None)
        if table is not None and table.rows:
            _read_sheet(book, form, table)
    if not book.troubles and not book.every:
        sheets = ", ".join(f"“{one.title}”" for one in FORMS)
        said = _("No row was found. The workbook has the sheets %(sheets)s, as in the template.")
        book.troubles.append(said % {"sheets": sheets})
    return book


def _in_every_language(words: Promise) -> set[str]:
    found = set()
    for language in LANGUAGES:
        with override(language):
            found.add(str(words))
    return found


def _plain(head: str) -> str:
    return fold(head).rstrip(" *")


def _read_sheet(book: Workbook, form: Form, table: Table) -> None:
    names = {
        _plain(said): one.name for one in form.columns for said in _in_every_language(one.label)
    }
    reasons = {_plain(said) for said in _in_every_language(REASON)}
    heads: dict[int, str] = {}
    for at, cell in enumerate(table.rows[0][1]):
        head = _plain(_said(cell))
        if head in names and names[head] not in heads.values():
            heads[at] = names[head]
        elif head and head not in reasons:
            said = _("Sheet “%(sheet)s”: the column “%(head)s” is not part of it. Remove it.")
            book.troubles.append(said % {"sheet": form.title, "head": _said(cell)})
    for one in form.columns:
        if one.is_needed and one.name not in heads.values():
            said = _(
                "Sheet “%(sheet)s”: the column “%(head)s” is missing. Take it from the template."
            )
            book.troubles.append(said % {"sheet": form.title, "head": one.label})
    if book.troubles:
        return
    for number, cells in table.rows[1:]:
        book.rows[form.name].append(_row(form, number, cells, heads))


def _row(form: Form, number: int, cells: Sequence[Cell], heads: Mapping[int, str]) -> Row:
    row = Row(form, number, {})
    for at, cell in enumerate(cells):
        if name := heads.get(at):
            row.given[name] = one_line(_said(cell))
            if isinstance(cell, Unreadable):
                row.fails(name, _("This cell is computed. Put its value there as text."))
    for column in form.columns:
        _check_shape(row, column)
    return row


def _said(cell: Cell) -> str:
    if isinstance(cell, Unreadable):
        return cell.shown
    value = cell.value if isinstance(cell, Remarked) else cell
    return "" if value is None else words_of(value)


def _check_shape(row: Row, column: Column) -> None:
    """Whether a cell can be what its column asks for; a choice is kept by its value."""
    words = row[column.name]
    if not words:
        if column.is_needed:
            row.fails(column.name, _("This is needed. Fill it in."))
    elif column.choices:
        _choose(row, column, words)
    elif column.is_day:
        if (day := _day(words)) is None:
            row.fails(column.name, _("A day is written as 23/11/2025."))
        else:
            row.days[column.name] = day
    elif len(words) > column.longest:
        said = _("At most %(most)d characters; shorten it.")
        row.fails(column.name, said % {"most": column.longest})


def _choose(row: Row, column: Column, words: str) -> None:
    for value, label in column.choices.items():
        if fold(words) in {fold(one) for one in _in_every_language(label)}:
            row.given[column.name] = value
            return
    listed = ", ".join(str(one) for one in column.choices.values())
    said = _("“%(words)s” cannot be chosen here. Choose one of: %(choices)s")
    row.fails(column.name, said % {"words": words, "choices": listed})


def _day(words: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(words, "%d/%m/%Y").date()
    except ValueError:
        return None


def shown(row: Row) -> dict[str, str]:
    """The cells as a person reads them, choices in words."""
    choices = {one.name: one.choices for one in row.form.columns}
    return {name: str(choices[name].get(value, value)) for name, value in row.given.items()}
