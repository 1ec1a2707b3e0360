"""Marks put on a document: secrecy, urgency, the stamp of the office where it arrived."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lienthong.kernel.text.public import SECRECY, mark_in
from lienthong.records.texts.recognition.lines import Line
from lienthong.records.texts.recognition.vocabulary import URGENCY

_PAGE_NUMBER = re.compile(
    r"^(?:[-–—]\s*\d{1,3}\s*[-–—]|(?:Trang|TRANG|Page)\s+\d{1,3}(?:\s*/\s*\d{1,3})?|\d{1,3}|\d{1,3}\s*/\s*\d{1,3}"
    r"|(?:Số\s+)?\d{1,5}\s?-\s?[A-ZĐ][\wĐđ]{1,3}/[A-ZĐ]\w+\s+\d{1,3})$"  # "03-NQ/ĐU        2"
)
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


def _highest(lines: Sequence[Line], marks: dict[str, str], order: Sequence[str]) -> str | None:
    found = {code for line in lines if (code := _mark(line, marks))}
    return max(found, key=order.index) if found else None


def _mark(line: Line, marks: dict[str, str]) -> str | None:
    return mark_in(line.cells or (line.text,), marks)


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
