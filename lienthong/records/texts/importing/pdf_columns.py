"""Tables of a PDF page without rules: three columns or more whose words begin below one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lienthong.records.texts.importing.pdf_letters import Letter
from lienthong.records.texts.recognition.aligned import names_columns
from lienthong.records.texts.recognition.tables import names_a_column
from lienthong.records.texts.recognition.wrapping import in_one

# Of the height of a letter: how far one may be apart from its neighbour within a word.
SPACE = 0.1
# Of the height of a letter: a gap that may part columns; how far two beginnings may differ, in points.
_GAP, _TOUCH = 0.6, 1.5
_FEWEST_ROWS, _FEWEST_EDGES = 3, 2


@dataclass(frozen=True)
class _Word:
    text: str
    left: float
    right: float
    # The gap before it, in heights of a letter; none before the first of its line.
    gap: float | None


Line = list[_Word]


def unruled_tables(rows: Sequence[Sequence[Letter]]) -> dict[int, tuple[int, list[str]]]:
    """The tables among the printed lines: from which line to which, and their rows with cells between tabs."""
    lines = [list(_words_of(row)) for row in rows]
    found: dict[int, tuple[int, list[str]]] = {}
    at = 0
    while at < len(lines):
        edges = _edges_from(lines, at)
        end = _end(lines, at, edges) if len(edges) > _FEWEST_EDGES else at
        if end - at >= _FEWEST_ROWS and _names_columns(lines[at], edges):
            found[at] = (end, list(_written(lines[at:end], edges)))
            at = end
        else:
            at += 1
    return found


def _names_columns(line: Line, edges: Sequence[float]) -> bool:
    """ "TT", "Thời gian", "Nội dung" stand at the head; the numbers of a list do not."""
    cells = [" ".join(word.text for word in words) for words in _filled(line, edges).values()]
    return names_columns(cells) or any(map(names_a_column, cells))


def _words_of(row: Sequence[Letter]) -> Iterator[_Word]:
    letters = sorted(row, key=lambda one: one.box[0])
    text, left, right, gap = "", 0.0, 0.0, None
    for letter in letters:
        apart = (letter.box[0] - right) / max(letter.box[3] - letter.box[1], 1.0)
        if text and apart > SPACE:
            yield _Word(text, left, right, gap)
            text, gap = "", apart
        left = left if text else letter.box[0]
        text, right = text + letter.text, letter.box[2]
    if text:
        yield _Word(text, left, right, gap)


def _edges_from(lines: Sequence[Line], at: int) -> list[float]:
    """Where the columns begin: at the left of the first line, and wherever a wide gap ends in it and in two more
    of the lines below."""
    if not lines[at]:
        return []
    below = lines[at + 1 : at + 6]
    edges = [lines[at][0].left]
    for word in lines[at]:
        if word.gap is not None and word.gap >= _GAP and word.gap > 2 * _usual_gap(lines[at]):
            times = sum(any(_begins(one, word.left, _GAP) for one in line) for line in below)
            if times >= _FEWEST_ROWS - 1:
                edges.append(word.left)
    return edges


def _usual_gap(line: Line) -> float:
    return min((word.gap for word in line if word.gap is not None), default=0.0)


def _begins(word: _Word, edge: float, gap: float) -> bool:
    return abs(word.left - edge) <= _TOUCH and (word.gap is None or word.gap >= gap)


def _end(lines: Sequence[Line], at: int, edges: Sequence[float]) -> int:
    end = at
    while end < len(lines) and _fits(lines[end], edges):
        end += 1
    while (
        end > at and len(_filled(lines[end - 1], edges)) < 2 and not _goes_on(lines[end - 1], edges)
    ):
        end -= 1
    return end


def _goes_on(line: Line, edges: Sequence[float]) -> bool:
    return bool(line) and line[0].left >= edges[1] - _TOUCH


def _filled(line: Line, edges: Sequence[float]) -> dict[int, list[_Word]]:
    cells: dict[int, list[_Word]] = {}
    for word in line:
        column = sum(word.left >= edge - _TOUCH for edge in edges) - 1
        cells.setdefault(max(column, 0), []).append(word)
    return cells


def _fits(line: Line, edges: Sequence[float]) -> bool:
    """Whether every cell of a line begins at the edge of its column and ends before the next."""
    cells = _filled(line, edges)
    ends = [*edges[1:], float("inf")]
    return bool(cells) and all(
        abs(words[0].left - edges[column]) <= _TOUCH and words[-1].right <= ends[column]
        for column, words in cells.items()
    )


def _written(lines: Sequence[Line], edges: Sequence[float]) -> Iterator[str]:
    rows: list[list[list[str]]] = []
    for line in lines:
        cells = _filled(line, edges)
        if not rows or 0 in cells:
            rows.append([[] for _ in edges])
        for column, words in cells.items():
            rows[-1][column].append(" ".join(word.text for word in words))
    for row in rows:
        yield "\t".join([*(in_one(cell) for cell in row), ""])
