"""One sentence: what it commits to, and why; nothing where it binds nobody (T-15 to T-17)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lienthong.records.texts.commitments.bodies import one_spelling
from lienthong.records.texts.commitments.commitment import Commitment, Deadline, Step
from lienthong.records.texts.commitments.dating import end_of_month
from lienthong.records.texts.commitments.deadlines import (
    When,
    deadline_of_cell,
    deadlines_in,
    undated_in,
)
from lienthong.records.texts.commitments.details import Details, split_bracket
from lienthong.records.texts.commitments.doers import Doers, coordinators_in, doers_in
from lienthong.records.texts.commitments.items import Item
from lienthong.records.texts.commitments.measures import Measure, measures_in
from lienthong.records.texts.commitments.natures import AIMS, DEMANDS, GIVEN, PAST, PROPOSALS, VIEWS
from lienthong.records.texts.commitments.none import (
    carries_out_only,
    exhorts,
    is_act,
    is_none,
    is_past,
)
from lienthong.records.texts.commitments.periods import period_of
from lienthong.records.texts.commitments.reports import begins_as_report, is_report_duty
from lienthong.records.texts.commitments.scopes import Scope
from lienthong.records.texts.commitments.sentences import parts_of, sentences_of

_ANNOUNCES: Final = re.compile(r"(?::|như sau[.:]?|sau đây[.:]?)\s*$")
_TRAILING_DEADLINE: Final = re.compile(
    r"^(?:(?:thời gian|thời hạn|tiến độ)?\s*(?:hoàn thành|thực hiện|xong)|thời hạn|chậm nhất)[^.;]{0,80}[.;]?$",
    re.IGNORECASE,
)
_AIMS_AT: Final = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|đến (?:hết |cuối )?(?:năm|quý)|hết năm|cơ bản)(?!\w)",
    re.IGNORECASE,
)
_SETS_AIMS: Final = re.compile(
    r"^\W*(?:mỗi|đến (?:hết |cuối )?(?:năm|quý)|phấn đấu|(?:hết|cuối) năm|mục tiêu)(?!\w)|mục tiêu (?:sau|cụ thể|là)\s*:",
    re.IGNORECASE,
)
_NEAR_THE_HEAD: Final = 80
_LONGEST: Final = 4_000  # no sentence of an official paper is longer; a broken file may hold one
_FINISHED_AND_REPORTED: Final = re.compile(
    r"((?:hoàn thành|xong)\s[^,;]{5,60}?\d{4})\s*(?:và|,)\s+báo cáo", re.IGNORECASE
)
_WITHIN: Final = re.compile(r"trong (?:thời hạn|vòng)\s+\d", re.IGNORECASE)
_HANDS_OUT: Final = re.compile(r"\W*giao\s", re.IGNORECASE)
_ORDERS: Final = re.compile(r"(?:^|[;.,]\s)giao (?:cho )?[A-ZĐỦ]", re.IGNORECASE)
_STRIVES: Final = re.compile(r"^\W*phấn đấu(?!\w)", re.IGNORECASE)
_MEASURED_HEAD: Final = re.compile(
    r"^\W*(?:phấn đấu(?!\s+hoàn thành)|\d|trên \d|ít nhất|tối thiểu|tỷ lệ|tỉ lệ|số |tổng số|mỗi |bình quân|từ \d|có \d|có ít|đạt |hằng năm|hàng năm|đến |bảo đảm|đảm bảo|duy trì|giảm|tăng|chỉ số|thu nhập|mức|giữ)",
    re.IGNORECASE,
)
_PRODUCT: Final = re.compile(
    r"(?<!\w)(?:xây dựng|ban hành|tham mưu|lập|trình|soạn thảo|hoàn thiện|đề xuất|dự thảo|tham mưu [^.;]{0,60}?)\s+(?:(?:và|,)?\s*(?:ban hành|tổ chức thực hiện|triển khai)\s+)*"
    r"(?P<product>(?:Kế hoạch|Chương trình(?: hành động)?|Nghị quyết|Quy chế|Quy định|Quyết định|Đề án|Báo cáo|Hướng dẫn|Chỉ thị|Kết luận|Tờ trình|kế hoạch|chương trình|quy chế|đề án|danh mục)[^,;.:(]{0,70})",
)


@dataclass(frozen=True)
class Said:
    """A group of words that stands for itself, with what was read in it."""

    words: str
    deadline: Deadline
    doers: Doers
    measures: Sequence[Measure]
    is_aim: bool = False


def statements_of(item: Item, text: str, scope: Scope, details: Details) -> Iterator[Commitment]:
    """The commitments of the words of a clause."""
    if scope.nature == PAST or (scope.nature == PROPOSALS and not _ORDERS.search(text)):
        return
    above = scope.doers
    for said in _said(text, scope, above):
        for one in _of(said, scope):
            yield _placed(one, item, scope)


def _said(text: str, scope: Scope, above: Doers) -> Iterator[Said]:
    for sentence in _with_their_deadlines(sentences_of(text), scope.when):
        if _ANNOUNCES.search(sentence) or sentence.isupper() or len(sentence) > _LONGEST:
            continue
        bare, bracket = split_bracket(sentence, scope.when)
        leading: Said | None = None
        for words in _groups(bare, scope):
            said = _read(words, scope, above, bracket)
            said = leading = _under_the_leading_year(said, leading)
            if said.doers.is_named and not above.is_named:
                above = replace(said.doers, coordinators=(), act="")
            yield said


def _under_the_leading_year(said: Said, before: Said | None) -> Said:
    """ "Đến năm 2028, diện tích đạt 5.000 ha; năng suất …": the year at the head holds for the parts behind it."""
    if before is None:
        return replace(said, is_aim=bool(_SETS_AIMS.search(said.words[:_NEAR_THE_HEAD])))
    takes = said.measures and before.is_aim and said.deadline.kind == "none"
    return replace(said, is_aim=before.is_aim, deadline=before.deadline if takes else said.deadline)


def _with_their_deadlines(sentences: list[str], when: When) -> list[str]:
    """ "Hoàn thành trước 06/3/2027." as a sentence belongs to the one before."""
    whole: list[str] = []
    for sentence in sentences:
        if whole and _TRAILING_DEADLINE.match(sentence) and deadlines_in(sentence, when):
            whole[-1] = f"{whole[-1]} {sentence}"
        else:
            whole.append(sentence)
    return whole


def _groups(sentence: str, scope: Scope) -> list[str]:
    """Parts of a sentence that stand for themselves; another act of the same doer stays with the first."""
    groups: list[str] = []
    for part in _dated_parts(sentence, scope.when):
        if groups and not _stands_alone(part, groups[-1], scope):
            groups[-1] = (
                f"{groups[-1]}; {part}" if not groups[-1].endswith(",") else f"{groups[-1]} {part}"
            )
        else:
            groups.append(part)
    return groups


def _dated_parts(sentence: str, when: When) -> Iterator[str]:
    """Parts between semicolons, also parted behind a deadline: "… trước 30/6/2027, …  trước 30/9/2027"."""
    for part in _finished_parts(sentence):
        found = [one for one in deadlines_in(part, when) if one.deadline.day]
        start = 0
        for one, after in zip(found, found[1:], strict=False):
            joint = re.match(
                r"\)?(?:,\s+(?:và\s+)?|\s+và\s+)(?!trước|đến|chậm|báo cáo\s*$)", part[one.end :]
            )
            if joint and is_act(part[one.end + joint.end() : after.start]):
                yield part[start : one.end]
                start = one.end + joint.end()
        yield part[start:]


def _finished_parts(sentence: str) -> Iterator[str]:
    """ "…; hoàn thành trước ngày 15/6/2027 và báo cáo …": the day is that of the act before it too."""
    for part in parts_of(sentence):
        found = _FINISHED_AND_REPORTED.match(part)
        if found:
            yield found[1]
        yield part


def _stands_alone(part: str, before: str, scope: Scope) -> bool:
    if re.match(r"phối hợp", part, re.IGNORECASE) and not deadlines_in(part, scope.when):
        return False
    measured = bool(measures_in(part))
    if scope.nature == AIMS:
        return measured
    if measured and (measures_in(before) or _MEASURED_HEAD.match(part)):
        return True
    return bool(
        is_report_duty(part)
        or _WITHIN.match(part)
        or doers_in(part).is_named
        or (deadlines_in(part, scope.when) and deadlines_in(before, scope.when))
    )


def _read(words: str, scope: Scope, above: Doers, bracket: Details | None) -> Said:
    doers = doers_in(words)
    own = bracket.doers if bracket and bracket.doers.is_named else doers
    deadline = bracket.deadline if bracket and bracket.deadline else deadline_of(words, scope.when)
    own = replace(own.over(above), act=doers.act)
    return Said(words, deadline, own, measures_in(words))


def deadline_of(words: str, when: When) -> Deadline:
    """The deadline of a sentence: the last day or period a word makes one; else what has no day."""
    dated = deadlines_in(words, when)
    leading = re.match(
        r"\W*((?:Đến |Trong |Hết |Cuối )?(?:[Nn]ăm|[Qq]uý \w+[,/ ]*(?:năm)?)\s*(?:19|20)\d\d)\s*[:,]",
        words,
    )
    if dated:
        return dated[-1].deadline
    if leading:
        return deadline_of_cell(leading[1], when)
    return undated_in(words, when) or Deadline()


def _of(said: Said, scope: Scope) -> Iterator[Commitment]:
    if is_none(said.words) or is_past(said.words) and scope.nature != GIVEN:
        return
    if scope.nature in (VIEWS, DEMANDS):
        yield from _targets(said, scope) if scope.nature == DEMANDS and _own_day(said) else ()
        return
    if scope.nature == AIMS and not said.doers.is_given:
        yield from _targets(said, scope) or ()
        return
    yield from _acts(said, scope)


def _own_day(said: Said) -> bool:
    return said.deadline.day is not None


def _acts(said: Said, scope: Scope) -> Iterator[Commitment]:
    """A report, a task, a target, or a task that is measured. # T-16"""
    if is_report_duty(said.words) and _is_owed(said, scope):
        yield _commitment("report_duty", said, "report")
        return
    if _STRIVES.match(said.words) and not doers_in(said.words).is_named and said.measures:
        yield from _targets(said, scope)
        return
    if _STRIVES.match(said.words) and said.deadline.day and not said.measures:
        yield _commitment("target", replace(said, doers=Doers()), "dated")
        return
    wanted = [one for one in said.measures if one.is_share or one.is_bound or said.is_aim]
    is_task = _is_task(said, scope)
    if wanted and (not is_task or not _own_doer(said, scope)) and _MEASURED_HEAD.match(said.words):
        yield from _targets(said, scope)
        return
    if is_task:
        yield _commitment("task", said, _why_task(said))
    if wanted:
        linked = "linked" if is_task else "measured"
        yield from (replace(one, why=linked) for one in _of_measures(said, wanted, scope))
    elif not is_task and _is_dated_state(said):
        yield _commitment("target", said, "dated")


