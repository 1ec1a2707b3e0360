"""The tables of an OpenDocument text: repeated rows and cells written out, covered cells joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from xml.etree.ElementTree import Element

from lienthong.records.texts.importing.odt_parts import named, number_said
from lienthong.records.texts.importing.table_lines import WIDEST, Cell, blocks_of

_WRAPPERS = {"table:table-header-rows", "table:table-rows", "table:table-row-group"}
_CELL, _COVERED = "table:table-cell", "table:covered-table-cell"
_MOST_ROWS = 5000
_MOST_REPEATED = 500


def written(table: Element, read: Callable[[Element], Iterable[str]]) -> Iterator[str]:
    """A table as blocks of lines."""
    rows: list[list[Cell]] = []
    below: dict[int, tuple[int, int]] = {}
    for row in _rows(table):
        repeated = min(max(number_said(row, "table:number-rows-repeated", 1), 1), _MOST_REPEATED)
        cells = list(_cells(row, below, read))
        rows += [cells] * min(repeated, _MOST_ROWS - len(rows))
    yield from blocks_of(rows)


def _rows(parent: Element) -> Iterator[Element]:
    for child in parent:
        if named(child.tag) == "table:table-row":
            yield child
        elif named(child.tag) in _WRAPPERS:
            yield from _rows(child)


def _cells(
    row: Element, below: dict[int, tuple[int, int]], read: Callable[[Element], Iterable[str]]
) -> Iterator[Cell]:
    """The cells of a row; `below` says of each column how many rows a cell above still covers."""
    column, hidden = 0, 0
    for element in row:
        name = named(element.tag)
        if name not in (_CELL, _COVERED):
            continue
        times = min(max(number_said(element, "table:number-columns-repeated", 1), 1), WIDEST)
        blocks = list(read(element)) if name == _CELL else []
        for _time in range(times):
            if column >= WIDEST:
                return
            if hidden:  # covered by the cell at its left
                hidden -= 1
            elif name == _COVERED:
                span, hidden = _going_on(below, column)
                yield Cell([], span, continues=True)
            else:
                span = min(max(number_said(element, "table:number-columns-spanned", 1), 1), WIDEST)
                below[column] = number_said(element, "table:number-rows-spanned", 1) - 1, span
                hidden = span - 1
                yield Cell(blocks, span)
            column += 1


def _going_on(below: dict[int, tuple[int, int]], column: int) -> tuple[int, int]:
    """How wide a cell is that goes on from the row above, and how many cells it covers at its right."""
    left, span = below.get(column, (0, 1))
    below[column] = max(left - 1, 0), span
    return (span, span - 1) if left > 0 else (1, 0)
