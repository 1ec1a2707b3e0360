"""Where one document ends and the next begins, and the four parts of each document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from lienthong.records.texts.clauses.markers import marker_of
from lienthong.records.texts.recognition.closings import (
    authority_of,
    is_name,
    is_signer_title,
    opens_closing,
)
from lienthong.records.texts.recognition.heads import (
    is_draft_mark,
    is_head_line,
    is_motto,
    is_organisation_line,
)
from lienthong.records.texts.recognition.lines import Line
from lienthong.records.texts.recognition.marks import is_stamp_line
from lienthong.records.texts.recognition.numbers import place_and_date, printed_number
from lienthong.records.texts.recognition.recipients import (
    is_addressee_label,
    is_label_of_telegram,
    is_recipient_label,
)
from lienthong.records.texts.recognition.titles import is_telegram, type_of_line

APPENDIX = re.compile(
    r"^(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+|SỐ\s+)?(?:\d+[a-zA-Z]?|[IVX]+|[A-H]))?(?P<rest>[\s.:–-].*)?$"
)
_ANNEX = re.compile(
    r"^(?:DANH SÁCH|DANH MỤC|BIỂU|BẢNG|LỊCH|MẪU|ĐỀ CƯƠNG|DỰ TOÁN|BẢN ĐỒ|SƠ ĐỒ|PHÂN CÔNG|TỔNG HỢP|THỐNG KÊ)\b"
)
_ANNEX_NUMBER = re.compile(r"^(?:Biểu|Mẫu|Biểu mẫu|Bảng)(?:\s+số)?[:\s]+\d{1,3}[a-zA-Z]?\.?$")
_GOES_WITH = re.compile(r"^\(.*kem theo")
_HEAD_REACH = 80
_TALLEST_COVER = 25
_CLAUSES = {"part", "chapter", "article", "section", "clause"}
_LONG = 110


@dataclass(frozen=True)
class Zones:
    """Indices into the lines of one document: head, title at, body, closing, appendices."""

    title_at: int | None
    addressed_at: int | None
    closing_at: int
    appendix_at: int


def split_documents(lines: Sequence[Line]) -> list[list[Line]]:
    """The documents of one text: after the end of one, the head or title of another opens it."""
    starts, closed_at, in_appendix = [0], None, False
    for at, line in enumerate(lines):
        if (
            at > starts[-1]
            and closed_at is not None
            and _opens_document(lines, at, in_appendix=in_appendix)
        ):
            start = _head_start(lines, at, closed_at)
            starts.append(start)
            closed_at, in_appendix = None, False
        elif opens_closing(lines, at):
            closed_at = at
        elif closed_at is not None and (is_appendix_title(line) or line.cells):
            in_appendix = True
    ends = [*starts[1:], len(lines)]
    return [list(lines[start:end]) for start, end in zip(starts, ends, strict=True) if end > start]


def cover_of(lines: Sequence[Line]) -> int:
    """How many lines the cover of a report or scheme takes, 0 where there is none: the names of the bodies,
    the type and its abstract, which the letterhead below says again with number and day."""
    first = next((at for at, line in enumerate(lines[:_TALLEST_COVER]) if type_of_line(line)), None)
    if first is None or any(map(_is_of_a_letterhead, lines[:first])):
        return 0
    for at in range(first + 1, min(first + _TALLEST_COVER, len(lines))):
        line = lines[at]
        if line.cells or opens_closing(lines, at) or _begins_the_text(line):
            return 0
        if not _is_of_a_letterhead(line):
            continue
        head = list(takewhile(_may_head, lines[at : at + _TALLEST_COVER]))
        named = next((one for one, line in enumerate(head) if type_of_line(line)), len(head))
        below = lines[at + named : at + named + 1]
        is_again = any(_type_names(one) == _type_names(lines[first]) for one in below)
        return _head_start(lines, at, first) if is_again and _has_number(head[:named]) else 0
    return 0


def _type_names(line: Line) -> str | None:
    found = type_of_line(line)
    return found[0].name if found else None


def _is_of_a_letterhead(line: Line) -> bool:
    return bool(printed_number(line) or place_and_date(line) or is_motto(line))


def _begins_the_text(line: Line) -> bool:
    marker = marker_of(line.text)
    return marker is not None and marker.kind in _CLAUSES


def _opens_document(lines: Sequence[Line], at: int, *, in_appendix: bool) -> bool:
    line = lines[at]
    if is_motto(line) or (line.is_capitals and line.folded.endswith(" dang cong san viet nam")):
        following = lines[at : at + 15]
        return _has_number(following) if in_appendix else _heads_a_document(following)
    number = printed_number(line)
    if number and number.notation:
        return not line.cells
    return (
        not in_appendix
        and type_of_line(line) is not None
        and not _is_heading_of_appendix(lines, at)
    )


def _heads_a_document(lines: Sequence[Line]) -> bool:
    """The motto also stands in a seal; in a head, number, date, title or addressees follow."""
    return any(
        printed_number(line)
        or place_and_date(line)
        or type_of_line(line)
        or is_addressee_label(line)
        for line in lines
    )


def _has_number(lines: Sequence[Line]) -> bool:
    return any((number := printed_number(line)) and number.notation for line in lines)


def _is_heading_of_appendix(lines: Sequence[Line], at: int) -> bool:
    """ "DANH MỤC …" or "KẾ HOẠCH" under a table's roof: nothing but a table follows it."""
    following = lines[at + 1 : at + 8]
    return any(line.cells for line in following)


