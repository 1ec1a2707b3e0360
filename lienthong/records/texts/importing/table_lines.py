"""The rows and cells of a table as lines; a table that only lays out a page is read by its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lienthong.kernel.text.public import fold

_LAYOUT_WORDS = (
    "dang cong san viet nam",
    "cong hoa xa hoi chu nghia",
    "noi nhan",
    "t/m ",
    "k/t ",
    "t/l ",
)
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
    """A table as blocks of lines; a table that only lays out a page is read column by column."""
    flat = fold(" ".join(block for row in rows for cell in row for block in cell.blocks))
    if len(rows) == 1 or any(word in flat for word in _LAYOUT_WORDS):
        yield from _column_by_column(rows)
    elif rows:
        yield "\n".join(_row_lines(rows))


def _column_by_column(rows: list[list[Cell]]) -> Iterator[str]:
    """A table that only lays out the head or the signing: left column first, then the right."""
    for column in range(max((len(row) for row in rows), default=0)):
        for row in rows:
            if column < len(row):
                yield from row[column].blocks


def _row_lines(rows: list[list[Cell]]) -> Iterator[str]:
    above: list[str] = []
    for row in rows:
        cells: list[str] = []
        for cell in row:
            place = len(cells)
            goes_on = cell.continues and 0 < place < len(above)
            cells += [above[place] if goes_on else cell.text, *[""] * (cell.span - 1)]
        above = cells
        yield "\t".join([*cells, ""])
