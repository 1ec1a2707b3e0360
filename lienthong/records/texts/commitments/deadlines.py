"""Deadlines in words: a day, a period, year by year, standing, an event (T-11 to T-14, T-18)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from lienthong.records.texts.commitments.commitment import Deadline, DeadlineKind
from lienthong.records.texts.commitments.dating import (
    AddWorkingDays,
    DateRules,
    add_weekdays,
    date_of,
    end_of_month,
    end_of_quarter,
    last_good_day,
)

_QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR: Final = r"(?:19|20)\d\d"
_TO: Final = r"\s*(?:[-–—]|,|;|và|đến(?:\s+hết)?(?:\s+(?:quý|tháng))?)\s*"
_OF_YEAR: Final = rf"(?:\s*[,/]?\s*(?:của\s+|trong\s+)?(?:năm\s+)?(?P<year>{_YEAR}))?"
_QUARTER: Final = r"(?:iv|i{1,3}|[1-4])"
_FORMS: Final = (
    ("date", r"(?:ngày\s+)?(?P<d>\d{1,2})\s?[/.\-]\s?(?P<m>\d{1,2})\s?[/.\-]\s?(?P<year>(?:19|20)\d\d)"),
    ("date", rf"(?:ngày\s+)?(?P<d>\d{{1,2}})\s+tháng\s+(?P<m>\d{{1,2}})(?:\s+năm\s+(?P<year>{_YEAR}))?"),
    ("date", r"(?:ngày\s+)?(?P<d>\d{1,2})/(?P<m>\d{1,2})(?P<year>)"),
    ("quarter", rf"quý\s+(?:{_QUARTER}{_TO})*(?P<quarter>{_QUARTER})(?![\w]){_OF_YEAR}"),
    ("months", rf"(?P<count>6|06|sáu|9|09|chín|3|03|ba)\s+tháng\s+(?P<half>đầu|cuối)?(?:\s*(?:của\s+)?năm)?{_OF_YEAR}"),
    ("month", rf"tháng\s+(?:\d{{1,2}}{_TO}(?:tháng\s+)?)*(?P<m>\d{{1,2}})(?!\d|/\d\d?(?!\d)){_OF_YEAR}"),
    ("years", rf"(?:giai đoạn\s+|năm\s+|nhiệm kỳ\s+)?{_YEAR}\s*(?:[-–—]|đến)\s*(?:năm\s+)?(?P<year>{_YEAR})"),
    ("year", rf"năm\s+(?P<year>{_YEAR})"),
    ("year", rf"(?P<year>{_YEAR})"),
)  # fmt: skip
_PATTERNS: Final = tuple(
    (name, re.compile(rf"(?<![\w/.\-–]){form}(?![\w/])", re.IGNORECASE)) for name, form in _FORMS
)
_BEFORE: Final = re.compile(r"(?<!\w)trước(?:\s+(?:hết|thời điểm))?\s*$", re.IGNORECASE)
_UNTIL: Final = re.compile(
    r"(?<!\w)(?:trước (?:hoặc|và) trong|trước \d{1,2}\s?(?:giờ|h)(?:\s?\d{1,2}(?:\s?phút)?)?,?(?:\s+thứ \w+,?)?|chậm nhất|muộn nhất|hoàn thành|xong|kết thúc|đến|tới|hết|cuối|hạn cuối|"
    r"hạn chót|thời hạn|hạn|trong|vào|dự kiến|thời gian|thực hiện|ngay|phiên họp|kỳ họp|hội nghị|giao ban|cuộc họp|sinh hoạt|riêng)(?:\s+(?:là|vào|đến|hết|cuối|trong|ngày|tổ chức|đầu|giữa|tuần|thứ \w+|của))*\s*:?\s*$",
    re.IGNORECASE,
)
_START: Final = re.compile(
    r"(?<!\w)(?:bắt đầu từ|kể từ|từ sau|từ)(?:\s+(?:ngày|đầu))?\s*$", re.IGNORECASE
)
_VISION: Final = re.compile(
    r"(?:định hướng|tầm nhìn)(?:\s+(?:đến|tới))?(?:\s+năm)?\s*$", re.IGNORECASE
)
_CITED_BEFORE: Final = re.compile(r"\d[a-zđ]?\s?[-–/]\s?[A-ZĐ]\S*\s*[,;]?\s*$")
_CITED_AFTER: Final = re.compile(r"^\s+của\s+(?!năm)\S", re.IGNORECASE)
_EVERY_YEAR: Final = re.compile(
    r"(?<!\w)(?:(?:hằng|hàng|mỗi|từng)\s+năm|thường niên)(?!\w)", re.IGNORECASE
)
_STANDING: Final = re.compile(
    r"(?<!\w)(?<!giám sát )(?<!kiểm tra )(?<!nhiệm vụ )(?<!công tác )(?<!hoạt động )(?<!sinh hoạt )(?<!chi )(?:thường xuyên|liên tục|trong suốt (?:nhiệm kỳ|quá trình)|lâu dài)(?!\w)",
    re.IGNORECASE,
)
_AFTER_ISSUE: Final = re.compile(
    r"(?:trong (?:thời hạn|thời gian|vòng)\s+)?(?P<count>\d{1,3})\s+ngày(?P<worked>\s+làm việc)?,?\s+"
    r"(?:kể từ|từ|sau)(?:\s+(?:khi|ngày))*\s+(?:ký\s+)?(?:ban hành|ký)(?!\w)",
    re.IGNORECASE,
)
_EVENT: Final = re.compile(
    r"(?<!\w)(?:(?:trong (?:thời hạn|thời gian|vòng)\s+|chậm nhất (?:là\s+|sau\s+)?)?\d{1,3}\s+ngày(?:\s+làm việc)?,?\s+"
    r"(?:kể từ|từ|khi|sau)(?!\w)|(?:ngay )?(?:sau )?khi\s+(?:có|nhận|phát sinh|xảy ra|được|kết thúc)(?!\w)|"
    r"theo (?:đề nghị|yêu cầu)(?!\w)|đột xuất(?!\w)|đến khi(?!\w))[^;.,()]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class When:
    """What a deadline is reckoned with: the paper's day, the year a heading names, the rules."""

    issued_on: dt.date | None = None
    year: int | None = None
    rules: DateRules = DateRules()
    add_working_days: AddWorkingDays = add_weekdays

    def year_of(self, printed: str | None) -> int | None:
        if printed:
            return int(printed)
        return self.year or (self.issued_on.year if self.issued_on else None)


