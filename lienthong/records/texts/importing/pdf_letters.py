"""The letters of a PDF page as a person sees them: upright, in their places, none guessed at.

A page may be shown turned, its words drawn on their side, slantwise across it, or in the fields of a
form. What stands slantwise belongs to no line and is set aside, and so is what nobody sees. A font without a table of its letters
is not guessed at: the file is refused and the font named.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from pypdfium2 import raw as pdfium

from lienthong.kernel.text.public import in_marks
from lienthong.records.texts.importing.pdf_shown import Shown
from lienthong.records.texts.importing.refusals import NO_LETTERS, WRONG_LETTERS, Unreadable
from lienthong.records.texts.recognition.source import Reason

Box = tuple[float, float, float, float]
Turn = Callable[[Box], Box]

QUARTER = math.pi / 2
_SLANTED = math.radians(8)
_FEWEST_TO_TURN = 0.6
# Of the height of a letter: how far its second drawing may lie from the first; and in points, where it is looked for.
_DOUBLED, _CLOSE = 0.06, 2.0
# A mark or two without a name are bullets of a font of marks; more are words.
_MOST_NAMELESS = 2
_NAMELESS = 0xE100
_NO_LETTERS = frozenset((0x0000, 0xFFFD, 0xFFFE, 0xFFFF))
_VIETNAMESE_EXTENDED = frozenset("ƠơƯư")


@dataclass(frozen=True)
class Letter:
    """A letter, its number on the page, and the box it fills on the page as it is seen."""

    text: str
    at: int
    box: Box
    is_blank: bool = False


@dataclass
class Page:
    """The letters of a page in the order of the file, line ends among them, and what is set aside."""

    letters: list[Letter]
    turn: Turn
    aside: list[tuple[str, Reason]] = field(default_factory=list)


def page_of(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, drawn: Drawn, shown: Shown
) -> Page:
    """What is seen on a page; letters of annotations as `drawn` says, hidden ones as `shown` does."""
    raw, count = textpage.raw, textpage.count_chars()
    texts = _texts(textpage, count)
    # A letter costs a call for each thing asked of it; most pages lie as they say.
    angles = [_angle(raw, at) if text.strip() else 0.0 for at, text in enumerate(texts)]
    quarters = _quarters(page, raw, texts, angles)
    turn = _turning(page, quarters)
    found = Page([], turn)
    reason: Reason | None = None
    for at, text in enumerate(texts):
        box = box_of(raw, at)
        is_blank = not text.strip()
        if not is_blank:
            is_slanted = _slant(angles[at], quarters) > _SLANTED
            reason = Reason.WATERMARK if is_slanted else drawn.reason_of(text, box)
            if not shown.has(textpage, at, box):
                reason = Reason.NOT_SHOWN
        if reason is not None:  # a blank goes with the letter before it
            found.aside.append((text, reason))
        if reason is None or is_blank:
            found.letters.append(Letter(text, at, turn(box), is_blank))
    found.letters = list(_drawn_once(found.letters))
    found.aside = list(_joined(found.aside))
    return found


def _drawn_once(letters: list[Letter]) -> Iterator[Letter]:
    """Letters without those drawn a second time over themselves, to look bold or to throw a shadow."""
    seen: dict[tuple[str, int, int], list[Box]] = {}
    for letter in letters:
        if letter.is_blank:
            yield letter
            continue
        left, bottom, right, top = letter.box
        near = _DOUBLED * max(top - bottom, 1.0)
        at = round(left / _CLOSE), round(bottom / _CLOSE)
        around = ((letter.text, at[0] + x, at[1] + y) for x in (-1, 0, 1) for y in (-1, 0, 1))
        others = (box for place in around for box in seen.get(place, ()))
        if not any(abs(b[0] - left) < near and abs(b[1] - bottom) < near for b in others):
            yield letter
        seen.setdefault((letter.text, *at), []).append(letter.box)


def _joined(aside: list[tuple[str, Reason]]) -> Iterator[tuple[str, Reason]]:
    """Letters of one reason that follow one another are one."""
    words = ""
    for number, (text, reason) in enumerate(aside):
        words += text
        if number + 1 == len(aside) or aside[number + 1][1] != reason:
            yield " ".join(words.split()), reason
            words = ""


def _text(raw: Any, at: int) -> str:
    code = pdfium.FPDFText_GetUnicode(raw, at) or 32
    if _is_nameless(raw, at):
        return chr(_NAMELESS + code % 256)
    return chr(code)


def _is_nameless(raw: Any, at: int) -> bool:
    return bool(
        pdfium.FPDFText_HasUnicodeMapError(raw, at) > 0
        and not pdfium.FPDFText_IsGenerated(raw, at)
        and pdfium.FPDFText_GetUnicode(raw, at) not in (13, 10, 32)
    )


def box_of(raw: Any, at: int) -> Box:
    """The box a letter of its font fills; pypdfium2's own way costs twice the time."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(raw, at, box)
    return box.left, box.bottom, box.right, box.top


