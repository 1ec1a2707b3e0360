"""Letters of the fonts Symbol and Wingdings, as the marks a person sees printed.

Word keeps them in a private range of Unicode (U+F020 to U+F0FF), where no other font has a mark for
them; some programs write the bare letter and leave the mark to the font.
"""

from __future__ import annotations

from typing import Final

PRIVATE: Final = 0xF000
_FIRST, _LAST = 0x20, 0xFF

# What both fonts share, or what only one of them has and offices use; where the official typeface
# lacks the very mark, the one nearest to it.
_MARKS: Final = {
    0x20: " ",
    0x2A: "*",
    0x2B: "+",
    0x2D: "-",
    0x6C: "●",
    0x6D: "○",
    0x6E: "■",
    0x6F: "☐",
    0x71: "☐",
    0x72: "☐",
    0x73: "▪",
    0x75: "▪",
    0x76: "▪",
    0x77: "▪",
    0x9F: "•",
    0xA0: "▪",
    0xA3: "☐",
    0xA7: "▪",
    0xA8: "☐",
    0xB7: "•",
    0xD8: "►",
    0xDF: "←",
    0xE0: "→",
    0xE8: "→",
    0xF0: "→",
    0xFB: "×",
    0xFC: "√",
    0xFD: "☒",
    0xFE: "☑",
}
_IN_PRIVATE_RANGE: Final = {PRIVATE + code: mark for code, mark in _MARKS.items()}
_SHARED: Final = {code: _MARKS[code] for code in (0x20, 0x2A, 0x2B, 0x2D, 0xB7)}
# Symbol alone: what a text calculates with.
_OF_SYMBOL: Final = {
    0xA3: "≤",
    0xA5: "∞",
    0xAE: "→",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xE5: "∑",
    **{ord(mark): mark for mark in "0123456789.,;:!%&()[]{}/<>=|"},
    **dict(zip(b"abgdezhqiklmnxoprstufcyw", "αβγδεζηθικλμνξοπρστυφχψω", strict=True)),
    **dict(zip(b"ABGDEZHQIKLMNXOPRSTUFCYW", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", strict=True)),
}


def in_marks(text: str, font: str | None = None) -> str:
    """A run of text with the letters of Symbol and Wingdings as they are printed.

    Where the font is one of the two, its bare letters are such marks too; a letter nobody has a mark
    for stays in the private range, so that it is named and not guessed.
    """
    named = (font or "").lower()
    if named == "symbol":
        own = {**_SHARED, **_OF_SYMBOL}
    elif named.startswith("wingdings"):
        own = _MARKS
    else:
        return text.translate(_IN_PRIVATE_RANGE)
    return "".join(_mark(letter, own) for letter in text)


def _mark(letter: str, own: dict[int, str]) -> str:
    code = ord(letter) & 0xFF if PRIVATE <= ord(letter) <= PRIVATE + _LAST else ord(letter)
    if not _FIRST <= code <= _LAST:
        return letter
    return own.get(code, chr(PRIVATE + code))


def out_of_private_range(text: str) -> str:
    """Letters that Word has moved up by U+F000, where they belong."""
    moved = range(PRIVATE + _FIRST, PRIVATE + _LAST + 1)
    return "".join(chr(ord(c) - PRIVATE) if ord(c) in moved else c for c in text)
