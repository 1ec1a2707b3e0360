"""Numbers and dates as official documents write them."""

import datetime
import re

from lienthong.kernel.text.folding import fold

_WRITTEN_DATE = re.compile(r"\bngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})\b")
_SHORT_DATE = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")


def number_words(number: int) -> str:
    """An order number as printed: a zero before numbers below ten."""
    # 36-HD/VPTW §II.1.3
    return f"{number:02d}"


def date_words(day: datetime.date) -> str:
    """ "ngày 05 tháng 3 năm 2026": a zero before days below ten and before months 1 and 2."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def parse_date_words(text: str) -> datetime.date | None:
    """The first date written in a text, in words or as dd/mm/yyyy; None where there is none."""
    folded = fold(text)
    found = _WRITTEN_DATE.search(folded) or _SHORT_DATE.search(folded)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