def _texts(textpage: pypdfium2.PdfTextPage, count: int) -> list[str]:
    """Every letter of a page; fonts without a table of their letters, and letters that no text of ours has,
    are refused."""
    raw, nameless = textpage.raw, dict[str, set[int]]()
    texts: list[str] = []
    for at in range(count):
        code = pdfium.FPDFText_GetUnicode(raw, at)
        if code in _NO_LETTERS and _is_said_to_be_nothing(textpage, at):
            raise Unreadable(NO_LETTERS, named=font_of(raw, at).partition("+")[2] or "?")
        if _is_nameless(raw, at):
            codes = nameless.setdefault(font_of(raw, at), set())
            codes.add(code)
            if len(codes) > _MOST_NAMELESS:
                raise Unreadable(NO_LETTERS, named=font_of(raw, at).partition("+")[2] or "?")
            texts.append(chr(_NAMELESS + code % 256))
            continue
        letter = chr(code or 32)
        if _is_wrong(letter):
            raise Unreadable(WRONG_LETTERS, named=letter)
        texts.append(letter)
    return texts


def _is_said_to_be_nothing(textpage: pypdfium2.PdfTextPage, at: int) -> bool:
    """A letter that is drawn, and whose table says that it is none (U+0000)."""
    raw = textpage.raw
    if pdfium.FPDFText_IsGenerated(raw, at):
        return False
    left, bottom, right, top = textpage.get_charbox(at)
    return bool(right > left and top > bottom)


def _is_wrong(letter: str) -> bool:
    """Letters of African and phonetic alphabets come from a broken table alone ("Ɵ" for "ti")."""
    is_strange = "\u0180" <= letter <= "\u02af"
    return is_strange and letter.isalpha() and letter not in _VIETNAMESE_EXTENDED


def font_of(raw: Any, at: int) -> str:
    """The name of the font of a letter."""
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, at, buffer, 128, ctypes.byref(flags))
    return buffer.value.decode("utf-8", errors="replace")


def in_printed_marks(text: str, font: str) -> str:
    """Letters of Symbol and Wingdings as the marks they are printed as."""
    return in_marks(text, font.rpartition("+")[2].partition(",")[0])


def _angle(raw: Any, at: int) -> float:
    """By how much the line a letter stands on is turned. An upright font made to lean, as programs without
    an italic one do, tilts its letters and turns no line."""
    angle = float(pdfium.FPDFText_GetCharAngle(raw, at)) % (2 * math.pi)
    if abs(math.remainder(angle, QUARTER)) < _SLANTED:
        return angle
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(raw, at, matrix):
        return angle
    return math.atan2(-matrix.b, matrix.a) % (2 * math.pi)


def _slant(angle: float, quarters: int) -> float:
    """By how much a letter is turned against the page as it is seen, in radians."""
    turned = (angle + quarters * QUARTER) % (2 * math.pi)
    return min(turned, 2 * math.pi - turned)


