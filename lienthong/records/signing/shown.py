"""What a reader of the page sees in a field, as a viewer draws it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import pypdfium2 as pdfium

_MARGIN = 1.0
_SCALE = 2
_WHITE = b"\xff"


def text_shown_in(data: bytes, boxes: Mapping[str, Sequence[float]]) -> dict[str, str]:
    """The text drawn inside each box of the first page, fields flattened into the page."""
    document = pdfium.PdfDocument(data)
    try:
        document.init_forms()
        page = document[0]
        page.flatten()
        page.close()
        page = document[0]
        text = page.get_textpage()
        return {name: _text_in(text, box) for name, box in boxes.items()}
    finally:
        document.close()


def _text_in(text: pdfium.PdfTextPage, box: Sequence[float]) -> str:
    left, bottom, right, top = box
    return str(
        text.get_text_bounded(left - _MARGIN, bottom - _MARGIN, right, top + _MARGIN)
    ).strip()


def type_line_of(data: bytes, title: str) -> str:
    """The line of the first page that prints the name of the type: in capitals, the beginning of the title.

    Empty of a document that prints none, as a letter does.
    """
    begins = f"{spaced(title)} ".casefold()
    document = pdfium.PdfDocument(data)
    try:
        lines = str(document[0].get_textpage().get_text_range()).splitlines()
    finally:
        document.close()
    printed = (spaced(line) for line in lines if line.isupper())
    return next((line for line in printed if begins.startswith(f"{line} ".casefold())), "")


def spaced(text: str) -> str:
    """In one writing: the typesetter keeps words together by blanks that do not break."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def is_blank_under(data: bytes, boxes: Mapping[str, Sequence[float]]) -> bool:
    """Whether the first page itself, without its fields, is white where the boxes lie."""
    document = pdfium.PdfDocument(data)
    try:
        page = document[0]
        width, height = page.get_size()
        for left, bottom, right, top in boxes.values():
            drawn = page.render(
                scale=_SCALE,
                crop=(left, bottom, width - right, height - top),
                grayscale=True,
                may_draw_forms=False,
                draw_annots=False,
            )
            shades, row = bytes(drawn.buffer), drawn.width * drawn.n_channels
            for start in range(0, drawn.height * drawn.stride, drawn.stride):
                if shades[start : start + row].strip(_WHITE):
                    return False
        return True
    finally:
        document.close()
