"""A PDF with a text layer, read line by line from where its letters stand."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
from pypdfium2 import raw as pdfium

from lienthong.records.texts.importing.legacy_fonts import converted, is_legacy
from lienthong.records.texts.importing.pdf_scripts import refuse_scripts
from lienthong.records.texts.importing.plain import papers_of
from lienthong.records.texts.importing.refusals import (
    BROKEN,
    ENCRYPTED,
    NO_TEXT_LAYER,
    TOO_LARGE,
    Unreadable,
    refusal,
)

MAX_PAGES = 500
_FEWEST_LETTERS_A_PAGE = 20
_LEGACY_LETTERS = frozenset("µ¸¶·¹¨»¾¼½©®ª«¬\u00ad")
_LEGACY_SHARE = 0.01
_WIDE_GAP = 3.0
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

    @property
    def letter_width(self) -> float:
        return max((self.right - self.left) / max(len(self.text), 1), 1.0)


def read_pdf(data: bytes) -> dict[str, Any]:
    """The papers of a PDF, or the code of a refusal."""
    try:
        return papers_of(text_of(data))
    except Unreadable as unreadable:
        return refusal(unreadable.code)


def text_of(data: bytes) -> str:
    """The text of a PDF in reading order; a scan without text is refused."""
    document = _opened(data)
    try:
        if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
            raise Unreadable(ENCRYPTED)
        refuse_scripts(data)
        if len(document) > MAX_PAGES:
            raise Unreadable(TOO_LARGE)
        pages = [_page_text(document[number]) for number in range(len(document))]
    finally:
        document.close()
    letters = sum(c.isalpha() for page in pages for c in page)
    if letters < _FEWEST_LETTERS_A_PAGE * max(len(pages), 1) and letters < 200:
        raise Unreadable(NO_TEXT_LAYER)
    return "\n\n".join(pages)


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


def _page_text(page: pypdfium2.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        segments = list(_segments(textpage))
    finally:
        textpage.close()
        page.close()
    rows = _rows(segments)
    left = min((segment.left for segment in segments), default=0.0)
    pitches = sorted(upper[0].bottom - lower[0].bottom for upper, lower in pairwise(rows))
    usual = pitches[len(pitches) // 2] if pitches else 0.0
    lines: list[str] = []
    for at, row in enumerate(rows):
        if at and usual and rows[at - 1][0].bottom - row[0].bottom > _PARAGRAPH_GAP * usual:
            lines.append("")
        lines.append(_row_text(row, left))
    return "\n".join(lines)


def _segments(textpage: pypdfium2.PdfTextPage) -> Iterator[Segment]:
    """The runs pdfium itself separates by line ends, each with its box."""
    raw, count = textpage.raw, textpage.count_chars()
    letters = [chr(pdfium.FPDFText_GetUnicode(raw, at) or 32) for at in range(count)]
    letters = _modern(raw, letters)
    start = 0
    for at in range(count + 1):
        if at == count or letters[at] in "\r\n":
            segment = _segment(textpage, letters, start, at)
            if segment:
                yield segment
            start = at + 1


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


def _segment(
    textpage: pypdfium2.PdfTextPage, letters: list[str], start: int, end: int
) -> Segment | None:
    text = "".join(letters[start:end])
    if not text.strip():
        return None
    boxes = [
        textpage.get_charbox(at, loose=True) for at in range(start, end) if letters[at].strip()
    ]
    if not boxes:
        return None
    return Segment(
        " ".join(text.split()),
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


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
    text = " " * min(int((first.left - page_left) / first.letter_width), 60) + first.text
    for before, segment in pairwise(row):
        gap = (segment.left - before.right) / before.letter_width
        text += ("      " if gap > _WIDE_GAP else " ") + segment.text
    return text
