"""Where words may stand on a page that no text layer says: in pictures, and in letters drawn as outlines.

A scanner that recognises letters lays them under or over the picture of the page. What it has missed, a
stamp above all, stands in the picture only.
"""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw as pdfium

# Of a page, what the picture of a small stamp takes up.
_STAMP = 0.0025
# A short word in outlines has that many slanted lines and bends; frames, rules and square codes have none.
_BENDS_OF_A_WORD = 12
_SEGMENTS_OF_A_FRAME = 5
_STRAIGHT = 0.5  # points


def may_hide_words(page: pypdfium2.PdfPage, *, has_letters: bool) -> bool:
    """Whether somebody has to look at this page, because words may stand there that cannot be read.

    # Luật 117/2025/QH15: what bears a mark of secrecy is not handled on a network.
    """
    width, height = page.get_size()
    bends = 0
    for one in page.get_objects():
        if one.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            if not has_letters or one.level or _area(one) >= _STAMP * width * height:
                return True
        elif one.type in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING):
            if not has_letters:
                return True
            if one.type == pdfium.FPDF_PAGEOBJ_PATH:
                bends += _bends(one)
        if bends >= _BENDS_OF_A_WORD:
            return True
    return False


def _area(one: pypdfium2.PdfObject) -> float:
    left, bottom, right, top = one.get_bounds()
    return float((right - left) * (top - bottom))


def _bends(one: pypdfium2.PdfObject) -> int:
    """How many lines of a path are neither level nor upright."""
    count = pdfium.FPDFPath_CountSegments(one.raw)
    if count <= _SEGMENTS_OF_A_FRAME:
        return 0
    return sum(_bent(one, count))


def _bent(one: pypdfium2.PdfObject, count: int) -> Iterator[bool]:
    x, y = pdfium.FS_FLOAT(), pdfium.FS_FLOAT()
    last = (0.0, 0.0)
    for at in range(min(count, 500)):
        segment = pdfium.FPDFPath_GetPathSegment(one.raw, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = (x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            yield True
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield min(abs(here[0] - last[0]), abs(here[1] - last[1])) > _STRAIGHT
        last = here
