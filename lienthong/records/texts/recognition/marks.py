"""Marks put on a document: secrecy, urgency, the stamp of the office where it arrived."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lienthong.kernel.text.public import fold, nfc
from lienthong.records.texts.recognition.lines import Line
from lienthong.records.texts.recognition.vocabulary import SECRECY, URGENCY

_PAGE_NUMBER = re.compile(
    r"^(?:[-–—]\s*\d{1,3}\s*[-–—]|(?:Trang|TRANG|Page)\s+\d{1,3}(?:\s*/\s*\d{1,3})?|\d{1,3}|\d{1,3}\s*/\s*\d{1,3}"
    r"|(?:Số\s+)?\d{1,5}\s?-\s?[A-ZĐ][\wĐđ]{1,3}/[A-ZĐ]\w+\s+\d{1,3})$"  # "03-NQ/ĐU        2"
)
_LABEL = re.compile(r"^(?:muc )?do (?:mat|khan)\s*[:.]?\s*")
_DECORATION = re.compile(r"[^\w\s]+")
_STAMP = re.compile(r"\b(?:cong|ong|ng) van den\b|\bvan ban den\b|^den$|^den,? so\b")
_STAMP_NUMBER_WITHIN = re.compile(r"\bso\s*[:.…]*\s*(\d{1,6})\b(?!\s*[-–/]\s*[a-z])")
_STAMP_NUMBER = re.compile(r"^(?:so den|so|den so)\s*[:.…]*\s*(\d{1,6})\b(?!\s*[-–/])")
_STAMP_DAY = re.compile(
    r"^(?:den\s*,?\s*)?ngay(?: den)?[\s:.…]*(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?"
)
_DAY_ANYWHERE = re.compile(r"\b(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?\s*$")
_BARE_NUMBER = re.compile(r"^\d{2,5}$")
_BARE_DAY = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_FORWARDED = re.compile(r"^(?:chuyen|kinh chuyen|luu ho so so)\s*[:.…]")


_LONGEST_MARK = 40
_EMPHASIS = re.compile("[\ue000-\uf8ff]")
_BREAKS = re.compile(r"[\n;,|]")
_NAME_BREAKS = re.compile(r"[-_.,()\[\]{}–]+")
_LONG_MARKS = ("toi mat", "tuyet mat", "do mat")
_SPELLED_IN_NAMES = {"mat", "toimat", "tuyetmat"}
_NO_MARK_AFTER = {"bi", "bao", "co", "can", "than"}


@dataclass
class ArrivalStamp:
    """What the stamp "CÔNG VĂN ĐẾN" says; never the document's own number or date."""

    number: str | None = None
    date: str | None = None
    office: str | None = None

    def __bool__(self) -> bool:
        return bool(self.number or self.date or self.office)


def is_page_number(text: str) -> bool:
    return bool(_PAGE_NUMBER.match(text))


def secrecy_mark(lines: Sequence[Line]) -> str | None:
    """The degree of secrecy, where the mark stands alone; the word in a sentence is no mark."""
    return _highest(lines, SECRECY, ("mat", "toi_mat", "tuyet_mat"))


def urgency_mark(lines: Sequence[Line]) -> str | None:
    return _highest(lines, URGENCY, ("khan", "thuong_khan", "hoa_toc", "hoa_toc_hen_gio"))


def is_mark(line: Line) -> bool:
    return bool(_mark(line, SECRECY) or _mark(line, URGENCY))


def is_secret_beside(pieces: Iterable[str]) -> bool:
    """Whether a mark of secrecy stands beside the text: in a footer, a property, a note, a drawing."""
    lines = (
        line for piece in pieces for line in _BREAKS.split(piece) if len(line) <= _LONGEST_MARK
    )
    return any(_mark(Line(_EMPHASIS.sub("", line).strip()), SECRECY) for line in lines)


def is_secret_within(text: str) -> bool:
    """Whether a stamped mark stands anywhere in a text; a list of the degrees bears none.

    Outside the head only capitals count, alone on their line and not in a table.
    """
    for raw in text.splitlines():
        line = Line(_EMPHASIS.sub("", raw).strip())
        is_stamp = len(line.text) <= _LONGEST_MARK and line.is_capitals and "\t" not in raw
        if is_stamp and line.text[0] not in "-–—+*•|" and _mark(line, SECRECY):
            return True
    return False


def is_secret_by_name(filename: str) -> bool:
    """Whether the name of a file bears the mark: a scan has no text to read it from."""
    for piece in _NAME_BREAKS.split(nfc(PurePath(filename).stem)):
        words = piece.split()
        folded = fold(piece).strip()
        if folded in _SPELLED_IN_NAMES or any(f" {mark} " in f" {folded} " for mark in _LONG_MARKS):
            return True
        if len(words) > 1 and words[-1] in ("Mật", "MẬT") and fold(words[-2]) not in _NO_MARK_AFTER:
            return True
    return False


def _highest(lines: Sequence[Line], marks: dict[str, str], order: Sequence[str]) -> str | None:
    found = {code for line in lines if (code := _mark(line, marks))}
    return max(found, key=order.index) if found else None


def _mark(line: Line, marks: dict[str, str]) -> str | None:
    """A line that is nothing but a mark; "M Ậ T" and "[ MẬT ]" count, "mật" in lower case does not."""
    for cell in line.cells or (line.text,):
        labelled = _LABEL.sub("", fold(cell))
        has_label = labelled != fold(cell)
        words = _DECORATION.sub(" ", labelled).split()
        bare = "".join(words) if words and all(len(word) == 1 for word in words) else ""
        name = " ".join(words)
        if name.startswith("hoa toc hen gio"):
            name = "hoa toc hen gio"
        spaced = {key.replace(" ", ""): code for key, code in marks.items()}
        code = marks.get(name) or spaced.get(bare)
        if code and (has_label or _begins_upper(cell)):
            return code
    return None


def _begins_upper(cell: str) -> bool:
    letters = [c for c in cell if c.isalpha()]
    return bool(letters) and letters[0].isupper()


def is_stamp_line(line: Line) -> bool:
    """Whether a line of the head belongs to the stamp of arrival."""
    folded = line.folded
    patterns = (_STAMP, _STAMP_NUMBER, _STAMP_DAY, _BARE_NUMBER, _BARE_DAY, _FORWARDED)
    return len(folded) <= 60 and any(pattern.search(folded) for pattern in patterns)


def names_stamp(line: Line) -> bool:
    return len(line.folded) <= 60 and bool(_STAMP.search(line.folded))


def read_stamp(lines: Sequence[Line]) -> ArrivalStamp:
    """Number and day of arrival from the lines of the stamp; a day without year takes the other's."""
    stamp = ArrivalStamp()
    days: list[tuple[int, int, int | None]] = []
    for line in lines:
        folded = line.folded
        number = _STAMP_NUMBER.match(folded)
        if number is None and _STAMP.search(folded):
            number = _STAMP_NUMBER_WITHIN.search(folded)
        if number or _BARE_NUMBER.match(folded):
            stamp.number = stamp.number or (number[1] if number else folded)
        day = _STAMP_DAY.match(folded) or _BARE_DAY.match(folded)
        day = day or (_DAY_ANYWHERE.search(folded) if _STAMP.search(folded) else None)
        if day:
            days.append((int(day[1]), int(day[2]), int(day[3]) if day[3] else None))
    stamp.date = next((iso for day in days if (iso := _iso(*day))), None)
    return stamp


def _iso(day: int, month: int, year: int | None) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat() if year else None
    except ValueError:
        return None
