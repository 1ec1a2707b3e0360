"""The fields of a document, from its head, title and closing: what is printed, and what follows from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lienthong.kernel.text.public import fold
from lienthong.records.texts.recognition import names
from lienthong.records.texts.recognition.closings import Closing
from lienthong.records.texts.recognition.grounds import (
    ABOVE_THE_SIGNATURE,
    BESIDE_A_BRACE,
    BY_ABBREVIATION,
    BY_ADDRESSEES,
    MISREAD,
    NO_TITLE,
    OPEN_PURPOSES,
    SEVERAL_SIGN,
    TWO_TYPES,
    UNDER_THE_NUMBER,
    UNDER_THE_TITLE,
)
from lienthong.records.texts.recognition.heads import Head
from lienthong.records.texts.recognition.lines import Line
from lienthong.records.texts.recognition.marks import secrecy_mark, urgency_mark
from lienthong.records.texts.recognition.recognised import RecognisedDocument
from lienthong.records.texts.recognition.source import Reason
from lienthong.records.texts.recognition.splitting import Zones
from lienthong.records.texts.recognition.titles import Title
from lienthong.records.texts.recognition.vocabulary import BY_CODE, LETTER, REGULATION, PrintedType

_COLLECTIVES = (
    "Ban Thường vụ",
    "Ban Chấp hành",
    "Ban Bí thư",
    "Bộ Chính trị",
    "Thường trực",
    "Đoàn Chủ tịch",
)
_MARK_REACH, _HEAD_REACH, _ANNEX_REACH = 15, 40, 4


@dataclass(frozen=True)
class Parts:
    """A document taken apart: its lines, and what its head, title and closing say."""

    lines: Sequence[Line]
    zones: Zones
    head: Head
    title: Title
    closing: Closing
    body_at: int

    @property
    def marked(self) -> list[Line]:
        """Where a mark of secrecy or urgency is looked for."""
        annex = self.zones.appendix_at
        head, top = self.lines[: self.body_at][:_HEAD_REACH], self.lines[:_MARK_REACH]
        return [*head, *self.lines[annex : annex + _ANNEX_REACH], *top]


def settle(parts: Parts, document: RecognisedDocument) -> None:
    """Every field of a document but its clauses."""
    head, title, closing = parts.head, parts.title, parts.closing
    _settle_kind(head, title, parts.zones, document)
    document.title = title.abstract or head.subject
    if head.is_bare and not title.abstract:
        document.grounds["title"] = UNDER_THE_NUMBER
    document.leave([head.subject] if title.abstract and head.subject else [], Reason.SECOND)
    _settle_number(head, closing, document)
    _settle_issuer(head, title, closing, document, " ".join(line.text for line in parts.lines))
    _settle_closing(closing, document)
    document.secrecy, document.urgency = secrecy_mark(parts.marked), urgency_mark(parts.marked)
    document.draft, document.attached = head.draft, title.attached
    document.arrival = _arrival(head)


def _settle_kind(head: Head, title: Title, zones: Zones, document: RecognisedDocument) -> None:
    """The type by its title line, else by the abbreviation in the number, else by the addressees."""
    code = head.number.type_code if head.number else None
    if title.kind:
        document.kind = title.kind
        if title.is_misread:
            document.grounds["type"] = MISREAD
    elif code and code in BY_CODE:
        document.kind = BY_CODE[code]
        document.grounds["type"] = TWO_TYPES if code == REGULATION.code else BY_ABBREVIATION
    elif head.subject or (zones.addressed_at is not None and head.has_motto):
        document.kind = LETTER
        document.grounds["type"] = BY_ADDRESSEES


def _arrival(head: Head) -> dict[str, str | None] | None:
    stamp = head.stamp
    office = names.in_normal_writing(stamp.office) if stamp.office else None
    return {"number": stamp.number, "date": stamp.date, "office": office} if stamp else None


def _settle_number(head: Head, closing: Closing, document: RecognisedDocument) -> None:
    """The number from its own line; day and place from the head, else from above the signature."""
    if head.number:
        document.number = head.number.notation
        if document.kind is REGULATION and head.number.type_code == "QĐi":
            document.kind = PrintedType(REGULATION.name, "QĐi", REGULATION.key)
    place = head.place or closing.place
    if place:
        document.place, document.date = place.place, place.date
    if place and not head.place:
        document.grounds |= {"place": ABOVE_THE_SIGNATURE, "date": ABOVE_THE_SIGNATURE}


def _settle_issuer(
    head: Head, title: Title, closing: Closing, document: RecognisedDocument, text: str
) -> None:
    """Superior above, issuer below it; without a head, the collective named under the title."""
    body = _collective(title, closing)
    if head.organisations:
        printed = head.organisations[-1]
        document.issuer = {
            "name": names.in_normal_writing(printed, text),
            "printed": printed,
            "body": body,
            "printed_body": title.body_of_issue,
            "under_type": title.under_type,
        }
        document.leave([title.under_type] if title.under_type else [], Reason.UNDER_TYPE)
    elif title.body_of_issue:
        printed = title.body_of_issue
        document.grounds["issuer"] = UNDER_THE_TITLE
        document.issuer = {
            "name": _in_full(names.in_normal_writing(printed, text), text),
            "printed": printed,
            "body": body,
            "printed_body": title.body_of_issue,
            "under_type": title.under_type,
        }
    if len(head.organisations) > 1:
        printed = head.organisations[-2]
        document.superior = {"name": names.in_normal_writing(printed, text), "printed": printed}
        document.leave(head.organisations[:-2], Reason.SECOND)


def _collective(title: Title, closing: Closing) -> str | None:
    """The collective that speaks: in the signing line, or under the title."""
    first = closing.signings[0] if closing.signings else None
    spoken = [
        title.body_of_issue or "",
        (first.body or "") if first and first.authority == "T/M" else "",
    ]
    for words in reversed(spoken):
        known = next((name for name in _COLLECTIVES if fold(words).startswith(fold(name))), None)
        if known:
            return known
    return None


def _in_full(name: str, text: str) -> str:
    """A short name the document itself explains: "Đảng bộ X các cơ quan … (Đảng bộ X)"."""
    for short in {name, *(name.removeprefix(f"{body} ") for body in _COLLECTIVES)}:
        pattern = rf"\b({re.escape(short)} [^().,;:]{{3,80}}?) \((?:sau đây gọi (?:tắt )?là )?{re.escape(short)}\)"
        if found := re.search(pattern, text):
            return name.replace(short, found[1])
    return name


def _settle_closing(closing: Closing, document: RecognisedDocument) -> None:
    document.signings = [signing.as_json() for signing in closing.signings]
    if len(closing.signings) > 1:
        document.grounds["signings"] = SEVERAL_SIGN
    if any(not signing.title for signing in closing.signings):
        document.grounds |= {"signing": NO_TITLE, "signings": NO_TITLE}
    document.recipients = closing.recipients.as_json()
    if open_purposes := closing.recipients.open_purposes:
        document.leave(open_purposes, Reason.OPEN_PURPOSE)
        document.grounds["recipients"] = OPEN_PURPOSES
    elif any(recipient.braced for recipient in closing.recipients.recipients):
        document.grounds["recipients"] = BESIDE_A_BRACE
    document.file_copy = closing.recipients.file_copies or None
    document.set_aside += closing.set_aside
