"""A look inside a workbook; runs in the bounded child only."""

import datetime as dt
import io
import mimetypes
import zipfile
from typing import Any

from django.utils.translation import gettext_noop

from lienthong.kernel.files.public import OTHER_KIND, FileRefused, Package, check_workbook
from lienthong.kernel.text.public import converted, in_unicode, several_lines

mimetypes.knownfiles = []  # openpyxl asks for the machine's own list, which the child may not read

from openpyxl import load_workbook  # noqa: E402 - after what it would read
from openpyxl.cell.read_only import ReadOnlyCell  # noqa: E402 - likewise
from openpyxl.cell.rich_text import CellRichText, TextBlock  # noqa: E402 - likewise
from openpyxl.utils import column_index_from_string  # noqa: E402 - likewise
from openpyxl.utils.exceptions import InvalidFileException  # noqa: E402 - likewise
from openpyxl.worksheet._reader import WorkSheetParser  # noqa: E402 - likewise

from .secrecy import refuse_secret  # noqa: E402 - likewise
from .writing import CHOICES_SHOWN  # noqa: E402 - likewise

MOST_COLUMNS = 60
MOST_SHEETS = 10
LONGEST_TEXT = 5_000

NO_WORKBOOK = gettext_noop(
    "The content of the file is not a workbook, whatever its name says. Save the sheet as .xlsx and "
    "try again."
)
EMPTY = gettext_noop("The sheet is empty.")
DAMAGED = gettext_noop("The file cannot be read. It may be damaged.")
ROWS = gettext_noop("The sheet has more than %(rows)d rows. Divide it and bring the parts in turn.")
COLUMNS = gettext_noop(
    "Row %(row)d has something to the right of column %(columns)d. Remove what does not belong there."
)
TEXT = gettext_noop("A cell of row %(row)d holds more than %(letters)d characters.")


def look_inside(data: bytes, most: int) -> dict[str, Any]:
    """What the first visible sheet holds, and which of it is hidden there, as JSON can hold it."""
    found, others = _sheets(data, most, only_first=True)
    if not found or not found[0]["rows"]:
        raise FileRefused(EMPTY)
    return found[0] | {"others": others}


def look_into_all(data: bytes, most: int) -> dict[str, Any]:
    """The same of every visible sheet, by its title; so many rows at most in each."""
    found, others = _sheets(data, most)
    if not any(one["rows"] for one in found):
        raise FileRefused(EMPTY)
    return {"sheets": found, "others": others}


def _sheets(
    data: bytes, most: int, *, only_first: bool = False
) -> tuple[list[dict[str, Any]], list[str]]:
    """What the sheets hold, and the titles of those that are not read."""
    try:
        check_workbook(data)
    except FileRefused as refused:
        raise FileRefused(NO_WORKBOOK) if refused.message == OTHER_KIND else refused from None
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False, rich_text=True)
        refuse_secret(Package(data), book)
        visible = [one for one in book.worksheets if one.sheet_state == "visible"]
        taken = visible[:1] if only_first else visible[:MOST_SHEETS]
        return [_read(book, one, most) for one in taken], _left_alone(book, taken)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise FileRefused(DAMAGED) from error


def _left_alone(book: Any, taken: list[Any]) -> list[str]:
    """But for the hidden lists of choices that a template of ours has."""
    read = {one.title for one in taken}
    return [
        one.title
        for one in book.worksheets
        if one.title not in read
        and not (one.sheet_state != "visible" and one.title.startswith(CHOICES_SHOWN))
    ]


def _read(book: Any, sheet: Any, most: int) -> dict[str, Any]:
    with sheet._get_source() as source:
        return {"title": sheet.title} | _found(sheet, _parser(book, sheet, source), most)


def _parser(book: Any, sheet: Any, source: Any) -> Any:
    """The library's own, which knows of a row and a column whether they are hidden; its sheet forgets that."""
    return WorkSheetParser(
        source,
        sheet._shared_strings,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
        rich_text=True,
    )


