"""How often something is due."""

from __future__ import annotations

import re
from typing import Final

from lienthong.records.texts.commitments.commitment import (
    CONTINUOUS,
    MONTHLY,
    ON_EVENT,
    ONCE,
    QUARTERLY,
    YEARLY,
    Deadline,
)

_EVERY: Final = r"(?:hằng|hàng|mỗi|từng|một)"
_IN_MONTHS: Final = re.compile(
    rf"(?<!\w)(?P<months>tháng\s+\d{{1,2}}(?:\s*(?:,|và|;)\s*(?:tháng\s+)?\d{{1,2}})*)\s+{_EVERY}\s+năm",
    re.IGNORECASE,
)
_ON_A_DAY: Final = re.compile(rf"\d{{1,2}}/(?P<month>\d{{1,2}})\s+{_EVERY}\s+năm", re.IGNORECASE)
_QUARTER_OF_YEAR: Final = re.compile(
    rf"quý\s+(?P<quarter>iv|i{{1,3}})\s+{_EVERY}\s+năm", re.IGNORECASE
)
_HALF_YEAR: Final = re.compile(
    r"6 tháng(?: đầu năm)?(?:,| và) (?:1 )?(?:hằng |hàng |cuối )?năm|6 tháng (?:một|1) lần|định kỳ (?:06|6|sáu) tháng(?! đầu)|sáu tháng một lần",
    re.IGNORECASE,
)
_THREE_QUARTERS: Final = re.compile(r"(?:hằng |hàng )?quý,? 6 tháng,? 9 tháng", re.IGNORECASE)
_WORDS: Final = (
    (MONTHLY, re.compile(rf"(?<!\w){_EVERY}\s+tháng(?!\w)|(?:01|1|một) tháng/lần|(?:định kỳ|theo) (?:hằng |hàng )?tháng(?!\s+\d)|\d+ (?:lần|buổi|kỳ)/tháng|/tháng(?!\w)", re.IGNORECASE)),
    (QUARTERLY, re.compile(rf"(?<!\w){_EVERY}\s+quý(?!\w)|(?:định kỳ|theo) (?:hằng |hàng )?quý(?!\s+[iv\d])|(?:03|3|ba) tháng/lần|/quý(?!\w)", re.IGNORECASE)),
    (YEARLY, re.compile(rf"(?<!\w){_EVERY}\s+năm(?!\w)|thường niên|/năm(?!\w)|(?:01|1|một) năm/lần|(?:định kỳ|theo) (?:hằng |hàng )?năm(?!\s+\d)", re.IGNORECASE)),
    (CONTINUOUS, re.compile(r"(?<!\w)(?:thường xuyên|liên tục|định kỳ|trong suốt|(?:hằng|hàng|mỗi) (?:ngày|tuần))(?!\w)", re.IGNORECASE)),
)  # fmt: skip
_QUARTER_MONTHS: Final = {"i": 3, "ii": 6, "iii": 9, "iv": 12}


def period_of(words: str, deadline: Deadline) -> str:
    """The rhythm in the words; an event is due on the event; otherwise once."""
    if found := _IN_MONTHS.search(words):
        months = [str(int(month)) for month in re.findall(r"\d+", found["months"])]
        return "months:" + ",".join(months)
    if found := _QUARTER_OF_YEAR.search(words):
        return f"months:{_QUARTER_MONTHS[found['quarter'].lower()]}"
    if _THREE_QUARTERS.search(words):
        return "months:3,6,9,12"
    if _HALF_YEAR.search(words):
        return "months:6,12"
    if deadline.kind == "yearly":
        return YEARLY
    found_word = next((period for period, pattern in _WORDS if pattern.search(words)), ONCE)
    return ON_EVENT if found_word == ONCE and deadline.kind == "event" else found_word
