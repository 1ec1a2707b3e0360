"""A PDF with a text layer, read line by line from where its letters stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import pypdfium2
from pypdfium2 import raw as pdfium

from lienthong.kernel.text.public import converted, is_legacy
from lienthong.records.texts.importing.pdf_drawn import may_hide_words
from lienthong.records.texts.importing.pdf_grids import Grid, grids_of
from lienthong.records.texts.importing.pdf_letters import (
    Box,
    Letter,
    Page,
    draw_annotations,
    font_of,
    in_printed_marks,
    page_of,
    said_of,
)
from lienthong.records.texts.importing.pdf_raised import with_raised_figures, without_notes
from lienthong.records.texts.importing.pdf_rows import Segment, lines_of, rows_of, sheets_of
from lienthong.records.texts.importing.pdf_shown import has_layers_off, has_pale_letters, shown_on
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
from lienthong.records.texts.recognition.source import Place, Reason, Source

MAX_PAGES = 500
_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
_XMP_WORDS = re.compile(rb">([^<>]{2,200})<")
_WORD = re.compile(r"[^\W_]+")
_FEWEST_LETTERS_A_PAGE = 20
_LEGACY_LETTERS = frozenset("µ¸¶·¹¨»¾¼½©®ª«¬\u00ad")
_LEGACY_SHARE = 0.01
_WIDE_GAP_IN_HEIGHTS = 2.0
# Of the height of a letter: how far one may stand back.
_BACK = 0.6
_PRIVATE = ("\uf020", "\uf0ff")
_LINE_ENDS = ("\r", "\n")
# What a link says of itself is for readers who do not see it.
_NOT_SHOWN = (pdfium.FPDF_ANNOT_LINK,)
_LAID_ON = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)


def read_pdf(data: bytes) -> dict[str, Any]:
    """The documents of a PDF and whether words may stand in its pictures, or the code of a refusal."""
    try:
        source, has_scans = source_of(data)
        return documents_of(source) | {"has_scans": has_scans}
    except Unreadable as unreadable:
        return refusal(unreadable)
    except pypdfium2.PdfiumError:  # a page that is named and is not there
        return refusal(Unreadable(BROKEN))


def source_of(data: bytes) -> tuple[Source, bool]:
    """What a PDF holds, page by page; a scan without text is refused. Whether words may stand in its pictures."""
    document = _opened(data)
    try:
        if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
            raise Unreadable(ENCRYPTED)
        if len(document) > MAX_PAGES:
            raise Unreadable(TOO_LARGE)
        refuse_secret(document.get_metadata_dict().values())
        refuse_secret(one.get_title() for one in document.get_toc())
        refuse_secret(text for _kind, text, _page in _noted(document))
        notes = [one for one in _noted(document) if one[0] not in _NOT_SHOWN]
        refuse_secret(_described(data))
        document.init_forms()
        layered = has_layers_off(data)
        read = [_page_read(document, at, layered=layered) for at in range(len(document))]
    finally:
        document.close()
    letters = sum(_letters(page.text) for page in read)
    if letters < _FEWEST_LETTERS_A_PAGE * max(len(read), 1) and letters < 200:
        raise Unreadable(NO_TEXT_LAYER)
    source = Source()
    for number, page in enumerate(read, 1):
        source.take(page.text, Place(page=number, line=1))
        refuse_secret(text for text, _reason in page.aside)
        for text, reason in page.aside:
            source.put_aside(text, reason, Place(page=number))
    seen = {word for page in read for text in page.texts for word in _WORD.findall(text)}
    for kind, note, page_number in notes:
        if not set(_WORD.findall(note)) <= seen:
            reason = Reason.LAID_ON if kind in _LAID_ON else Reason.COMMENT
            source.put_aside(note, reason, Place("note", page=page_number))
    return source, any(page.is_scan for page in read)


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def _described(data: bytes) -> Iterator[str]:
    """What stands in the description (XMP), which nobody packs."""
    for piece in _XMP.findall(data):
        yield from (word.decode("utf-8", "replace") for word in _XMP_WORDS.findall(piece))


def _noted(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, str, int]]:
    """What stands in notes and stamps laid over the pages, and in the fields of a form: kind, words, page."""
    for at, page in enumerate(document, 1):
        for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
            note = pdfium.FPDFPage_GetAnnot(page.raw, number)
            kind = int(pdfium.FPDFAnnot_GetSubtype(note))
            yield from ((kind, said_of(note, key), at) for key in (b"Contents", b"V", b"Name"))
            pdfium.FPDFPage_CloseAnnot(note)
        page.close()


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


@dataclass(frozen=True)
class PageRead:
    """What a page holds: its text, what was set aside, whether words may stand in its pictures too."""

    text: str
    aside: list[tuple[str, Reason]]
    is_scan: bool

    @property
    def texts(self) -> list[str]:
        return [self.text, *(text for text, _reason in self.aside)]


def _page_read(document: pypdfium2.PdfDocument, number: int, *, layered: bool) -> PageRead:
    drawn = draw_annotations(document, number)
    page = document[number]
    textpage = page.get_textpage()
    try:
        shown = shown_on(page, layered=layered or has_pale_letters(page))
        found = page_of(page, textpage, drawn, shown)
        grids = grids_of(page, found.turn)
        segments = list(_segments(textpage, found, grids))
        letters = sum(letter.text.isalpha() for letter in found.letters)
        is_scan = may_hide_words(page, has_letters=letters >= _FEWEST_LETTERS_A_PAGE)
    finally:
        textpage.close()
        page.close()
    for row in rows_of([segment for segment in segments if segment.cell]):
        for segment in row:
            segment.put_into_its_cell()
    free, notes = without_notes([segment for segment in segments if not segment.cell])
    printed = [line for part in sheets_of(free, grids) for line in (*lines_of(*part), "")]
    text = "\n".join([*printed, *notes])
    return PageRead(text, found.aside, is_scan)


def _segments(textpage: pypdfium2.PdfTextPage, found: Page, grids: list[Grid]) -> Iterator[Segment]:
    """The runs pdfium itself separates by line ends, parted again at the edges of cells."""
    letters = with_raised_figures(
        _modern(textpage.raw, found.letters),
        lambda letter: found.turn(textpage.get_charbox(letter.at)),
    )
    start = 0
    for place in range(len(letters) + 1):
        if place == len(letters) or letters[place].text in _LINE_ENDS:
            yield from _parted(textpage.raw, letters[start:place], grids)
            start = place + 1


def _parted(raw: Any, letters: list[Letter], grids: list[Grid]) -> Iterator[Segment]:
    """One run of letters, split at the edge of a cell, over a wide gap, and where it turns back."""
    run: list[Letter] = []
    last, here = None, None
    for letter in letters:
        if letter.is_blank:
            run.append(letter)
            continue
        cell = _cell_of(letter.box, grids)
        if last is not None and (cell != here or _is_far(last.box, letter.box)):
            yield _segment(raw, run, here)
            run = []
        run.append(letter)
        last, here = letter, cell
    if last is not None:
        yield _segment(raw, run, here)


def _looks(raw: Any, letters: list[Letter]) -> tuple[bool, bool]:
    """Whether a run is set in bold and in italics from its first letter to its last."""
    ends = {letters[at].at for at in (0, len(letters) // 2, -1)}
    fonts = [font_of(raw, at).lower() for at in ends]
    bold = all("bold" in font or "black" in font for font in fonts)
    return bold, all("italic" in font or "oblique" in font for font in fonts)


def _cell_of(box: Box, grids: list[Grid]) -> tuple[Grid, tuple[int, int]] | None:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for grid in grids:
        place = grid.cell_at(x, y)
        if place is not None:
            return grid, place
    return None


def _is_far(last: Box, box: Box) -> bool:
    """A gap of several letters within one line parts two columns; so does a letter further back."""
    height = max(last[3] - last[1], 1.0)
    return box[0] - last[2] > _WIDE_GAP_IN_HEIGHTS * height or last[0] - box[0] > _BACK * height


def _segment(raw: Any, run: list[Letter], cell: tuple[Grid, tuple[int, int]] | None) -> Segment:
    seen = [letter for letter in run if not letter.is_blank]
    return Segment(
        " ".join("".join(letter.text for letter in run).split()),
        min(letter.box[0] for letter in seen),
        min(letter.box[1] for letter in seen),
        max(letter.box[2] for letter in seen),
        max(letter.box[3] for letter in seen),
        cell,
        *_looks(raw, seen),
        letters=seen,
    )


def _modern(raw: Any, letters: list[Letter]) -> list[Letter]:
    """Letters of fonts from before Unicode and of marks, by the name of the font of each."""
    suspicious = sum(letter.text in _LEGACY_LETTERS for letter in letters)
    is_private = any(_PRIVATE[0] <= letter.text <= _PRIVATE[1] for letter in letters)
    if not is_private and suspicious < max(len(letters) * _LEGACY_SHARE, 3):
        return letters
    fonts = [font_of(raw, letter.at) for letter in letters]
    modern: list[Letter] = []
    for font, run in groupby(zip(fonts, letters, strict=True), key=lambda pair: pair[0]):
        of_font = [letter for _font, letter in run]
        text = "".join(letter.text for letter in of_font)
        if is_legacy(font):
            converted_text = _padded(converted(text, font), len(of_font))
        else:
            converted_text = list(in_printed_marks(text, font))
        modern += [
            replace(letter, text=new) for letter, new in zip(of_font, converted_text, strict=True)
        ]
    return modern


def _padded(text: str, length: int) -> list[str]:
    """As many places as before: a place that two characters shared stays empty."""
    return [*text, *[""] * (length - len(text))][:length]
