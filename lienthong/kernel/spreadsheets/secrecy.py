"""Where a workbook may bear a mark of secrecy; runs in the bounded child only."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import chain
from typing import Any

from django.utils.translation import gettext_noop

from lienthong.kernel.files.public import FileRefused, Package
from lienthong.kernel.text.public import is_secret_beside, is_secret_by_name, is_secret_within

MARKED = gettext_noop(
    "The workbook bears a mark of secrecy. It must not be handled on this system; nothing of it has been kept."
)
FIRST_ROWS = 10  # in which a title and a mark above it stand
_HEADS_AND_FEET = re.compile(r"<(?:\w+:)?headerFooter\b.*?</(?:\w+:)?headerFooter>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Places, fonts, sizes, colours and fields in a header: &C&"Arial,Bold"&14&K000000TUYỆT MẬT
_PLACE = re.compile(r"&[LCR]", re.IGNORECASE)
_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&K\d\d[+-]\d{3}|&\d+|&[A-Z]', re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:docprops|xl/(?:drawings|comments|threadedcomments|charts))[^/]*(?:/.*)?\.xml"
)
_TEXTS = ("p", "comment", "threadedComment")


def refuse_secret(package: Package, book: Any) -> None:
    """The same marks as in any other file: in names of sheets, headers and footers, properties, notes, first cells."""
    titles = list(book.sheetnames)
    beside = chain(titles, _beside(package))
    if any(map(is_secret_by_name, titles)) or is_secret_beside(beside):
        raise FileRefused(MARKED)
    if any(is_secret_within(text) for text in _first_cells(book)):
        raise FileRefused(MARKED)


def _beside(package: Package) -> Iterator[str]:
    for name in package.names:
        low = name.lower()
        if low.startswith(("xl/worksheets/", "xl/chartsheets/")) and low.endswith(".xml"):
            yield from _heads_and_feet(package.plain(name).decode())
        elif _BESIDE.fullmatch(low) and (root := package.xml(name)) is not None:
            yield from (words for one in root.iter() if (words := (one.text or "").strip()))
            for one in root.iter():
                if one.tag.rpartition("}")[2] in _TEXTS:
                    yield "".join(one.itertext()).strip()


def _heads_and_feet(sheet: str) -> Iterator[str]:
    for found in _HEADS_AND_FEET.findall(sheet):
        for part in _PLACE.split(unescape(_TAG.sub("\n", found))):
            yield _CODE.sub("", part).strip()


def _first_cells(book: Any) -> Iterator[str]:
    """Of every sheet, hidden ones and those that are not read too."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=FIRST_ROWS, values_only=True):
            yield from (str(value) for value in row if value is not None)
