"""A page of a PDF set anew for a phone, out of its own picture: its words are cut out and put into shorter lines.

Nothing is read from the text of the file, which may say other letters than the page prints. Whatever is not
white is in exactly one of the pieces; what is no line of words (a table, a scan) is shown smaller, as it is.
No Django here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

# Pixels of the picture; a phone shows two of them as one.
WIDTH: Final = 720
SIDE: Final = 22
ROOM: Final = WIDTH - 2 * SIDE
EM: Final = 34
# Documents are set in 14 points.
SCALE: Final = EM / 14
WORD_GAP: Final = 5
# What must stay white between two sides, where they begin and further down.
COLUMN_GAP: Final = 2 * EM
STILL_A_GAP: Final = EM // 2
LEADING: Final = 10
BETWEEN: Final = 20
# A mark above or below its letters; what is higher than a line of words.
MARK: Final = EM // 3
TALL: Final = 2 * EM
MOST_PIECES: Final = 6_000
WHITE: Final = b"\xff"
_INKED: Final = bytes(0 if value == 255 else 1 for value in range(256))
_RUNS: Final = re.compile(rb"\x01+")

Rows = list[bytes]
# From where to where of a line nothing stands.
Gap = tuple[int, int]
# The rows of a page at another scale.
Drawn = Callable[[float], Rows]


@dataclass(frozen=True)
class Piece:
    """What is cut out of the page: from `left` to `right` and from `top` to `bottom`, standing on `base`."""

    left: int
    right: int
    top: int
    bottom: int
    base: int

    @property
    def width(self) -> int:
        return self.right - self.left


@dataclass(frozen=True)
class Line:
    """Words side by side as the page has them."""

    pieces: tuple[Piece, ...]

    @property
    def left(self) -> int:
        return self.pieces[0].left

    @property
    def right(self) -> int:
        return self.pieces[-1].right

    def gaps(self) -> Iterator[Gap]:
        for one, other in zip(self.pieces, self.pieces[1:], strict=False):
            yield one.right, other.left

    def is_tall(self) -> bool:
        return self.pieces[0].bottom - self.pieces[0].top > TALL


@dataclass(frozen=True)
class Paragraph:
    pieces: tuple[Piece, ...]
    indent: int = 0
    is_centred: bool = False


def set_anew(rows: Rows, drawn: Drawn) -> Rows:
    """The page in lines that fit a phone; `rows` are those of the page at `SCALE`, three bytes a pixel."""
    inked = [_inked(row) for row in rows]
    lines = [_line(inked, top, bottom, len(rows[0]) // 3) for top, bottom in _bands(inked)]
    if not lines or sum(len(line.pieces) for line in lines) > MOST_PIECES:
        return _whole(rows, drawn)
    out: Rows = [WHITE * 3 * WIDTH] * SIDE
    for paragraph in _paragraphs(lines):
        out += _set(paragraph, rows, drawn)
        out += [WHITE * 3 * WIDTH] * BETWEEN
    return out


def _whole(rows: Rows, drawn: Drawn) -> Rows:
    everything = Piece(0, len(rows[0]) // 3, 0, len(rows), len(rows))
    return _shrunk(everything, drawn)


# --- Cutting


def _inked(row: bytes) -> bytes:
    """For each pixel of a row whether it is anything but white."""
    parts = (int.from_bytes(row[at::3].translate(_INKED), "big") for at in range(3))
    one, two, three = parts
    return (one | two | three).to_bytes(len(row) // 3, "big")


def _bands(inked: list[bytes]) -> list[tuple[int, int]]:
    """The rows of each line of words; a mark that stands apart belongs to the nearer line."""
    has_ink = bytes(1 if 1 in row else 0 for row in inked)
    bands = [run.span() for run in _RUNS.finditer(has_ink)]
    joined: list[tuple[int, int]] = []
    for top, bottom in bands:
        if joined:
            before_top, before = joined[-1]
            is_mark = min(before - before_top, bottom - top) <= MARK
            if is_mark and top - before <= MARK // 2 and bottom - before_top <= TALL:
                joined[-1] = (before_top, bottom)
                continue
        joined.append((top, bottom))
    return joined


def _line(inked: list[bytes], top: int, bottom: int, width: int) -> Line:
    columns = 0
    for row in inked[top:bottom]:
        columns |= int.from_bytes(row, "big")
    spans: list[tuple[int, int]] = []
    for run in _RUNS.finditer(columns.to_bytes(width, "big")):
        left, right = run.span()
        if spans and left - spans[-1][1] < WORD_GAP:
            spans[-1] = (spans[-1][0], right)
        else:
            spans.append((left, right))
    if bottom - top > TALL:
        spans = [(spans[0][0], spans[-1][1])]
    base = _base(inked, top, bottom)
    return Line(tuple(Piece(left, right, top, bottom, base) for left, right in spans))


def _base(inked: list[bytes], top: int, bottom: int) -> int:
    """On which row the letters stand: beneath it there is suddenly little ink."""
    counts = [sum(row) for row in inked[top:bottom]] + [0]
    falls = [counts[at] - counts[at + 1] for at in range(len(counts) - 1)]
    return top + max(range(len(falls)), key=falls.__getitem__) + 1


# --- Reading order


@dataclass
class Group:
    """A line by itself; or lines of which some parts stand to the left of a white gap and some to the right."""

    lines: list[Line]
    gap: Gap | None = None

    def takes(self, line: Line) -> bool:
        """Whether this line leaves the gap white as well; the gap is then what both leave."""
        left = None if self.gap is None or line.is_tall() else _narrowed(self.gap, line)
        if left is None:
            return False
        self.lines.append(line)
        self.gap = left
        return True


def _groups(lines: list[Line]) -> Iterator[Group]:
    group: Group | None = None
    for line in lines:
        if group is not None and group.takes(line):
            continue
        if group is not None:
            yield group
        # After a dash or a number there may be a wide gap too, and it is no other side.
        between = [gap for gap in line.gaps() if gap[0] - line.left >= COLUMN_GAP]
        widest = max(between, key=_wide, default=(0, 0))
        group = Group([line], widest if _wide(widest) >= COLUMN_GAP else None)
    if group is not None:
        yield group


def _wide(gap: Gap) -> int:
    return gap[1] - gap[0]


def _narrowed(gap: Gap, line: Line) -> Gap | None:
    """What of a gap this line leaves white; nothing if it goes across."""
    start, end = gap
    for piece in line.pieces:
        if piece.right <= start or piece.left >= end:
            continue
        if piece.left - start >= end - piece.right:
            end = piece.left
        else:
            start = piece.right
    return (start, end) if end - start > STILL_A_GAP else None


def _paragraphs(lines: list[Line]) -> Iterator[Paragraph]:
    """Lines that go on are joined; what stands side by side is read one side after the other."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    joined: list[Line] = []
    for group in _groups(lines):
        line = group.lines[0]
        goes_on = (
            bool(joined) and joined[-1].right >= right - 2 * EM and line.left <= left + EM // 2
        )
        if joined and (group.gap or line.is_tall() or joined[-1].is_tall() or not goes_on):
            yield _paragraph(joined, left, right)
            joined = []
        if group.gap:
            yield from _sides(group.lines, sum(group.gap) // 2)
        else:
            joined.append(line)
    if joined:
        yield _paragraph(joined, left, right)


def _paragraph(lines: list[Line], left: int, right: int) -> Paragraph:
    """A single line as far from one side as from the other stays in the middle."""
    pieces = tuple(piece for line in lines for piece in line.pieces)
    beside, after = lines[0].left - left, right - lines[0].right
    if len(lines) == 1 and beside > 3 * EM and abs(beside - after) < 3 * EM:
        return Paragraph(pieces, is_centred=True)
    return Paragraph(pieces, indent=min(beside, EM))


def _sides(lines: list[Line], middle: int) -> Iterator[Paragraph]:
    """All lines of the left side, then all of the right one; each stays a line of its own."""
    for is_left in (True, False):
        for line in lines:
            side = tuple(one for one in line.pieces if (one.left < middle) is is_left)
            if side:
                yield Paragraph(side, is_centred=not is_left)


# --- Setting


def _set(paragraph: Paragraph, rows: Rows, drawn: Drawn) -> Rows:
    out: Rows = []
    for line in _filled(paragraph):
        if len(line) == 1 and line[0].width > ROOM:
            out += _shrunk(line[0], drawn)
        else:
            out += _printed(line, paragraph, rows, is_first=not out)
        out += [WHITE * 3 * WIDTH] * LEADING
    return out


def _filled(paragraph: Paragraph) -> Iterator[list[Piece]]:
    """The pieces of each new line; the space between two is the one they had, within bounds."""
    line: list[Piece] = []
    at = paragraph.indent
    for piece in paragraph.pieces:
        if line and at + _space(line[-1], piece) + piece.width > ROOM:
            yield line
            line, at = [], 0
        at += (_space(line[-1], piece) if line else 0) + piece.width
        line.append(piece)
    if line:
        yield line


def _space(one: Piece, other: Piece) -> int:
    apart = other.left - one.right if one.top == other.top else EM // 3
    return min(max(apart, WORD_GAP), EM // 3)


def _printed(line: list[Piece], paragraph: Paragraph, rows: Rows, *, is_first: bool) -> Rows:
    above = max(piece.base - piece.top for piece in line)
    below = max(piece.bottom - piece.base for piece in line)
    wide = sum(piece.width for piece in line)
    wide += sum(_space(one, other) for one, other in zip(line, line[1:], strict=False))
    at = SIDE + (min(paragraph.indent, ROOM - wide) if is_first else 0)
    if paragraph.is_centred:
        at = SIDE + (ROOM - wide) // 2
    out = [bytearray(WHITE * 3 * WIDTH) for _row in range(above + below)]
    for before, piece in zip([None, *line], line, strict=False):
        at += _space(before, piece) if before else 0
        for row in range(piece.top, piece.bottom):
            cut = rows[row][3 * piece.left : 3 * piece.right]
            out[above + row - piece.base][3 * at : 3 * (at + piece.width)] = cut
        at += piece.width
    return [bytes(row) for row in out]


def _shrunk(piece: Piece, drawn: Drawn) -> Rows:
    """Drawn again, so much smaller that it fits; a pixel more on each side, so that nothing is cut away."""
    smaller = min(1.0, (ROOM - 4) / piece.width)
    rows = drawn(SCALE * smaller)
    top, bottom = int(piece.top * smaller) - 1, int(piece.bottom * smaller) + 2
    left, right = int(piece.left * smaller) - 1, int(piece.right * smaller) + 2
    wide = len(rows[0]) // 3
    left, right = max(0, left), min(wide, right)
    beside = WHITE * 3 * SIDE
    cut = (beside + row[3 * left : 3 * right] for row in rows[max(0, top) : bottom])
    return [row.ljust(3 * WIDTH, WHITE) for row in cut]
