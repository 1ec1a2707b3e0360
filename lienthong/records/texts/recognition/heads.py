"""The head of a document: who issues it, its number and day, its type and abstract, its addressees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lienthong.kernel.text.public import fold, is_capitals
from lienthong.records.texts.recognition import names
from lienthong.records.texts.recognition.lines import Line
from lienthong.records.texts.recognition.marks import (
    ArrivalStamp,
    is_mark,
    is_stamp_line,
    names_stamp,
    read_stamp,
)
from lienthong.records.texts.recognition.numbers import (
    PlaceAndDate,
    PrintedNumber,
    place_and_date,
    printed_number,
    words_after_number,
)
from lienthong.records.texts.recognition.source import Aside, Reason
from lienthong.records.texts.recognition.vocabulary import (
    KINDS_OF_COPY,
    LETTER,
    MOTTOES,
    STATE_MOTTO_SECOND_LINE,
    YOUTH_MOTTOES,
)
from lienthong.records.texts.recognition.wrapping import in_one

_SUBJECT = re.compile(r"^[\"“(]?\s*(?:V/v|v/v|Về việc|V/ v|VV)\b[:\s]*")
_BROKEN_DATE = re.compile(r",\s*(?:ngay[\s\d.…_]*)?(?:thang[\s\d.…_]*)?(?:nam)?\s*$")
_REST_OF_DATE = re.compile(r"^(?:ngay\b[\s\d.…_]*)?(?:thang\b[\s\d.…_]*)?nam[\s\d.…_]*$")
_TERM = re.compile(r"(?:nhiem ky|khoa|lan thu)\b")
_DRAFT = re.compile(r"^[(\[\"“”'‘’*\s]*du thao\b")
_QUOTES = "()[]\"“”'‘’* "
_HANDLING = re.compile(
    r"^(?:ban so|xong hoi nghi|khong pho bien|tai lieu hoi nghi|luu hanh noi bo|so ban|tai lieu mat)"
)
# These alone name nobody: the name goes on in the next line.
_BARE_HEADS = {
    "dang uy",
    "chi bo",
    "dang bo",
    "ban chap hanh",
    "ban thuong vu",
    "thuong truc",
    "dai hoi",
}
_LONGEST_DRAFT_MARK = 40
_FEWEST_WORDS = 3
_GLUED = ("dang cong san viet nam", "cong hoa xa hoi chu nghia viet nam")


@dataclass
class Head:
    """What the lines before the title say."""

    number: PrintedNumber | None = None
    place: PlaceAndDate | None = None
    organisations: list[str] = field(default_factory=list)
    subject: str | None = None
    # Whether the abstract of a letter stands under the number without "V/v".
    is_bare: bool = False
    stamp: ArrivalStamp = field(default_factory=ArrivalStamp)
    draft: str | None = None
    has_motto: bool = False
    set_aside: list[Aside] = field(default_factory=list)

    def leave(self, lines: Iterable[Line], reason: Reason) -> None:
        self.set_aside += [Aside(line.text, reason) for line in lines]


def is_motto(line: Line) -> bool:
    folded = re.sub(r"[^a-z ]", "", line.folded).strip()
    return (
        folded in MOTTOES or re.sub(r"[^a-z]+", " ", line.folded).strip() == STATE_MOTTO_SECOND_LINE
    )


def is_head_line(line: Line) -> bool:
    """Whether a line can only stand in the head of a document."""
    return bool(
        is_motto(line)
        or is_mark(line)
        or printed_number(line)
        or place_and_date(line)
        or is_draft_mark(line)
        or line.text.strip("* ") == ""
    )


def is_draft_mark(line: Line) -> bool:
    """ "Dự thảo", "(Dự thảo lần 2)": alone on its line, often in quotes."""
    return bool(_DRAFT.match(line.folded)) and len(line.text) <= _LONGEST_DRAFT_MARK


def read_head(lines: Sequence[Line]) -> Head:
    """Each line of the head told apart by what it says, in whatever order the columns came."""
    head = Head()
    rest: list[Line] = []
    under_number: list[Line] = []
    is_under = False
    for line in _without_glued_motto(_with_wrapped_dates(_parted_at_asterisk(lines)), head):
        is_first = head.number is None
        if _take_line(line, head):
            is_under = is_first and head.number is not None
            continue
        rest.append(line)
        if is_under:
            under_number.append(line)
    rest = _take_bare_subject(_take_subject(rest, head), under_number, head)
    rest = _take_stamp(rest, head)
    _take_organisations(rest, head)
    _join_issuers(head)
    return head


def _parted_at_asterisk(lines: Sequence[Line]) -> list[Line]:
    """ "TỈNH ỦY X * Số 05-NQ/TU" run together on one line."""
    parted: list[Line] = []
    for line in lines:
        pieces = [piece.strip() for piece in line.text.split(" * ")]
        parted += [line] if len(pieces) == 1 else [replace(line, text=p) for p in pieces if p]
    return parted


def _with_wrapped_dates(lines: Sequence[Line]) -> list[Line]:
    """ "NHIỆM KỲ 2025 -" and "2030" below it are one line, "ngày 3 tháng 4" and "năm 2026" too; so is a motto
    that a narrow column wraps."""
    joined: list[Line] = []
    for line in lines:
        above = joined[-1] if joined else Line("")
        is_term = above.text.endswith("-") and re.fullmatch(r"\d{4}", line.text)
        is_date = _BROKEN_DATE.search(above.folded) and _REST_OF_DATE.match(line.folded)
        is_year = above.folded.endswith(" nam") and re.fullmatch(r"\d{4}", line.text)
        is_motto = f"{above.folded} {line.folded}" in MOTTOES
        if is_term or is_date or is_year or is_motto:
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
    return joined


def _without_glued_motto(lines: Sequence[Line], head: Head) -> list[Line]:
    """A motto the columns were run together with: "TỈNH ỦY X ĐẢNG CỘNG SẢN VIỆT NAM"."""
    kept: list[Line] = []
    for line in lines:
        glued = next((m for m in _GLUED if line.folded.endswith(" " + m)), None)
        if glued and not is_capitals(" ".join(line.text.split()[-len(glued.split()) :])):
            glued = None
        if glued:
            head.has_motto = True
            stem = " ".join(line.text.split()[: -len(glued.split())])
            line = Line(stem, line.blank_before, line.bold)
        kept.append(line)
    return kept


def _take_line(line: Line, head: Head) -> bool:
    """Fields a single line gives; True when the line is used up."""
    number = printed_number(line)
    if number:
        if number.notation is None or head.number:  # not given yet, or another's: kept as it stands
            head.leave([line], Reason.SECOND if head.number else Reason.NOT_GIVEN)
        head.number = head.number or number
        head.place = head.place or place_and_date(Line(words_after_number(line)))
        return True
    place = place_and_date(line)
    if place:
        if place.date is None or head.place:
            head.leave([line], Reason.SECOND if head.place else Reason.NOT_GIVEN)
        head.place = head.place or place
        return True
    if _DRAFT.match(line.folded):
        if head.draft:
            head.leave([line], Reason.SECOND)
        head.draft = head.draft or line.text.strip(_QUOTES)
        return True
    head.has_motto = head.has_motto or is_motto(line)
    return is_motto(line) or is_mark(line) or not line.text.strip("* ")


def _take_subject(lines: list[Line], head: Head) -> list[Line]:
    """The abstract of a letter: "V/v …" and the lines it runs on over."""
    start = next((i for i, line in enumerate(lines) if _SUBJECT.match(line.text)), None)
    if start is None:
        return lines
    end = start + 1
    all_parted = all(line.blank_before for line in lines)  # then blank lines say nothing
    while end < len(lines) and _continues_subject(lines[end], lines[start], all_parted=all_parted):
        end += 1
    head.subject = _unquoted(in_one(line.text for line in lines[start:end]))
    return lines[:start] + lines[end:]


def _take_bare_subject(lines: list[Line], under_number: list[Line], head: Head) -> list[Line]:
    """The abstract of a letter without "V/v": the lines right under its number."""
    is_letter = head.number is not None and head.number.type_code == LETTER.code
    found: list[Line] = []
    all_parted = all(line.blank_before for line in under_number)
    for line in under_number if is_letter and head.subject is None else ():
        is_other = is_capitals(line.text) or is_stamp_line(line) or line.cells
        is_parted = bool(found) and line.blank_before and not all_parted
        if is_other or is_parted or line.italic != under_number[0].italic:
            break
        found.append(line)
    words = in_one(line.text for line in found)
    if len(words.split()) < _FEWEST_WORDS or words.endswith((".", ":", ";")):
        return lines
    head.subject, head.is_bare = words, True
    return [line for line in lines if not any(line is one for one in found)]


def _unquoted(subject: str) -> str:
    """The abstract without the brackets or quotes it is set in; its own brackets stay."""
    bare = subject.strip('"“” ')
    if bare.startswith("("):
        bare = bare[1:].removesuffix(")") if bare.count("(") == bare.count(")") else bare[1:]
    return bare.strip()


def _continues_subject(line: Line, first: Line, *, all_parted: bool) -> bool:
    if is_stamp_line(line) or (is_capitals(line.text) and not is_capitals(first.text)):
        return False
    in_the_same_hand = all_parted and line.italic == first.italic and not line.cells
    return not line.blank_before or line.text[0].islower() or in_the_same_hand


def _take_stamp(lines: list[Line], head: Head) -> list[Line]:
    """The stamp of arrival, with the office that put it there on the line above."""
    stamp = [line for line in lines if is_stamp_line(line)]
    head.stamp = read_stamp(stamp)
    head.leave(stamp, Reason.ARRIVAL_STAMP)
    rest = [line for line in lines if line not in stamp]
    at = next((i for i, line in enumerate(lines) if names_stamp(line)), 0)
    above = lines[at - 1] if at else None
    if above and not lines[at].blank_before and names.is_organisation(above.text):
        head.stamp.office = names.repaired(above.text)
        rest = [line for line in rest if line is not above]
    again = [line for line in rest if _is_piece_of(line, head.stamp.office)]
    head.leave(again, Reason.ARRIVAL_STAMP)
    return [line for line in rest if not _is_piece_of(line, head.stamp.office)]


def _is_piece_of(line: Line, office: str | None) -> bool:
    """A line alone that repeats the stamp; set right below a superior it names the issuer."""
    stands_alone = line.blank_before and line.is_capitals
    return bool(office) and stands_alone and line.folded in fold(office or "")


def _take_organisations(lines: list[Line], head: Head) -> None:
    """Names in capitals, a wrapped one joined; anything else is writing by hand or a spoilt scan.
    A small office may print its name in small letters: read where none stands in capitals."""
    if not any(is_organisation_line(line) for line in lines):
        named = [line for line in lines if _is_name_in_small_letters(line)]
        head.organisations += [names.repaired(line.text) for line in named]
        head.leave((line for line in lines if line not in named), Reason.HANDWRITING)
        return
    congress, above = False, Line("")
    for line in lines:
        is_beside = line.folded in YOUTH_MOTTOES and len(lines) > 1
        if line.folded in KINDS_OF_COPY:
            head.leave([line], Reason.SECOND)
        elif is_beside or _HANDLING.match(line.folded) or not _looks_like_a_name(line):
            head.leave([line], Reason.HANDWRITING)
        elif (
            head.organisations
            and not _is_set_apart(line, above)
            and (
                congress
                or not names.is_organisation(line.text)
                or fold(head.organisations[-1]) in _BARE_HEADS
                or names.runs_over(head.organisations[-1], line.text)
            )
        ):
            head.organisations[-1] += " " + names.repaired(line.text)
        elif head.organisations and _is_joint(head.organisations[-1]):
            head.organisations[-1] = (
                head.organisations[-1].rstrip("- ") + " - " + names.repaired(line.text.lstrip("- "))
            )
        elif names.is_organisation(line.text) or line.bold:
            head.organisations.append(names.repaired(line.text))
        else:
            head.leave([line], Reason.HANDWRITING)
            continue
        above = line
        congress = line.folded.startswith("dai hoi")


def _is_set_apart(line: Line, above: Line) -> bool:
    """A superior is printed in regular letters, the issuer below it in bold ones; a term belongs to the name
    above it. # 36-HD/VPTW §II.1"""
    is_bold = line.bold and bool(above.text) and not above.bold
    return is_bold and not _TERM.match(line.folded)


