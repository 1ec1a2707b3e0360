"""Two columns printed side by side, read one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.alphabet import vietnamese
from lienthong.records.texts.clauses.markers import marker_of
from lienthong.records.texts.recognition.aligned import Piece, names_columns, pieces_of
from lienthong.records.texts.recognition.persons import (
    is_mark_of_signature,
    is_person,
    is_title_alone,
)
from lienthong.records.texts.recognition.vocabulary import BY_FOLDED_NAME

# A wide gap, then something that can begin a cell: not the rest of an unfilled "Số      -NQ/TU".
_GAP = re.compile(
    vietnamese(
        r"^(?P<left>\s{0,24}\S.*?)(?P<gap> {4,})(?P<right>[\ue001\ue003]*[A-ZÀ-Ỹ(].*|[-–_=]{3,})$"
    )
)
# A word in small letters can only go on there after a very wide one: "… năm 2026" under a date.
_VERY_WIDE_GAP = re.compile(
    vietnamese(r"^(?P<left>\s{0,24}\S.*?)(?P<gap> {12,})(?P<right>[a-zà-ỹ].*)$")
)
# One such word goes on there after a narrower one, if the other lines are parted at the same place.
_SMALL_LETTERS = re.compile(
    vietnamese(r"^(?P<left>\s{0,24}\S.*?)(?P<gap> {4,})(?P<right>[a-zà-ỹ].*)$")
)
# What a narrow cell wraps of its date: "năm 2026" or "2026" beside the number.
_REST_OF_DATE = re.compile(
    r"^(?P<left>\s{0,24}\S(?:.*?\S)?)(?<![–-])(?<!ngày)(?<!tháng)(?<!năm)(?P<gap> {4,})"
    r"(?P<right>[\ue001\ue003]*(?:(?:(?:ngày|tháng|năm)\b[\s\d.…_]*){1,3}|20\d\d)[\ue002\ue004]*\s*)$"
)
# Two who sign side by side so near that their columns touch: "T/M ĐẢNG ỦY A T/M ĐẢNG ỦY B".
_TOUCHING = re.compile(
    r"^(?P<left>\s*[\ue001\ue003]*(?:T/M|TM\.|K/T|KT\.|T/L|TL\.)\s[^\W\d_][^:;]{3,60}?) {1,3}"
    r"(?=[\ue001\ue003]*(?:T/M|TM\.|K/T|KT\.|T/L|TL\.)\s[^\W\d_])"
)
_EMPHASIS = re.compile("[\ue001-\ue004]")
_DEEP_INDENT = re.compile(r"^ {25,}\S")
_PAGE_NUMBER = re.compile(r"^\s*(?:[-–]\s*)?\d{1,3}(?:\s*[-–])?\s*$")
_ADDRESSED = ("kinh gui", "kinh trinh")
_LONG = 100
_WIDEST = 400
_LONGEST_HALF = 70
_SET_IN = 6


# What only the head or the signing of a document holds.
_LAYOUT = re.compile(
    r"\b(?:dang cong san viet nam|doc lap|noi nhan)\b|\b[tk]/[mtl]\b"
    r"|\bngay [\d .…_]{0,12}thang [\d .…_]{0,12}nam\b|^so\s*[:.]?\s*\d*\s*-",
    re.MULTILINE,
)
_TABS = re.compile(r"\t[\t ]*")
_BAR = re.compile(r"(?:^|(?<=\S))\s*\|(?:\s+|$)")
_TALLEST_LAYOUT = 25
_GAP_FOR_TAB = " " * 8
_INDENT_FOR_TAB = " " * 40


def with_tabs_as_gaps(raws: Iterable[str]) -> list[str]:
    """Head and signing whose two columns are parted by tabs or a bar, parted by blanks instead."""
    read: list[str] = []
    stretch: list[str] = []
    for raw in [*raws, ""]:
        if raw.strip():
            stretch.append(raw)
            continue
        lined_up = list(_without_tabs_for_width(stretch))
        tabbed = [_with_tab(line) for line in lined_up]
        is_layout = _is_layout(tabbed) or all(map(_is_set_far_in, tabbed))
        read += [*(map(_with_gap, tabbed) if is_layout else lined_up), raw]
        stretch = []
    return read[:-1]


def _without_tabs_for_width(stretch: list[str]) -> Iterator[str]:
    """Rows a typist lined up with as many tabs as it took: the head shows it, which has no empty cell."""
    for has_tabs, run in groupby(stretch, key=lambda raw: "\t" in raw.strip("\t ")):
        raws = list(run)
        rows = [_TABS.sub("\t", raw.strip("\t ")) for raw in raws]
        in_step = len({row.count("\t") for row in rows}) == 1 and len(rows) > 1
        is_padded = has_tabs and in_step and "\t\t" in raws[0].strip("\t ")
        yield from rows if is_padded else raws


def _is_set_far_in(raw: str) -> bool:
    """ "				Âu Dương Tiến": a name below the second column."""
    return raw.startswith("\t\t") and "\t" not in raw.strip("\t ")


def _with_tab(raw: str) -> str:
    """ "TỈNH ỦY X | ĐẢNG CỘNG SẢN VIỆT NAM": a bar without a frame parts two columns too."""
    return _BAR.sub("\t", raw) if raw.count("|") == 1 and _BAR.search(raw) else raw


def _is_layout(stretch: list[str]) -> bool:
    tabbed = [raw for raw in stretch if "\t" in raw]
    if not tabbed or len(tabbed) > _TALLEST_LAYOUT or names_columns(tabbed[0].split("\t")):
        return False
    in_two = all(len([c for c in raw.split("\t") if c.strip()]) <= 2 for raw in tabbed)
    return in_two and bool(_LAYOUT.search("\n".join(map(fold, tabbed))))


def _with_gap(raw: str) -> str:
    cells = [cell.strip() for cell in raw.split("\t")]
    right = next((cell for cell in cells[1:] if cell), "")
    if not right or _is_label(cells[0]):
        return f"{cells[0]} {right}".strip()
    return f"{cells[0]}{_GAP_FOR_TAB if cells[0] else _INDENT_FOR_TAB}{right}"


def in_reading_order(raws: Iterable[str]) -> Iterator[str]:
    """The left column of each two-column stretch, then its right column."""
    stretch: list[str] = []
    for raw in map(_parted_signers, raws):
        if _lists_below_names(raw, stretch) or _is_a_clause(raw, stretch):
            yield from _unfolded(stretch)
            stretch = []
        is_alone = _opens_the_text(raw) or _PAGE_NUMBER.match(raw)
        may_be_parted = "\t" not in raw and "|" not in raw and not is_alone
        if raw.strip() and may_be_parted and not _is_text(raw):
            stretch.append(raw)
            continue
        yield from _unfolded(stretch)
        stretch = []
        yield raw
    yield from _unfolded(stretch)


def _lists_below_names(raw: str, stretch: list[str]) -> bool:
    """ "Nơi nhận:" below the names of those who signed side by side: their columns end above it."""
    if not stretch or not fold(_EMPHASIS.sub("", raw)).startswith("noi nhan") or _halves(raw)[1]:
        return False
    names = (_EMPHASIS.sub("", half).strip() for half in _halves(stretch[-1]))
    return all(map(is_person, names))


def _parted_signers(raw: str) -> str:
    """A gap where the columns of two who sign touch."""
    found = _TOUCHING.match(raw) if raw.isupper() and "\t" not in raw else None
    return f"{found['left']}{_GAP_FOR_TAB}{raw[found.end() :]}" if found else raw


def _is_a_clause(raw: str, stretch: list[str]) -> bool:
    """ "1- Đồng ý …", "Điều 2. …" runs over the whole page: what is printed in two columns ends above it."""
    marker = marker_of(_EMPHASIS.sub("", raw).strip()) if stretch else None
    if marker is None or not marker.rest or marker.kind in {"dash", "plus"} or _halves(raw)[1]:
        return False
    return not any(fold(_EMPHASIS.sub("", one)).strip().startswith("noi nhan") for one in stretch)


def _opens_the_text(raw: str) -> bool:
    """The name of the type, or "Kính gửi": both columns of the head end above it."""
    words = fold(_EMPHASIS.sub("", raw))
    is_type = _EMPHASIS.sub("", raw).isupper() and _names_a_type(raw, words)
    return is_type or (words.startswith(_ADDRESSED) and len(words) <= _LONGEST_HALF)


def _names_a_type(raw: str, words: str) -> bool:
    """ "BÁO CÁO", and "BÁO CÁO CHÍNH TRỊ" set far enough in to stand between the columns."""
    pieces = words.split()
    begins = any(" ".join(pieces[:size]) in BY_FOLDED_NAME for size in (2, 3))
    is_between = raw.startswith(" " * _SET_IN) and not _halves(raw)[1]
    is_of_a_body = any(words.startswith(f"{name} cua ") for name in BY_FOLDED_NAME)
    return words in BY_FOLDED_NAME or (begins and is_between) or is_of_a_body


def _is_text(raw: str) -> bool:
    """A line as long as that runs over both columns."""
    parted = _halves(raw)[1] or _SMALL_LETTERS.match(raw)
    return len(raw.strip()) > _LONGEST_HALF and not parted


def _unfolded(stretch: list[str]) -> Iterator[str]:
    for column in _side_by_side(stretch):
        yield from (cell for cell in column if cell)
        yield ""
    if not _is_row_of_signers(stretch):
        yield from _in_two(stretch)


def _is_row_of_signers(stretch: list[str]) -> bool:
    pieces = pieces_of(stretch[0]) if stretch else []
    texts = [piece.text for piece in pieces]
    return len(texts) >= 3 and any(
        all(map(stands_there, texts))
        for stands_there in (is_title_alone, is_mark_of_signature, is_person)
    )


def _side_by_side(stretch: list[str]) -> list[list[str]]:
    """Three or more who sign beside one another, each read from the title down."""
    if not _is_row_of_signers(stretch):
        return []
    middles = [_middle(piece) for piece in pieces_of(stretch[0])]
    columns: list[list[str]] = [[] for _ in middles]
    for piece in (piece for raw in stretch for piece in pieces_of(raw)):
        away = [abs(_middle(piece) - middle) for middle in middles]
        columns[away.index(min(away))].append(piece.text)
    return columns


def _middle(piece: Piece) -> float:
    return (piece.start + piece.end) / 2


def _in_two(stretch: list[str]) -> Iterator[str]:
    pairs = _with_second_titles(stretch, [_halves(raw) for raw in stretch])
    if not any(left and right for left, right in pairs):
        yield from stretch
        return
    yield from (left for left, _right in pairs if left)
    yield ""
    yield from (right for _left, right in pairs if right)
    yield ""


def _with_second_titles(stretch: list[str], pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """ "- Các chi bộ (biết),      kiêm Tổ trưởng": parted in small letters too, where one column of
    blanks runs down the whole signing."""
    if not _LAYOUT.search("\n".join(map(fold, stretch))):
        return pairs
    parted = [(raw, *pair) for raw, pair in zip(stretch, pairs, strict=True) if pair[1]]
    begins = max((len(left) for _raw, left, _right in parted), default=0)
    ends = min((len(raw.rstrip()) - len(right) for raw, _left, right in parted), default=0)
    return [
        _parted_between(raw, begins, ends) if not right else (left, right)
        for raw, (left, right) in zip(stretch, pairs, strict=True)
    ]


def _parted_between(raw: str, begins: int, ends: int) -> tuple[str, str]:
    found = _SMALL_LETTERS.match(raw) if len(raw) <= _WIDEST else None
    if found and max(begins, found.end("left")) < min(ends, found.start("right")):
        return found["left"], found["right"].strip()
    return raw, ""


def _is_label(marked: str) -> bool:
    """ "1.", "a)" or "Kính gửi:" and what follows them after a tab are one line."""
    left = _EMPHASIS.sub("", marked)
    marker = marker_of(left)
    if marker is not None and not marker.rest:
        return True
    return left.endswith(":") and not left.lower().startswith("nơi nhận")


def _halves(raw: str) -> tuple[str, str]:
    if _DEEP_INDENT.match(raw):
        return "", raw.strip()
    patterns = (_GAP, _VERY_WIDE_GAP, _REST_OF_DATE) if len(raw) <= _WIDEST else ()
    found = next((found for one in patterns if (found := one.match(raw))), None)
    if found and not _is_label(found["left"].strip()) and len(found["left"].strip()) <= _LONG:
        return found["left"], found["right"].strip()
    return raw, ""
