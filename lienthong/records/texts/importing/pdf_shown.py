"""Whether a letter of a PDF page can be seen: within the edge of the page, on a layer that is on."""

from __future__ import annotations

import ctypes
import io
from dataclasses import dataclass
from typing import Any

import pypdf
import pypdfium2
from pypdf.generic import DictionaryObject
from pypdfium2 import raw as pdfium

Box = tuple[float, float, float, float]

_SCALE, _WIDEST = 2.0, 4_000
# Between the lightest and the darkest point where something is drawn.
_FAINTEST = 12
_PALE = 243
_DEEPEST_FORM = 3


def has_layers_off(data: bytes) -> bool:
    """Whether some layer of a file is not shown when it is opened."""
    try:
        layers = pypdf.PdfReader(io.BytesIO(data)).root_object.get("/OCProperties")
        shown = layers.get_object().get("/D") if layers is not None else None
        usual = shown.get_object() if shown is not None else None
        if not isinstance(usual, DictionaryObject):
            return False
        return bool(usual.get("/OFF", ())) or usual.get("/BaseState") == "/OFF"
    except (pypdf.errors.PyPdfError, RecursionError, AttributeError, TypeError, ValueError):
        return True  # then it is looked at


def has_pale_letters(page: pypdfium2.PdfPage) -> bool:
    """Whether some letters of a page are drawn in white, or not filled at all: they may not be seen."""
    return any(
        _is_pale(one.raw)
        for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=_DEEPEST_FORM)
    )


def _is_pale(text: Any) -> bool:
    colours = [ctypes.c_uint() for _ in "RGBA"]
    if not pdfium.FPDFPageObj_GetFillColor(text, *map(ctypes.byref, colours)):
        return False
    *light, filled = (one.value for one in colours)
    return min(light) >= _PALE or filled <= _FAINTEST


@dataclass(frozen=True)
class Shown:
    """The part of a page that is shown, and its picture where some of it may be switched off."""

    page: pypdfium2.PdfPage
    edge: Box
    picture: pypdfium2.PdfBitmap | None = None

    def has(self, textpage: pypdfium2.PdfTextPage, at: int, box: Box) -> bool:
        """Whether a letter, which fills this box, is seen."""
        left, bottom, right, top = box
        x, y = (left + right) / 2, (bottom + top) / 2
        if not (self.edge[0] <= x <= self.edge[2] and self.edge[1] <= y <= self.edge[3]):
            return False
        return self.picture is None or self._is_drawn(textpage.get_charbox(at) or box)

    def _is_drawn(self, box: Box) -> bool:
        """Whether the picture is not of one colour where the letter stands."""
        assert self.picture is not None
        corners = [self._point(*corner) for corner in (box[:2], box[2:])]
        (left, right), (top, bottom) = (sorted(one) for one in zip(*corners, strict=True))
        row, pixels = self.picture.stride, memoryview(self.picture.buffer)
        lines = range(max(top - 1, 0), min(bottom + 2, self.picture.height))
        start, end = max(left - 1, 0), min(right + 2, self.picture.width)
        seen = [bytes(pixels[at * row + start : at * row + end]) for at in lines if end > start]
        return bool(seen) and max(map(max, seen)) - min(map(min, seen)) >= _FAINTEST

    def _point(self, x: float, y: float) -> tuple[int, int]:
        """Where a place of the page lies in its picture."""
        assert self.picture is not None
        across, down = ctypes.c_int(), ctypes.c_int()
        size = self.picture.width, self.picture.height
        where: tuple[Any, ...] = (ctypes.byref(across), ctypes.byref(down))
        pdfium.FPDF_PageToDevice(self.page.raw, 0, 0, *size, 0, x, y, *where)
        return across.value, down.value


def shown_on(page: pypdfium2.PdfPage, *, layered: bool) -> Shown:
    """What is shown of a page; `layered` where some layer of the file is off."""
    edge = page.get_bbox()
    if not layered:
        return Shown(page, edge)
    scale = min(_SCALE, _WIDEST / max(page.get_size()))
    picture = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    return Shown(page, edge, picture)
