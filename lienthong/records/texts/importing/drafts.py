"""A document as it was read, set as a draft under the profile of a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lienthong.kernel.text.public import date_words, nfc
from lienthong.records.texts.layout import profile_on
from lienthong.records.texts.recognition.source import Reason
from lienthong.records.texts.typesetting import OfficialDocument, SignerBeside

DRAFT_MARK = "DỰ THẢO"
URGENCY = {
    "khan": "KHẨN",
    "thuong_khan": "THƯỢNG KHẨN",
    "hoa_toc": "HỎA TỐC",
    "hoa_toc_hen_gio": "HỎA TỐC HẸN GIỜ",
}
Printed = dict[str, Any]


def draft_of(paper: Printed, day: dt.date) -> OfficialDocument:
    """Everything that was read of a document, in its place; number and date as they were printed."""
    signing, kind = paper["signing"] or {}, paper["type"] or {}
    is_letter = kind.get("key") == "official_letter"
    return OfficialDocument(
        issuer=_printed_in_the_head(paper["issuer"]),
        superior=_printed_in_the_head(paper["superior"]),
        symbol=(paper["number"] or "").partition("-")[2],
        place=paper["place"] or "",
        type_name="" if is_letter else (kind.get("name") or "").upper(),
        under_type=(paper["issuer"] or {}).get("under_type") or "",
        abstract=nfc(paper["title"] or ""),
        body=paper["clauses"],
        authority=_authority(signing),
        beside=signers_beside(paper),
        signer_title=signing.get("title") or "",
        signer_name=signing.get("name") or "",
        recipients=(*map(_line, paper["recipients"] or ()), *(paper["file_copy"] or ())),
        addressees=tuple(paper["addressees"] or ()),
        address_word=paper["addressed_as"] or "",
        draft_mark=paper["draft"] or DRAFT_MARK,
        urgency=URGENCY.get(paper["urgency"] or "", ""),
        shown_number=paper["number"] or "",
        shown_date=_day_in_words(paper["date"]),
        template=profile_on(day).name,
    )


# What stands beside the text without being part of what the document says.
_BESIDE = frozenset(
    (Reason.PAGE_NUMBER, Reason.PAGE_HEADER, Reason.ARRIVAL_STAMP, Reason.SIGNING_STAMP)
) | frozenset(
    (Reason.SIGNATURE, Reason.WATERMARK, Reason.SCANNER, Reason.COMMENT, Reason.DELETED)
)  # fmt: skip
_SET = Reason.UNDER_TYPE  # set where it stood


def not_set(reading: Printed) -> list[str]:
    """What was set aside of a file and says something: notes at the foot, words no clause takes."""
    asides = (one for one in reading["set_aside"] if one["reason"] != _SET)
    return [f"{one['said']}: {one['text']}" for one in asides if one["reason"] not in _BESIDE]


def left_out_of(paper: Printed) -> list[str]:
    """What was read and has no place in the form: what it is attached to."""
    return [*filter(None, [paper["attached"]])]


def signers_beside(paper: Printed) -> list[SignerBeside]:
    """Who signs beside the one who answers for the document: "THƯ KÝ Vì Văn Sơn"."""
    others = (one for one in paper["signings"] if one != paper["signing"])
    return [SignerBeside(_authority(one), one["title"] or "", one["name"] or "") for one in others]


def _authority(signing: Printed) -> str:
    """ "T/M BAN THƯỜNG VỤ"."""
    return " ".join(filter(None, (signing.get("authority"), signing.get("body"))))


def _printed_in_the_head(unit: Printed | None) -> str:
    """ "TỈNH ỦY ĐỒNG XUÂN"; a body that is named under the type stays there. # 36-HD/VPTW §II.1.2"""
    if not unit or unit["printed"] == unit.get("printed_body"):
        return ""
    return str(unit["printed"])


def _line(recipient: Printed) -> str:
    purpose = recipient["purpose_text"]
    return f"{recipient['name']} ({purpose})" if purpose else str(recipient["name"])


def _day_in_words(day: str | None) -> str:
    return date_words(dt.date.fromisoformat(day)) if day else ""
