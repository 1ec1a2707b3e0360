"""Pictures of the pages of an official file, for screens without a PDF reader."""

import struct
import zlib
from functools import lru_cache

import pypdfium2

from lienthong.kernel.files.public import StoredFile

from ..models import Document

WIDTHS = (720, 1440)


def page_count(document: Document) -> int:
    """How many pages the most complete official file has; none while there is no file."""
    return _count(document.best_file.sha256) if document.best_file else 0


@lru_cache(maxsize=512)
def _count(sha256: str) -> int:
    return pages_in(StoredFile(pk=sha256).read())


def page_picture(file: StoredFile, number: int, *, width: int) -> bytes | None:
    """One page as PNG, number and date included; None when there is no such page."""
    return _picture(file.sha256, number, width if width in WIDTHS else WIDTHS[0])


@lru_cache(maxsize=64)
def _picture(sha256: str, number: int, width: int) -> bytes | None:
    return picture_of(StoredFile(pk=sha256).read(), number, width=width)


def pages_in(data: bytes) -> int:
    with pypdfium2.PdfDocument(data) as pdf:
        return len(pdf)


def picture_of(data: bytes, number: int, *, width: int = WIDTHS[1]) -> bytes | None:
    """One page of a PDF file of our own as PNG; None when there is no such page."""
    with pypdfium2.PdfDocument(data) as pdf:
        if not 1 <= number <= len(pdf):
            return None
        pdf.init_forms()
        page = pdf[number - 1]
        bitmap = page.render(
            scale=width / page.get_width(),
            may_draw_forms=True,
            rev_byteorder=True,
            prefer_bgrx=False,
        )
        return _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


def _png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """Pixels (three bytes each) as a PNG file."""
    rows = (pixels[at : at + width * 3] for at in range(0, height * stride, stride))
    unfiltered = b"".join(b"\0" + row for row in rows)
    eight_bit_colour = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (
        (b"IHDR", eight_bit_colour),
        (b"IDAT", zlib.compress(unfiltered, 6)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