def _why_task(said: Said) -> str:
    if said.doers.is_named:
        return "given"
    return "own_deadline" if said.deadline.day else "carrying_out"


def _own_doer(said: Said, scope: Scope) -> bool:
    return said.doers.is_named and (
        said.doers.is_given or scope.is_assigned or bool(doers_in(said.words).is_named)
    )


def _is_owed(said: Said, scope: Scope) -> bool:
    """A doer, a day or a rhythm; "báo cáo" alone binds nobody."""
    return bool(
        said.doers.is_named
        or said.deadline.day
        or period_of(said.words, said.deadline) not in ("once",)
        or scope.is_assigned
    )


def _is_task(said: Said, scope: Scope) -> bool:
    act = said.doers.act or said.words
    if carries_out_only(act) and not _HANDS_OUT.match(said.words):
        return False
    if said.doers.is_vague and exhorts(act) and not _own_day(said):
        return False
    if said.doers.is_named and (said.doers.is_given or scope.is_assigned):
        return bool(doers_in(said.words).is_named or _own_day(said) or not exhorts(act))
    if said.doers.is_named:
        return is_act(act) and (not exhorts(act) or _own_day(said))
    if said.deadline.day and is_act(said.words) and not _AIMS_AT.search(said.words):
        return True
    return scope.nature == GIVEN and is_act(said.words) and not exhorts(said.words)


