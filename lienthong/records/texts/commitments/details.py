"""Lines that say of a task who, with whom, when and what for: "- Cơ quan chủ trì: …", "(Giao … chủ trì)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from lienthong.kernel.text.public import fold
from lienthong.records.texts.commitments.bodies import lead_and_others, listed, named_at
from lienthong.records.texts.commitments.commitment import Deadline
from lienthong.records.texts.commitments.deadlines import When, deadline_of_cell, deadlines_in
from lienthong.records.texts.commitments.doers import Doers, doers_in

_LABELS: Final = (
    ("coordinators", re.compile(r"^(?:(?:co quan|don vi|to chuc|bo phan)[\w, ]{0,20} )?phoi hop(?: thuc hien)?$")),
    ("lead", re.compile(r"^(?:(?:co quan|don vi|to chuc|bo phan|ban|dong chi|phan cong|nguoi|giao)[\w, ]{0,24} )?(?:chu tri|phu trach|chiu trach nhiem)(?:,? (?:thuc hien|tham muu|chinh|phoi hop))?$|^phan cong$|^phan cong thuc hien$|^trach nhiem$")),
    ("directing_leader", re.compile(r"^(?:dong chi |lanh dao )?(?:chi dao|phu trach chi dao)(?: thuc hien)?$|^lanh dao phu trach$|^dong chi chi dao$")),
    ("executors", re.compile(r"^(?:(?:co quan|don vi|to chuc|bo phan|cac don vi) )?(?:thuc hien|tham gia|trien khai)$")),
    ("deadline", re.compile(r"^(?:thoi gian|thoi han|tien do|han|thoi diem|hoan thanh|moc)[\w ]{0,24}$")),
    ("product", re.compile(r"^(?:san pham|ket qua|dau ra|hinh thuc)[\w ]{0,24}$")),
    ("said", re.compile(r"^(?:dia diem|thanh phan|so luong|kinh phi|hinh thuc|chu de|doi tuong|tai lieu|so luong qua)[\w ]{0,16}$")),
    ("report", re.compile(r"^(?:che do|ky|thoi gian) bao cao$|^bao cao$")),
)  # fmt: skip
_LABELLED: Final = re.compile(r"^\s*(?P<label>[^:;.()]{2,48}?)\s*:\s*(?P<value>\S.*)$", re.DOTALL)
_DOER_LINE: Final = re.compile(
    r"\s*(?:chủ trì|phối hợp|tham mưu|chuẩn bị|trình|thực hiện|xây dựng, trình)(?!\w)",
    re.IGNORECASE,
)
_BRACKET: Final = re.compile(r"\s*\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*[.;]?\s*$")
_SAYS_WHO: Final = re.compile(
    r"chủ trì|phối hợp|^giao |hoàn thành|thời (?:gian|hạn)|^trước|^trong (?:quý|tháng|năm)|^quý|^chậm nhất|báo cáo trước|tham mưu|chuẩn bị|^xong|thực hiện trong",
    re.IGNORECASE,
)
_SAYS_NOTHING_ELSE: Final = re.compile(
    r"^(?:\W|(?:giao|cho|do|chủ trì|phối hợp|cùng|với|chuẩn bị|thực hiện|tổ chức|tham mưu|trình|triển khai|nội dung|các|chỉ đạo|và|xong|hoàn thành|trực tiếp)(?!\w))*$",
    re.IGNORECASE,
)
_LONGEST: Final = 330


@dataclass(frozen=True)
class Details:
    """What the lines below a task say of it."""

    doers: Doers = Doers()
    deadline: Deadline | None = None
    product: str | None = None
    rhythm: str = ""
    words: tuple[str, ...] = ()

    @property
    def is_time_only(self) -> bool:
        return self.deadline is not None and not self.doers.is_named and not self.product

    def __bool__(self) -> bool:
        return bool(self.words)

    def and_then(self, other: Details) -> Details:
        mine, theirs = self.doers, other.doers
        return Details(
            Doers(
                mine.lead or theirs.lead,
                mine.coordinators + theirs.coordinators,
                mine.executors + theirs.executors,
                mine.directing_leader or theirs.directing_leader,
            ),
            self.deadline or other.deadline,
            self.product or other.product,
            " ".join(filter(None, (self.rhythm, other.rhythm))),
            self.words + other.words,
        )


def details_of(words: str, when: When, *, is_programme: bool = False) -> Details | None:
    """What a line says of the task above it; None where it is a line of its own."""
    words = words.strip()
    if len(words) > _LONGEST:
        return None
    bracket = _BRACKET.match(words)
    if bracket:
        return details_in_bracket(bracket["inside"], when)
    values = _labelled(words)
    if values:
        return _of_values(values, words, when)
    if is_programme and (line := _doer_line(words, when)):
        return line
    return _only_who(words, when)


def details_in_bracket(inside: str, when: When) -> Details | None:
    """ "(Giao Ban Tổ chức chủ trì, tham mưu trong quý II/2027)", "(chủ trì: A; phối hợp: B)"."""
    if not _SAYS_WHO.search(inside):
        return None
    values: dict[str, str] = {}
    for part in re.split(
        r";\s*|\.\s+|,\s+(?=(?:phối hợp|thời gian|thời hạn|hoàn thành)\s*:)", inside
    ):
        values |= _labelled(part) or {}
    if values:
        return _of_values(values, inside, when)
    doers = doers_in(inside)
    deadline = deadline_of_cell(inside, when)
    if not doers.is_named and deadline.kind == "none":
        return None
    found = deadline if deadline.kind != "none" else None
    if found and found.kind != "event":
        found = _narrow(inside, found, when)
    return Details(doers, found, None, inside, (inside,))


def split_bracket(text: str, when: When) -> tuple[str, Details | None]:
    """A text without the bracket at its end that says who and when, and what that says."""
    found = re.search(r"\s*\((?P<inside>[^()]{5,300})\)\s*[.;,]?\s*$", text)
    details = details_in_bracket(found["inside"], when) if found else None
    return (text[: found.start()], details) if found and details else (text, None)


def _narrow(words: str, deadline: Deadline, when: When) -> Deadline:
    found = deadlines_in(words, when)
    return found[-1].deadline if found else deadline


def _labelled(words: str) -> dict[str, str]:
    found = _LABELLED.match(words)
    if not found:
        return {}
    label = fold(found["label"]).strip(" -+")
    role = next((role for role, pattern in _LABELS if pattern.match(label)), None)
    return {role: found["value"].strip()} if role else {}


def _of_values(values: dict[str, str], words: str, when: When) -> Details:
    lead, others = lead_and_others(values.get("lead", ""))
    time = values.get("deadline", "")
    deadline = deadline_of_cell(time.strip(" .;"), when) if time else None
    doers = Doers(
        lead=lead,
        coordinators=others + listed(values.get("coordinators", "")),
        executors=listed(values.get("executors", "")),
        directing_leader=values.get("directing_leader", "").strip(" .;") or None,
    )
    rhythm = " ".join(filter(None, (time, values.get("report", ""))))
    return Details(
        doers, deadline, values.get("product", "").strip(" .;") or None, rhythm, (words,)
    )


def _only_who(words: str, when: When) -> Details | None:
    """ "Giao Văn phòng chủ trì, phối hợp với Công an xã chuẩn bị, xong trước ngày 01/02/2027.": what is to be
    done stands above."""
    doers = doers_in(words)
    if not doers.lead or "chủ trì" not in words:
        return None
    deadline = next((one.deadline for one in deadlines_in(words, when)), None)
    rest = words.replace(deadline.text, " ") if deadline else words
    for name in filter(None, (doers.directing_leader, doers.lead, *doers.coordinators)):
        rest = rest.replace(name, " ")
    if _SAYS_NOTHING_ELSE.match(rest):
        return Details(replace(doers, act=""), deadline, words=(words,))
    return None


def _doer_line(words: str, when: When) -> Details | None:
    """In a programme: "Văn phòng Đảng ủy chủ trì, phối hợp các cơ quan tham mưu, trình trong tháng 4/2027"."""
    if time := re.match(r"(?:dự kiến|thời gian)(?!\w)", words, re.IGNORECASE):
        deadline = deadline_of_cell(words, when)
        return Details(deadline=_narrow(words, deadline, when), words=(words,)) if time else None
    named = named_at(words)
    if named is None or not _DOER_LINE.match(words[named.end :].lstrip(" ,")):
        return None
    doers = doers_in(words)
    deadline = deadline_of_cell(words, when)
    is_dated = deadline.kind != "none"
    return Details(
        replace(doers, act=""), _narrow(words, deadline, when) if is_dated else None, words=(words,)
    )


def together(found: Sequence[Details]) -> Details:
    whole = Details()
    for one in found:
        whole = whole.and_then(one)
    return whole