def _head_start(lines: Sequence[Line], at: int, closed_at: int) -> int:
    """Back over what belongs to the new document's head: names in capitals, stamps, marks."""
    start = at
    while start - 1 > closed_at and (
        _may_head(lines[start - 1]) or _is_rest_of_a_name(lines[start - 2], lines[start - 1])
    ):
        start -= 1
    return start


def _is_rest_of_a_name(above: Line, line: Line) -> bool:
    """ "NGỌC LIÊN" below "ĐẢNG ỦY ĐẶC KHU ĐẢO": it looks like a person, and is the rest of a name."""
    signs = authority_of(above) or is_signer_title(above) or is_signer_title(line)
    in_capitals = line.is_capitals and not (line.cells or line.blank_before)
    return in_capitals and not signs and is_organisation_line(above)


def _may_head(line: Line) -> bool:
    if is_draft_mark(line):
        return True
    if is_recipient_label(line) or authority_of(line) or is_signer_title(line) or is_name(line):
        return is_organisation_line(line)
    if line.text.startswith(("-", "+")) or line.cells:
        return False
    return (
        is_head_line(line)
        or is_stamp_line(line)
        or is_organisation_line(line)
        or _is_capital_scrap(line)
    )


def _is_capital_scrap(line: Line) -> bool:
    return line.is_capitals and len(line.text) <= 60 and not marker_of(line.text)


def is_appendix_title(line: Line) -> bool:
    found = APPENDIX.match(line.text)
    if not found or line.cells or len(line.text) > _LONG:
        return False
    return line.is_capitals or line.bold or not (found["rest"] or "").strip(" .:")


def find_zones(lines: Sequence[Line]) -> Zones:
    """The parts of a document: head up to the title, body, closing, appendices."""
    title_at = _title_at(lines)
    addressed_at = _addressed_at(lines, title_at)
    opening = title_at if title_at is not None else addressed_at
    start = 0 if opening is None else opening + 1
    closing_at = next(
        (at for at in range(start, len(lines)) if opens_closing(lines, at)), len(lines)
    )
    appendix_at = next(
        (at for at in range(start, len(lines)) if is_appendix_title(lines[at])), len(lines)
    )
    if appendix_at < closing_at < len(lines):
        appendix_at = next(
            (at for at in range(closing_at, len(lines)) if is_appendix_title(lines[at])), len(lines)
        )
    appendix_at = min(appendix_at, _loose_appendix(lines, closing_at))
    return Zones(title_at, addressed_at, min(closing_at, appendix_at), appendix_at)


def _title_at(lines: Sequence[Line]) -> int | None:
    """The line of the type's name, looked for until the text of the document begins."""
    for at, line in enumerate(lines[:_HEAD_REACH]):
        if is_addressee_label(line) or line.cells:
            return None
        if type_of_line(line):
            return at
        marker = marker_of(line.text)
        if marker and marker.kind in _CLAUSES:
            return None
    return None


def _addressed_at(lines: Sequence[Line], title_at: int | None) -> int | None:
    reach = lines[: (title_at or 0) + _HEAD_REACH]
    if title_at is not None and is_telegram(lines[title_at]):
        sent = (at for at, line in enumerate(reach) if at > title_at and is_label_of_telegram(line))
        if (at := next(sent, None)) is not None:
            return at
    return next((at for at, line in enumerate(reach) if is_addressee_label(line)), None)


def _loose_appendix(lines: Sequence[Line], closing_at: int) -> int:
    """A table, a long line or a titled list after the signing, where no "PHỤ LỤC" is printed."""
    for at in range(closing_at + 1, len(lines)):
        line = lines[at]
        start = _names_above(lines, at, closing_at)
        is_named = _ANNEX.match(line.text) and line.is_capitals
        if (is_named or _ANNEX_NUMBER.match(line.text)) and (
            lines[start].blank_before or _is_signed(lines[closing_at:start])
        ):
            return start
        if line.cells or len(line.text) > _LONG:
            return _title_above(lines, at, closing_at)
        if _GOES_WITH.match(line.folded):
            return _title_above(lines, at, closing_at)
    return len(lines)


def _is_signed(closing: Sequence[Line]) -> bool:
    """Whether the closing is over: somebody has signed, and nothing is begun on its last line."""
    return any(is_name(line) for line in closing) and not closing[-1].text.endswith((":", ","))


def _names_above(lines: Sequence[Line], at: int, closing_at: int) -> int:
    """Back over the head of an annex, which may name its office anew."""
    start = at
    while start - 1 > closing_at and (
        lines[start - 1].text == "*" or is_organisation_line(lines[start - 1])
    ):
        start -= 1
    return start


def _title_above(lines: Sequence[Line], at: int, closing_at: int) -> int:
    """Back over the title lines that stand above, as long as they cannot be part of the closing."""
    start = at
    while start - 1 > closing_at and (
        lines[start - 1].bold or lines[start - 1].is_capitals or _runs_on(lines[start])
    ):
        previous = lines[start - 1]
        if (
            is_signer_title(previous)
            or is_name(previous)
            or authority_of(previous)
            or previous.text.startswith("-")
        ):
            break
        start -= 1
    return start


def _runs_on(line: Line) -> bool:
    return line.text[0].islower() and not line.blank_before
