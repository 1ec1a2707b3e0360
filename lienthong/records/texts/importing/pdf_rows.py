"""Segments of a PDF page put together to printed lines, and their two columns kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lienthong.kernel.text.public import fold, nfc
from lienthong.records.texts.importing.pdf_columns import SPACE, unruled_tables
from lienthong.records.texts.importing.pdf_grids import Grid
from lienthong.records.texts.importing.pdf_letters import Letter
from lienthong.records.texts.recognition.lines import BOLD_OFF, BOLD_ON, ITALIC_OFF, ITALIC_ON

_WIDE_GAP, _GAP_WHERE_LOOKS_TURN = 3.0, 0.8
_PARAGRAPH_GAP = 1.55
_SAME_ROW = 0.5
_SET_FAR_IN = " " * 60
_CLOSES = re.compile(r"noi nhan\b|[tk]/[mtl]\b")
_TALLEST_CLOSING = 16
# Two pages on one sheet: neither is shorter than so many lines, and the sheet is wider than high.
_FEWEST_ROWS, _MIDDLE, _NARROWEST = 4, (0.4, 0.6), 24.0


@dataclass
class Segment:
    """Letters that follow one another on one line, and the box they fill."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    cell: tuple[Grid, tuple[int, int]] | None = None
    bold: bool = False
    italic: bool = False
    letters: list[Letter] = field(default_factory=list, repr=False)

    @property
    def marked(self) -> str:
        """The words with their emphasis, as the lines of a document carry it."""
        text = f"{ITALIC_ON}{self.text}{ITALIC_OFF}" if self.italic else self.text
        return f"{BOLD_ON}{text}{BOLD_OFF}" if self.bold else text

    def put_into_its_cell(self) -> None:
        if self.cell:
            grid, place = self.cell
            grid.words.setdefault(place, []).append(self.text)

    @property
    def letter_width(self) -> float:
        return max((self.right - self.left) / max(len(self.text), 1), 1.0)


def sheets_of(
    segments: list[Segment], grids: list[Grid]
) -> Iterator[tuple[list[Segment], list[Grid]]]:
    """The pages printed side by side on one sheet: nothing runs over the gap between them."""
    gap = _gap_between_pages(segments, grids)
    if gap is None:
        yield segments, grids
        return
    for is_left in (True, False):
        yield (
            [one for one in segments if (one.right <= gap) == is_left],
            [one for one in grids if (one.xs[-1] <= gap) == is_left],
        )


def _gap_between_pages(segments: list[Segment], grids: list[Grid]) -> float | None:
    spans = [(one.left, one.right) for one in segments] + [(one.xs[0], one.xs[-1]) for one in grids]
    if not segments:
        return None
    start, end = min(left for left, _right in spans), max(right for _left, right in spans)
    high = max(one.top for one in segments) - min(one.bottom for one in segments)
    for middle in sorted({right for _left, right in spans}):
        beyond = min((left for left, _right in spans if left >= middle), default=middle)
        crossed = any(left < middle < right for left, right in spans)
        is_middle = _MIDDLE[0] <= (middle - start) / max(end - start, 1) <= _MIDDLE[1]
        if crossed or not is_middle or end - start <= high or beyond - middle < _NARROWEST:
            continue
        left = [one for one in segments if one.right <= middle]
        right = [one for one in segments if one.right > middle]
        if _is_text(left) and len(rows_of(right)) >= _FEWEST_ROWS:
            return middle
    return None


def _is_text(side: list[Segment]) -> bool:
    """Lines that run over most of its width, not the short lines of a head alone."""
    wide = max(one.right for one in side) - min(one.left for one in side)
    full = [one for one in side if one.right - one.left > 0.8 * wide]
    return len(rows_of(side)) >= _FEWEST_ROWS and len(full) >= 2