def _is_dated_state(said: Said) -> bool:
    return bool(said.deadline.day and _AIMS_AT.search(said.words[:_NEAR_THE_HEAD]))


def _targets(said: Said, scope: Scope) -> Iterator[Commitment]:
    if said.measures:
        yield from _of_measures(said, said.measures, scope)
    elif _is_dated_state(said) or (
        scope.for_targets.day
        and re.match(r"\W*(?:cơ bản|hoàn thành)(?!\w)", said.words, re.IGNORECASE)
    ):
        yield _for_targets(_commitment("target", said, "dated"), scope)


def _of_measures(said: Said, measures: Sequence[Measure], scope: Scope) -> Iterator[Commitment]:
    """One target for each number; steps by year are joined as a series. # T-17"""
    steps = tuple(Step(one.year, one.value) for one in measures if one.year)
    for one in measures:
        target = replace(
            _commitment("target", said, "measured"),
            value=one.value,
            value_max=one.value_max,
            unit=one.unit,
            comparator=one.comparator,
            direction=one.direction,
            baseline=one.baseline,
            series=steps if len(steps) > 1 else (),
            lead=None,
            coordinators=(),
            executors=(),
            product=None,
        )
        if one.year and len(steps) > 1:
            day = end_of_month(one.year, 12)
            target = replace(target, deadline=Deadline(f"năm {one.year}", "period", day, day))
        yield _for_targets(target, scope)


