"""The ruled tables of a PDF page: where their lines cross, there stand cells."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw as pdfium

from lienthong.records.texts.importing.pdf_letters import Turn
from lienthong.records.texts.importing.table_lines import Cell, row_lines
from lienthong.records.texts.recognition.wrapping import in_one

_THIN = 2.5
_SHORTEST = 6.0
_TOUCH = 3.0
_MOST_RULES = 4_000
_DEEPEST_FORM = 3


@dataclass
class Rule:
    """A straight line: where it lies across its direction, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(eq=False)
class Grid:
    """A ruled table: columns from left to right, rows from top to bottom."""

    xs: list[float]
    ys: list[float]
    down: list[Rule]
    across: list[Rule]
    words: dict[tuple[int, int], list[str]] = field(default_factory=dict)

    @property
    def top(self) -> float:
        return self.ys[0]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell a letter stands in, counted where its merged cells begin."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        column = min(bisect_right(self.xs, x) - 1, len(self.xs) - 2)
        row = min(bisect_right([-top for top in self.ys], -y) - 1, len(self.ys) - 2)
        return self._first_of_merged(row, column)

    def _first_of_merged(self, row: int, column: int) -> tuple[int, int]:
        middle = (self.ys[row] + self.ys[row + 1]) / 2
        while column and not _stands(self.down, self.xs[column], middle):
            column -= 1
        centre = (self.xs[column] + self.xs[column + 1]) / 2
        while row and not _stands(self.across, self.ys[row], centre):
            row -= 1
        return row, column

    def rows(self) -> Iterator[str]:
        """Each row with its cells between tabs; a cell over several rows counts for each of them."""
        rows = [list(self._cells(row)) for row in range(len(self.ys) - 1)]
        filled = [row for row in rows if any(cell.text for cell in row)]
        yield from row_lines(filled)

    def _cells(self, row: int) -> Iterator[Cell]:
        column, width = 0, len(self.xs) - 1
        while column < width:
            first, end = self._first_of_merged(row, column), column + 1
            while end < width and self._first_of_merged(row, end)[1] == column:
                end += 1
            words = in_one(self.words.get(first) or [""])
            yield Cell([" ".join(words.split())], end - column, continues=first[0] < row)
            column = end


def _stands(rules: Sequence[Rule], at: float, beside: float) -> bool:
    return any(
        abs(rule.at - at) <= _TOUCH and rule.start - _TOUCH <= beside <= rule.end + _TOUCH
        for rule in rules
    )


def grids_of(page: pypdfium2.PdfPage, turn: Turn) -> list[Grid]:
    """The tables of a page as it is seen, those with at least two columns."""
    across, down = _rules(page, turn)
    if not down or len(across) + len(down) > _MOST_RULES:
        return []
    across, down = _joined(across), _joined(down)
    found = [_grid(*part) for part in _connected(across, down)]
    return [grid for grid in found if grid is not None]


def _rules(page: pypdfium2.PdfPage, turn: Turn) -> tuple[list[Rule], list[Rule]]:
    across: list[Rule] = []
    down: list[Rule] = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=_DEEPEST_FORM):
        left, bottom, right, top = turn(item.get_bounds())
        wide, high = right - left, top - bottom
        if high <= _THIN and wide >= _SHORTEST:
            across.append(Rule((top + bottom) / 2, left, right))
        elif wide <= _THIN and high >= _SHORTEST:
            down.append(Rule((left + right) / 2, bottom, top))
        elif wide >= _SHORTEST and high >= _SHORTEST and _is_drawn_round(item):
            across += [Rule(bottom, left, right), Rule(top, left, right)]
            down += [Rule(left, bottom, top), Rule(right, bottom, top)]
        if len(across) + len(down) > _MOST_RULES:
            break
    return across, down


def _is_drawn_round(item: pypdfium2.PdfObject) -> bool:
    """A frame, drawn with a pen; a filled area is only a background."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    drawn = pdfium.FPDFPath_GetDrawMode(item.raw, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(drawn) and bool(stroke.value)


def _joined(rules: list[Rule]) -> list[Rule]:
    """Pieces of one line, drawn cell by cell, made one."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / _TOUCH), rule.start)):
        last = joined[-1] if joined else None
        if last and abs(last.at - rule.at) <= _TOUCH and rule.start <= last.end + _TOUCH:
            last.end = max(last.end, rule.end)
        else:
            joined.append(Rule(rule.at, rule.start, rule.end))
    return joined


def _connected(across: list[Rule], down: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Lines that cross or touch one another, table by table."""
    waiting = list(down)
    while waiting:
        lines_down, lines_across = [waiting.pop()], list[Rule]()
        grown = True
        while grown:
            more = [
                a for a in across if a not in lines_across and any(_cross(a, d) for d in lines_down)
            ]
            lines_across += more
            further = [d for d in waiting if any(_cross(a, d) for a in more)]
            waiting = [d for d in waiting if d not in further]
            lines_down += further
            grown = bool(further)
        yield lines_across, lines_down


def _cross(across: Rule, down: Rule) -> bool:
    return (
        across.start - _TOUCH <= down.at <= across.end + _TOUCH
        and down.start - _TOUCH <= across.at <= down.end + _TOUCH
    )


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    xs = _places(rule.at for rule in down)
    ys = _places(rule.at for rule in across)[::-1]
    if len(xs) < 3 or len(ys) < 2:
        return None
    return Grid(xs, ys, down, across)


def _places(found: Iterator[float]) -> list[float]:
    places: list[float] = []
    for place in sorted(found):
        if not places or place - places[-1] > _TOUCH:
            places.append(place)
    return places
