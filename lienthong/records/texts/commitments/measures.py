"""Numbers that measure: value, comparator, range, direction, baseline, steps by year (T-16, T-17)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lienthong.records.texts.commitments.commitment import Comparator, Direction

_NUMBER: Final = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[,.]\d+)?"
_PERCENT: Final = r"\s?(?:%|phần trăm)"
_RANGE: Final = (
    rf"(?P<low>{_NUMBER})(?:{_PERCENT})?\s*(?:[-–—]|đến)\s*(?P<high>{_NUMBER})|(?P<only>{_NUMBER})"
)
_SHARE: Final = re.compile(rf"(?<![\w/.,\-–])(?:{_RANGE}){_PERCENT}(?!\w)", re.IGNORECASE)
_UNIT: Final = (
    r"(?P<unit>(?:nghìn |triệu |tỷ |vạn )?(?:cuộc (?:kiểm tra|giám sát)|mô hình|lớp|buổi|hội nghị|chi bộ|đảng viên|đảng bộ|chi hội|cuộc|đồng chí|quần chúng|"
    r"cán bộ|công chức|xã|phường|thôn|tổ dân phố|hộ(?: dân| gia đình| nghèo)?|đồng|công trình|dự án|sản phẩm|điểm|km|ha|m2|m²|người|vụ|lượt|bài(?: viết)?|"
    r"tin(?:, bài)?|lần|cơ sở|trường(?: học)?|đơn vị|tổ chức|doanh nghiệp|hợp tác xã|tổ hợp tác|trạm|tuyến(?: đường)?|nhà|căn|khu|cây|con|tấn|máy|bộ|"
    r"chuyên đề|đợt|kỳ|hồ sơ|thủ tục|văn bản|ý kiến|cấp ủy viên|đoàn|giải pháp|sáng kiến|tiêu chí|nghìn|triệu|tỷ|quy trình|dịch vụ|tài khoản|nền tảng|phần mềm|"
    r"câu lạc bộ|tổ|nhóm|phong trào|đề tài|học viên|lao động|việc làm|suất)(?!\w))"
)
_COUNT: Final = re.compile(rf"(?<![\w/.,\-–])(?:{_RANGE})\s+{_UNIT}", re.IGNORECASE)
_AT_LEAST: Final = re.compile(
    r"(?:ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|đạt và vượt|bằng hoặc cao hơn|từ)(?:\s+(?:là|đạt|từ|có|cho|còn))*\s*$",
    re.IGNORECASE,
)
_MORE_THAN: Final = re.compile(
    r"(?<!\w)(?:trên|hơn|vượt|cao hơn|lớn hơn)(?:\s+mức)?\s*$", re.IGNORECASE
)
_AT_MOST: Final = re.compile(
    r"(?:không quá|tối đa|không vượt(?: quá)?|nhiều nhất|không cao hơn|không để quá)(?:\s+(?:là|còn))?\s*$",
    re.IGNORECASE,
)
_LESS_THAN: Final = re.compile(r"(?<!\w)(?:dưới|thấp hơn|nhỏ hơn)(?:\s+mức)?\s*$", re.IGNORECASE)
_OR_MORE: Final = re.compile(r"^[^,;.()]{0,25}?\s*trở lên", re.IGNORECASE)
_OR_LESS: Final = re.compile(r"^[^,;.()]{0,25}?\s*trở xuống", re.IGNORECASE)
_FALLS: Final = re.compile(
    r"(?<!\w)(?:giảm|rút ngắn|hạ|kéo giảm|cắt giảm)(?!\w)[^,;.%]{0,70}$", re.IGNORECASE
)
_RISES: Final = re.compile(r"(?<!\w)(?:tăng|nâng)(?!\w)(?! cường)[^,;.%]{0,70}$", re.IGNORECASE)
_FROM_TO: Final = re.compile(
    rf"(?<!\w)từ\s+(?:mức\s+)?(?P<base>{_NUMBER})(?P<unit>{_PERCENT}|\s+[^\d,;.]{{1,25}}?)?\s*(?:\([^)]*\)\s*)?(?P<way>xuống|lên|còn|thành)"
    rf"(?:\s+(?:còn|mức|đạt|dưới|trên|ít nhất|tối thiểu|khoảng|không quá))*\s+",
    re.IGNORECASE,
)
_KNOWN_BEFORE: Final = re.compile(
    r"\((?:hiện nay|hiện tại|năm (?P<year>(?:19|20)\d\d)|so với|kết quả|đã|cùng kỳ)[^()]*$|"
    r"so với (?:năm|cùng kỳ|bình quân|mức|phương thức)[^,;]*$|(?:hiện nay|hiện tại|hiện)\s+(?:đạt|là|mới đạt)[^,;]*$",
    re.IGNORECASE,
)
_STEP_YEAR: Final = re.compile(
    r"(?:năm\s+)?(?P<year>20\d\d)\s*(?:\)|:|,|là|đạt|phấn đấu)*\s*(?:(?:là|đạt|ít nhất|tối thiểu|trên|giảm|tăng|từ|phấn đấu|còn|dưới)\s*)*$",
    re.IGNORECASE,
)
_YEAR_AFTER: Final = re.compile(
    r"^\s*(?:\(|vào |đến |trong )*\s*(?:hết |cuối )?năm\s+(?P<year>20\d\d)", re.IGNORECASE
)
# "doanh nghiệp có từ 50 lao động": which ones, not how many.
_HAS: Final = re.compile(
    r"(?:doanh nghiệp|đơn vị|thôn|bản|xã|chi bộ|cơ quan|hộ|nơi|đảng bộ|trường|cơ sở) (?:có|đủ|quy mô) (?:từ|trên|dưới)?\s*$",
    re.IGNORECASE,
)
_NO_MEASURE_BEFORE: Final = re.compile(
    r"(?:số|điều|khoản|mục|khóa|lần thứ|thứ|tier|mức độ|cấp độ|quý|tháng|ngày|năm|nghị quyết|phần|nhóm|giai đoạn|"
    r"kỷ niệm|trong|sau|qua|thời hạn|vòng|trước|đủ|nhiệm kỳ)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Measure:
    """A number that a paper wants to see, and the year it is for where the words say one."""

    value: float
    unit: str
    start: int
    end: int
    value_max: float | None = None
    comparator: Comparator = "="
    direction: Direction | None = None
    baseline: float | None = None
    year: int | None = None

    @property
    def is_share(self) -> bool:
        return self.unit.startswith("%")

    @property
    def is_bound(self) -> bool:
        """ "Ít nhất 02 buổi": somebody will count."""
        return self.comparator != "="


def measures_in(words: str) -> list[Measure]:
    """Every share and every counted thing of a sentence, in order; what was before is a baseline."""
    found = sorted([*_found(words, _SHARE), *_found(words, _COUNT)], key=lambda one: one.start)
    kept = [one for one in found if not _is_known(words, one)]
    kept = [one for one in kept if one is kept[0] or not _HAS.search(words[: one.start])]
    return [_with_year(words, one, kept) for one in kept]


def number_of_words(written: str) -> float:
    """ "1.200" is twelve hundred, "97,5" ninety-seven and a half."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", written):
        written = written.replace(".", "")
    value = float(written.replace(",", "."))
    return int(value) if value.is_integer() else value


