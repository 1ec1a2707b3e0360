"""The tables of a Word file: rows and cells wherever they stand, on the grid a person sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from lienthong.kernel.text.public import fold
from lienthong.records.texts.importing.docx_parts import w

_LAYOUT_WORDS = (
    "dang cong san viet nam",
    "cong hoa xa hoi chu nghia",
    "noi nhan",
    "t/m ",
    "k/t ",
    "t/l ",
)
# What stands between a table and its rows, or a row and its cells, without being seen.
_WRAPPERS = {w(name) for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_WIDEST = 60


@dataclass(frozen=True)
class Cell:
    """A cell: what stands in it, how many columns it spans, whether it goes on from the row above."""

    blocks: list[str]
    span: int = 1
    continues: bool = False

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.blocks).replace("\t", " ").split())


def written(table: Element, read: Callable[[Element], Iterable[str]]) -> Iterator[str]:
    """A table as blocks of lines; a table that only lays out a page is read column by column."""
    rows = [list(_cells(row, read)) for row in _within(table, "tr") if not _is_deleted(row)]
    flat = fold(" ".join(block for row in rows for cell in row for block in cell.blocks))
    if len(rows) == 1 or any(word in flat for word in _LAYOUT_WORDS):
        yield from _column_by_column(rows)
    elif rows:
        yield "\n".join(_row_lines(rows))


def _within(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those in content controls too; no inner table's."""
    for child in parent:
        if child.tag == w(name):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child, name)


def _is_deleted(row: Element) -> bool:
    properties = row.find(w("trPr"))
    return properties is not None and properties.find(w("del")) is not None


def _cells(row: Element, read: Callable[[Element], Iterable[str]]) -> Iterator[Cell]:
    yield from [Cell([])] * _skipped(row, "gridBefore")
    for cell in _within(row, "tc"):
        properties = cell.find(w("tcPr"))
        merged = properties.find(w("vMerge")) if properties is not None else None
        continues = merged is not None and merged.get(w("val")) != "restart"
        span = max(_number(properties, "gridSpan"), 1)
        yield Cell(list(read(cell)), span, continues)
    yield from [Cell([])] * _skipped(row, "gridAfter")


def _skipped(row: Element, name: str) -> int:
    """How many columns of the grid a row leaves free at its edge."""
    return _number(row.find(w("trPr")), name)


def _number(properties: Element | None, name: str) -> int:
    found = properties.find(w(name)) if properties is not None else None
    value = (found.get(w("val")) or "") if found is not None else ""
    return min(int(value), _WIDEST) if value.isdigit() else 0


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
