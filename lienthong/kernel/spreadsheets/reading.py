"""Reading a workbook somebody brings: its first sheet, within bounds, nothing computed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from lienthong.kernel.files.public import FileRefused, run_bounded

SUFFIX = ".xlsx"
LOOK_INSIDE = "lienthong.kernel.spreadsheets.workbook.look_inside"

KIND = gettext_noop("Files of this kind are not accepted. Save the sheet as .xlsx and try again.")
LARGE = gettext_noop("The file is larger than %(megabytes)d MB.")


@dataclass(frozen=True)
class Unreadable:
    """A cell that says nothing by itself: a formula, or the error of one."""

    shown: str


Cell = str | int | float | dt.date | Unreadable | None


def rows_in(data: bytes, filename: str) -> list[tuple[int, list[Cell]]]:
    """The rows of the first sheet that hold something, each with its number in the sheet.

    Raises FileRefused with a sentence when the file is no workbook, could do harm, or is too large.
    """
    if not filename.lower().endswith(SUFFIX):
        raise FileRefused(KIND)
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise FileRefused(LARGE, megabytes=settings.UPLOAD_MAX_BYTES // 2**20)
    answer = run_bounded(LOOK_INSIDE, data, seconds=20, megabytes=512)
    return [(number, [_cell_of(cell) for cell in row]) for number, row in answer]


def _cell_of(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return dt.date.fromisoformat(cell["day"]) if "day" in cell else Unreadable(cell["shown"])
    known: Cell = cell
    return known
