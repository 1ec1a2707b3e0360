"""A PDF with a text layer, read line by line from where its letters stand."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Any

import pypdfium2
from pypdfium2 import raw as pdfium

from lienthong.kernel.text.public import converted, is_legacy, nfc
from lienthong.records.texts.importing.pdf_grids import Grid, grids_of
from lienthong.records.texts.importing.pdf_letters import (
    Box,
    Letter,
    draw_annotations,
    font_of,
    in_printed_marks,
    page_of,
)
from lienthong.records.texts.importing.pdf_shown import has_layers_off, shown_on
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
# Of the height of a letter: how far one may stand back, and be apart from its neighbour within a word.
_BACK, _SPACE = 0.6, 0.1
_PRIVATE = ("\uf020", "\uf0ff")
_LINE_ENDS = ("\r", "\n")
# What a link says of itself is for readers who do not see it.
_NOT_SHOWN = (pdfium.FPDF_ANNOT_LINK,)
_LAID_ON = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)
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
    letters: list[Letter] = field(default_factory=list, repr=False)

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
    seen = {word for page in read for text in page.texts for word in text.split()}
    for kind, note, page_number in notes:
        if not set(note.split()) <= seen:
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
            yield from ((kind, _said(note, key), at) for key in (b"Contents", b"V", b"Name"))
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


@dataclass(frozen=True)
class PageRead:
    """What a page holds: its text, what was set aside, whether it is a picture of words."""

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
        found = page_of(page, textpage, drawn, shown_on(page, layered=layered))
        grids = grids_of(page, found.turn)
        segments = list(_segments(textpage, found.letters, grids))
        is_drawn = any(one.type in _DRAWN for one in page.get_objects())
    finally:
        textpage.close()
        page.close()
    for row in _rows([segment for segment in segments if segment.cell]):
        for segment in row:
            segment.put_into_its_cell()
    text = "\n".join(_lines([segment for segment in segments if not segment.cell], grids))
    is_scan = is_drawn and _letters(text) < _FEWEST_LETTERS_A_PAGE
    return PageRead(text, found.aside, is_scan)


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


def _segments(
    textpage: pypdfium2.PdfTextPage, letters: list[Letter], grids: list[Grid]
) -> Iterator[Segment]:
    """The runs pdfium itself separates by line ends, parted again at the edges of cells."""
    letters = _modern(textpage.raw, letters)
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


def _rows(segments: list[Segment]) -> list[list[Segment]]:
    """Segments that stand at one height make one printed line, read from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.bottom, s.left)):
        height = segment.top - segment.bottom
        if rows and abs(rows[-1][0].bottom - segment.bottom) < _SAME_ROW * height:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [list(_untangled(sorted(row, key=lambda s: s.left))) for row in rows]


def _untangled(row: list[Segment]) -> Iterator[Segment]:
    """Letters that a second font wrote into the gaps of a line, each where it stands."""
    waiting: list[Segment] = []
    for segment in row:
        reached = max((one.right for one in waiting), default=None)
        height = segment.top - segment.bottom
        is_within = reached is not None and segment.left < reached + _SPACE * height
        if waiting and not (is_within and segment.cell == waiting[0].cell):
            yield _woven(waiting)
            waiting = []
        waiting.append(segment)
    if waiting:
        yield _woven(waiting)


def _woven(segments: list[Segment]) -> Segment:
    if len(segments) == 1:
        return segments[0]
    letters = sorted((one for s in segments for one in s.letters), key=lambda one: one.box[0])
    text = letters[0].text
    for before, letter in pairwise(letters):
        height = letter.box[3] - letter.box[1]
        is_apart = letter.box[0] - before.box[2] > _SPACE * height
        text += (" " if is_apart else "") + letter.text
    longest = max(segments, key=lambda one: len(one.letters))
    return replace(
        longest,
        text=nfc(text),
        left=min(one.left for one in segments),
        bottom=min(one.bottom for one in segments),
        right=max(one.right for one in segments),
        top=max(one.top for one in segments),
        letters=letters,
    )


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
