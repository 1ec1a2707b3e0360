"""Number and symbol, place and date as they stand in the head of a document."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from lienthong.records.texts.clauses.alphabet import vietnamese
from lienthong.records.texts.recognition.lines import Line

_HYPHEN = r"\s*[-‐‑–—−]\s*"
_LABEL = r"^(?:(?:Số|SỐ|Sổ|Sô|So|S6)\s*[:.]?\s*|(?=\d))"
_TYPE = r"[A-ZĐ][A-Za-zĐđÔôỐố]{0,5}"
_ISSUER = r"[A-ZĐƯÔ][A-Za-zĐđƯưÔô0-9.]{0,23}(?:\s?-\s?[A-ZĐ][A-Za-zĐđƯưÔô0-9]{0,11})*(?:\s[A-ZĐƯÔ][A-ZĐƯÔ0-9]{1,9})?"
_DIGITS = r"(?P<number>\d{1,5}\s?[a-z]?|[.…_\s]*)"
_TAIL = r"(?=\s*[,;.]?\s*$|\s+\*|\s+\S[^,]{1,40},\s*ngày\b.*tháng)"
_PARTY = re.compile(
    rf"{_LABEL}{_DIGITS}{_HYPHEN}(?P<type>{_TYPE})\s*/\s*(?P<issuer>{_ISSUER}){_TAIL}"
)
_STATE = re.compile(
    rf"{_LABEL}{_DIGITS}\s*/\s*(?:(?P<year>\d{{4}})\s*/\s*)?(?P<type>{_TYPE})(?:{_HYPHEN}(?P<issuer>{_ISSUER}))?{_TAIL}"
)
_NO_TYPE = re.compile(rf"{_LABEL}(?P<number>\d{{1,5}}[a-z]?)\s*/\s*(?P<issuer>{_ISSUER}){_TAIL}")
_UNFILLED = re.compile(rf"{_LABEL}[.…_\s]*$")
_PLACE_AND_DATE = re.compile(
    vietnamese(
        r"^\*?\s*(?P<place>[A-ZÀ-Ỹ][^,;:()\d]{1,40}?)\s*,?\s+[Nn]gày[\s.…_]*(?:m[ùồ]ng\s+)?(?P<day>\d{0,2})[\s.…_]*tháng[\s.…_]*(?P<month>\d{0,2})[\s.…_]*"
        r"năm[\s.…_]*(?P<year>\d{0,4})[\s.…_]*$"
    )
)

_PLACE_AND_FIGURES = re.compile(
    vietnamese(
        r"^\*?\s*(?P<place>[A-ZÀ-Ỹ][^,;:()\d]{1,40}?)\s*,\s*[Nn]gày\s*(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})[\s.]*$"
    )
)


@dataclass(frozen=True)
class PrintedNumber:
    """A number as printed; `notation` is None where the place was left empty."""

    notation: str | None
    type_code: str | None
    issuer_symbol: str | None


def printed_number(line: Line) -> PrintedNumber | None:
    """The document's own number: a line that begins with "Số" and holds nothing else."""
    text = line.text
    if _UNFILLED.match(text):
        return PrintedNumber(None, None, None)
    if found := _PARTY.match(text):
        issuer = " ".join(found["issuer"].split())
        digits = re.sub(r"[.…_\s]", "", found["number"])
        notation = f"{digits}-{found['type']}/{issuer}" if digits else None
        return PrintedNumber(notation, found["type"], issuer)
    if found := _STATE.match(text):
        return _state_number(found)
    if found := _NO_TYPE.match(text):
        return PrintedNumber(f"{found['number']}/{found['issuer']}", None, found["issuer"])
    return None


def _state_number(found: re.Match[str]) -> PrintedNumber:
    digits = re.sub(r"[.…_\s]", "", found["number"])
    symbol = "-".join(part for part in (found["type"], found["issuer"]) if part)
    parts = [digits, *([found["year"]] if found["year"] else []), re.sub(r"\s*-\s*", "-", symbol)]
    return PrintedNumber("/".join(parts) if digits else None, found["type"], found["issuer"])


@dataclass(frozen=True)
class PlaceAndDate:
    place: str
    date: str | None


def words_after_number(line: Line) -> str:
    """What the other column printed beside the number: place and date."""
    found = next((m for p in (_PARTY, _STATE, _NO_TYPE) if (m := p.match(line.text))), None)
    return line.text[found.end() :].strip(" *") if found else ""


def place_and_date(line: Line) -> PlaceAndDate | None:
    """ "Hà Nội, ngày 31 tháng 3 năm 2022" standing alone; a date not filled in is no date."""
    found = _PLACE_AND_DATE.match(line.text) or _PLACE_AND_FIGURES.match(line.text)
    if not found:
        return None
    try:
        date = datetime.date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
    except ValueError:
        date = None
    return PlaceAndDate(" ".join(found["place"].split()), date)
