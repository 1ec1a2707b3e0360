"""What a reader of the page sees in a field, as a viewer draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pypdfium2 as pdfium

_MARGIN = 1.0


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