def _found(sheet: Any, parser: Any, most: int) -> dict[str, Any]:
    rows: list[tuple[int, list[Any]]] = []
    hidden: list[int] = []
    for number, cells in parser.parse():
        row = _row(number, [ReadOnlyCell(sheet, **one) for one in cells])
        if not row:
            continue
        if len(rows) > most:  # and the head
            raise FileRefused(ROWS, rows=most)
        rows.append((number, row))
        if _is_hidden(parser.row_dimensions.get(str(number), {})):
            hidden.append(number)
    return {"rows": rows, "hidden_rows": hidden, "hidden_columns": _hidden_columns(parser)}


def _row(number: int, cells: list[ReadOnlyCell]) -> list[Any]:
    held = {cell.column: _plain(cell) for cell in cells}
    held = {column: value for column, value in held.items() if value not in (None, "")}
    if any(column > MOST_COLUMNS for column in held):
        raise FileRefused(COLUMNS, row=number, columns=MOST_COLUMNS)
    words = [value.get("of", "") for value in held.values() if isinstance(value, dict)]
    words += held.values()
    if any(isinstance(one, str) and len(one) > LONGEST_TEXT for one in words):
        raise FileRefused(TEXT, row=number, letters=LONGEST_TEXT)
    return [held.get(column) for column in range(1, max(held, default=0) + 1)]


def _hidden_columns(parser: Any) -> list[int]:
    hidden = [one for one in parser.column_dimensions.values() if _is_hidden(one)]
    ends = [(column_index_from_string(one["index"]), int(one["max"])) for one in hidden]
    return [column for first, last in ends for column in range(first, min(last, MOST_COLUMNS) + 1)]


def _is_hidden(dimensions: dict[str, str]) -> bool:
    return dimensions.get("hidden") in ("1", "true")


def _plain(cell: ReadOnlyCell) -> Any:
    value = cell.value
    if value is None:
        return None
    if cell.data_type in ("f", "e"):
        return {"shown": str(value)[:100]}
    if isinstance(value, dt.datetime | dt.date):
        return _remarked(cell, {"day": f"{value:%Y-%m-%d}"})
    if isinstance(value, dt.time | dt.timedelta | bool):
        return _remarked(cell, str(value))
    if isinstance(value, int | float):
        return _remarked(cell, int(value) if value == int(value) else value)
    return _text(cell)


def _remarked(cell: ReadOnlyCell, value: Any) -> Any:
    return {"of": value, "struck": True} if cell.font.strike else value


def _text(cell: ReadOnlyCell) -> Any:
    """The words of a cell in Unicode; what was struck out, and that it was an old font, is told beside."""
    runs = _runs(cell)
    typed = several_lines("".join(text for text, _font, _struck in runs))
    said = several_lines("".join(_by_font(text, font) for text, font, _struck in runs))
    said = in_unicode(said) or said
    struck = several_lines("".join(_by_font(text, font) for text, font, gone in runs if gone))
    remarks = {"struck": struck} if struck else {}
    remarks |= {"typed": typed} if typed != said else {}
    return {"of": said} | remarks if said and remarks else said


def _runs(cell: ReadOnlyCell) -> list[tuple[str, str | None, bool]]:
    """The parts of a text, each with its font and whether it is struck out."""
    own, value = cell.font, cell.value
    parts = value if isinstance(value, CellRichText) else [str(value)]
    return [
        (part.text, part.font.rFont or own.name, bool(part.font.strike))
        if isinstance(part, TextBlock)
        else (part, own.name, bool(own.strike))
        for part in parts
    ]


def _by_font(text: str, font: str | None) -> str:
    """What a font of before Unicode shows; letters that Unicode alone has were typed in it."""
    return text if any(letter > "\u00ff" for letter in text) else converted(text, font)
