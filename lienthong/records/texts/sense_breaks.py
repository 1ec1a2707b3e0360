"""Where the lines of an abstract end: at its sense, and about equally long."""

from __future__ import annotations

import re
from typing import Final

# Room for the abstract and its letters, in parts of the size of the type (14 pt bold on 157 mm).
_ROOM: Final = 29.0
_NARROW, _WIDE = frozenset("iltjfrI.,;:-/()'’ "), frozenset("mwMWƠƯ")
# A line may well begin with these, and must not end with them.
_OPENS_SENSE: Final = re.compile(
    r"(?:về|thực hiện|triển khai|giai đoạn|nhiệm kỳ|trên địa bàn|của|và|trong|nhằm|theo|đối với|đến năm|"
    r"lần thứ|khóa|nhiệm vụ|gắn với|tại)\b",
    re.IGNORECASE,
)
_BINDS: Final = re.compile(
    r"(?:về|của|và|trong|theo|với|tại|các|những|một số|giai|nhiệm|thực|triển|đến|lần|thứ|số|khóa|năm|-|–)$",
    re.IGNORECASE,
)
_WELL, _ILL, _AFTER_COMMA = 4.0, 8.0, 4.0
_MOST_WORDS: Final = 120


def sense_lines(abstract: str) -> list[str]:
    """The lines of an abstract; those that were typed stay as they are."""
    if "\n" in abstract or len(words := abstract.split()) > _MOST_WORDS:
        return [line.strip() for line in abstract.splitlines() if line.strip()]
    count = -(-_width(abstract) // _ROOM)
    if count <= 1:
        return [abstract] if abstract else []
    return _best(words, _width(abstract) / count)


def _best(words: list[str], wanted: float) -> list[str]:
    """The cheapest way to end the lines, found from the end of the words backwards."""
    cost = [float("inf")] * len(words) + [0.0]
    ends = [len(words)] * (len(words) + 1)
    for start in reversed(range(len(words))):
        for end in range(start + 1, len(words) + 1):
            width = _width(" ".join(words[start:end]))
            if width > _ROOM and end > start + 1:
                break
            here = abs(width - wanted) / 2 + _break_cost(words, end) + cost[end]
            if here < cost[start]:
                cost[start], ends[start] = here, end
    lines, at = [], 0
    while at < len(words):
        lines.append(" ".join(words[at : ends[at]]))
        at = ends[at]
    return lines


def _break_cost(words: list[str], end: int) -> float:
    if end == len(words):
        return 0.0
    before, after = " ".join(words[max(end - 2, 0) : end]), " ".join(words[end : end + 3])
    if _BINDS.search(before) or re.match(r"[\dIVX–-]", after):
        return _ILL
    if before.endswith((",", ";")):
        return -_AFTER_COMMA
    return -_WELL if _OPENS_SENSE.match(after) else 0.0


def _width(words: str) -> float:
    return sum(_letter(letter) for letter in words)


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.3
    if letter in _WIDE:
        return 0.9
    return 0.72 if letter.isupper() else 0.52
