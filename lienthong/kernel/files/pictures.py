"""Pages of a scan as pictures; runs in the bounded child only."""

import struct
import zlib
from base64 import b64encode
from pathlib import Path
from typing import Any

import pypdfium2
import typst
from django.utils.translation import gettext_noop

from lienthong.kernel.files.packages import DAMAGED, OTHER_KIND
from lienthong.kernel.files.refusals import FileRefused

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ENDINGS = {JPEG: "jpg", PNG: "png"}
BEGINS = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
ENDS = {JPEG: b"\xff\xd9", PNG: b"IEND\xaeB`\x82"}
MOST_PIXELS = 60_000_000
MOST_SHOWN = 24_000_000
A_SHEET = (
    '#set page(width: auto, height: auto, margin: 0pt)\n#image("scan.{ending}", width: 210mm)\n'
)
TOO_FINE = gettext_noop("The picture has too many points. Scan it with 300 points an inch.")
# The markers of a JPEG before which its size stands (# ITU-T T.81, table B.1).
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def look_at_picture(data: bytes, *, media_type: str) -> int:
    """A picture that a scanner or a telephone made, whole and of a size a page has; how many pages: one."""
    is_whole = data.startswith(BEGINS[media_type]) and data.rstrip(b"\0").endswith(ENDS[media_type])
    if not is_whole:
        raise FileRefused(OTHER_KIND)
    width, height = _size_of(data, media_type)
    if not 0 < width * height <= MOST_PIXELS:
        raise FileRefused(TOO_FINE)
    return _pages_in(data, media_type)


def count_pages(data: bytes, *, media_type: str) -> int:
    return _pages_in(data, media_type)


def _pages_in(data: bytes, media_type: str) -> int:
    with pypdfium2.PdfDocument(_as_pdf(data, media_type)) as pdf:
        return len(pdf)


def _size_of(data: bytes, media_type: str) -> tuple[int, int]:
    if media_type == PNG:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise FileRefused(DAMAGED)


def _as_pdf(data: bytes, media_type: str) -> bytes:
    """A picture as one sheet, as wide as the paper of an office."""
    if media_type == PDF:
        return data
    ending = ENDINGS[media_type]
    Path(f"scan.{ending}").write_bytes(data)
    Path("sheet.typ").write_text(A_SHEET.format(ending=ending))
    try:
        made = typst.compile("sheet.typ")
    except typst.TypstError as broken:
        raise FileRefused(DAMAGED) from broken
    assert isinstance(made, bytes)
    return made


def draw_page(
    data: bytes, *, media_type: str, number: int, width: int, turned: int, grey: bool = False
) -> str | None:
    """One page as PNG, or in shades of grey as PGM, turned clockwise; None when there is no such page."""
    with pypdfium2.PdfDocument(_as_pdf(data, media_type)) as pdf:
        if not 1 <= number <= len(pdf):
            return None
        page = pdf[number - 1]
        wide, high = page.get_size()
        if turned in (90, 270):
            wide, high = high, wide
        scale = min(width / wide, (MOST_SHOWN / (wide * high)) ** 0.5)
        bitmap = page.render(
            scale=scale, rotation=turned, grayscale=grey, rev_byteorder=True, prefer_bgrx=False
        )
        drawn = (bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        return b64encode(_as_pgm(*drawn) if grey else as_png(*drawn)).decode()


def _rows(pixels: bytes, wide: int, height: int, stride: int) -> Any:
    return (pixels[at : at + wide] for at in range(0, height * stride, stride))


def _as_pgm(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    return b"P5 %d %d 255\n" % (width, height) + b"".join(_rows(pixels, width, height, stride))


def as_png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """Pixels (three bytes each) as a PNG file."""
    unfiltered = b"".join(b"\0" + row for row in _rows(pixels, width * 3, height, stride))
    eight_bit_colour = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (
        (b"IHDR", eight_bit_colour),
        (b"IDAT", zlib.compress(unfiltered, 6)),
        (b"IEND", b""),
    )
    return BEGINS[PNG] + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
