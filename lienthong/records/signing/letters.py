"""Whether a face prints the letters its table names: its glyphs are compared with those of our typeface."""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from lienthong.records.signing.drawing import DEFAULT_FONTS, FontsMissing
from lienthong.records.signing.form import DATE, NUMBER

FACES: Final = {NUMBER: "Tinos_400Regular.ttf", DATE: "Tinos_400Regular_Italic.ttf"}
_WIDTHS_DIFFER_BY: Final = 1.0
# Latin with every mark, and Vietnamese: whatever a number or a day is written with.
_LATIN: Final = (*range(0x20, 0x250), *range(0x1E00, 0x1F00))
_DEEPEST: Final = 5
_ARGS_ARE_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80


class Face:
    """A TrueType face, read no further than to compare its glyphs."""

    def __init__(self, data: bytes) -> None:
        count = struct.unpack_from(">H", data, 4)[0]
        rows = (struct.unpack_from(">4sLLL", data, 12 + 16 * row) for row in range(count))
        self._tables = {tag: data[at : at + length] for tag, _sum, at, length in rows}
        head = self._tables[b"head"]
        self.units = struct.unpack_from(">H", head, 18)[0]
        wide = struct.unpack_from(">h", head, 50)[0]
        loca = self._tables[b"loca"]
        size = len(loca) // (4 if wide else 2)
        places = struct.unpack(f">{size}{'L' if wide else 'H'}", loca[: size * (4 if wide else 2)])
        self._places = places if wide else tuple(2 * place for place in places)
        self._metrics = struct.unpack_from(">H", self._tables[b"hhea"], 34)[0]

    def hints(self) -> list[bytes]:
        """What may still move the points of every glyph."""
        return [self._tables.get(tag, b"") for tag in (b"fpgm", b"prep", b"cvt ")]

    def width(self, glyph: int) -> float:
        at = min(glyph, self._metrics - 1)
        return float(struct.unpack_from(">H", self._tables[b"hmtx"], 4 * at)[0] * 1000 / self.units)

    def outline(self, glyph: int, depth: int = 0) -> tuple[Any, ...]:
        """The drawing of a glyph, with those it is composed of in the place of their numbers."""
        drawn = self._tables[b"glyf"][self._places[glyph] : self._places[glyph + 1]]
        if depth > _DEEPEST:
            raise ValueError("a glyph composed of itself")
        if not drawn or struct.unpack_from(">h", drawn)[0] >= 0:
            return (drawn.rstrip(b"\0"),)
        parts: list[Any] = [drawn[:10]]
        at, flags = 10, _MORE
        while flags & _MORE:
            flags, component = struct.unpack_from(">HH", drawn, at)
            size = 4 + (4 if flags & _ARGS_ARE_WORDS else 2)
            size += next(
                (
                    more
                    for bit, more in ((_SCALE, 2), (_TWO_SCALES, 4), (_MATRIX, 8))
                    if flags & bit
                ),
                0,
            )
            parts += [flags, drawn[at + 4 : at + size], self.outline(component, depth + 1)]
            at += size
        return (*parts, drawn[at:].rstrip(b"\0"))

    def glyph_of(self, letter: str) -> int:
        """The glyph of a letter, by the face's own table (only the typeface itself has one)."""
        cmap = self._tables[b"cmap"]
        count = struct.unpack_from(">H", cmap, 2)[0]
        rows = [struct.unpack_from(">HHL", cmap, 4 + 8 * row) for row in range(count)]
        at = next(at for platform, encoding, at in rows if (platform, encoding) == (3, 1))
        segments = struct.unpack_from(">H", cmap, at + 6)[0] // 2
        code = ord(letter)
        for segment in range(segments):
            end_at = at + 14 + 2 * segment
            start_at = end_at + 2 * segments + 2
            end, start = (struct.unpack_from(">H", cmap, place)[0] for place in (end_at, start_at))
            if start <= code <= end:
                delta = struct.unpack_from(">H", cmap, start_at + 2 * segments)[0]
                range_at = start_at + 4 * segments
                offset = struct.unpack_from(">H", cmap, range_at)[0]
                if not offset:
                    return int((code + delta) % 0x10000)
                found = struct.unpack_from(">H", cmap, range_at + offset + 2 * (code - start))[0]
                return int((found + delta) % 0x10000) if found else 0
        return 0


# What `Letters` holds for each field: units, hints, and for each letter its drawing and width.
Letters = dict[str, dict[str, Any]]


@lru_cache(maxsize=4)
def our_letters(fonts: Path = DEFAULT_FONTS) -> Letters:
    """The letters of our typeface as plain data, to be handed to who may read nothing of ours."""
    return {field: _described(_face_in(fonts, name)) for field, name in FACES.items()}


def _face_in(fonts: Path, name: str) -> Face:
    found = next(fonts.rglob(name), None)
    if found is None:
        raise FontsMissing(f"The official typeface Tinos is not in {fonts}; run npm ci.")
    return Face(found.read_bytes())


def _described(face: Face) -> dict[str, Any]:
    glyphs = {letter: face.glyph_of(letter) for letter in map(chr, _LATIN)}
    drawn = {
        letter: [_digest(face.outline(glyph)), face.width(glyph)]
        for letter, glyph in glyphs.items()
        if glyph
    }
    return {"units": face.units, "hints": _digest(face.hints()), "letters": drawn}


def _digest(drawn: Any) -> str:
    return hashlib.sha256(repr(drawn).encode("ascii")).hexdigest()[:32]


def prints_as_named(ours: dict[str, Any], font: Any, codes: dict[str, str]) -> bool:
    """Whether each letter, by the code that prints it, has the drawing and the width it has in our typeface."""
    cid = font["/DescendantFonts"][0]
    given = Face(cid["/FontDescriptor"]["/FontFile2"].data)
    if [given.units, _digest(given.hints())] != [ours["units"], ours["hints"]]:
        return False
    widths = _widths(cid["/W"])
    for letter, code in codes.items():
        glyph = int(code, 16)
        drawing, width = ours["letters"].get(letter, ["", 0.0])
        if _digest(given.outline(glyph)) != drawing:
            return False
        if abs(widths.get(glyph, float(cid["/DW"])) - width) > _WIDTHS_DIFFER_BY:
            return False
    return True


def _widths(declared: Any) -> dict[int, float]:
    """`[1 [500 600] 7 9 250]` as a width for each code."""
    widths: dict[int, float] = {}
    values = list(declared)
    while values:
        first, second = int(values.pop(0)), values.pop(0)
        if isinstance(second, list):
            widths |= {first + at: float(width) for at, width in enumerate(second)}
        else:
            width = float(values.pop(0))
            widths |= dict.fromkeys(range(first, int(second) + 1), width)
    return widths
