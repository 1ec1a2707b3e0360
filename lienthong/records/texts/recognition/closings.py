"""The end of a document: who signs, by what authority, and to whom the document goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.markers import marker_of
from lienthong.records.texts.recognition import names
from lienthong.records.texts.recognition.lines import Line
from lienthong.records.texts.recognition.marks import is_page_number
from lienthong.records.texts.recognition.numbers import PlaceAndDate, place_and_date
from lienthong.records.texts.recognition.persons import (
    begins_with_title,
    is_mark_of_signature,
    is_person,
    is_person_in_capitals,
    is_title_alone,
    without_rank,
)
from lienthong.records.texts.recognition.recipients import RecipientList, is_recipient_label
from lienthong.records.texts.recognition.source import Aside, Reason
from lienthong.records.texts.recognition.vocabulary import (
    AUTHORITY,
    AUTHORITY_WORDS,
    MOTTOES,
)

_SIGNED = re.compile(r"^\(?\s*(?:da ky|ky ten|ky, |ky va|chu ky|ky, ghi ro|da ki|ky)\b.*$")
_OFFICE = re.compile(r"^(?:pho )?(?:bi thu|chu tich|truong ban|chu nhiem|chanh van phong)\b")
_TALLEST_SIGNING = 16
# Nothing of these stands among the lines of a signing.
_PARTS_OF_A_TEXT = {"part", "chapter", "muc", "article"}


@dataclass
class Signing:
    """One signing: "T/M BAN THƯỜNG VỤ / PHÓ BÍ THƯ / Đỗ Thị Ví Dụ"."""

    authority: str | None = None
    body: str | None = None
    title: str | None = None
    name: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "authority": self.authority,
            "body": self.body,
            "title": self.title,
            "name": self.name,
        }


@dataclass
class Closing:
    signings: list[Signing] = field(default_factory=list)
    recipients: RecipientList = field(default_factory=RecipientList)
    place: PlaceAndDate | None = None
    set_aside: list[Aside] = field(default_factory=list)

    def take_place(self, line: Line, place: PlaceAndDate) -> None:
        """Place and day above the signature; a second one, or one without a day, stays as it stands."""
        if self.place or place.date is None:
            self.set_aside.append(Aside(line.text, Reason.SECOND))
        self.place = self.place or place


def authority_of(line: Line) -> re.Match[str] | None:
    """ "T/M BAN THƯỜNG VỤ": authority words before the name of a body, in capitals."""
    found = AUTHORITY.match(line.text)
    if not found or len(line.text) > 120:
        return None
    return found if line.is_capitals or ("/" in found["word"] and len(line.text) <= 60) else None


def is_signer_title(line: Line) -> bool:
    folded = re.sub(r"^(?:q\.|quyen)\s*", "", line.folded)
    return line.is_capitals and len(folded) <= 90 and begins_with_title(folded)


def is_name(line: Line) -> bool:
    if line.folded in MOTTOES:  # it also stands in the seal
        return False
    if line.is_capitals:
        return (
            is_person_in_capitals(line.text)
            and not is_signer_title(line)
            and not names.is_organisation(without_rank(line.text))
        )
    return is_person(line.text)


def opens_closing(lines: Sequence[Line], at: int) -> bool:
    """Whether the end of the document begins on this line."""
    line = lines[at]
    if line.cells or _is_heading_of_a_part(lines, at):
        return False
    if is_recipient_label(line) or authority_of(line):
        return True
    if _is_body_over_title(lines, at):
        return opens_closing(lines, at + 1)
    if is_title_alone(line.text) and not line.is_capitals:
        return _only_signings_follow(lines[at : at + _TALLEST_SIGNING])
    if not is_signer_title(line):
        return False
    following = list(takewhile(_is_no_part, lines[at + 1 : at + 5]))
    if any(is_name(later) or is_recipient_label(later) for later in following):
        return True
    return _only_signings_follow(lines[at : at + _TALLEST_SIGNING])


def _is_heading_of_a_part(lines: Sequence[Line], at: int) -> bool:
    """ "CHÁNH VĂN PHÒNG" below "Chương III": the office a chapter is about, and nobody signs."""
    above = marker_of(lines[at - 1].text) if at else None
    return above is not None and above.style in _PARTS_OF_A_TEXT and not above.rest


def _is_no_part(line: Line) -> bool:
    marker = marker_of(line.text)
    return marker is None or marker.style not in _PARTS_OF_A_TEXT


def _only_signings_follow(lines: Sequence[Line]) -> bool:
    """ "Thư ký", "(đã ký)", "Lù Thị Chẩn": titles in small letters, where the document ends with them."""
    named = False
    for line in lines:
        if is_recipient_label(line) or authority_of(line):
            break
        if line.cells or not (_stands_in_signing(line) or place_and_date(line)):
            return False
        named = named or (is_name(line) and not is_title_alone(line.text))
    return named


def _stands_in_signing(line: Line) -> bool:
    text = line.text
    return is_title_alone(text) or is_name(line) or is_mark_of_signature(text)


def read_closing(lines: Sequence[Line]) -> Closing:
    """Recipients and signing, in whatever order the two columns came."""
    closing = Closing()
    for at, line in enumerate(lines):
        last = closing.signings[-1] if closing.signings else None
        is_next = last is None or bool(last.title or last.name)
        if is_next and _is_body_over_title(lines, at):
            closing.recipients.interrupt()
            closing.signings.append(Signing(body=names.repaired(line.text)))
        elif _is_title_over_name(lines, at) and not closing.recipients.is_open:
            _take_title(line, closing)
        elif _is_rest_of_title(lines, at, closing):
            closing.signings[-1].title = f"{closing.signings[-1].title} {line.text}"
        else:
            _take(line, closing)
    closing.signings = [
        s for s in closing.signings if s.name or not _is_repeated(s, closing.signings)
    ]
    return closing


def _is_body_over_title(lines: Sequence[Line], at: int) -> bool:
    """ "BAN TỔ CHỨC" above "TRƯỞNG BAN": where two bodies sign, each is named above its signer."""
    line, below = lines[at], lines[at + 1 : at + 2]
    if line.cells or not line.is_capitals or not names.is_organisation(line.text):
        return False
    if is_signer_title(line) or authority_of(line) or line.text.endswith((":", ".")):
        return False
    if below and below[0].blank_before and not line.blank_before:  # the last line of its column
        return False
    return any(
        not other.cells and (is_signer_title(other) or bool(authority_of(other))) for other in below
    )


def _is_title_over_name(lines: Sequence[Line], at: int) -> bool:
    """A title in small letters is one where its mark of signature, a name or another title follows."""
    below = lines[at + 1 : at + 2]
    return is_title_alone(lines[at].text) and any(map(_stands_in_signing, below))


def _is_rest_of_title(lines: Sequence[Line], at: int, closing: Closing) -> bool:
    """ "TRƯỞNG BAN" over "XÂY DỰNG ĐẢNG": the letters of a name, but whoever signs is named further down."""
    line, last = lines[at], closing.signings[-1] if closing.signings else None
    if not last or not last.title or last.name or line.blank_before or not is_name(line):
        return False
    if not line.is_capitals or not last.title.endswith(lines[at - 1].text.strip(" .,")):
        return False
    nameless = sum(signing.name is None for signing in closing.signings)
    below = [other for other in lines[at + 1 : at + _TALLEST_SIGNING] if not other.is_capitals]
    return sum(is_name(other) and not is_title_alone(other.text) for other in below) >= nameless


def _is_repeated(signing: Signing, signings: list[Signing]) -> bool:
    """A signing without a name that stands again with one."""
    said = (signing.authority, signing.body, signing.title)
    return not any(said) or any(s.name and said == (s.authority, s.body, s.title) for s in signings)


def _take(line: Line, closing: Closing) -> None:
    authority = authority_of(line)
    if authority:
        _take_authority(authority, closing)
    elif is_signer_title(line) or _is_title_in_small_letters(line, closing):
        _take_title(line, closing)
    elif reason := _no_part_of_it(line):
        closing.set_aside.append(Aside(line.text, reason))
    elif place := place_and_date(line):
        closing.take_place(line, place)
    elif is_name(line) and _expects_name(line, closing) and not closing.recipients.takes_name(line):
        next(s for s in closing.signings if s.name is None).name = line.text
    elif _continues_title(line, closing):
        _continue_title(line, closing)
    elif not closing.recipients.take(line):
        closing.set_aside.append(Aside(line.text, Reason.UNPLACED))


def _no_part_of_it(line: Line) -> Reason | None:
    """Page numbers, the motto in the seal, "(đã ký)"."""
    if is_page_number(line.text):
        return Reason.PAGE_NUMBER
    is_mark = _SIGNED.match(line.folded) and len(line.text) < 40
    return Reason.SIGNATURE if is_mark or line.folded in MOTTOES else None


def _take_authority(found: re.Match[str], closing: Closing) -> None:
    """A second authority line under the first ("T/M … / K/T CHỦ TỊCH") belongs to one signing; a second
    "T/M" speaks for another body."""
    closing.recipients.interrupt()
    word = found["word"]
    body = names.repaired(found["body"]).strip(" .:") or None
    last = closing.signings[-1] if closing.signings else None
    if last and last.authority == AUTHORITY_WORDS.get(word, word) == "T/M":
        closing.signings.append(Signing("T/M", body))
        return
    if last and last.authority and not last.title and not last.name:
        last.title = f"{AUTHORITY_WORDS.get(word, word)} {body or ''}".strip()
        return
    if last and not (last.authority or last.title or last.name):  # "BAN TỔ CHỨC / K/T TRƯỞNG BAN"
        last.authority = AUTHORITY_WORDS.get(word, word)
        last.body = " ".join(filter(None, (body, last.body)))
        return
    closing.signings.append(Signing(AUTHORITY_WORDS.get(word, word), body))


def _take_title(line: Line, closing: Closing) -> None:
    closing.recipients.interrupt()
    last = closing.signings[-1] if closing.signings else None
    is_chair = last is not None and _is_chair(last, line)
    if last and not last.name and last.title and (last.authority or is_chair):
        stands_in = last.title.startswith("K/T ") or is_chair
        last.title += (", " if stands_in else " ") + line.text.strip(" .,")
    elif last and not last.name and not last.title:
        last.title = line.text.strip(" .,")
    else:
        closing.signings.append(Signing(title=line.text.strip(" .,")))


def _is_chair(signing: Signing, line: Line) -> bool:
    """ "CHỦ TRÌ / BÍ THƯ": who presides signs in the meeting's role and in the office held; so does who
    takes the minutes, in one column."""
    folded = fold(signing.title or "")
    takes_minutes = folded.startswith(("nguoi ghi", "thu ky")) and not line.blank_before
    is_role = takes_minutes or folded.startswith(("chu tri", "chu toa"))
    return is_role and bool(_OFFICE.match(line.folded))


def _expects_name(line: Line, closing: Closing) -> bool:
    """A name in capitals could as well be a place; it is taken only below a title."""
    nameless = [signing for signing in closing.signings if signing.name is None]
    return bool(nameless) and (bool(nameless[0].title) or not line.is_capitals)


def _is_title_in_small_letters(line: Line, closing: Closing) -> bool:
    """ "Bí thư" right below "T/M Ban Thường vụ"."""
    last = closing.signings[-1] if closing.signings else None
    awaited = last is not None and last.title is None and last.name is None
    return awaited and len(line.text) <= 40 and begins_with_title(line.folded)


def _continues_title(line: Line, closing: Closing) -> bool:
    """A body or a title printed over two lines, still in capitals; a second title: "kiêm …"."""
    last = closing.signings[-1] if closing.signings else None
    return (
        last is not None
        and not last.name
        and (line.is_capitals or (bool(last.title) and line.folded.startswith("kiem ")))
        and not fold(line.text).startswith(("noi nhan", "luu"))
    )


def _continue_title(line: Line, closing: Closing) -> None:
    signing = closing.signings[-1]
    if signing.title:
        signing.title += " " + line.text
    elif signing.body:
        signing.body += " " + names.repaired(line.text)
    else:
        signing.title = line.text
