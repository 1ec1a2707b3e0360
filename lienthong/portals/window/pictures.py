"""Pages of a PDF as pictures, drawn in a bounded child. No Django here."""

import base64
import struct
import zlib
from typing import Final

import pypdfium2 as pdfium

from lienthong.portals.window import narrow

WIDTH: Final = 1240
WIDEST: Final = 2400  # of a page that is set anew; one of A4 is 1446 wide
MARGIN: Final = 24
WHITE: Final = b"\xff"
# Sixteen shades of each colour: nobody sees the difference, and the picture is a third as long.
SHADES: Final = bytes(min(255, (value + 8) // 17 * 17) for value in range(256))


def pages_in(pdf: bytes) -> int:
    """How many pages a person has to read."""
    document = pdfium.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page_drawn(pdf: bytes, *, page: int) -> str:
    """A page with its form, as PNG in base64; the white beside and beneath it is left out, so that a phone shows letters larger."""
    document = pdfium.PdfDocument(pdf)
    try:
        document.init_forms()
        sheet = document[page - 1]
        scale = WIDTH / sheet.get_width()
        bitmap = sheet.render(scale=scale, rev_byteorder=True)
        shaded = bytes(bitmap.buffer).translate(SHADES)
        rows = _rows(shaded, bitmap.width, bitmap.height, bitmap.stride)
        return base64.b64encode(_png(_without_white(rows))).decode("ascii")
    finally:
        document.close()


def page_for_a_phone(pdf: bytes, *, page: int) -> str:
    """The same page set anew in lines as wide as a phone."""
    document = pdfium.PdfDocument(pdf)
    try:
        document.init_forms()
        sheet = document[page - 1]
        fits = min(1.0, WIDEST / (narrow.SCALE * sheet.get_width()))

        def drawn(scale: float) -> list[bytes]:
            bitmap = sheet.render(scale=fits * scale, rev_byteorder=True)
            shaded = bytes(bitmap.buffer).translate(SHADES)
            return _rows(shaded, bitmap.width, bitmap.height, bitmap.stride)

        return base64.b64encode(_png(narrow.set_anew(drawn(narrow.SCALE), drawn))).decode("ascii")
    finally:
        document.close()


def _rows(data: bytes, width: int, height: int, stride: int) -> list[bytes]:
    return [data[at * stride : at * stride + 3 * width] for at in range(height)]


def _without_white(rows: list[bytes]) -> list[bytes]:
    """Nothing that is not white is ever cut away."""
    width = len(rows[0])
    inked = [row for row in rows if row.strip(WHITE)]
    if not inked:
        return rows
    first = min(width - len(row.lstrip(WHITE)) for row in inked) // 3
    last = max(len(row.rstrip(WHITE)) for row in inked) // 3 + 1
    left, right = max(0, first - MARGIN), min(width // 3, last + MARGIN)
    end = max(at for at, row in enumerate(rows) if row.strip(WHITE)) + 1 + 2 * MARGIN
    return [row[3 * left : 3 * right] for row in rows[:end]]


def _png(rows: list[bytes]) -> bytes:
    """Eight bits a colour, or one grey where the page has no other colour; text needs no filter."""
    width, all_of_it = len(rows[0]) // 3, b"".join(rows)
    is_grey = all_of_it[0::3] == all_of_it[1::3] == all_of_it[2::3]
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 0 if is_grey else 2, 0, 0, 0)
    drawn = (row[0::3] if is_grey else row for row in rows)
    body = zlib.compress(b"".join(b"\0" + row for row in drawn), 6)
    parts = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