def _found(words: str, pattern: re.Pattern[str]) -> Iterator[Measure]:
    for match in pattern.finditer(words):
        unit = "%" if pattern is _SHARE else match["unit"]
        before = words[: match.start()]
        if unit != "%" and _NO_MEASURE_BEFORE.search(before):
            continue
        yield _measure(words, match, unit)


def _measure(words: str, match: re.Match[str], unit: str) -> Measure:
    before, after = words[: match.start()], words[match.end() :]
    first = match["only"] or match["low"]
    last = match["high"]
    way = _FROM_TO.search(before[-80:])
    base = number_of_words(way["base"]) if way and way.end() == len(before[-80:]) else None
    direction: Direction | None = _direction(before)
    if base is not None and way:
        direction = "down" if way["way"].lower() in ("xuống", "còn") else "up"
    return Measure(
        value=number_of_words(first),
        value_max=number_of_words(last) if last else None,
        unit=unit,
        start=match.start(),
        end=match.end(),
        comparator="between" if last else _comparator(before, after),
        direction=direction,
        baseline=base,
    )


def _comparator(before: str, after: str) -> Comparator:
    for pattern, comparator in (
        (_AT_LEAST, ">="),
        (_MORE_THAN, ">"),
        (_AT_MOST, "<="),
        (_LESS_THAN, "<"),
    ):
        if pattern.search(before) and not (pattern is _AT_LEAST and before.rstrip().endswith("từ")):
            return comparator  # type: ignore[return-value]
    if _OR_MORE.match(after):
        return ">="
    return "<=" if _OR_LESS.match(after) else "="


def _direction(before: str) -> Direction | None:
    if _FALLS.search(before):
        return "down"
    return "up" if _RISES.search(before) else None


def _is_known(words: str, measure: Measure) -> bool:
    """The present figure beside the one that is wanted: "(năm 2025 đạt 80%)", "từ 60% lên 80%"."""
    before, after = words[: measure.start], words[measure.end :]
    if _KNOWN_BEFORE.search(before):
        return True
    return bool(
        re.search(r"(?<!\w)từ\s+(?:mức\s+)?$", before)
        and re.match(r"\s*(?:\([^)]*\)\s*)?(?:xuống|lên|còn)(?!\w)", after)
    )


def _with_year(words: str, measure: Measure, all_of_them: Sequence[Measure]) -> Measure:
    if len(all_of_them) < 2:
        return measure
    step = _STEP_YEAR.search(words[: measure.start]) or _YEAR_AFTER.match(words[measure.end :])
    return replace(measure, year=int(step["year"])) if step else measure
