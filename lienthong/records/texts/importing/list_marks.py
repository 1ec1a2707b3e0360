"""Numbers and bullets of lists as they are printed: "II", "aa", "05", "•"."""

from __future__ import annotations

# What a bullet is printed as, where Symbol or Wingdings are not named beside it.
BULLETS = {
    **{mark: mark for mark in "+*-–—•●○▪■◦►"},
    **{"·": "•", "o": "○", "§": "▪"},
}
_ROMAN = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_MOST_LETTERS = 9
_WRAPPED = {
    "none": "",
    "decimalEnclosedParen": "({})",
    "decimalEnclosedFullstop": "{}.",
    "numberInDash": "- {} -",
}


def figure(number: int, form: str) -> str:
    """A number in the form Word was told to print it."""
    if form in {"upperRoman", "lowerRoman"}:
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    if form in {"upperLetter", "lowerLetter"}:
        # After z Word goes on with aa, bb, cc.
        letter = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26 % _MOST_LETTERS)
        return letter.upper() if form == "upperLetter" else letter
    return _WRAPPED.get(form, "{}").format(f"{number:02d}" if form == "decimalZero" else number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        while number >= value and len(written) < 30:
            written, number = written + letters, number - value
    return written