@dataclass(frozen=True)
class Found:
    """A deadline and where in the words it stands."""

    deadline: Deadline
    start: int
    end: int
    is_cued: bool


def deadline_of_cell(words: str, when: When) -> Deadline:
    """What a cell or a bullet that says nothing but the time says."""
    dated = [one.deadline for one in _dated(words, when)]
    if dated:
        return replace(dated[-1], text=words)
    return _undated(words, when, whole=True) or Deadline(text=words)


def deadlines_in(words: str, when: When) -> list[Found]:
    """The deadlines of a sentence: a day or period that a word makes one, never the day of a paper."""
    return [one for one in _dated(words, when) if one.is_cued]


def undated_in(words: str, when: When) -> Deadline | None:
    """ "Thường xuyên", "hằng năm", "khi có …" in a sentence."""
    return _undated(words, when, whole=False)


def _dated(words: str, when: When) -> Iterator[Found]:
    events = (one for one in _EVENT.finditer(words) if not _AFTER_ISSUE.match(one[0]))
    taken = [(event.start(), event.end()) for event in events]
    for name, found in _time_words(words):
        before, after = words[: found.start()], words[found.end() :]
        if _is_no_deadline(before, after, name) or _covered(found, taken):
            continue
        deadline = _deadline(name, found, before, when)
        if deadline is None:
            continue
        cue = _BEFORE.search(before) or _UNTIL.search(before)
        every = _EVERY_YEAR.match(after.lstrip())
        start = cue.start() if cue else found.start()
        end = len(words) - len(after.lstrip()) + every.end() if every else found.end()
        if every or _EVERY_YEAR.search(before):
            deadline = _each_year(deadline)
        yield Found(replace(deadline, text=words[start:end].strip()), start, end, bool(cue))


def _each_year(deadline: Deadline) -> Deadline:
    """ "Trước ngày 15/12 hằng năm" is the fourteenth of December of every year."""
    day = deadline.day
    return Deadline(kind="yearly", month_day=(day.month, day.day) if day else None)


