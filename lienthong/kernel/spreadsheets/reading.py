"""Reading a workbook somebody brings: its first sheet, within bounds, nothing computed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from lienthong.kernel.files.public import FileRefused, run_bounded
from lienthong.kernel.text.public import is_secret_by_name

from .secrecy import MARKED

SUFFIX = ".xlsx"
LOOK_INSIDE = "lienthong.kernel.spreadsheets.workbook.look_inside"
LOOK_INTO_ALL = "lienthong.kernel.spreadsheets.workbook.look_into_all"

KIND = gettext_noop("Files of this kind are not accepted. Save the sheet as .xlsx and try again.")
LARGE = gettext_noop("The file is larger than %(megabytes)d MB.")


@dataclass(frozen=True)
class Unreadable:
    """A cell that says nothing by itself: a formula, or the error of one."""

    shown: str


Value = str | int | float | dt.date


@dataclass(frozen=True)
class Remarked:
    """A cell of which a person should know more than its value: what is struck out, how it was typed."""

    value: Value
    struck: str = ""
    # As it came, in the letters of an old font; the value is the same in Unicode.
    typed: str = ""


Cell = Value | Unreadable | Remarked | None


@dataclass(frozen=True)
class Table:
    """The rows that hold something, each with its number in the sheet, and what is hidden there."""

    rows: list[tuple[int, list[Cell]]]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()  # counted from one, as the rows
    # The titles of further sheets, which are not read.
    others: tuple[str, ...] = ()


def table_in(data: bytes, filename: str, *, most: int) -> Table:
    """What the first visible sheet of a workbook holds: its heads, and so many rows at most.

    Raises FileRefused with a sentence when the file is no workbook, could do harm, or is too large.
    """
    _refuse_other(data, filename)
    return _table(run_bounded(LOOK_INSIDE, data, seconds=20, megabytes=512, most=most))


def tables_in(data: bytes, filename: str, *, most: int) -> dict[str, Table]:
    """What each visible sheet of a workbook holds, by its title; one that is hidden or one too many holds nothing."""
    _refuse_other(data, filename)
    found = run_bounded(LOOK_INTO_ALL, data, seconds=60, megabytes=768, most=most)
    unread = {title: Table([]) for title in found["others"]}
    return unread | {one["title"]: _table(one) for one in found["sheets"]}


def _refuse_other(data: bytes, filename: str) -> None:
    if is_secret_by_name(filename):
        raise FileRefused(MARKED)
    if not filename.lower().endswith(SUFFIX):
        raise FileRefused(KIND)
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise FileRefused(LARGE, megabytes=settings.UPLOAD_MAX_BYTES // 2**20)


def _table(found: Any) -> Table:
    return Table(
        [(number, [_cell_of(cell) for cell in row]) for number, row in found["rows"]],
        frozenset(found["hidden_rows"]),
        frozenset(found["hidden_columns"]),
        tuple(found.get("others", ())),
    )


def _cell_of(cell: Any) -> Cell:
    if not isinstance(cell, dict):
        known: Cell = cell
        return known
    if "shown" in cell:
        return Unreadable(cell["shown"])
    if "day" in cell:
        return dt.date.fromisoformat(cell["day"])
    value: Any = _cell_of(cell["of"])
    struck = cell.get("struck", "")
    return Remarked(
        value, struck if isinstance(struck, str) else words_of(value), cell.get("typed", "")
    )


def words_of(value: Value) -> str:
    """A value as somebody would type it."""
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)
