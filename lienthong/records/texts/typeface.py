"""Which letters the official typeface has, by its own tables, and what others are printed as."""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[3]
FONTS_IN_NODE_MODULES: Final = Path("node_modules/@expo-google-fonts/tinos")
OFFICIAL_FONTS: Final = PROJECT / FONTS_IN_NODE_MODULES
# Never drawn, so that no typeface needs them: blanks, ends of lines, marks that only direct.
_NOT_DRAWN: Final = frozenset({"Cf", "Zs", "Zl", "Zp"})
_ENDS_OF_LINES: Final = frozenset("\t\n\v\f\r\x85")
_BY_HAND: Final = {
    **dict.fromkeys("☐❏❐❑❒▢◻", "□"),
    **dict.fromkeys("☑☒🗹🗷", "[x]"),
    **dict.fromkeys("✓✔", "√"),
    **dict.fromkeys("✕✖✗✘", "×"),
    **dict.fromkeys("➔➜➝➞➡⇒⟶", "→"),
    **dict.fromkeys("➢➤⮚▶", "►"),
    **dict.fromkeys("◆❖♦✦", "▪"),
    **dict.fromkeys("★☆✱", "*"),
    **{chr(0x2460 + at): f"({at + 1})" for at in range(20)},
}


class FontsMissing(RuntimeError):
    """The official typeface is not installed."""


@lru_cache(maxsize=4)
def letters_of(fonts: Path = OFFICIAL_FONTS) -> frozenset[str]:
    """The letters that each face of the typeface can draw."""
    faces = [_letters_in(path.read_bytes()) for path in sorted(fonts.rglob("*.ttf"))]
    if not faces:
        raise FontsMissing(f"The official typeface Tinos is not in {fonts}; run npm ci.")
    return frozenset.intersection(*faces)


def without_glyph(text: str, fonts: Path = OFFICIAL_FONTS) -> dict[str, str | None]:
    """The letters of a text that the typeface lacks, each with its printed form; None where it has none."""
    letters = letters_of(fonts)
    strange = sorted(set(text) - letters - _ENDS_OF_LINES)
    return {
        letter: _printed_form(letter, letters)
        for letter in strange
        if unicodedata.category(letter) not in _NOT_DRAWN
    }


def printed(text: str, fonts: Path = OFFICIAL_FONTS) -> str:
    """A text in the letters it is printed with; a letter without a printed form stays."""
    forms = {ord(letter): form for letter, form in without_glyph(text, fonts).items() if form}
    return text.translate(forms) if forms else text


def name_of_letter(letter: str) -> str:
    """A letter as it is named to a person: one that no typeface can show also by its number."""
    number = f"U+{ord(letter):04X}"
    if unicodedata.category(letter)[0] == "C":
        return number
    return f"{letter} ({number})"


def _printed_form(letter: str, letters: frozenset[str]) -> str | None:
    form = _BY_HAND.get(letter) or unicodedata.normalize("NFKC", letter)
    return form if set(form) <= letters else None


def _letters_in(face: bytes) -> frozenset[str]:
    """Every letter to which the face's table for Unicode gives a glyph."""
    tables = struct.unpack_from(">H", face, 4)[0]
    rows = (struct.unpack_from(">4sLLL", face, 12 + 16 * row) for row in range(tables))
    cmap = next(at for tag, _sum, at, _length in rows if tag == b"cmap")
    count = struct.unpack_from(">H", face, cmap + 2)[0]
    known = (struct.unpack_from(">HHL", face, cmap + 4 + 8 * row) for row in range(count))
    at = next(cmap + at for platform, encoding, at in known if (platform, encoding) == (3, 1))
    return frozenset(chr(code) for code in _codes(face, at))


def _codes(face: bytes, at: int) -> list[int]:
    """The codes of a table of format 4: ranges, each counting on or through a list of glyphs."""
    segments = struct.unpack_from(">H", face, at + 6)[0] // 2

    def column(number: int) -> tuple[int, ...]:
        gap = 2 if number else 0  # an empty word stands behind the ends
        return struct.unpack_from(f">{segments}H", face, at + 14 + 2 * segments * number + gap)

    ends, starts, deltas, offsets = (column(number) for number in range(4))
    found = []
    for segment, (end, start) in enumerate(zip(ends, starts, strict=True)):
        here = at + 16 + 6 * segments + 2 * segment
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offsets[segment]:
                place = here + offsets[segment] + 2 * (code - start)
                glyph = struct.unpack_from(">H", face, place)[0]
                if not glyph:
                    continue
            if (glyph + deltas[segment]) % 0x10000:
                found.append(code)
    return found
