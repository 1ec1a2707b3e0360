"""The rows and cells of a table as lines; a table that only lays out a page is read by its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lienthong.kernel.text.public import fold
from lienthong.records.texts.recognition.html_tables import JOINED_LEFT, JOINED_UP

_HEAD_WORDS = ("dang cong san viet nam", "cong hoa xa hoi chu nghia")
_CLOSING_WORDS = ("noi nhan", "t/m ", "k/t ", "t/l ")
_ADDRESS_WORDS = ("kinh gui", "kinh trinh")
WIDEST = 60


@dataclass(frozen=True)
class Cell:
    """A cell: what stands in it, how many columns it spans, whether it goes on from the row above."""

    blocks: list[str]
    span: int = 1
    continues: bool = False

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.blocks).replace("\t", " ").split())


def blocks_of(rows: list[list[Cell]]) -> Iterator[str]:
    """A table as blocks of lines; what only lays out a page is read column by column."""
    for band in _bands(rows):
        if len(band) == 1 or _says(band, _HEAD_WORDS + _CLOSING_WORDS):
            yield from _column_by_column(band)
        else:
            yield "\n".join(row_lines(band))


def _bands(rows: list[list[Cell]]) -> Iterator[list[list[Cell]]]:
    """A table cut where another begins: LibreOffice joins two of Word that touch."""
    began = 0
    for at in range(1, len(rows)):
        above, row = rows[began:at], [rows[at]]
        is_signing = _says(row, _CLOSING_WORDS) and len(rows[at]) < len(rows[at - 1])
        is_address = _says(row, _ADDRESS_WORDS) and _says(above, _HEAD_WORDS)
        if (is_signing and not _says(above, _CLOSING_WORDS)) or is_address:
            yield above
            began = at
    if rows[began:]:
        yield rows[began:]


def _says(rows: list[list[Cell]], words: tuple[str, ...]) -> bool:
    flat = fold(" ".join(block for row in rows for cell in row for block in cell.blocks))
    return any(word in flat for word in words)


def _column_by_column(rows: list[list[Cell]]) -> Iterator[str]:
    """A table that only lays out the head or the signing: left column first, then the right."""
    for column in range(max((len(row) for row in rows), default=0)):
        for row in rows:
            if column < len(row):
                yield from row[column].blocks


def row_lines(rows: list[list[Cell]]) -> Iterator[str]:
    """Rows with their cells between tabs. What goes on from the row above says the same again, save in the
    first column, where rows have their numbers; what is spanned says nothing."""
    above: list[str] = []
    for row in rows:
        cells: list[str] = []
        for cell in row:
            place = len(cells)
            goes_on = cell.continues and place < len(above)
            words = above[place].lstrip(JOINED_UP) if goes_on and place else cell.text
            cells.append(JOINED_UP + words if goes_on else words)
            cells += [JOINED_LEFT] * (cell.span - 1)
        above = cells
        yield "\t".join([*cells, ""])
