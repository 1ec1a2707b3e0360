"""Tables drawn with blanks or bare bars in plain text, rewritten as rows of cells between tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lienthong.kernel.text.public import fold
from lienthong.records.texts.recognition.persons import is_mark_of_signature, is_title_alone
from lienthong.records.texts.recognition.tables import names_a_column
from lienthong.records.texts.recognition.wrapping import in_one

MARKER_HEADS = {"tt", "stt", "so tt", "s tt", "tt.", "so thu tu"}
_PIECE = re.compile(r"[^\s|]\S*(?: \S+)*")
_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-–—]\s*)?(?:Trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–—])?\s*$"
)
_BARE_BARS = re.compile(r"^[^|]+(?:\|[^|]*){2,}$")
_LAYOUT = re.compile(r"\b(?:dang cong san viet nam|doc lap|noi nhan|kinh gui)\b|\b[tk]/[mtl]\b")
_OPENS_CLOSING = re.compile(r"noi nhan\s*[:;]|[tk]/[mtl]\b|t\.m\b|[tk][mtl]\.")
_RECIPIENT_COLUMN = "noi nhan"
_MARKS = "\ue001\ue003"  # of bold and italic
_FIGURE = re.compile(r"[\d.,]+(?:\s?%|\s\w{1,5})?$")
_STOPS = (".", ";", "!", "?")
_WIDEST = 400


@dataclass(frozen=True)
class Piece:
    """Words printed together, and the columns of the page they fill."""

    text: str
    start: int
    end: int


@dataclass
class AlignedTable:
    """Rows that share their columns; `lines` counts the printed lines used up."""

    spans: list[list[int]]
    rows: list[list[str]]
    lines: int = 0
    begins: tuple[int, ...] = ()
    between: dict[int, list[str]] = field(default_factory=dict)

    @property
    def is_numbered(self) -> bool:
        return fold(self.rows[0][0]) in MARKER_HEADS

    def written(self) -> Iterator[str]:
        for at, row in enumerate(self.rows):
            yield from self.between.get(at, ())
            yield "\t".join([*row, ""])


def with_rows_of_cells(raws: Sequence[str]) -> Iterator[str]:
    """The same lines, the rows of tables drawn with blanks or bare bars marked as such."""
    raws = _with_outer_bars(raws)
    at = 0
    while at < len(raws):
        table = _table_at(raws, at)
        if table is None:
            yield raws[at]
            at += 1
            continue
        yield from ("", *table.written(), "")
        at += table.lines


def _with_outer_bars(raws: Sequence[str]) -> list[str]:
    """ "TT | Nội dung | Thời gian" on several lines in a row is a table without its frame."""
    bars = [raw.count("|") if _BARE_BARS.match(raw) and "\t" not in raw else 0 for raw in raws]
    framed = list(raws)
    for at, count in enumerate(bars):
        beside = (bars[at - 1] if at else 0, bars[at + 1] if at + 1 < len(bars) else 0)
        if count and count in beside:
            framed[at] = f"|{raws[at]}|"
    return framed


def pieces_of(raw: str) -> list[Piece]:
    if len(raw) > _WIDEST or "\t" in raw or "|" in raw or "  " not in raw.strip():
        stem = raw.strip()
        is_one = bool(stem) and len(raw) <= _WIDEST and "\t" not in raw and "|" not in raw
        return [Piece(stem, raw.index(stem), len(raw.rstrip()))] if is_one else []
    return [Piece(found[0], found.start(), found.end()) for found in _PIECE.finditer(raw)]


def names_columns(cells: Sequence[str]) -> bool:
    """The head of a table of data: "STT", or "Nơi nhận" as the name of a column beside others."""
    named = [fold(cell) for cell in cells if cell]
    if not named:
        return False
    return named[0] in MARKER_HEADS or (len(named) >= 3 and _RECIPIENT_COLUMN in named[1:])


def _table_at(raws: Sequence[str], start: int) -> AlignedTable | None:
    head = pieces_of(raws[start])
    if not (_may_head(head) or _stand_figures_below(raws[start + 1 : start + 6], head)):
        return None
    table = AlignedTable([[p.start, p.end] for p in head], [[p.text for p in head]], 1)
    table.begins = tuple(piece.start for piece in head)
    needed = 2 if table.is_numbered else 3
    full, at, blanks = 1, start + 1, 0
    while at < len(raws) and blanks <= 1:
        pieces = pieces_of(raws[at])
        if not raws[at].strip():
            blanks += 1
        elif _PAGE_NUMBER.match(raws[at]) and _goes_on_below(raws, at, table):
            table.between.setdefault(len(table.rows), []).append(raws[at])
            blanks = 0
        elif _ends(table, pieces, after_blank=bool(blanks)) or not _take(
            table, pieces, after_blank=bool(blanks)
        ):
            break
        else:
            full += len(pieces) >= min(len(table.spans), 3)
            table.lines, blanks = at + 1 - start, 0
        at += 1
    return table if full >= needed else None


def _ends(table: AlignedTable, pieces: Sequence[Piece], *, after_blank: bool) -> bool:
    """The signing below, or what is set like a table but holds the words of head and signing."""
    if not pieces:  # a long paragraph, or a row of another table
        return True
    if any(is_mark_of_signature(piece.text) for piece in pieces) and not table.is_numbered:
        return True
    if after_blank and len(pieces) >= 2 and all(is_title_alone(piece.text) for piece in pieces):
        return True
    folded = [fold(piece.text) for piece in pieces]
    if table.is_numbered:
        return any(_OPENS_CLOSING.match(words) for words in folded) and not folded[0][:1].isdigit()
    return any(_LAYOUT.search(words) for words in folded)


def _may_head(pieces: Sequence[Piece]) -> bool:
    if len(pieces) < 2 or not _begin_as_names(pieces):
        return False
    if fold(pieces[0].text) in MARKER_HEADS:
        return True
    if any(_LAYOUT.search(fold(p.text)) for p in pieces) and not names_columns(
        [p.text for p in pieces]
    ):
        return False
    if all(piece.text.isupper() for piece in pieces):
        return False
    return len(pieces) >= 3 or (
        any(names_a_column(piece.text) for piece in pieces)
        and not all(is_title_alone(piece.text) for piece in pieces)
    )


def _stand_figures_below(raws: Sequence[str], head: Sequence[Piece]) -> bool:
    """Two names, and below the second nothing but figures: "Dưới 10 đảng viên      5.000.000"."""
    if len(head) != 2 or not all(piece.text[:1].isupper() for piece in head):
        return False
    rows = [pieces_of(raw) for raw in raws if raw.strip()][:2]
    begins = [piece.start for piece in head]
    return len(rows) == 2 and all(
        [piece.start for piece in row] == begins and _FIGURE.match(row[-1].text) for row in rows
    )


def _begin_as_names(pieces: Sequence[Piece]) -> bool:
    """Names of columns begin with a capital; below "Chỉ tiêu" also with a figure: "6 tháng 2026"."""
    begins = [piece.text.lstrip(_MARKS)[:1] for piece in pieces]
    may_count = len(pieces) >= 3 and names_a_column(pieces[0].text)
    return all(one.isupper() or (may_count and one.isdigit()) for one in begins)


def _goes_on_below(raws: Sequence[str], at: int, table: AlignedTable) -> bool:
    """A page number stands between two rows of one table."""
    following = next((raw for raw in raws[at + 1 : at + 4] if raw.strip()), "")
    pieces = pieces_of(following)
    return len(pieces) >= 2 and _places(table, pieces) is not None


def _take(table: AlignedTable, pieces: Sequence[Piece], *, after_blank: bool) -> bool:
    """Add a printed line to the table; False when it stands outside its columns."""
    if len(table.spans) == 2 and not table.is_numbered and not _stand_below(table, pieces):
        return False
    places = _places(table, pieces)
    if places is None or (after_blank and len(pieces) == 1):
        return False
    cells = [""] * len(table.spans)
    if len(pieces) == 1 and not _is_unfinished(table.rows[-1][places[0]], pieces[0].text):
        return False
    for piece, place in zip(pieces, places, strict=True):
        cells[place] = f"{cells[place]} {piece.text}".strip()
    if _goes_on(table, cells):
        table.rows[-1] = [
            in_one(filter(None, p)) if any(p) else ""
            for p in zip(table.rows[-1], cells, strict=True)
        ]
    else:
        table.rows.append(cells)
    return True


def _stand_below(table: AlignedTable, pieces: Sequence[Piece]) -> bool:
    """Two columns without numbers are a table only where each cell begins below the column's name."""
    return all(piece.start in table.begins for piece in pieces)


