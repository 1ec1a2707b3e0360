"""The tables of a Word file: rows and cells wherever they stand, on the grid a person sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from xml.etree.ElementTree import Element

from lienthong.records.texts.importing.docx_parts import w
from lienthong.records.texts.importing.table_lines import WIDEST, Cell, blocks_of

# What stands between a table and its rows, or a row and its cells, without being seen.
_WRAPPERS = {w(name) for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}


def written(table: Element, read: Callable[[Element], Iterable[str]]) -> Iterator[str]:
    """A table as blocks of lines."""
    rows = [list(_cells(row, read)) for row in _within(table, "tr") if not _is_deleted(row)]
    yield from blocks_of(rows)


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
    return min(int(value), WIDEST) if value.isdigit() else 0