def _for_targets(target: Commitment, scope: Scope) -> Commitment:
    """A target without a day of its own takes that of the heading or title above. # T-18"""
    if target.deadline.day or target.deadline.month_day:
        return target
    return replace(target, deadline=scope.for_targets) if scope.for_targets.day else target


def _commitment(kind: str, said: Said, why: str) -> Commitment:
    product = _PRODUCT.search(said.words)
    return Commitment(
        kind=kind,  # type: ignore[arg-type]
        clause="",
        text=said.words.strip(" ;,"),
        deadline=said.deadline,
        lead=said.doers.lead,
        coordinators=said.doers.coordinators,
        executors=said.doers.executors,
        directing_leader=said.doers.directing_leader,
        period=period_of(said.words, said.deadline),
        product=product["product"].strip() if product and kind == "task" else None,
        why=why,
        words=said.words,
    )


def _placed(one: Commitment, item: Item, scope: Scope) -> Commitment:
    return replace(one, clause=item.path, wid=item.wid, group=scope.group)


def whole_task(item: Item, words: str, details: Details, scope: Scope) -> Commitment:
    """A clause that the lines below it make one task, or an item of a work programme."""
    words, bracket = split_bracket(words, scope.when)
    details = bracket.and_then(details) if bracket else details
    found = doers_in(words)
    doers = details.doers if details.doers.is_named else found.over(scope.doers)
    coordinators = details.doers.coordinators or coordinators_in(words)
    deadline = details.deadline or deadline_of(words, scope.when)
    if scope.is_programme and deadline.kind == "none":
        deadline = scope.schedule
    rhythm = f"{words} {details.rhythm}" if details.rhythm or scope.is_programme else words
    said = Said(words, deadline, replace(doers, coordinators=coordinators), ())
    kind = "report_duty" if begins_as_report(one_spelling(words)) else "task"
    why = (
        "report"
        if kind == "report_duty"
        else "work_programme"
        if scope.is_programme and not details
        else "given"
    )
    one = replace(
        _commitment(kind, said, why),
        period=period_of(rhythm, deadline),
        words=" | ".join((words, *details.words)),
    )
    if details.product:
        one = replace(one, product=details.product)
    return _placed(one, item, scope)


def counted_heading(item: Item, scope: Scope) -> Iterator[Commitment]:
    """ "Năm 2026: (02 cuộc kiểm tra, 01 cuộc giám sát)": as many are wanted in the year."""
    if scope.nature in (PAST, PROPOSALS, VIEWS):
        return
    said = Said(item.words, scope.schedule, Doers(), measures_in(item.words))
    for one in _of_measures(said, said.measures, scope):
        yield _placed(one, item, scope)
