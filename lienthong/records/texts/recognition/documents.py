"""What stands printed in a text: one or several documents, their fields and their clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.addresses import number_eids
from lienthong.records.texts.clauses.identity import give_wids
from lienthong.records.texts.recognition import names
from lienthong.records.texts.recognition.closings import Closing, read_closing
from lienthong.records.texts.recognition.furniture import without_furniture
from lienthong.records.texts.recognition.grounds import (
    ABOVE_THE_SIGNATURE,
    BESIDE_A_BRACE,
    BY_ABBREVIATION,
    BY_ADDRESSEES,
    MISREAD,
    NO_TITLE,
    OPEN_PURPOSES,
    TWO_TYPES,
    UNDER_THE_TITLE,
    Ground,
    grounds_as_json,
)
from lienthong.records.texts.recognition.heads import Head, is_head_line, read_head
from lienthong.records.texts.recognition.joining import read_blocks
from lienthong.records.texts.recognition.lines import Line, read_lines
from lienthong.records.texts.recognition.marks import secrecy_mark, urgency_mark
from lienthong.records.texts.recognition.recipients import read_addressees
from lienthong.records.texts.recognition.scopes import dissemination_scope
from lienthong.records.texts.recognition.source import Aside, Reason
from lienthong.records.texts.recognition.splitting import Zones, find_zones, split_documents
from lienthong.records.texts.recognition.titles import Title, read_title
from lienthong.records.texts.recognition.trees import grow
from lienthong.records.texts.recognition.vocabulary import BY_CODE, LETTER, REGULATION, PrintedType

_COLLECTIVES = (
    "Ban Thường vụ",
    "Ban Chấp hành",
    "Ban Bí thư",
    "Bộ Chính trị",
    "Thường trực",
    "Đoàn Chủ tịch",
)
_SCRAWL_LENGTH = 45
_MARK_REACH = 15


@dataclass
class RecognisedDocument:
    """One document as printed; what is not printed is None, never guessed."""

    number: str | None = None
    kind: PrintedType | None = None
    title: str | None = None
    place: str | None = None
    date: str | None = None
    superior: dict[str, str] | None = None
    issuer: dict[str, str | None] | None = None
    signings: list[dict[str, Any]] = field(default_factory=list)
    addressees: list[str] | None = None
    recipients: list[dict[str, Any]] | None = None
    file_copy: list[str] | None = None
    dissemination_scope: dict[str, str] | None = None
    arrival: dict[str, str | None] | None = None
    secrecy: str | None = None
    urgency: str | None = None
    draft: str | None = None
    attached: str | None = None
    set_aside: list[Aside] = field(default_factory=list)
    grounds: dict[str, Ground] = field(default_factory=dict)
    body: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        fields = {
            name: value
            for name, value in vars(self).items()
            if name not in {"kind", "signings", "set_aside", "grounds"}
        }
        kind = self.kind
        fields |= {
            "type": {"name": kind.name, "code": kind.code, "key": kind.key} if kind else None,
            "signing": self.signings[0] if self.signings else None,
            "signings": self.signings,
        }
        aside = [one.as_json() for one in self.set_aside]
        printed = {name: value for name, value in fields.items() if name != "body"}
        return {**fields, **grounds_as_json(printed, self.grounds), "set_aside": aside}

    def leave(self, words: Iterable[str], reason: Reason) -> None:
        self.set_aside += [Aside(text, reason) for text in words]


def recognise(text: str) -> list[RecognisedDocument]:
    """Every document a text holds: a letter followed by the resolution it sends on is two."""
    furniture = without_furniture(read_lines(text))
    found: list[RecognisedDocument] = []
    start = 0
    for lines in split_documents(furniture.kept):
        document = _read_document(lines)
        document.set_aside += furniture.between(start, start + len(lines))
        found.append(document)
        start += len(lines)
    return found


def _read_document(lines: Sequence[Line]) -> RecognisedDocument:
    zones = find_zones(lines)
    document = RecognisedDocument()
    head, title, body_at = _read_opening(lines, zones, document)
    closing = read_closing(lines[zones.closing_at : zones.appendix_at])
    _settle_kind(head, title, zones, document)
    document.title = title.abstract or head.subject
    document.leave([head.subject] if title.abstract and head.subject else [], Reason.SECOND)
    _settle_number(head, closing, document)
    _settle_issuer(head, title, closing, document, " ".join(line.text for line in lines))
    _settle_closing(closing, document)
    marked = [
        *lines[:body_at][:40],
        *lines[zones.appendix_at : zones.appendix_at + 4],
        *lines[:_MARK_REACH],
    ]
    document.secrecy, document.urgency = secrecy_mark(marked), urgency_mark(marked)
    document.draft, document.attached = head.draft, title.attached
    document.arrival = _arrival(head)
    text = lines[body_at : zones.closing_at]
    has_scrawl = (
        body_at > 0
        and bool(document.set_aside)
        and lines[body_at - 1].text == document.set_aside[-1].text
    )
    _read_body(
        _without_note(text, document) if text and has_scrawl else text,
        lines[zones.appendix_at :],
        document,
    )
    return document


def _read_opening(
    lines: Sequence[Line], zones: Zones, document: RecognisedDocument
) -> tuple[Head, Title, int]:
    """Head, title and addressees; where the text of the document begins."""
    title = Title(None)
    if zones.title_at is not None:
        title = read_title(lines[: zones.closing_at], zones.title_at)
        head = read_head([*lines[: zones.title_at], *title.skipped])
        body_at = title.end
    elif zones.addressed_at is not None:
        head, body_at = read_head(lines[: zones.addressed_at]), zones.addressed_at
    else:
        body_at = _end_of_bare_head(lines[: zones.closing_at])
        head = read_head(lines[:body_at])
    document.set_aside += head.set_aside
    body_at = _skip_addressees(lines, zones, body_at, document)
    return head, title, _skip_scrawl(lines[: zones.closing_at], body_at, document)


def _end_of_bare_head(lines: Sequence[Line]) -> int:
    """Without title and addressees only lines that can stand nowhere else make the head."""
    last = max((i for i, line in enumerate(lines[:20]) if is_head_line(line)), default=-1)
    return last + 1


def _skip_addressees(
    lines: Sequence[Line], zones: Zones, body_at: int, document: RecognisedDocument
) -> int:
    at = zones.addressed_at
    if at is None or not body_at <= at <= body_at + 8 or at >= zones.closing_at:
        return body_at
    document.addressees, end = read_addressees(lines[: zones.closing_at], at)
    document.leave((line.text for line in lines[body_at:at]), Reason.HANDWRITING)
    return end


def _skip_scrawl(lines: Sequence[Line], body_at: int, document: RecognisedDocument) -> int:
    """Handwriting between title and text: short lines in another hand, no sentence among them."""
    while body_at < len(lines) and _is_scrawl(lines, body_at):
        document.leave([lines[body_at].text], Reason.HANDWRITING)
        body_at += 1
    return body_at


def _without_note(lines: Sequence[Line], document: RecognisedDocument) -> list[Line]:
    """A note by hand the scan put before the first words of the text: "*Tham mưu* Thực hiện …"."""
    first, *rest = lines
    note, words = first.text[: first.lead], first.text[first.lead :].strip()
    if (
        not 0 < first.lead <= 20
        or not words[:1].isupper()
        or first.italic
        or not note[-1].isalpha()
    ):
        return list(lines)
    document.leave([note], Reason.HANDWRITING)
    return [replace(first, text=words, lead=0), *rest]


def _is_scrawl(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    is_short = len(line.text) <= _SCRAWL_LENGTH and not line.text.endswith((".", ";", ":", ","))
    return (
        at + 1 < len(lines)
        and line.italic
        and is_short
        and not line.text.startswith(("-", "+", "Căn cứ"))
    )


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
        }
    elif title.body_of_issue:
        printed = title.body_of_issue
        document.grounds["issuer"] = UNDER_THE_TITLE
        document.issuer = {
            "name": _in_full(names.in_normal_writing(printed, text), text),
            "printed": printed,
            "body": body,
            "printed_body": title.body_of_issue,
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


def _read_body(
    lines: Sequence[Line], appendices: Sequence[Line], document: RecognisedDocument
) -> None:
    blocks, noise = read_blocks(lines)
    more, more_noise = read_blocks(appendices)
    body, again = grow(blocks)
    appended, more_again = grow(more)
    document.set_aside += [*noise, *more_noise, *again, *more_again]
    document.dissemination_scope = dissemination_scope([block.text for block in blocks])
    document.body = number_eids(give_wids([*body, *_roofed(appended)]))


def _roofed(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What stands after the signing without "PHỤ LỤC" printed above it is an appendix all the same."""
    loose = [node for node in nodes if node["kind"] != "appendix"]
    if not loose:
        return nodes
    roof = {"kind": "appendix", "marker": None, "heading": None, "text": "", "children": loose}
    return [roof, *(node for node in nodes if node["kind"] == "appendix")]
