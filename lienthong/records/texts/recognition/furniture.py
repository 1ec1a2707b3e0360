"""What is printed on the page beside the document: stamps of signing and scanning programs, notes at the foot.

The first look at the lines, before any document is told apart: such lines may stand anywhere, also in the
middle of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lienthong.records.texts.clauses.alphabet import vietnamese
from lienthong.records.texts.clauses.markers import marker_of
from lienthong.records.texts.recognition.lines import Line
from lienthong.records.texts.recognition.names import is_organisation
from lienthong.records.texts.recognition.source import Aside, Reason

_SCANNER = re.compile(
    r"^(?:scanned (?:with|by|using)|scan(?:ned)? bang|quet (?:bang|boi)|camscanner)\b"
)
_LONGEST_SCANNER = 60
_TIME_OF_SIGNING = re.compile(
    r"^(?:(?:thoi gian|ngay|gio) ky\s*:?\s*)?\d{1,2}[-./]\d{1,2}[-./]\d{4}[\s,]+\d{1,2}:\d{2}(?::\d{2})?(?:\s*\+?0?7:?00)?$"
)
_LABEL_OF_STAMP = re.compile(
    r"^(?:nguoi ky|ky (?:so )?boi|email|co quan|to chuc|chuc vu|digitally signed by|signed by|signature|"
    r"thoi gian ky|ngay ky)\s*:"
)
_TALLEST_STAMP = 5
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# "quy chế(1)", "quy định1).": a number no blank parts from a word in small letters.
_CARRIED = re.compile(
    vietnamese(
        r"(?:[^\W\d_]|[.”\"])[\[(](\d{1,2})[\])]|[a-zà-ỹ]{2}(\d{1,2}|[⁰¹²³⁴-⁹]{1,2})(?=[\s.,;:)]|$)"
    )
)
_NOTE = re.compile(
    vietnamese(r"^(?:[\[(](\d{1,2})[\])]|(\d{1,2}|[⁰¹²³⁴-⁹]{1,2}))\s*(?=[A-ZÀ-Ỹ“\"])")
)
_ENDS_NOTE = (".", ";", "!", "?", "”", ")")
_ENDS_SENTENCE = (".", ";", ":", "!", "?", "…")
_TALLEST_NOTE = 8


@dataclass
class Furniture:
    """The lines that are left, and what stands between them: after how many lines each of it."""

    kept: list[Line] = field(default_factory=list)
    asides: list[tuple[int, Aside]] = field(default_factory=list)

    def between(self, start: int, end: int) -> list[Aside]:
        """What stands among the lines of one document; before the first, it is the first's."""
        return [aside for at, aside in self.asides if start < at <= end or at == start == 0]


def without_furniture(lines: Sequence[Line]) -> Furniture:
    """The lines of the documents alone."""
    reasons = {**dict(_scanner_lines(lines)), **dict(_stamps(lines)), **dict(_notes(lines))}
    furniture, blank, note = Furniture(), False, False
    for at, line in enumerate(lines):
        if at in reasons:
            furniture.asides.append((len(furniture.kept), Aside(line.text, reasons[at])))
            blank = blank or line.blank_before
            note = note or reasons[at] is Reason.FOOTNOTE
            continue
        is_parted = line.blank_before or blank
        if note and furniture.kept and _goes_on(furniture.kept[-1], line):
            is_parted = False
        furniture.kept.append(replace(line, blank_before=is_parted))
        blank = note = False
    return furniture


def _goes_on(above: Line, line: Line) -> bool:
    """Whether the sentence above a note at the foot goes on below it, on the next page."""
    if above.cells or line.cells or above.text.endswith(_ENDS_SENTENCE) or marker_of(line.text):
        return False
    return not (above.is_capitals or line.is_capitals or above.bold or line.bold)


def _scanner_lines(lines: Sequence[Line]) -> Iterator[tuple[int, Reason]]:
    for at, line in enumerate(lines):
        if len(line.text) <= _LONGEST_SCANNER and _SCANNER.match(line.folded):
            yield at, Reason.SCANNER


def _stamps(lines: Sequence[Line]) -> Iterator[tuple[int, Reason]]:
    """The time of signing, with what is labelled above it or the body that signed."""
    for at, line in enumerate(lines):
        if not _TIME_OF_SIGNING.match(line.folded):
            continue
        start = at
        while (
            start and at - start < _TALLEST_STAMP and _LABEL_OF_STAMP.match(lines[start - 1].folded)
        ):
            start -= 1
        if start == at and at and _names_the_body_again(lines, at - 1):
            start -= 1
        yield from ((place, Reason.SIGNING_STAMP) for place in range(start, at + 1))


def _names_the_body_again(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    if line.cells or not line.is_capitals or not is_organisation(line.text):
        return False
    return any(other.folded == line.folded for other in lines[:at])


def _notes(lines: Sequence[Line]) -> Iterator[tuple[int, Reason]]:
    """A paragraph that begins with the number some word carries: "1 Theo Kế hoạch …"."""
    carried = {number for line in lines for number in _numbers(_CARRIED, line)}
    if not carried:
        return
    at = 0
    while at < len(lines):
        numbers = [] if lines[at].cells else _numbers(_NOTE, lines[at])
        end = at + 1
        if numbers and numbers[0] in carried:
            end = _end_of_note(lines, at)
            yield from ((place, Reason.FOOTNOTE) for place in range(at, end))
        at = end


def _numbers(pattern: re.Pattern[str], line: Line) -> list[str]:
    """The numbers of notes in a line; one in brackets calls a note in brackets."""
    return [
        f"({found[1]})" if found[1] else found[found.lastindex or 0].translate(_SUPERSCRIPTS)
        for found in pattern.finditer(line.text)
    ]


def _end_of_note(lines: Sequence[Line], start: int) -> int:
    """A note runs to the end of its sentence; a blank line ends it too."""
    end = start + 1
    while (
        end < min(len(lines), start + _TALLEST_NOTE)
        and not lines[end - 1].text.endswith(_ENDS_NOTE)
        and not lines[end].blank_before
        and not lines[end].cells
        and not _NOTE.match(lines[end].text)
    ):
        end += 1
    return end