def _covered(found: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(start <= found.start() and found.end() <= end for start, end in taken)


def _time_words(words: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Every time that is written, from the left, the first form that fits."""
    at = 0
    while True:
        matches = ((name, pattern.search(words, at)) for name, pattern in _PATTERNS)
        found = [(name, match) for name, match in matches if match]
        if not found:
            return
        name, match = min(found, key=lambda one: one[1].start())
        yield name, match
        at = match.end()


def _is_no_deadline(before: str, after: str, name: str) -> bool:
    """ "Kể từ ngày …" begins; "số 57-NQ/TW ngày …" is the day of a paper."""
    if _START.search(before) and name != "years" or _VISION.search(before):
        return True
    return name == "date" and bool(_CITED_BEFORE.search(before) or _CITED_AFTER.match(after))


def _deadline(name: str, found: re.Match[str], before: str, when: When) -> Deadline | None:
    """The day a time ends on, and the last good day by the word before it."""
    ends, kind = _ENDS[name](found, when)
    if ends is None:
        return None
    is_before = bool(_BEFORE.search(before))
    first = _first_day(name, ends, found) if is_before else ends
    return Deadline(
        kind=kind, day=last_good_day(first, when.rules, is_before=is_before), printed=ends
    )


def _first_day(name: str, ends: dt.date, found: re.Match[str]) -> dt.date:
    """ "Trước tháng 6" ends before the first of June."""
    months = {"month": 1, "quarter": 3, "year": 12, "years": 12}.get(name)
    return ends.replace(month=ends.month - months + 1, day=1) if months else ends


def _day(found: re.Match[str], when: When) -> tuple[dt.date | None, DeadlineKind]:
    year = when.year_of(found["year"])
    return (date_of(year, int(found["m"]), int(found["d"])) if year else None), "date"


def _month(found: re.Match[str], when: When) -> tuple[dt.date | None, DeadlineKind]:
    year = when.year_of(found["year"])
    return (end_of_month(year, int(found["m"])) if year else None), "period"


def _quarter(found: re.Match[str], when: When) -> tuple[dt.date | None, DeadlineKind]:
    year, mark = when.year_of(found["year"]), found["quarter"].lower()
    quarter = _QUARTERS.get(mark) or int(mark)
    return (end_of_quarter(year, quarter) if year else None), "period"


def _months(found: re.Match[str], when: When) -> tuple[dt.date | None, DeadlineKind]:
    year = when.year_of(found["year"])
    if year is None or not (found["half"] or found["year"]):
        return None, "none"  # "03 tháng một lần"
    count = {"sáu": 6, "chín": 9, "ba": 3}.get(found["count"].lower()) or int(found["count"])
    return end_of_month(year, 12 if found["half"] == "cuối" else count), "period"


def _year(found: re.Match[str], _when: When) -> tuple[dt.date | None, DeadlineKind]:
    return dt.date(int(found["year"]), 12, 31), "period"


_ENDS: Final[dict[str, Callable[[re.Match[str], When], tuple[dt.date | None, DeadlineKind]]]] = {
    "date": _day,
    "month": _month,
    "quarter": _quarter,
    "months": _months,
    "years": _year,
    "year": _year,
}


def _undated(words: str, when: When, *, whole: bool) -> Deadline | None:
    if issue := _AFTER_ISSUE.search(words):
        day = _after_issue(int(issue["count"]), when, worked=bool(issue["worked"]))
        return Deadline(words if whole else issue[0], "date" if day else "event", day, day)
    for pattern, kind in _UNDATED:
        if found := pattern.search(words):
            return Deadline(words if whole else found[0].strip(), kind)
    return None


_UNDATED: Final[tuple[tuple[re.Pattern[str], DeadlineKind], ...]] = (
    (_EVERY_YEAR, "yearly"),
    (_EVENT, "event"),
    (_STANDING, "standing"),
)


def _after_issue(count: int, when: When, *, worked: bool) -> dt.date | None:
    """ "Trong 15 ngày làm việc kể từ ngày ban hành": reckoned from the day of the paper."""
    if when.issued_on is None:
        return None
    if worked:
        return when.add_working_days(when.issued_on, count)
    return when.issued_on + dt.timedelta(days=count)
