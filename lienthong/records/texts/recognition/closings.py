"""The end of a paper: who signs, by what authority, and to whom the paper goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.alphabet import vietnamese
from lienthong.records.texts.recognition import names
from lienthong.records.texts.recognition.lines import Line
from lienthong.records.texts.recognition.numbers import PlaceAndDate, place_and_date
from lienthong.records.texts.recognition.recipients import RecipientList, is_recipient_label
from lienthong.records.texts.recognition.vocabulary import (
    AUTHORITY,
    AUTHORITY_WORDS,
    MOTTOES,
    SIGNER_TITLES,
)

_RANK = re.compile(
    r"^(?:(?:Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy|Thượng úy|"
    r"GS|PGS|TS|ThS|BS|CN|KS|Đ/c|Đồng chí)\b[.,:\s]*)+"
)
_NAME_WORD = vietnamese(r"[A-ZÀ-Ỹ][a-zà-ỹ]*(?:['’][A-Za-zà-ỹ]+)?(?:-[A-ZÀ-Ỹa-zà-ỹ]+)*")
_NAME = re.compile(rf"^{_NAME_WORD}(?: {_NAME_WORD}){{1,5}}$")
_CAPITAL_NAME = re.compile(vietnamese(r"^[A-ZÀ-Ỹ']+(?: [A-ZÀ-Ỹ']+){1,4}$"))
_SIGNED = re.compile(r"^\(?\s*(?:da ky|ky ten|ky, |ky va|chu ky|ky, ghi ro|da ki|ky)\b.*$")


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
    noise: list[str] = field(default_factory=list)

    def take_place(self, line: Line, place: PlaceAndDate) -> None:
        """Place and day above the signature; a second one, or one without a day, stays as it stands."""
        if self.place or place.date is None:
            self.noise.append(line.text)
        self.place = self.place or place


def authority_of(line: Line) -> re.Match[str] | None:
    """ "T/M BAN THƯỜNG VỤ": authority words before the name of a body, in capitals."""
    found = AUTHORITY.match(line.text)
    if not found or len(line.text) > 120:
        return None
    return found if line.is_capitals or ("/" in found["word"] and len(line.text) <= 60) else None


def is_signer_title(line: Line) -> bool:
    folded = re.sub(r"^(?:q\.|quyen)\s*", "", line.folded)
    return (
        line.is_capitals
        and len(folded) <= 90
        and any(re.match(rf"{title}\b", folded) for title in SIGNER_TITLES)
    )


def is_name(line: Line) -> bool:
    text = _RANK.sub("", line.text).strip(" .")
    if line.folded in MOTTOES:  # it also stands in the seal
        return False
    if line.is_capitals:
        return (
            bool(_CAPITAL_NAME.match(text))
            and not is_signer_title(line)
            and not names.is_organisation(text)
        )
    return bool(_NAME.match(text))


def opens_closing(lines: Sequence[Line], at: int) -> bool:
    """Whether the end of the paper begins on this line."""
    line = lines[at]
    if line.cells:
        return False
    if is_recipient_label(line) or authority_of(line):
        return True
    if not is_signer_title(line):
        return False
    following = lines[at + 1 : at + 5]
    return any(is_name(later) or is_recipient_label(later) for later in following)


def read_closing(lines: Sequence[Line]) -> Closing:
    """Recipients and signing, in whatever order the two columns came."""
    closing = Closing()
    for line in lines:
        _take(line, closing)
    closing.signings = [
        s for s in closing.signings if s.name or not _is_repeated(s, closing.signings)
    ]
    return closing


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
    elif line.folded in MOTTOES or (_SIGNED.match(line.folded) and len(line.text) < 40):
        closing.noise.append(line.text)
    elif place := place_and_date(line):
        closing.take_place(line, place)
    elif is_name(line) and _expects_name(line, closing) and not closing.recipients.takes_name(line):
        next(s for s in closing.signings if s.name is None).name = line.text
    elif _continues_title(line, closing):
        _continue_title(line, closing)
    elif not closing.recipients.take(line):
        closing.noise.append(line.text)


def _take_authority(found: re.Match[str], closing: Closing) -> None:
    """A second authority line under the first ("T/M … / K/T CHỦ TỊCH") belongs to one signing."""
    closing.recipients.interrupt()
    word = found["word"]
    body = names.repaired(found["body"]).strip(" .:") or None
    last = closing.signings[-1] if closing.signings else None
    if last and last.authority and not last.title and not last.name:
        last.title = f"{AUTHORITY_WORDS.get(word, word)} {body or ''}".strip()
        return
    closing.signings.append(Signing(AUTHORITY_WORDS.get(word, word), body))


def _take_title(line: Line, closing: Closing) -> None:
    closing.recipients.interrupt()
    last = closing.signings[-1] if closing.signings else None
    if last and not last.name and last.title and last.authority:
        stands_in = last.title.startswith("K/T ")
        last.title += (", " if stands_in else " ") + line.text.strip(" .,")
    elif last and not last.name and not last.title:
        last.title = line.text.strip(" .,")
    else:
        closing.signings.append(Signing(title=line.text.strip(" .,")))


def _expects_name(line: Line, closing: Closing) -> bool:
    """A name in capitals could as well be a place; it is taken only below a title."""
    nameless = [signing for signing in closing.signings if signing.name is None]
    return bool(nameless) and (bool(nameless[0].title) or not line.is_capitals)


def _is_title_in_small_letters(line: Line, closing: Closing) -> bool:
    """ "Bí thư" right below "T/M Ban Thường vụ"."""
    last = closing.signings[-1] if closing.signings else None
    awaited = last is not None and last.title is None and last.name is None
    return (
        awaited
        and len(line.text) <= 40
        and any(re.match(rf"{title}\b", line.folded) for title in SIGNER_TITLES)
    )


def _continues_title(line: Line, closing: Closing) -> bool:
    """A body or a title printed over two lines, still in capitals."""
    return (
        bool(closing.signings)
        and line.is_capitals
        and not closing.signings[-1].name
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
