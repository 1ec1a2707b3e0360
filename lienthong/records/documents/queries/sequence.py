"""Whether marks follow one another: I, II, III; 1, 2, 3; a, b, c."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
# The order of letters in Vietnamese marks: a, b, c, d, đ, e, …
LETTERS = "abcdđeghiklmnopqrstuvxy"
_WORD = re.compile(r"^(?:phần|chương|mục|điều|phụ lục)\s+(?:thứ\s+|số\s+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Gap:
    """Two neighbouring marks between which one is missing."""

    before: str
    after: str
    within: str


def ordinal(marker: str) -> tuple[str, int] | None:
    """The style and the value of a mark: "II." is the second Roman one, "2.3" the third below 2."""
    bare = _WORD.sub("", marker.strip()).strip(" .)-:")
    if re.fullmatch(r"[IVXLC]+", bare):
        return "roman", _roman(bare)
    if re.fullmatch(r"\d+(?:\.\d+)*", bare):
        above, _dot, last = bare.rpartition(".")
        return f"number {above}", int(last)
    if len(bare) == 1 and bare.lower() in LETTERS:
        return "letter", LETTERS.index(bare.lower()) + 1
    return None


def _roman(numeral: str) -> int:
    values = [ROMAN[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def gaps_in(nodes: list[Node], within: str = "") -> Iterator[Gap]:
    """Every place where a mark does not follow the one before it, at every depth."""
    before: dict[str, tuple[int, str]] = {}
    for node in nodes:
        marker = str(node.get("marker") or "")
        found = ordinal(marker)
        if found is not None:
            style, value = found
            if style in before and value not in (before[style][0] + 1, 1):
                yield Gap(before[style][1], marker.strip(), within)
            before[style] = (value, marker.strip())
        yield from gaps_in(node.get("children") or [], str(node.get("label") or ""))
