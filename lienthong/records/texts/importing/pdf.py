"""A PDF with a text layer, read line by line from where its letters stand."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
from pypdfium2 import raw as pdfium

from lienthong.kernel.text.public import converted, is_legacy
from lienthong.records.texts.importing.pdf_grids import Grid, grids_of
from lienthong.records.texts.importing.plain import documents_of, refuse_secret
from lienthong.records.texts.importing.plain import rehearse as rehearse
from lienthong.records.texts.importing.refusals import (
    BROKEN,
    ENCRYPTED,
    NO_TEXT_LAYER,
    TOO_LARGE,
    Unreadable,
    refusal,
)
from lienthong.records.texts.recognition.lines import (
    BOLD_OFF,
    BOLD_ON,
    ITALIC_OFF,
    ITALIC_ON,
)
from lienthong.records.texts.recognition.source import Place, Reason, Source

MAX_PAGES = 500
_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
_XMP_WORDS = re.compile(rb">([^<>]{2,200})<")
_FEWEST_LETTERS_A_PAGE = 20
_DRAWN = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING)
_LEGACY_LETTERS = frozenset("µ¸¶·¹¨»¾¼½©®ª«¬\u00ad")
_LEGACY_SHARE = 0.01
_WIDE_GAP, _GAP_WHERE_LOOKS_TURN = 3.0, 0.8
_WIDE_GAP_IN_HEIGHTS = 2.0
Box = tuple[float, float, float, float]
_PARAGRAPH_GAP = 1.55
_SAME_ROW = 0.5


@dataclass
class Segment:
    """Letters that follow one another on one line, and the box they fill."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    cell: tuple[Grid, tuple[int, int]] | None = None
    bold: bool = False
    italic: bool = False

    @property
    def marked(self) -> str:
        """The words with their emphasis, as the lines of a document carry it."""
        text = f"{ITALIC_ON}{self.text}{ITALIC_OFF}" if self.italic else self.text
        return f"{BOLD_ON}{text}{BOLD_OFF}" if self.bold else text

    def put_into_its_cell(self) -> None:
        if self.cell:
            grid, place = self.cell
            grid.words.setdefault(place, []).append(self.text)

    @property
    def letter_width(self) -> float:
        return max((self.right - self.left) / max(len(self.text), 1), 1.0)


def read_pdf(data: bytes) -> dict[str, Any]:
    """The documents of a PDF and whether pages of it are pictures only, or the code of a refusal."""
    try:
        source, has_scans = source_of(data)
        return documents_of(source) | {"has_scans": has_scans}
    except Unreadable as unreadable:
        return refusal(unreadable)


def source_of(data: bytes) -> tuple[Source, bool]:
    """What a PDF holds, page by page; a scan without text is refused. Whether it holds scanned pages."""
    document = _opened(data)
    try:
        if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
            raise Unreadable(ENCRYPTED)
        if len(document) > MAX_PAGES:
            raise Unreadable(TOO_LARGE)
        refuse_secret(document.get_metadata_dict().values())
        refuse_secret(one.get_title() for one in document.get_toc())
        notes = list(_noted(document))
        refuse_secret(text for text, _page in notes)
        refuse_secret(_described(data))
        read = [_page_read(document[number]) for number in range(len(document))]
    finally:
        document.close()
    pages = [text for text, _is_scan in read]
    letters = sum(map(_letters, pages))
    if letters < _FEWEST_LETTERS_A_PAGE * max(len(pages), 1) and letters < 200:
        raise Unreadable(NO_TEXT_LAYER)
    source = Source()
    for number, text in enumerate(pages, 1):
        source.take(text, Place(page=number, line=1))
    for note, page in notes:
        source.put_aside(note, Reason.COMMENT, Place("note", page=page))
    return source, any(is_scan for _text, is_scan in read)


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def _described(data: bytes) -> Iterator[str]:
    """What stands in the description (XMP), which nobody packs."""
    for piece in _XMP.findall(data):
        yield from (word.decode("utf-8", "replace") for word in _XMP_WORDS.findall(piece))


def _noted(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, int]]:
    """What stands in notes and stamps laid over the pages, and in the fields of a form; the page."""
    for at, page in enumerate(document, 1):
        for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
            note = pdfium.FPDFPage_GetAnnot(page.raw, number)
            yield from ((_said(note, key), at) for key in (b"Contents", b"V", b"Name"))
            pdfium.FPDFPage_CloseAnnot(note)
        page.close()