def _is_unfinished(above: str, text: str) -> bool:
    """A line alone goes on in the cell above, unless a sentence ended there or stands here."""
    if not above or text[:1].islower():
        return True
    return not above.endswith(_STOPS) and not text.endswith(_STOPS)


def _goes_on(table: AlignedTable, cells: list[str]) -> bool:
    """A line with nothing in the first column, or in mid-sentence there, belongs to the row above."""
    if cells[0] and not cells[0][0].islower():
        return False
    return len(table.rows) > 1 or len(table.rows[0]) <= len(cells)


def _places(table: AlignedTable, pieces: Sequence[Piece]) -> list[int] | None:
    """The column of each piece; None when one runs over into the next column."""
    places: list[int] = []
    for piece in pieces:
        over = [i for i, (s, e) in enumerate(table.spans) if piece.start < e and s < piece.end]
        if len(over) > 1 and not (len(pieces) == 2 and places == [0] and over[0] == 1):
            return None
        place = over[0] if over else _nearest(table.spans, piece)
        if places and place <= places[-1]:
            return None
        places.append(place)
    if len(pieces) == 1 and places[0] == 0:
        return None
    _widen(table, pieces, places)
    return places


def _nearest(spans: Sequence[Sequence[int]], piece: Piece) -> int:
    return min(
        range(len(spans)),
        key=lambda i: min(abs(piece.start - spans[i][1]), abs(piece.end - spans[i][0])),
    )


def _widen(table: AlignedTable, pieces: Sequence[Piece], places: Sequence[int]) -> None:
    """A cell wider than the name of its column widens it, up to the next column."""
    for piece, place in zip(pieces, places, strict=True):
        span = table.spans[place]
        following = table.spans[place + 1][0] if place + 1 < len(table.spans) else piece.end
        before = table.spans[place - 1][1] if place else piece.start
        span[0] = max(min(span[0], piece.start), before)
        span[1] = min(max(span[1], piece.end), following)
