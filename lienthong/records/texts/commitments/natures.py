"""What a part of a paper is about, by its heading; which papers promise nothing (T-15)."""

from __future__ import annotations

import re
from typing import Final

from lienthong.kernel.text.public import fold
from lienthong.records.texts.commitments.paper import Paper

PAST, VIEWS, DEMANDS, AIMS, PROPOSALS, WORK, GIVEN = (
    "past", "views", "demands", "aims", "proposals", "work", "given",
)  # fmt: skip
# Rules for everybody, requests upwards, records of what was said: none of them gives a task. # T-15
SILENT_TYPES: Final = frozenset(
    (
        "guidance", "submission", "minutes", "regulation", "working_rules", "copy", "platform", "charter",
        "communique", "declaration", "appeal", "decree", "state_circular", "law", "ordinance",
        "letter_of_introduction", "certificate", "travel_order", "leave_document", "invitation", "transfer_slip",
        "dispatch_slip", "formal_letter",
    )
)  # fmt: skip
_HEADINGS: Final = (
    (PROPOSALS, r"^(?:mot so |nhung |ve )?(?:kien nghi|de xuat)"),
    (GIVEN, r"to chuc thuc hien|^to chuc trien khai|^phan cong|^(?:phan cong )?trach nhiem (?:cua|thuc hien|to chuc)|^trach nhiem|^(?!.*muc dich|muc tieu|mot so|cac|nhung|ve)\w.* yeu cau$|^che do (?:thong tin|bao cao)|kiem tra, giam sat, (?:bao cao|so ket)|^giao "),
    (AIMS, r"(?<!dat )(?<!dat cac )(?<!hien )(?<!hien cac )(?<!thanh )(?:muc tieu|chi tieu)"),
    (WORK, r"nhiem vu|giai phap|phuong huong|noi dung|thoi gian toi|lo trinh|ke hoach|cong viec"),
    (DEMANDS, r"^(?:muc dich, )?yeu cau"),
    (VIEWS, r"^(?:quan diem|muc dich|phuong cham|nguyen tac|pham vi|doi tuong|tam nhin|y nghia|y kien)|^ve quan diem"),
)  # fmt: skip
_NATURES: Final = tuple((nature, re.compile(pattern)) for nature, pattern in _HEADINGS)
_FUTURE: Final = re.compile(
    r"phuong huong|nhiem vu|thoi gian toi|giai phap|(?:quy|nam|thang) (?:toi|sau)|chuong trinh"
)
_WORK_FIRST: Final = re.compile(r"(?:cac |mot so )?(?:nhiem vu|giai phap)\b")
_LEVELS: Final = (
    (0, re.compile(r"trung uong|bo chinh tri|ban bi thu|(?:so|bo) \w+$")),
    (
        1,
        re.compile(
            r"tinh uy|thanh uy|(?:ban|uy ban|van phong|hdnd|ubnd)\b.*\btinh|dang bo tinh|khoi cac co quan|cap tren|huyen uy"
        ),
    ),
    (3, re.compile(r"chi bo|dang uy bo phan|chi uy")),
    (2, re.compile(r"dang uy|\bxa\b|phuong|dac khu")),
)
_LONGEST_HEADING: Final = 220


def is_silent(paper: Paper) -> bool:
    """Whether a paper promises and orders nothing by what it is."""
    return paper.type_key in SILENT_TYPES or _goes_upwards(paper)


def first_nature(paper: Paper) -> str:
    """A report tells of the past until a heading says otherwise."""
    return PAST if paper.type_key == "report" else ""


def nature_of(heading: str, above: str) -> str:
    """What a heading says its part is about; what stands above it where it says nothing."""
    if not heading or len(heading) > _LONGEST_HEADING:
        return above
    folded = fold(heading).strip(" :.")
    if above in (PAST, PROPOSALS) and not _FUTURE.search(folded):
        return above
    if _is_about_the_past(folded):
        return PAST
    if _WORK_FIRST.match(folded):
        return WORK
    found = next((nature for nature, pattern in _NATURES if pattern.search(folded)), above)
    return above if above in (VIEWS, AIMS, GIVEN) and found in (WORK, PAST) else found


def _is_about_the_past(folded: str) -> bool:
    return bool(
        re.match(
            r"(?:ve |nhung |mot so |cong tac )*(?:tinh hinh|ket qua|uu diem|han che|ton tai|khuyet diem|nguyen nhan|thuc trang|bai hoc|danh gia (?:tinh|ket|chung|thang|quy|nam)|boi canh|"
            r"dac diem|su can thiet|can cu|co so (?:phap ly|chinh tri|xay dung)|kho khan|thuan loi|vuong mac)",
            folded,
        )
        and not _FUTURE.search(folded)
    )


def _goes_upwards(paper: Paper) -> bool:
    """A letter to those above: what it asks for are proposals."""
    if paper.type_key != "official_letter" or not paper.addressees:
        return False
    own = _level(paper.issuer)
    levels = [_level(one) for one in paper.addressees]
    return own is not None and all(one is not None and one < own for one in levels)


def _level(body: str) -> int | None:
    folded = fold(body)
    return next((level for level, pattern in _LEVELS if pattern.search(folded)), None)
