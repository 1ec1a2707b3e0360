"""What a reader of the page sees in a field, as a viewer draws it."""

from __future__ import annotations

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