def lines_of(segments: list[Segment], grids: list[Grid]) -> Iterator[str]:
    """The printed lines from top to bottom, each table among them where it stands."""
    rows = rows_of(segments)
    left = min((segment.left for segment in segments), default=0.0)
    pitches = sorted(upper[0].bottom - lower[0].bottom for upper, lower in pairwise(rows))
    usual = pitches[len(pitches) // 2] if pitches else 0.0
    tables = sorted(grids, key=lambda grid: grid.top)
    unruled = unruled_tables([[one for part in row for one in part.letters] for row in rows])
    written = 0
    for at, row in enumerate(rows):
        if at < written:
            continue
        while tables and tables[-1].top > row[0].bottom:
            yield from ("", *tables.pop().rows(), "")
        if at and usual and rows[at - 1][0].bottom - row[0].bottom > _PARAGRAPH_GAP * usual:
            yield ""
        if at in unruled:
            written, lines = unruled[at]
            yield from ("", *lines, "")
            continue
        is_beside = len(row) == 1 and _stands_below_the_signer(rows, at)
        yield (_SET_FAR_IN + row[0].marked) if is_beside else _row_text(row, left)
    for grid in reversed(tables):
        yield from ("", *grid.rows(), "")


def _stands_below_the_signer(rows: list[list[Segment]], at: int) -> bool:
    """Whether what stands alone on its line belongs to the right column of the signing above it."""
    alone, reach = rows[at][0], 0.0
    for row in reversed(rows[max(at - _TALLEST_CLOSING, 0) : at]):
        reach = max(reach, row[0].right if row[0].left < alone.left else 0.0)
        if reach >= alone.left:
            return False
        if len(row) > 1 and any(_CLOSES.match(fold(one.text)) for one in row):
            return (alone.left + alone.right) / 2 > row[-1].left
    return False


def rows_of(segments: list[Segment]) -> list[list[Segment]]:
    """Segments that stand at one height make one printed line, read from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.bottom, s.left)):
        height = segment.top - segment.bottom
        if rows and abs(rows[-1][0].bottom - segment.bottom) < _SAME_ROW * height:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [list(_untangled(sorted(row, key=lambda s: s.left))) for row in rows]


def _untangled(row: list[Segment]) -> Iterator[Segment]:
    """Letters that a second font wrote into the gaps of a line, each where it stands."""
    waiting: list[Segment] = []
    for segment in row:
        reached = max((one.right for one in waiting), default=None)
        height = segment.top - segment.bottom
        is_within = reached is not None and segment.left < reached + SPACE * height
        if waiting and not (is_within and segment.cell == waiting[0].cell):
            yield _woven(waiting)
            waiting = []
        waiting.append(segment)
    if waiting:
        yield _woven(waiting)


def _woven(segments: list[Segment]) -> Segment:
    if len(segments) == 1:
        return segments[0]
    letters = sorted((one for s in segments for one in s.letters), key=lambda one: one.box[0])
    text = letters[0].text
    for before, letter in pairwise(letters):
        height = letter.box[3] - letter.box[1]
        is_apart = letter.box[0] - before.box[2] > SPACE * height
        text += (" " if is_apart else "") + letter.text
    longest = max(segments, key=lambda one: len(one.letters))
    return replace(
        longest,
        text=nfc(text),
        left=min(one.left for one in segments),
        bottom=min(one.bottom for one in segments),
        right=max(one.right for one in segments),
        top=max(one.top for one in segments),
        letters=letters,
    )


def _row_text(row: list[Segment], page_left: float) -> str:
    """Gaps as blanks, so that two columns can be told apart."""
    first = row[0]
    text = " " * min(int((first.left - page_left) / first.letter_width), 60) + first.marked
    for before, segment in pairwise(row):
        gap = (segment.left - before.right) / before.letter_width
        turns = (before.bold, before.italic) != (segment.bold, segment.italic)
        is_apart = gap > (_GAP_WHERE_LOOKS_TURN if turns else _WIDE_GAP)
        text += ("      " if is_apart else " ") + segment.marked
    return text
