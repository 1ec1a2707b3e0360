"""The form of a document as it is printed in a file, against the guidance of its day.

A file is warned of its form and never refused for it: the system prints what it issues in its own form.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.gaps import gaps_in
from lienthong.records.texts.clauses.notes import last_words
from lienthong.records.texts.layout import PROFILES, Profile, profile_on
from lienthong.records.texts.recognition.closings import (
    Signing,
    authority_of,
    is_name,
    is_signer_title,
)
from lienthong.records.texts.recognition.facts import Parts
from lienthong.records.texts.recognition.heads import is_motto
from lienthong.records.texts.recognition.lines import Line
from lienthong.records.texts.recognition.numbers import place_and_date, printed_number
from lienthong.records.texts.recognition.persons import without_rank
from lienthong.records.texts.recognition.recognised import RecognisedDocument
from lienthong.records.texts.recognition.titles import type_of_line
from lienthong.records.texts.recognition.vocabulary import BY_CODE, LETTER, PrintedType

ERROR, WARNING = "error", "warning"
_COMMITTEES = re.compile(r"(?:dang uy|tinh uy|thanh uy|dang bo|chi bo|chi uy|quan uy)\b")
_PARTY = re.compile(
    r"(?:dang uy|tinh uy|thanh uy|dang bo|chi bo|chi uy|quan uy|uy ban kiem tra|van phong (?:tinh|thanh|dang) uy"
    r"|ban (?:to chuc|xay dung dang|tuyen giao|noi chinh|thuong vu|chap hanh))\b"
)
_AT_THE_BASE = re.compile(r"dang uy (?:xa|phuong|dac khu)\b")
_STATE_MOTTO = re.compile(r"cong hoa xa hoi chu nghia|doc lap")
_STATE_ORDER = re.compile(r"^\d+[a-z]?/(?:\d{4}/)?\w+(?:-\w+)*$")
_LEADING_ZERO = re.compile(r"^[1-9][a-z]?\s*[-–/]")
_ONE_DIGIT_DAY = re.compile(r"\bngày\s+\d\s+tháng|\btháng\s+[12]\s+năm", re.IGNORECASE)
_DAY_LEFT_OUT = re.compile(r"\bngay[\s.…_]*thang\s*\d", re.IGNORECASE)
_FILE_COPY = re.compile(r"^L[uư]u\s*:|\bVT\b", re.IGNORECASE)
_CLOSES = re.compile(r"\./\.$|\.$")
_NO_SUCH_AUTHORITY = re.compile(r"^T/U\b(?!\.?Q)")
_MILITARY = re.compile(r"^(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy|uý)\b", re.IGNORECASE)
_PARTY_AUTHORITY: Final = {"T/M", "K/T", "T/L", "T/UQ", "T/U.Q", "Q."}
# 399-QĐ/TW Art. 11 and 13 (likely): what is not issued at the base. Warnings, never a block.
_NOT_AT_THE_BASE: Final = {"directive", "circular", "communique", "declaration", "appeal", "strategy"}  # fmt: skip
_NOT_OF_A_BRANCH: Final = _NOT_AT_THE_BASE | {"regulation", "guidance"}
_NO_RECIPIENTS: Final = {"minutes"}


@dataclass(frozen=True)
class Fault:
    """One thing about the printed form: its code, whether a compulsory part is missing, and the facts."""

    code: str
    level: str = WARNING
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "level": self.level, "facts": dict(self.facts)}


Faults = Iterator[Fault]


def _missing(code: str) -> Fault:
    return Fault(code, ERROR)


def _odd(code: str, /, **facts: Any) -> Fault:
    return Fault(code, WARNING, facts)


def faults_of(parts: Parts, document: RecognisedDocument) -> list[Fault]:
    """What is to be said of a document that has a head of its own; an annex has none. # 05-HD/VPTW"""
    head = parts.head
    if not (head.number or head.organisations or head.has_motto):
        return []
    profile = profile_of(document.date)
    return [
        *_of_the_head(parts, document),
        *_of_the_number(parts),
        *_of_the_day(parts),
        *_of_the_type(parts, document),
        *_of_the_address(document, profile),
        *_of_the_signing(parts, document, profile),
        *_of_the_recipients(document, profile),
        *_of_the_text(document, profile),
        *_of_the_matrix(document),
    ]


def profile_of(day: str | None) -> Profile:
    return profile_on(dt.date.fromisoformat(day)) if day else PROFILES[-1]


