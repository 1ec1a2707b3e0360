"""The marks that address a clause: Phần, Chương, Mục, I., Điều 1., 1., 1.1., a), -, +."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.alphabet import vietnamese

_ORDINALS: Final = {
    "nhat": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_ORDINAL_WORDS: Final = "(?i:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|một)"
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_POINTS: Final = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True)
class Pattern:
    """One way of marking a clause; a lower rank stands higher in the tree."""

    kind: str
    rank: float
    style: str
    regex: re.Pattern[str]


@dataclass(frozen=True)
class Marker:
    """The mark at the head of a clause. `number` is its order among its sisters, 0 if it has none."""

    kind: str
    rank: float
    style: str
    text: str
    number: int
    rest: str


def _pattern(kind: str, rank: float, style: str, regex: str) -> Pattern:
    return Pattern(
        kind, rank, style, re.compile(vietnamese(rf"^(?P<mark>{regex})\s*(?P<rest>.*)$"))
    )


_END = r"(?:\s*[.:\-–—]|(?=\s*$)|(?=\s+[A-ZÀ-Ỹ]))"
_STOP = r"\s?(?:\.[\-–]|[.\-–—:/)])(?=\s|[A-ZÀ-Ỹ]|$)"
_PATTERNS: Final = (
    _pattern("part", 0, "part", rf"PHẦN\s+(?:THỨ\s+)?(?P<n>{_ORDINAL_WORDS}|[IVXL]+|\d+|[A-HĐ]){_END}"),
    _pattern("part", 0, "part", rf"Phần\s+(?:thứ\s+)?(?P<n>{_ORDINAL_WORDS}|[IVXL]+|\d+|[A-HĐ]){_END}"),
    _pattern("chapter", 1, "chapter", rf"(?:CHƯƠNG|Chương)\s+(?P<n>[IVXLC]+|\d+){_END}"),
    _pattern("section", 2, "muc", r"(?:MỤC|Mục)\s+(?P<n>\d+|[IVXLC]+|[A-Z])(?:\s*[.:\-–—]|(?=\s*$)|(?=\s+[A-ZÀ-Ỹ]{2}))"),
    _pattern("article", 5, "article", r"(?:ĐIỀU|Điều)\s+(?P<n>\d+)[a-zđ]?(?:\s*[.:\-–—]|(?=\s*$))"),
    _pattern("section", 4, "roman", rf"(?P<n>[IVX]{{1,6}}){_STOP}"),
    _pattern("section", 4, "roman", r"(?P<n>I{1,3}|IV|VI{0,3}|IX|XI{1,3})(?=\s*$)"),
    _pattern("section", 3, "letter", rf"(?P<n>[A-HĐ]){_STOP}"),
    _pattern("subclause", 7, "decimal", r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,4})(?:\s?(?:\.[\-–]|[.\-–:)/])(?=\s|[A-ZÀ-Ỹ]|$)|(?=\s+[A-ZÀ-Ỹ\"“]))"),
    _pattern("clause", 6, "number", r"(?P<n>\d{1,3})\s?\.[\-–]?(?=\s|[A-ZÀ-Ỹ]|$)"),
    _pattern("clause", 6, "number-", r"(?P<n>\d{1,3})\s?(?:/[-–]|[-–—/])(?=\s|[A-ZÀ-Ỹ][a-zà-ỹ]|$)"),
    _pattern("clause", 6, "number)", r"\(?(?P<n>\d{1,3})\)(?=\s|[A-ZÀ-Ỹ]|$)"),
    _pattern("point", 9, "subletter", r"\(?(?P<n>[a-zđ])\.?\d{1,2}[.)](?=\s|[A-ZÀ-Ỹ]|$)"),
    _pattern("point", 9, "small roman", r"\(?(?P<n>(?<=\()[ivx]{1,5}|[ivx]{2,5})\)(?=\s|[A-ZÀ-Ỹ]|$)"),
    _pattern("point", 8, "letter)", r"\(?(?P<n>[a-zđ])\s?\)(?=\s|[A-ZÀ-Ỹ]|$)"),
    _pattern("point", 8, "letter,", r"(?P<n>[a-zđ]),(?=\s+[A-ZÀ-Ỹ])"),
    _pattern("point", 8, "letter.", r"(?P<n>[a-zđ])\s?[.\-–—/](?=\s|[A-ZÀ-Ỹ]|$)"),
    _pattern("dash", 10, "-", r"(?:[-–—−](?!\d+\s*[-–—−]\s*$)|[─‒―])(?=\s*[^\s\-–—])"),
    _pattern("plus", 11, "+", r"\+(?=\s*\S)"),
    _pattern("dash", 12, "*", r"[*•●·](?=\s*\S)"),
    _pattern("dash", 13, "○", r"[○◦⁃](?=\s*\S)"),
    _pattern("dash", 14, "▪", r"[▪■◆❖♦✦](?=\s*\S)"),
    _pattern("dash", 15, "►", r"[►➢➤⮚](?=\s*\S)"),
    _pattern("dash", 15, "☐", r"☐(?=\s+\S)"),
    _pattern("dash", 15, "√", r"[√✓✔](?=\s+\S)"),
)  # fmt: skip
STAGE: Final = re.compile(
    r"^(?P<mark>(?:Giai đoạn|Bước|Đợt|Nhóm|Vòng|GIAI ĐOẠN|BƯỚC|ĐỢT|NHÓM)\s+(?:thứ\s+)?"
    rf"(?P<n>\d+|[IVX]+|{_ORDINAL_WORDS})[^.:;]{{0,60}}?\s*[:.])\s*(?P<rest>.*)$"
)


def marker_of(text: str) -> Marker | None:
    """The mark a line of text begins with, None where it begins with none."""
    for pattern in _PATTERNS:
        if found := pattern.regex.match(text):
            return _marker(pattern, found)
    return None


def _marker(pattern: Pattern, found: re.Match[str]) -> Marker:
    written = found.groupdict().get("n")
    rank, style = pattern.rank, pattern.style
    if style == "decimal" and written:  # "1.1.1" stands below "1.1"
        depth = written.count(".")
        rank, style = rank + (depth - 1) / 10, f"decimal{depth}"
    mark = " ".join(found["mark"].split())
    return Marker(
        pattern.kind, rank, style, mark, _number(written, pattern.style), found["rest"].strip()
    )


def _number(written: str | None, style: str) -> int:
    if not written:
        return 0
    if style == "part" and written in set("ABCDĐEGH"):
        return _POINTS.find(written.lower()) + 1
    if style in {"letter", "letter)", "letter.", "letter,", "subletter"}:
        return _POINTS.find(written.lower()) + 1
    if style == "decimal":
        return int(written.split(".")[-1])
    return ordinal(written)


def ordinal(written: str) -> int:
    """Order number in figures, Roman figures or words."""
    if written.isdigit():
        return int(written)
    word = _ORDINALS.get(fold(written))
    return word or roman(written)


def roman(written: str) -> int:
    total = 0
    values = [_ROMAN.get(letter, 0) for letter in written.upper()]
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    return total
