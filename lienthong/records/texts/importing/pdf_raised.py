"""Raised figures of a PDF page ("2027³", "m²"), told by where they stand, and the notes at its foot.

A figure is raised where its ink begins well above the line of the letter beside it. It is given the box of that letter, so that
it stands on the same line. A note is set in small type at the foot of a page and begins with a raised figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from lienthong.records.texts.importing.letters import RAISED
from lienthong.records.texts.importing.pdf_letters import Box, Letter
from lienthong.records.texts.importing.pdf_rows import Segment, rows_of
from lienthong.records.texts.recognition.lines import NOTE_MARK
from lienthong.records.texts.recognition.marks import is_page_number
from lienthong.records.texts.recognition.wrapping import in_one

Ink = Callable[[Letter], Box]
# Of the height of the letter beside: how far above its lower edge the ink begins, how near they stand.
_RAISED_BY, _BESIDE = 0.36, 0.35
_MOST_FIGURES = 3
_SMALL = 0.93
_RAISED_FIGURES = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")


def with_raised_figures(letters: Sequence[Letter], ink: Ink) -> list[Letter]:
    """The same letters, raised figures as such and in the box of the letter beside them."""
    seen = [at for at, letter in enumerate(letters) if not letter.is_blank]
    raised: dict[int, Box] = {}
    dropped: set[int] = set()
    for start, end in _runs_of_figures(letters, seen):
        line = _line_beside(letters, seen, start, end)
        if line is None or not _are_raised(letters, seen[start:end], line, ink):
            continue
        raised |= {at: _on_line(letters[at].box, line) for at in seen[start:end]}
        if start and _stand_together(letters[seen[start - 1]].box, letters[seen[start]].box):
            dropped |= set(range(seen[start - 1] + 1, seen[start]))
    return [
        replace(letter, text=letter.text.translate(RAISED), box=raised[at])
        if at in raised
        else letter
        for at, letter in enumerate(letters)
        if at not in dropped
    ]


def _runs_of_figures(letters: Sequence[Letter], seen: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The last figures before something else, all of one size."""
    for end in range(1, len(seen) + 1):
        if end < len(seen) and _is_figure_like(letters[seen[end - 1]], letters[seen[end]]):
            continue
        start = end
        while (
            start
            and end - start < _MOST_FIGURES
            and letters[seen[start - 1]].text in "0123456789"
            and (start == end or _is_figure_like(letters[seen[start - 1]], letters[seen[start]]))
        ):
            start -= 1
        if start < end:
            yield start, end


def _is_figure_like(one: Letter, next_one: Letter) -> bool:
    """Whether two figures of one size follow each other on one height."""
    both = one.text in "0123456789" and next_one.text in "0123456789"
    high = max(one.box[3] - one.box[1], 0.1)
    return (
        both
        and abs(one.box[1] - next_one.box[1]) < 0.1 * high
        and _stand_together(one.box, next_one.box)
    )


def _stand_together(one: Box, next_one: Box) -> bool:
    high = max(one[3] - one[1], next_one[3] - next_one[1])
    return (
        -0.2 * high < next_one[0] - one[2] < _BESIDE * high
        and one[1] < next_one[3]
        and next_one[1] < one[3]
    )


def _line_beside(
    letters: Sequence[Letter], seen: Sequence[int], start: int, end: int
) -> Box | None:
    """The box of the letter before the figures, or of the one behind them."""
    if start and _stand_together(letters[seen[start - 1]].box, letters[seen[start]].box):
        return letters[seen[start - 1]].box
    if end < len(seen):
        here, behind = letters[seen[end - 1]].box, letters[seen[end]].box
        high = max(behind[3] - behind[1], 0.1)
        near = -0.2 * high < behind[0] - here[2] < high
        return behind if near and here[1] < behind[3] and behind[1] < here[3] else None
    return None


def _are_raised(letters: Sequence[Letter], places: Iterable[int], line: Box, ink: Ink) -> bool:
    high = line[3] - line[1]
    for at in places:
        box = ink(letters[at])
        if box[1] - line[1] < _RAISED_BY * high or box[3] - box[1] > 0.6 * high:
            return False
    return True


def _on_line(box: Box, line: Box) -> Box:
    return box[0], line[1], box[2], line[3]


def without_notes(segments: list[Segment]) -> tuple[list[Segment], list[str]]:
    """What stands on a page above its notes, and each of these as one line."""
    rows = rows_of(segments)
    usual = _usual_height(segments)
    start = len(rows)
    while start and (_is_small(rows[start - 1], usual) or _is_number(rows[start - 1])):
        start -= 1
    while start < len(rows) and not _begins_note(rows[start]):
        start += 1
    called = {sign for row in rows[:start] for one in row for sign in one.text}
    if start == len(rows) or not called & _RAISED_FIGURES:
        return segments, []
    notes: list[list[str]] = []
    kept = [one for row in rows[:start] for one in row]
    for row in rows[start:]:
        if _is_number(row):
            kept += row
        elif _begins_note(row):
            notes.append([_words(row)])
        else:
            notes[-1].append(_words(row))
    return kept, [NOTE_MARK + in_one(lines) for lines in notes]


def _words(row: Sequence[Segment]) -> str:
    return " ".join(one.text for one in row)


def _begins_note(row: Sequence[Segment]) -> bool:
    return row[0].text[:1] in _RAISED_FIGURES


def _is_number(row: Sequence[Segment]) -> bool:
    return len(row) == 1 and is_page_number(row[0].text)


def _is_small(row: Sequence[Segment], usual: float) -> bool:
    return all(one.top - one.bottom < _SMALL * usual for one in row)


def _usual_height(segments: Iterable[Segment]) -> float:
    heights = Counter[float]()
    for one in segments:
        heights[round(one.top - one.bottom, 1)] += len(one.text)
    return heights.most_common(1)[0][0] if heights else 0.0