def _said(note: Any, key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    buffer = ctypes.create_string_buffer(length)
    room = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFAnnot_GetStringValue(note, key, room, length)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", "replace")


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = pdfium.FPDF_GetLastError()
        raise Unreadable(
            ENCRYPTED
            if code == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower()
            else BROKEN
        ) from error


def _page_read(page: pypdfium2.PdfPage) -> tuple[str, bool]:
    """The text of a page, and whether it is a picture of words that cannot be read."""
    textpage = page.get_textpage()
    try:
        grids = grids_of(page)
        segments = list(_segments(textpage, grids))
        is_drawn = any(one.type in _DRAWN for one in page.get_objects())
    finally:
        textpage.close()
        page.close()
    for row in _rows([segment for segment in segments if segment.cell]):
        for segment in row:
            segment.put_into_its_cell()
    text = "\n".join(_lines([segment for segment in segments if not segment.cell], grids))
    return text, is_drawn and _letters(text) < _FEWEST_LETTERS_A_PAGE


def _lines(segments: list[Segment], grids: list[Grid]) -> Iterator[str]:
    """The printed lines from top to bottom, each table among them where it stands."""
    rows = _rows(segments)
    left = min((segment.left for segment in segments), default=0.0)
    pitches = sorted(upper[0].bottom - lower[0].bottom for upper, lower in pairwise(rows))
    usual = pitches[len(pitches) // 2] if pitches else 0.0
    tables = sorted(grids, key=lambda grid: grid.top)
    for at, row in enumerate(rows):
        while tables and tables[-1].top > row[0].bottom:
            yield from ("", *tables.pop().rows(), "")
        if at and usual and rows[at - 1][0].bottom - row[0].bottom > _PARAGRAPH_GAP * usual:
            yield ""
        yield _row_text(row, left)
    for grid in reversed(tables):
        yield from ("", *grid.rows(), "")


def _segments(textpage: pypdfium2.PdfTextPage, grids: list[Grid]) -> Iterator[Segment]:
    """The runs pdfium itself separates by line ends, parted again at the edges of cells."""
    raw, count = textpage.raw, textpage.count_chars()
    letters = [chr(pdfium.FPDFText_GetUnicode(raw, at) or 32) for at in range(count)]
    letters = _modern(raw, letters)
    start = 0
    for at in range(count + 1):
        if at == count or letters[at] in "\r\n":
            yield from _parted(textpage, letters, range(start, at), grids)
            start = at + 1


def _parted(
    textpage: pypdfium2.PdfTextPage, letters: list[str], places: range, grids: list[Grid]
) -> Iterator[Segment]:
    """One run of letters, split where it goes from one cell into another or over a wide gap."""
    words: list[str] = []
    boxes: list[Box] = []
    here, first = None, places.start
    for at in places:
        if not letters[at].strip():
            words.append(letters[at])
            continue
        box = textpage.get_charbox(at, loose=True)
        cell = _cell_of(box, grids)
        if boxes and (cell != here or _is_far(boxes, box)):
            yield _segment(words, boxes, here, _looks(textpage, letters, range(first, at)))
            words, boxes, first = [], [], at
        words.append(letters[at])
        boxes.append(box)
        here = cell
    if boxes:
        yield _segment(words, boxes, here, _looks(textpage, letters, range(first, places.stop)))


def _looks(textpage: pypdfium2.PdfTextPage, letters: list[str], places: range) -> tuple[bool, bool]:
    """Whether a run is set in bold and in italics from its first letter to its last."""
    seen = [at for at in places if letters[at].strip()]
    fonts = [_font(textpage.raw, at).lower() for at in {seen[0], seen[len(seen) // 2], seen[-1]}]
    bold = all("bold" in font or "black" in font for font in fonts)
    return bold, all("italic" in font or "oblique" in font for font in fonts)


def _cell_of(box: Box, grids: list[Grid]) -> tuple[Grid, tuple[int, int]] | None:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for grid in grids:
        place = grid.cell_at(x, y)
        if place is not None:
            return grid, place
    return None


def _is_far(boxes: list[Box], box: Box) -> bool:
    """A gap of several letters within one line parts two columns."""
    height = boxes[-1][3] - boxes[-1][1]
    return box[0] - boxes[-1][2] > _WIDE_GAP_IN_HEIGHTS * max(height, 1.0)


def _segment(
    words: list[str],
    boxes: list[Box],
    cell: tuple[Grid, tuple[int, int]] | None,
    looks: tuple[bool, bool],
) -> Segment:
    return Segment(
        " ".join("".join(words).split()),
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
        cell,
        *looks,
    )


def _modern(raw: Any, letters: list[str]) -> list[str]:
    """Letters of fonts from before Unicode, converted by the name of the font of each."""
    suspicious = sum(letter in _LEGACY_LETTERS for letter in letters)
    if suspicious < max(len(letters) * _LEGACY_SHARE, 3):
        return letters
    fonts = [_font(raw, at) for at in range(len(letters))]
    if not any(is_legacy(font) for font in fonts):
        return letters
    runs: list[tuple[str, list[str]]] = []
    for letter, font in zip(letters, fonts, strict=True):
        if runs and runs[-1][0] == font:
            runs[-1][1].append(letter)
        else:
            runs.append((font, [letter]))
    return [
        letter for font, run in runs for letter in _padded(converted("".join(run), font), len(run))
    ]


def _padded(text: str, length: int) -> list[str]:
    """As many places as before: a place that two characters shared stays empty."""
    return [*text, *[""] * (length - len(text))][:length]


def _font(raw: Any, at: int) -> str:
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, at, buffer, 128, ctypes.byref(flags))
    return buffer.value.decode("utf-8", errors="replace")


def _rows(segments: list[Segment]) -> list[list[Segment]]:
    """Segments that stand at one height make one printed line, read from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.bottom, s.left)):
        height = segment.top - segment.bottom
        if rows and abs(rows[-1][0].bottom - segment.bottom) < _SAME_ROW * height:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda s: s.left) for row in rows]


def _row_text(row: list[Segment], page_left: float) -> str:
    """Gaps as blanks, so that two columns can be told apart."""
    first = row[0]
    text = " " * min(int((first.left - page_left) / first.letter_width), 60) + first.marked
    for before, segment in pairwise(row):
        gap = (segment.left - before.right) / before.letter_width
        turns = (before.bold, before.italic) != (segment.bold, segment.italic)
        is_apart = gap > (_GAP_WHERE_LOOKS_TURN if turns else _WIDE_GAP)
        text += ("      " if is_apart else " ") + segment.marked
    return text