def _join_issuers(head: Head) -> None:
    """ "Số 18-TTr/BTG-VP": as many bodies issue together as the symbol names, the last ones of the head."""
    symbol = (head.number and head.number.issuer_symbol) or ""
    several = len(symbol.split("-"))
    if several > 1 and len(head.organisations) > several:
        together = head.organisations[-several:]
        head.organisations[-several:] = [" - ".join(together)]


def _is_name_in_small_letters(line: Line) -> bool:
    words = line.text.split()
    is_plain = not set(line.text) & set("/:;.?!0123456789") and not line.italic
    return is_plain and 3 <= len(words) <= 14 and names.is_body_in_small_letters(line.text)


def _is_joint(printed: str) -> bool:
    """ "TỈNH ỦY - ỦY BAN NHÂN DÂN": bodies that issue together stand in a row."""
    parts = printed.rstrip(" -").split(" - ")
    return len(parts) > 1 and all(names.is_organisation(part) for part in parts)


def _looks_like_a_name(line: Line) -> bool:
    words = line.text.split()
    longest_word_is_a_word = all("/" not in word for word in words)
    return is_capitals(line.text) and longest_word_is_a_word and len(line.text) <= 140


def is_organisation_line(line: Line) -> bool:
    return _looks_like_a_name(line) and names.is_organisation(line.text)
