"""Who leads, coordinates, carries out: from a sentence, a heading, a bracket (T-19)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from lienthong.records.texts.clauses.alphabet import vietnamese
from lienthong.records.texts.commitments.bodies import (
    Named,
    lead_and_others,
    named_at,
    one_spelling,
)
from lienthong.records.texts.commitments.none import is_act

_GIVES: Final = re.compile(
    r"(?<!\w)(?:giao(?: cho| nhiệm vụ cho)?|phân công|yêu cầu|đề nghị|ủy quyền(?: cho)?|kính đề nghị|thông báo (?:để|cho|đến))\s+",
    re.IGNORECASE,
)
_OPENERS: Final = re.compile(
    r"(?:căn cứ|trên cơ sở|trong|hằng|hàng|định kỳ|ngay|trước|đến|theo|sau|khi|cùng với|đồng thời|từ|năm|quý|tháng|chậm nhất|để|nhằm|qua|"
    r"thời gian|giai đoạn|ngày|trước mắt|thực hiện|đối với|bên cạnh|mỗi (?:năm|quý|tháng)|thường xuyên|phấn đấu)(?!\w)",
    re.IGNORECASE,
)
_NO_ACT: Final = re.compile(
    r"\s*(?:là(?! (?:cơ quan|đơn vị))|được|bị|đã|đang|còn|chưa|có(?! trách nhiệm| nhiệm vụ| kế hoạch)|phải chịu|chịu trách nhiệm (?:trước|về|thi|toàn)|gồm|do|tại|và|trên|nêu|ban hành kèm|trong (?:việc|công tác)|theo (?:quy định|đúng)|thông báo|xin|nhận thấy|thống nhất|nhất trí|đánh giá cao|biểu dương|nêu trên)(?!\w)|\s*,(?!\s*(?:căn cứ|theo|trên cơ sở|trong|hằng|hàng|ngoài|định kỳ|chủ trì|phối hợp|tham mưu|chủ động|thường xuyên|khẩn trương|trước|đến|có trách nhiệm)(?!\w))|\s*[.,;)]?\s*$",
    re.IGNORECASE,
)
_LEADS: Final = re.compile(
    r"\s*,?\s*(?:là (?:cơ quan|đơn vị)\s+)?(?:chịu trách nhiệm\s+)?(?:làm\s+)?chủ trì(?!\w)",
    re.IGNORECASE,
)
_WITH: Final = re.compile(
    r"(?<!\w)(?:phối hợp(?:\s+chặt chẽ)?(?:\s+(?:với|cùng(?: với)?))?|(?<=, )cùng(?: với)?)\s+(?=\S)",
    re.IGNORECASE,
)
_TOGETHER: Final = re.compile(r"\s*(?:cùng\s+)?phối hợp(?!\w)", re.IGNORECASE)
_DIRECTS: Final = re.compile(r"\s*chỉ đạo\s*[,;]\s*", re.IGNORECASE)
_DIRECTS_WHOM: Final = re.compile(r"\s*(?:lãnh đạo, )?chỉ đạo\s+(?:cho\s+)?", re.IGNORECASE)
_HEADING_WORDS: Final = re.compile(
    r"^(?:trách nhiệm của|nhiệm vụ của|đối với|giao|đề nghị|yêu cầu|phân công)\s+(?:cho\s+)?",
    re.IGNORECASE,
)
_HEADING_END: Final = re.compile(
    r"^(?:[\s,]*(?:có (?:các )?(?:trách nhiệm|nhiệm vụ)|chủ trì|thực hiện|tập trung thực hiện|tập trung|chịu trách nhiệm|lãnh đạo|chỉ đạo|các nội dung|nhiệm vụ|và|sau|tổ chức))*\s*[:.]?\s*$",
    re.IGNORECASE,
)
_MID_LEADS: Final = re.compile(
    r"\s(?:là (?:cơ quan|đơn vị) )?chủ trì(?!\w)|\sphối hợp(?=\s(?:với |cùng )?(?:các |[A-ZĐỦ]))"
)
_DO_LEADS: Final = re.compile(r"(?<!\w)do\s+$", re.IGNORECASE)


_UNKNOWN: Final = re.compile(
    vietnamese(
        r"(?P<name>[A-ZÀ-Ỹ][^,;.:()]{3,70}?)\s+(?:là (?:cơ quan|đơn vị) )?(?:chủ trì|có trách nhiệm|chịu trách nhiệm chính)(?!\w)"
    )
)
_REGARDS: Final = re.compile(r"đối với\s+(?=[^:]{3,80}:)", re.IGNORECASE)
_COLON: Final = re.compile(r"(?<=\w):\s+")
_WITHIN: Final = 260
_WHICH: Final = re.compile(
    r"\s+(?:có(?! trách nhiệm)|được (?:giao|phân công)|vùng|ven|nơi|khu vực|ở|trọng điểm|biên giới|miền núi|còn lại|phụ trách|đang)(?=\s)",
    re.IGNORECASE,
)
_NEXT_WORD: Final = re.compile(r"\s+[^\s,.;:()]+")
_LONGEST_CONDITION: Final = 8


@dataclass(frozen=True)
class Doers:
    """Who is named; `act` is what is left of the sentence behind them."""

    lead: str | None = None
    coordinators: tuple[str, ...] = ()
    executors: tuple[str, ...] = ()
    directing_leader: str | None = None
    act: str = ""
    is_given: bool = False
    is_vague: bool = False
    is_joint: bool = False

    @property
    def is_named(self) -> bool:
        return bool(self.lead) or self.is_joint

    def over(self, above: Doers) -> Doers:
        """What stands in the clause itself, and from above what it leaves open."""
        own = self.is_named
        if own and self.is_vague and above.lead and not self.is_given:
            own = False  # "Văn phòng: … các cơ quan, đơn vị chủ động …"
        return replace(
            self,
            lead=self.lead if own else above.lead,
            executors=self.executors if own else (self.executors or above.executors),
            coordinators=self.coordinators or (() if own else above.coordinators),
            directing_leader=self.directing_leader or above.directing_leader,
            is_given=self.is_given or above.is_given,
        )


@lru_cache(maxsize=2048)
def doers_in(words: str) -> Doers:
    """Who is given the act of a sentence, and the act."""
    named, is_given = _subject(words)
    if named is None:
        return _without_subject(words)
    rest = words[named.end :]
    doers = _of_subject(named, rest)
    return replace(
        doers, is_given=is_given or bool(_LEADS.match(rest)) or "có trách nhiệm" in rest[:20]
    )


def doers_of_heading(heading: str) -> Doers:
    """ "2. Ban Xây dựng Đảng:" names who does what stands below it."""
    words = heading.strip()
    gives = _HEADING_WORDS.match(words)
    start = gives.end() if gives else 0
    named = _with_rest_of_class(named_at(words, start), words)
    if named is None:
        return Doers()
    rest = words[named.end :]
    coordinators = (
        coordinators_in(rest) if _LEADS.match(rest) and rest.rstrip().endswith(":") else ()
    )
    if not (coordinators or _HEADING_END.match(rest)):
        return Doers()
    lead, others = _lead_of(named)
    return Doers(lead=lead, coordinators=(*others, *coordinators), is_given=True)


def _with_rest_of_class(named: Named | None, words: str) -> Named | None:
    """ "3. Đảng ủy các xã, phường có rừng:": which of a class, up to the colon."""
    which = _WHICH.match(words, named.end) if named else None
    if (
        named is None
        or which is None
        or not re.fullmatch(r"[^,.;:()]{0,40}:\s*", words[which.end() :])
    ):
        return named
    end = len(words.rstrip(": "))
    last = words[named.end - len(named.bodies[-1]) : end].strip()
    text = named.text + words[named.end : end]
    return replace(named, text=text, bodies=(*named.bodies[:-1], last), end=end)


def coordinators_in(words: str) -> tuple[str, ...]:
    """Everybody after "phối hợp với", in the order printed."""
    found: list[str] = []
    for with_whom in _WITH.finditer(words):
        named = named_at(words, with_whom.end())
        if named:
            found += (
                [named.text]
                if named.is_class
                and len(named.bodies) > 1
                and "," in named.text
                and _is_one_class(named)
                else named.bodies
            )
    return tuple(dict.fromkeys(found))


def _is_one_class(named: Named) -> bool:
    """ "các cơ quan, đơn vị liên quan" is one class, not two bodies."""
    return all(
        not one_spelling(body)
        .lower()
        .startswith(("các ", "ban ", "ủy ban", "đảng ủy", "văn phòng"))
        for body in named.bodies[1:]
    )


def _lead_of(named: Named) -> tuple[str | None, tuple[str, ...]]:
    if named.is_class or re.search(r"\svà\s", named.text) and len(named.bodies) == 2:
        return named.text, ()
    return lead_and_others(named.text)


def _subject(words: str) -> tuple[Named | None, bool]:
    """The body at the head of a sentence that acts, behind an opening if there is one."""
    first, *later = _beginnings(words)
    for start in [first, *_asked(words), *later]:
        gives = _GIVES.match(words, start)
        at = gives.end() if gives else start
        named = _with_condition(named_at(words, at) or _unknown_at(words, at), words)
        if named and gives:
            return named, True
        if named and not _NO_ACT.match(words[named.end :]):
            asks = _GIVES.match(words, named.end + 1)
            asked = _with_condition(named_at(words, asks.end()), words) if asks else named
            return asked, bool(asks)
    return None, False


def _unknown_at(words: str, at: int) -> Named | None:
    """A name in capitals that no list knows, where "chủ trì" or "có trách nhiệm" says that it is a body."""
    found = _UNKNOWN.match(words, at)
    return Named((found["name"],), found["name"], found.end("name")) if found else None


def _with_condition(named: Named | None, words: str) -> Named | None:
    """ "Đảng ủy các xã, phường có rừng", "các cơ quan được phân công chủ trì": which of a class."""
    if named is None:
        return None
    which = _WHICH.match(words, named.end)
    ends = [which.end(), *_word_ends(words, which.end())] if which else []
    end = next((one for one in ends if is_act(words[one:])), None)
    if end is None:
        return named
    last = words[named.end - len(named.bodies[-1]) : end].strip()
    text = named.text + words[named.end : end].rstrip()
    return replace(named, text=text, bodies=(*named.bodies[:-1], last), end=end)


def _word_ends(words: str, at: int) -> Iterator[int]:
    """Where the next few words end, up to the first sign."""
    for _count in range(_LONGEST_CONDITION):
        found = _NEXT_WORD.match(words, at)
        if not found:
            return
        at = found.end()
        yield at


def _beginnings(words: str) -> list[int]:
    """Where the subject may begin: at once, or behind "Căn cứ …,", "Hằng năm,"."""
    starts = [0]
    if _OPENERS.match(words) or re.search(
        r",\s*(?:đề nghị|yêu cầu|giao)\s", words[:400], re.IGNORECASE
    ):
        starts += [comma.end() for comma in re.finditer(r",\s+|(?<=\d{4})\s+", words[:400])]
    regards = _REGARDS.match(words)
    starts += [regards.end()] if regards else []
    starts += [colon.end() for colon in _COLON.finditer(words[:_WITHIN])]
    bare = re.match(r"(?:hằng|hàng|mỗi) (?:năm|quý|tháng)\s+", words, re.IGNORECASE)
    return [*starts, bare.end()] if bare else starts


def _asked(words: str) -> list[int]:
    """ "…, Ban Thường vụ đề nghị các chi bộ …": where a request begins deeper in a sentence."""
    return [
        one.start()
        for one in re.finditer(
            r"(?<=\w )(?:đề nghị|yêu cầu|giao|thông báo (?:để|cho|đến))\s", words
        )
        if not re.search(
            r"(?:được|theo|do|đã|nhiệm vụ|việc|chỉ tiêu)\s[^,;.]{0,60}$", words[: one.start()]
        )
    ]


def _of_subject(named: Named, rest: str) -> Doers:
    directs = _DIRECTS.match(rest)
    if directs and (second := named_at(rest, directs.end())):
        inner = _of_subject(second, rest[second.end :])
        return replace(inner, directing_leader=named.text)
    coordinators = coordinators_in(rest)
    if (
        len(named.bodies) > 1
        and _TOGETHER.match(rest)
        and not coordinators
        and not named.text.startswith("Các")
    ):
        return Doers(executors=named.bodies, act=rest.strip(), is_joint=True)
    lead, others = _lead_of(named)
    whom = _DIRECTS_WHOM.match(rest)
    below = named_at(rest, whom.end()) if whom else None
    return Doers(
        lead=lead,
        is_vague=named.is_generic,
        coordinators=tuple(dict.fromkeys((*others, *coordinators))),
        executors=below.bodies if below else (),
        act=rest.strip(" ,:"),
    )


def _without_subject(words: str) -> Doers:
    """ "… Ban Tổ chức chủ trì, phối hợp …" in the middle; otherwise only who coordinates and is directed."""
    for leads in _MID_LEADS.finditer(words):
        named = _ending_at(words, leads.start())
        if named and (named.text[0].isupper() or "chủ trì" in leads[0]):
            doers = _of_subject(named, words[leads.start() :])
            return replace(doers, act=words, is_given=True)
    whom = _DIRECTS_WHOM.match(words)
    below = named_at(words, whom.end()) if whom else None
    return Doers(
        coordinators=coordinators_in(words), executors=below.bodies if below else (), act=words
    )


def _ending_at(words: str, end: int) -> Named | None:
    """The list of bodies that ends where "chủ trì" begins: the longest one."""
    for start in [
        0,
        *(blank.end() for blank in re.finditer(r"[\s(:]", words[max(0, end - 160) : end])),
    ]:
        begins = max(0, end - 160) + start if start else max(0, end - 160)
        named = named_at(words, begins)
        if named and named.end == end and not _DO_LEADS.search(named.text):
            return named
    return None