def _quarters(page: pypdfium2.PdfPage, raw: Any, texts: list[str], angles: list[float]) -> int:
    """By how many quarters the page is turned to be read: as it says itself, or as its words lie."""
    said = int(page.get_rotation() // 90)
    letters = [
        at
        for at, text in enumerate(texts)
        if text.strip() and not pdfium.FPDFText_IsGenerated(raw, at)
    ]
    lie = Counter(round(angles[at] / QUARTER) % 4 for at in letters)
    if not lie:
        return said
    most, number = lie.most_common(1)[0]
    return int(-most % 4) if number >= _FEWEST_TO_TURN * len(letters) else said


def _turning(page: pypdfium2.PdfPage, quarters: int) -> Turn:
    """From places in the file to places on the page as it is seen."""
    wide, high = page.get_size()
    if page.get_rotation() % 180:
        wide, high = high, wide

    def seen(x: float, y: float) -> tuple[float, float]:
        if quarters == 1:
            return y, wide - x
        if quarters == 2:
            return wide - x, high - y
        if quarters == 3:
            return high - y, x
        return x, y

    def turn(box: Box) -> Box:
        (a, b), (c, d) = seen(box[0], box[1]), seen(box[2], box[3])
        return min(a, c), min(b, d), max(a, c), max(b, d)

    return turn


# --- What annotations draw -------------------------------------------------------------------------


_IN_PLACE: tuple[Any, ...] = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX)
_IN_PLACE += (pdfium.FPDF_FORMFIELD_LISTBOX, pdfium.FPDF_FORMFIELD_CHECKBOX)
_IN_PLACE += (pdfium.FPDF_FORMFIELD_RADIOBUTTON,)
_FIGURE = re.compile(r"\d{1,4}")
_NEAR, _NEAR_BELOW = 60.0, 4.0
_DRAWING = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)


@dataclass(frozen=True)
class Drawn:
    """What annotations have drawn onto a page: which letters are the page's own, which a note's."""

    own: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    notes: tuple[tuple[Box, Reason], ...] = ()

    def reason_of(self, text: str, box: Box) -> Reason | None:
        """Why a letter is no part of the text, if it is a note's and not the page's own."""
        if not self.notes or self.own[_place(text, box)]:
            return None
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for (left, bottom, right, top), reason in self.notes:
            if left <= x <= right and bottom <= y <= top:
                return reason
        return None


def draw_annotations(document: pypdfium2.PdfDocument, number: int) -> Drawn:
    """Draw what fields and stamps show into the page itself, so that it is read where it is seen.

    The values of a form's fields are words of the page; stamps, notes and signatures are not.
    """
    page = document[number]
    drawing, notes, figures = False, list[tuple[Box, Reason]](), list[Box]()
    for at in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, at)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind in _DRAWING:
            drawing = True
            reason = _reason(document, annotation, kind)
            if kind == pdfium.FPDF_ANNOT_FREETEXT and _is_a_figure(annotation):
                figures.append(_rectangle(annotation))
            elif reason is not None:
                notes.append((_rectangle(annotation), reason))
        pdfium.FPDFPage_CloseAnnot(annotation)
    if not drawing:
        page.close()
        return Drawn()
    textpage = page.get_textpage()
    own = Counter(
        _place(_text(textpage.raw, at), textpage.get_charbox(at, loose=True))
        for at in range(textpage.count_chars())
    )
    textpage.close()
    notes += [(box, Reason.LAID_ON) for box in figures if not _fills_a_line(box, own)]
    # pypdfium2's own `flatten` refuses a page whose document has no form.
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    page.close()
    return Drawn(own, tuple(notes))


def _is_a_figure(annotation: Any) -> bool:
    """ "05": nothing but the number or the day somebody filled in."""
    return _FIGURE.fullmatch(said_of(annotation, b"Contents").strip()) is not None


def _fills_a_line(box: Box, own: Counter[tuple[str, int, int]]) -> bool:
    """Whether it was laid into a line of the page, where the line left room for it."""
    left, bottom, right, top = box
    beside = (x for text, x, y in own if text.strip() and bottom - _NEAR_BELOW <= y <= top)
    return any(left - _NEAR <= x <= right + _NEAR for x in beside)


def _place(text: str, box: Box) -> tuple[str, int, int]:
    return text, round(box[0]), round(box[1])


def _reason(document: pypdfium2.PdfDocument, annotation: Any, kind: int) -> Reason | None:
    if kind != pdfium.FPDF_ANNOT_WIDGET:
        return Reason.LAID_ON
    environment = document.formenv
    if environment is None:
        return Reason.SIGNING_STAMP
    sort = pdfium.FPDFAnnot_GetFormFieldType(environment.raw, annotation)
    return None if sort in _IN_PLACE else Reason.SIGNING_STAMP


def said_of(note: Any, key: bytes) -> str:
    """What an annotation says of itself."""
    length = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    buffer = ctypes.create_string_buffer(length)
    room = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFAnnot_GetStringValue(note, key, room, length)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", "replace")


def _rectangle(annotation: Any) -> Box:
    found = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(found))
    bottom, top = sorted((found.bottom, found.top))
    return found.left, bottom, found.right, top
