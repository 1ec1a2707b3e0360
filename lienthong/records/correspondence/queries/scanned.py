"""What is read of a scan: the fields of the register, each with how sure it is; the clerk confirms them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from lienthong.kernel.files.public import (
    FileRefused,
    Word,
    draw_scan,
    reads_letters,
    turn_of,
    words_on,
)
from lienthong.kernel.reference.public import DocumentType
from lienthong.kernel.text.public import fold, nfc, one_line
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Urgency
from lienthong.records.texts.public import ImportedText, MarkedSecret, read_upload

TEXT, LETTERS = "text", "letters"
FINE, COARSE = 2480, 1240  # points across a page: 300 and 150 an inch
CERTAIN, DOUBTFUL, UNSURE = 100, 60, 40
URGENCIES = {
    "khan": Urgency.URGENT,
    "thuong_khan": Urgency.VERY_URGENT,
    "hoa_toc": Urgency.EXPRESS,
    "hoa_toc_hen_gio": Urgency.EXPRESS,
}
_GAP, _SAME_ROW, _NEXT_PART = 3.0, 0.6, 2.2
_HIGH, _ENOUGH_WORDS = 0.6, 4
_MARKS = {"-", "–", "—", "*", "+", "•", "“", "”"}
_DOUBLED = re.compile("[ĐÐ]{2,}")
_OPENING = re.compile(r"^\s*V/\s?(?:%?[vy]|%)\s+")


@dataclass(frozen=True)
class Reading:
    """The fields that could be read, how sure each is of 100, from what, and how the page is turned."""

    fields: dict[str, str] = field(default_factory=dict)
    confidence: dict[str, int] = field(default_factory=dict)
    by: str = ""
    turned: int = 0
    # Every page was read as text: no mark of secrecy can hide in a picture.
    is_whole: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"fields": self.fields, "confidence": self.confidence, "by": self.by}


def read_scan(data: bytes, media_type: str, filename: str) -> Reading:
    """What stands on a scan, by its text or by its letters; one that bears a mark of secrecy is refused."""
    read = _read_text(data, "pdf", filename) if media_type == "application/pdf" else None
    if read is None:
        _read_text(b" ", "text", filename)  # for the mark that its name may bear
        return read_letters(data, media_type, filename)
    if read.has_scans:
        read_letters(data, media_type, filename)  # for the mark that its picture may bear
    fields = fields_of(read.documents[0]) if read.documents else {}
    sure = _confidence(fields, read.documents[0] if read.documents else {})
    return Reading(fields, sure, TEXT, is_whole=not read.has_scans)


def _read_text(data: bytes, kind: Any, filename: str) -> ImportedText | None:
    try:
        return read_upload(data, kind, filename)
    except MarkedSecret:
        raise
    except FileRefused:
        return None


def read_letters(data: bytes, media_type: str, filename: str, turned: int | None = None) -> Reading:
    """The first page by its letters, where the installation can; a page upside down is turned first."""
    if not reads_letters():
        return Reading(turned=turned or 0)
    if turned is None:
        looked_at = draw_scan(data, media_type, 1, width=COARSE, grey=True)
        turned = turn_of(looked_at) if looked_at else 0
    page = draw_scan(data, media_type, 1, width=FINE, turned=turned, grey=True)
    words = words_on(page) if page else []
    read = _read_text(text_of(words).encode(), "text", filename) if words else None
    if read is None or not read.documents:
        return Reading(turned=turned)
    fields = fields_of(read.documents[0])
    sure = _confidence(fields, read.documents[0], words)
    return Reading(fields, sure, LETTERS, turned)


def fields_of(document: dict[str, Any]) -> dict[str, str]:
    """What the register asks for, of what recognition has found; nothing is guessed."""
    found = {
        "sender": one_line((document["issuer"] or {}).get("name") or ""),
        "notation": one_line(document["number"] or ""),
        "issued_on": document["date"] or "",
        "type": (document["type"] or {}).get("key") or "",
        "subject": nfc(one_line(document["title"] or ""))[:500],
        "urgency": URGENCIES.get(document["urgency"] or "", ""),
    }
    return {name: value for name, value in found.items() if value}


def with_known_names(fields: dict[str, str]) -> dict[str, str]:
    """The sender as the directory writes it, and only types of the closed list."""
    known = dict(fields)
    if sender := fields.get("sender"):
        unit = Unit.objects.filter(name_folded__contains=fold(sender)).order_by("pk").first()
        if unit and fold(str(unit)) == fold(sender):
            known["sender"] = str(unit)
    if not DocumentType.objects.filter(code=fields.get("type", "")).exists():
        known.pop("type", None)
    return known


# --- Letters to lines -----------------------------------------------------------------------------


def text_of(words: Iterable[Word]) -> str:
    """Words by their places as lines of text: what stands side by side stays apart."""
    rows = _rows_of([one for one in words if _says_something(one.text)])
    lines: list[str] = []
    for at, row in enumerate(rows):
        if at and row.middle - rows[at - 1].middle > _NEXT_PART * row.height:
            lines.append("")
        lines.append(_as_meant(_line_of(row.words)))
    return "\n".join(lines)


@dataclass
class _Row:
    """Words that stand at one height of a page that lies straight."""

    words: list[Word]
    middle: float
    height: float


def _says_something(text: str) -> bool:
    """Specks and the edges of a fold are read as marks that no paper begins or parts its words with."""
    return text in _MARKS or any(c.isalnum() for c in text)


def _rows_of(words: Sequence[Word]) -> list[_Row]:
    """The printed lines, put straight, those at one height in one row."""
    slope = _slope_of(words)
    rows: list[_Row] = []
    for line in sorted(_lines_of(words, slope), key=lambda one: one.middle):
        if rows and line.middle - rows[-1].middle < _SAME_ROW * max(line.height, rows[-1].height):
            rows[-1].words += line.words
        else:
            rows.append(line)
    for row in rows:
        row.words.sort(key=lambda one: one.left)
    return rows


def _lines_of(words: Sequence[Word], slope: float) -> Iterator[_Row]:
    for line in _by_line(words):
        high = [one for one in line if one.height >= _HIGH * max(other.height for other in line)]
        middle = median(_middle(one) - slope * one.left for one in high)
        yield _Row(line, middle, median(one.height for one in high))


def _by_line(words: Sequence[Word]) -> Iterable[list[Word]]:
    lines: dict[str, list[Word]] = {}
    for at, word in enumerate(words):
        lines.setdefault(word.line or f"word {at}", []).append(word)
    return lines.values()


def _slope_of(words: Sequence[Word]) -> float:
    """How much a line sinks on its way to the right, where the page lies askew."""
    slopes = []
    for line in _by_line(words):
        first, last = min(line, key=lambda one: one.left), max(line, key=lambda one: one.left)
        if len(line) >= _ENOUGH_WORDS and last.left > first.left:
            rise = last.top + last.height - first.top - first.height
            slopes.append(rise / (last.left - first.left))
    return median(slopes) if slopes else 0.0


def _middle(word: Word) -> float:
    return word.top + word.height / 2


def _line_of(row: Sequence[Word]) -> str:
    line, end = "", 0
    for word in row:
        letter = word.width / max(len(word.text), 1)
        is_apart = word.left - end > _GAP * letter
        line += (" " * 8 if is_apart else " ") if line else ""
        line, end = line + word.text, word.left + word.width
    return line


def _as_meant(line: str) -> str:
    """What letters are taken for on a picture: "Đ" for two of them, the stroke of "V/v" for a fraction's."""
    line = _DOUBLED.sub("Đ", line).replace("⁄", "/")
    return _OPENING.sub("V/v ", line)