def _issuer(document: RecognisedDocument) -> str:
    return fold((document.issuer or {}).get("name") or "")


def _of_the_head(parts: Parts, document: RecognisedDocument) -> Faults:
    mottoes = [line for line in parts.lines[: parts.body_at] if is_motto(line)]
    if any(_STATE_MOTTO.match(line.folded) for line in mottoes):
        if _PARTY.match(_issuer(document)):
            yield _missing("state_title")
    elif not parts.head.has_motto:
        yield _missing("no_party_title")
    if not document.issuer:
        yield _missing("no_issuer")
    if parts.head.number is None:
        yield _missing("no_number")
    if not document.title and not _lacks_a_type(parts):
        yield _missing("no_abstract")


def _of_the_number(parts: Parts) -> Faults:
    number = parts.head.number
    line = next((one for one in parts.lines[: parts.body_at] if printed_number(one)), None)
    if number is None or line is None:
        return
    if re.match(r"^\s*S[ốỐ]\s*:", line.text):
        yield _odd("colon_after_number")
    if not number.notation:
        return
    facts = {"notation": number.notation}
    if _STATE_ORDER.match(number.notation):
        yield _odd("notation_of_the_state", **facts)
    elif number.type_code not in BY_CODE and number.issuer_symbol in BY_CODE:
        yield _odd("notation_turned", **facts)
    if _LEADING_ZERO.match(number.notation):
        yield _odd("no_leading_zero", **facts)


def _of_the_day(parts: Parts) -> Faults:
    if not (parts.head.place or parts.closing.place):
        yield _missing("no_place_and_date")
        return
    lines = parts.lines[: parts.body_at]
    at = next((i for i, line in enumerate(lines) if place_and_date(line)), None)
    if at is None:
        return
    if _ONE_DIGIT_DAY.search(lines[at].text):
        yield _odd("day_without_zero", words=lines[at].text)
    is_given = parts.head.number is not None and parts.head.number.notation
    if is_given and _DAY_LEFT_OUT.search(lines[at].folded):
        yield _missing("day_left_out")
    number = next((i for i, line in enumerate(lines) if printed_number(line)), None)
    motto = next((i for i, line in enumerate(lines) if is_motto(line)), None)
    if number is not None and motto is not None and number < at < motto:
        yield _odd("place_at_the_left")


def _meant_by_the_number(parts: Parts) -> tuple[str | None, PrintedType | None]:
    code = parts.head.number.type_code if parts.head.number else None
    return code, BY_CODE.get(code or "")


def _lacks_a_type(parts: Parts) -> bool:
    """No line names the type, and the number is none of a letter; without it no abstract is found."""
    _code, meant = _meant_by_the_number(parts)
    return parts.zones.title_at is None and meant is not None and meant is not LETTER


def _of_the_type(parts: Parts, document: RecognisedDocument) -> Faults:
    code, meant = _meant_by_the_number(parts)
    at = parts.zones.title_at
    if at is None:
        if _lacks_a_type(parts):
            yield _missing("no_type_name")
        return
    if not parts.lines[at].is_capitals:
        yield _odd("type_not_in_capitals", words=parts.lines[at].text)
    named = type_of_line(parts.lines[at])
    if named is None:
        return
    if named[0].key == "official_letter":
        yield _odd("letter_with_a_type")
    if meant is not None and named[0].code and meant.code != named[0].code:
        yield _odd("type_and_number_differ", type=named[0].name, code=code)


def _of_the_address(document: RecognisedDocument, profile: Profile) -> Faults:
    usual = profile.values["submission_address"]
    if document.kind is None or not document.addressed_as or usual == "Kính gửi":
        return
    kind, words = document.kind.key, document.addressed_as
    if (kind == "submission" and words == "Kính gửi") or (
        kind == "official_letter" and words == "Kính trình"
    ):
        yield _odd("address_word", words=words)


