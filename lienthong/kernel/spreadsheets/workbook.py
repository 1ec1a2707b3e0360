"""A look inside a workbook; runs in the bounded child only."""

import datetime as dt
import io
import mimetypes
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop

from lienthong.kernel.files.public import FileRefused, check_workbook
from lienthong.kernel.text.public import several_lines

mimetypes.knownfiles = []  # openpyxl asks for the machine's own list, which the child may not read

from openpyxl import load_workbook  # noqa: E402 - after what it would read
from openpyxl.utils.exceptions import InvalidFileException  # noqa: E402 - likewise

MOST_ROWS = 2_000
MOST_COLUMNS = 60
LONGEST_TEXT = 5_000

EMPTY = gettext_noop("The sheet is empty.")
DAMAGED = gettext_noop("The file cannot be read. It may be damaged.")
ROWS = gettext_noop("The sheet has more than %(rows)d rows. Divide it and bring the parts in turn.")
COLUMNS = gettext_noop(
    "Row %(row)d has something to the right of column %(columns)d. Remove what does not belong there."
)
TEXT = gettext_noop("A cell of row %(row)d holds more than %(letters)d characters.")


def look_inside(data: bytes) -> list[tuple[int, list[Any]]]:
    """The rows of the first visible sheet that hold something, as JSON can hold them."""
    check_workbook(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            raise FileRefused(EMPTY)
        sheet.reset_dimensions()
        rows = list(_rows(sheet.iter_rows()))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise FileRefused(DAMAGED) from error
    if not rows:
        raise FileRefused(EMPTY)
    return rows


def _rows(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, list[Any]]]:
    found = 0
    for number, row in enumerate(rows, 1):
        cells = [_plain(cell) for cell in row]
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if not cells:
            continue
        found += 1
        if found > MOST_ROWS + 1:  # and the head
            raise FileRefused(ROWS, rows=MOST_ROWS)
        if len(cells) > MOST_COLUMNS:
            raise FileRefused(COLUMNS, row=number, columns=MOST_COLUMNS)
        if any(isinstance(cell, str) and len(cell) > LONGEST_TEXT for cell in cells):
            raise FileRefused(TEXT, row=number, letters=LONGEST_TEXT)
        yield number, cells


def _plain(cell: Any) -> Any:
    value = cell.value
    if value is None:
        return None
    if cell.data_type in ("f", "e"):
        return {"shown": str(value)[:100]}
    if isinstance(value, dt.datetime | dt.date):
        return {"day": f"{value:%Y-%m-%d}"}
    if isinstance(value, dt.time | dt.timedelta | bool):
        return str(value)
    if isinstance(value, int | float):
        return int(value) if value == int(value) else value
    return several_lines(str(value))