# --- How sure -------------------------------------------------------------------------------------


def _confidence(
    fields: dict[str, str], document: dict[str, Any], words: Iterable[Word] = ()
) -> dict[str, int]:
    """Of a field, that of its least certain word; less where recognition itself was not sure."""
    said = document.get("confidence", {})
    by_word: dict[str, float] = {}
    for word in words:
        for piece in _pieces(word.text):
            by_word[piece] = max(by_word.get(piece, 0), word.confidence)
    sure = {}
    for name, value in fields.items():
        pieces = _pieces(document["type"]["name"] if name == "type" else value)
        lowest = min((by_word.get(one, UNSURE) for one in pieces), default=CERTAIN)
        known = CERTAIN if not by_word else lowest
        is_sure = said.get(_AS_RECOGNISED[name], "sure") == "sure"
        sure[name] = int(known if is_sure else min(known, DOUBTFUL))
    return sure


_AS_RECOGNISED = {
    "sender": "issuer",
    "notation": "number",
    "issued_on": "date",
    "type": "type",
    "subject": "title",
    "urgency": "urgency",
}


def _pieces(value: str) -> list[str]:
    """The words of a value as they may stand on the page: a day by its numbers."""
    parts = value.split("-") if value[:4].isdecimal() and value.count("-") == 2 else value.split()
    return [fold(part).strip(".,;:()“”\"'") for part in parts if any(c.isalnum() for c in part)]
