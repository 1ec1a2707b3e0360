"""The number inside a mark, and the same mark with another number: "Điều 5." "IV." "đ)" "thứ hai"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lienthong.records.texts.clauses.markers import roman

POINTS = "abcdđeghiklmnopqrstuvxy"
WORDS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ROMAN = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_PARTS = re.compile(
    rf"^(?P<before>(?:[^\W\d_]+ )*\(?(?:\d+\.)*)"
    rf"(?P<written>(?i:{'|'.join(WORDS)})|\d+|[IVXLC]+|[ivx]{{2,5}}|[^\W\d_])(?P<after>[^\w]*)$"
)


@dataclass(frozen=True)
class Number:
    """A number as it is written in a mark, and what stands before and after it."""

    before: str
    value: int
    style: Literal["figure", "letter", "roman", "word"]
    after: str
    is_capital: bool = False
    width: int = 0

    def written(self, value: int) -> str:
        """The whole mark with another number in the same writing."""
        return self.before + self._figure(value) + self.after

    def _figure(self, value: int) -> str:
        if self.style == "figure":
            return str(value).rjust(self.width, "0")
        if self.style == "word" and value > len(WORDS):
            return str(value)
        small = {"letter": _letter, "word": _word}.get(self.style, _roman)(value)
        return small.upper() if self.is_capital else small


def number_of(mark: str | None) -> Number | None:
    """None where a mark counts nothing: a dash, "5a.", "Phụ lục"."""
    found = _PARTS.match(mark or "")
    if not found:
        return None
    before, written, after = found["before"], found["written"], found["after"]
    small, is_capital = written.lower(), written != written.lower()
    if small in WORDS:
        return Number(before, WORDS.index(small) + 1, "word", after, is_capital)
    if written.isdigit():
        width = len(written) if written.startswith("0") else 0
        return Number(before, int(written), "figure", after, width=width)
    if _is_letter(written, mark or ""):
        return Number(before, POINTS.index(small) + 1, "letter", after, is_capital)
    value = roman(written)
    return Number(before, value, "roman", after, is_capital) if value else None


def _is_letter(written: str, mark: str) -> bool:
    """ "i)" follows "h)", but "(i)" and "ii)" are small Roman figures."""
    if len(written) != 1 or written.lower() not in POINTS or written in "IVX":
        return False
    return not (written in "ivx" and mark.startswith("("))


def _letter(value: int) -> str:
    return POINTS[(value - 1) % len(POINTS)]


def _word(value: int) -> str:
    return WORDS[value - 1]


def _roman(value: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        written += letters * count
    return written.lower()