def _of_the_signing(parts: Parts, document: RecognisedDocument, profile: Profile) -> Faults:
    lines = parts.lines[parts.zones.closing_at : parts.zones.appendix_at]
    yield from _missing_in_the_signing(parts, document, lines)
    is_committee = bool(_COMMITTEES.match(_issuer(document)))
    for found in filter(None, map(authority_of, lines)):
        if found["word"] not in _PARTY_AUTHORITY:
            yield _odd("authority_of_the_state", words=found["word"])
        elif found["word"] == "K/T" and is_committee:
            yield _odd("deputy_of_a_committee")
    if profile.values["signer_title_weight"] == "regular" and any(map(_is_bold_title, lines)):
        yield _odd("title_in_bold")
    signing = parts.closing.signings[-1] if parts.closing.signings else Signing()
    name = signing.name or ""
    if name != without_rank(name) and not _MILITARY.match(name) and profile is PROFILES[-1]:
        yield _odd("rank_before_the_name", words=name)


def _missing_in_the_signing(
    parts: Parts, document: RecognisedDocument, lines: Sequence[Line]
) -> Faults:
    signing = parts.closing.signings[-1] if parts.closing.signings else Signing()
    is_minutes = document.kind is not None and document.kind.key == "minutes"
    invented = next((line.text for line in lines if _NO_SUCH_AUTHORITY.match(line.text)), None)
    if invented:
        yield _odd("no_such_authority", words=invented)
    elif not (signing.authority or is_minutes) and _COMMITTEES.match(_issuer(document)):
        yield _missing("no_authority")
    # A congress is spoken for by its presidium, whose members sign by their names alone.
    if not signing.title and not fold(signing.body or "").startswith("doan chu tich"):
        yield _missing("no_signers_title")
    if not (signing.name or document.draft):
        yield _missing("no_signers_name")


def _is_bold_title(line: Line) -> bool:
    return line.bold and is_signer_title(line) and not authority_of(line) and not is_name(line)


def _of_the_recipients(document: RecognisedDocument, profile: Profile) -> Faults:
    if document.kind is not None and document.kind.key in _NO_RECIPIENTS:
        return
    if not document.recipients and not document.file_copy:
        yield _missing("no_recipients")
    if profile is PROFILES[-1]:
        for words in document.file_copy or ():
            if _FILE_COPY.search(words):
                yield _odd("file_copy_of_the_state", words=words)


def _of_the_text(document: RecognisedDocument, profile: Profile) -> Faults:
    main = [node for node in document.body if node["kind"] != "appendix"]
    for gap in gaps_in(main):
        yield _odd("gap_in_the_numbering", before=gap.before, after=gap.after)
    node = main[-1] if main else None
    while node and node["children"]:
        node = node["children"][-1]
    words = last_words((node.get("text") or node.get("heading") or "") if node else "")
    found = _CLOSES.search(words)
    if found and found[0] not in profile.closings:
        yield _odd("closing", closing=found[0], mark=profile.closings[0])


def _of_the_matrix(document: RecognisedDocument) -> Faults:
    """Who issues what at the base. # 399-QĐ/TW Art. 11, 13"""
    issuer, kind = _issuer(document), document.kind.key if document.kind else ""
    facts = {"type": document.kind.name if document.kind else "", "issuer": (document.issuer or {}).get("name")}  # fmt: skip
    bodies = [fold(one.get("body") or "") for one in document.signings]
    is_base = bool(_AT_THE_BASE.match(issuer))
    if issuer.startswith("chi bo"):
        if kind in _NOT_OF_A_BRANCH:
            yield _odd("not_of_this_body", **facts)
    elif is_base and (
        kind in _NOT_AT_THE_BASE
        or (kind == "guidance" and any(one.startswith("ban chap hanh") for one in bodies))
        or (kind == "working_rules" and any(one.startswith("ban thuong vu") for one in bodies))
    ):
        yield _odd("not_of_this_body", **facts)


def faults_of_measures(measures: Mapping[str, float], day: str | None) -> list[Fault]:
    """Margins, size and spacing as a Word file sets them; a file that says nothing has no fault."""
    profile, found = profile_of(day), []
    for side in ("top", "bottom", "left", "right"):
        usual, set_to = float(profile.values[f"margin_{side}_mm"]), measures.get(f"margin_{side}")
        if set_to is not None and abs(set_to - usual) > 1:
            found.append(_odd(f"margin_{side}", set=round(set_to), usual=round(usual)))
    size, pitch = measures.get("body_size"), measures.get("line_pitch")
    sizes = (14, 15) if profile is PROFILES[0] else (14,)
    if size is not None and size not in sizes:
        found.append(_odd("body_size", set=f"{size:g}"))
    if pitch is not None and profile is PROFILES[-1] and not 18 <= pitch <= 22:
        found.append(_odd("line_pitch", set=f"{pitch:g}"))
    return found
