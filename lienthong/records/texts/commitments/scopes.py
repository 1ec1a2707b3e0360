"""What a clause takes from what stands above it: nature, doers, year, deadline of targets (T-18)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from lienthong.kernel.text.public import fold
from lienthong.records.texts.commitments.commitment import Deadline
from lienthong.records.texts.commitments.deadlines import When, deadline_of_cell, deadlines_in
from lienthong.records.texts.commitments.doers import Doers, doers_in, doers_of_heading
from lienthong.records.texts.commitments.items import Item
from lienthong.records.texts.commitments.natures import (
    AIMS,
    DEMANDS,
    GIVEN,
    first_nature,
    nature_of,
)
from lienthong.records.texts.commitments.paper import Paper
from lienthong.records.texts.commitments.sentences import sentences_of

_PROGRAMME: Final = re.compile(
    r"(?:^|chuong trinh )(?:cong tac|lam viec|kiem tra, giam sat|hoat dong)\b(?!.{0,40}thuc hien nghi quyet)"
)
_TIME_HEADING: Final = re.compile(
    r"^\W*(?:(?:đến|trong|giai đoạn|năm|quý|tháng|6 tháng|đợt)\s+)*(?:iv|i{1,3}|[1-4])?[\s,/]*(?:năm\s+)?(?:\d{1,2}/)?(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?\s*[:.]?\s*(?:\(.*\))?\s*[:.]?\s*$",
    re.IGNORECASE,
)
_PERIOD_WORDS: Final = re.compile(
    r"(?:(?:đến|trong|hết)\s+)*(?:(?:cuối |hết )?năm\s+(?:19|20)\d\d|(?:giai đoạn|nhiệm kỳ)\s+(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d|đến\s+(?:19|20)\d\d)",
    re.IGNORECASE,
)
_VISION: Final = re.compile(r",?\s*(?:tầm nhìn|định hướng)\s+(?:đến|tới)[^,;]*", re.IGNORECASE)
_CITATION: Final = re.compile(
    r"(?:thực hiện\s+)?(?:Nghị quyết|Kế hoạch|Chỉ thị|Kết luận|Chương trình|Đề án)\s+(?:số\s+)?\d[^,;]*",
    re.IGNORECASE,
)


_DEMANDS: Final = re.compile(r"(?:yêu cầu|giao|phân công|ý kiến)[^.:]{0,80}:\s*$", re.IGNORECASE)
_SPEAKS: Final = re.compile(
    r"(?:ban hành|xây dựng|thông báo|kết luận|đề ra|thống nhất|triển khai|xem xét|cho ý kiến|thảo luận|quyết nghị|quyết định|trình|nêu|báo cáo|đánh giá|yêu cầu|đề nghị|"
    r"tổ chức hội nghị|chỉ đạo)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Scope:
    """What holds for a clause because of where it stands."""

    when: When
    nature: str = ""
    doers: Doers = Doers()
    for_targets: Deadline = Deadline()
    schedule: Deadline = Deadline()
    is_programme: bool = False
    is_given: bool = False
    group: str | None = None

    @property
    def is_scheduled(self) -> bool:
        """Whether the items of a work programme stand here, not the part on carrying it out."""
        return self.is_programme and self.nature != GIVEN

    @property
    def is_assigned(self) -> bool:
        """Whether what stands here is handed out: under a body's name, in the part on carrying out."""
        return self.is_given or self.nature == GIVEN

    def below(self, item: Item) -> Scope:
        """The scope of what stands below a heading."""
        heading = item.heading or (item.text if _is_heading(item) else "")
        if not heading:
            return self
        named = doers_of_heading(heading)
        nature = nature_of(heading, self.nature)
        if named.is_named and nature == DEMANDS:  # "Yêu cầu Đảng ủy …:" asks somebody
            nature = self.nature
        scope = replace(
            self,
            nature=nature,
            for_targets=period_of_heading(heading, self.when) or self.for_targets,
            is_given=self.is_given or named.is_named or nature == GIVEN,
            group=item.heading or self.group,
        )
        if is_time_heading(heading):
            when = _of_year(heading, self.when)
            scope = replace(scope, when=when, schedule=scope.for_targets)
        return replace(scope, doers=named) if named.is_named else scope

    def announced_by(self, words: str) -> Scope:
        """ "Chi bộ thôn Đông thực hiện các nội dung sau:" says who does what follows."""
        doers = doers_in(sentences_of(words)[-1])
        if not doers.is_named or _SPEAKS.match(doers.act):
            return replace(self, is_given=self.is_given or bool(_DEMANDS.search(words)))
        return replace(self, doers=replace(doers, act=""), is_given=True)


def _is_heading(item: Item) -> bool:
    """Words with clauses below them that are no sentence."""
    return (
        bool(item.children) and len(item.text) < 220 and not item.text.rstrip().endswith((".", ";"))
    )


def first_scope(paper: Paper) -> Scope:
    title = fold(paper.title)
    when = paper.when
    period = period_of_heading(_CITATION.sub(" ", paper.title), when)
    return Scope(
        when=when,
        nature=first_nature(paper),
        for_targets=period or Deadline(),
        is_programme=paper.type_key == "programme" and bool(_PROGRAMME.search(title)),
    )


def is_time_heading(words: str) -> bool:
    """ "Quý IV, năm 2027", "* Năm 2026: (02 cuộc kiểm tra)"."""
    return bool(re.search(r"\d{4}|quý|tháng", words, re.IGNORECASE) and _TIME_HEADING.match(words))


def period_of_heading(heading: str, when: When) -> Deadline | None:
    """The period a heading or title gives to the targets under it. # T-18"""
    words = _VISION.sub("", heading)
    cued = deadlines_in(words, when)
    if cued:
        return cued[-1].deadline
    if is_time_heading(heading):
        return replace(deadline_of_cell(words, when), text=heading.split("(")[0].strip(" :*.,"))
    found = list(_PERIOD_WORDS.finditer(words))
    if not found:
        return None
    deadline = deadline_of_cell(found[-1][0], when)
    return deadline if deadline.day else None


def _of_year(heading: str, when: When) -> When:
    years = re.findall(r"(?:19|20)\d\d", heading)
    return replace(when, year=int(years[-1])) if years else when


def is_aim(scope: Scope) -> bool:
    return scope.nature == AIMS
