"""A sentence that gives its deadline to several clauses before it (T-18)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from lienthong.records.texts.commitments.commitment import Commitment, Deadline
from lienthong.records.texts.commitments.deadlines import When, deadlines_in
from lienthong.records.texts.commitments.items import Item

_NAMES: Final = re.compile(
    r"^\W*(?:thời (?:gian|hạn) (?:hoàn thành|thực hiện)?\s*(?:đối với|của)?\s*:?\s*)?(?:các|những|tất cả(?: các)?|toàn bộ(?: các)?|việc thực hiện các)\s+"
    r"(?P<what>nội dung|nhiệm vụ|công việc|văn bản|phần việc|việc|mục tiêu|chỉ tiêu|yêu cầu)(?!\w)",
    re.IGNORECASE,
)
_TIME_LINE: Final = re.compile(
    r"^\W*(?:thời gian|thời hạn)(?: (?:hoàn thành|thực hiện))?\s*:", re.IGNORECASE
)
_PLACES: Final = re.compile(
    r"(?:mục|khoản|điểm|ý)\s+(?P<numbers>[\dIVX]+(?:\.\d+)*(?:\s*(?:,|và|;|đến|-)\s*[\dIVX]+(?:\.\d+)*)*)",
    re.IGNORECASE,
)
_TARGETS: Final = {"mục tiêu", "chỉ tiêu"}
_LONGEST: Final = 240


@dataclass(frozen=True)
class Reach:
    """A deadline for what stands before it below `above`, of these kinds, at these numbers."""

    deadline: Deadline
    above: str
    kinds: frozenset[str]
    places: frozenset[str]

    def covers(self, one: Commitment) -> bool:
        within = not self.above or one.clause.startswith(self.above + ".")
        at = not self.places or bool(self.places & set(one.clause.split(".")))
        return within and at and one.kind in self.kinds and one.deadline.kind == "none"


def reach_of(item: Item, when: When) -> Reach | None:
    """What a sentence reaches; None where it is a clause like others."""
    if item.children or item.heading or len(item.text) > _LONGEST:
        return None
    names = _NAMES.match(item.text)
    dated = deadlines_in(item.text, when)
    if not dated or not (names or _TIME_LINE.match(item.text)):
        return None
    is_for_tasks = names is not None and names["what"].lower() not in _TARGETS
    kinds = {"task", "report_duty", "target"} if is_for_tasks else {"target"}
    found = _PLACES.search(item.text)
    places = re.findall(r"[\dIVX]+(?:\.\d+)*", found["numbers"]) if found else []
    return Reach(dated[-1].deadline, _above(item), frozenset(kinds), frozenset(places))


def _above(item: Item) -> str:
    """A paragraph behind the last clause of a list belongs to the whole list."""
    parent = item.parent
    if item.kind == "paragraph" and parent:
        parent = parent.parent
    return parent.path if parent else ""


def reached(found: Sequence[Commitment | Reach]) -> list[Commitment]:
    """Every commitment, with the deadline that a later sentence gives it."""
    done: list[Commitment] = []
    for one in found:
        if isinstance(one, Commitment):
            done.append(one)
        else:
            done = [replace(had, deadline=one.deadline) if one.covers(had) else had for had in done]
    return done
