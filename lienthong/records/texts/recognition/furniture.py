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
from lienthong.records.texts.clauses.notes import lowered, raised
from lienthong.records.texts.recognition.lines import NOTE_MARK, Line
from lienthong.records.texts.recognition.names import is_organisation
from lienthong.records.texts.recognition.source import Aside, Reason
from lienthong.records.texts.recognition.wrapping import in_one

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
_FIGURE = "[⁰¹²³⁴-⁹]{1,3}"
# "quy chế(1)", "quy định1).", "2027³": a number no blank parts from the words, raised or in brackets, or behind
# small letters; "km2" and "m²" are measures.
_CALLED = re.compile(
    vietnamese(
        rf"(?<=[^\W\d_.”\"])[\[(](?P<framed>\d{{1,2}}|{_FIGURE})[\])]"
        rf"|(?<=[.”\"])[\[(](?P<behind>\d{{1,2}}|{_FIGURE})[\])]"
        rf"|(?<=[^\s⁰¹²³⁴-⁹])(?<!\b[kdcm]m)(?<!\bm)(?P<raised>{_FIGURE})"
        r"|(?<=[a-zà-ỹ]{2})(?<!\bkm)(?P<plain>\d{1,2})(?=[\s.,;:)]|$)"
    )
)
_NOTE = re.compile(
    vietnamese(
        rf"^(?:[\[(](?P<framed>\d{{1,2}}|{_FIGURE})[\])]\s*(?=[A-ZÀ-Ỹ“\"])"
        rf"|(?P<raised>{_FIGURE})\s*(?=\S)|(?P<plain>\d{{1,2}})\s*(?=[A-ZÀ-Ỹ“\"]))"
    )
)
_ENDS_NOTE = (".", ";", "!", "?", "”", ")")
_ENDS_SENTENCE = (".", ";", ":", "!", "?", "…")
_TALLEST_NOTE = 8
_FRAMED = {"framed", "behind"}
# How far before a figure its word is looked for in a row of cells.
_BESIDE = 12


@dataclass(frozen=True)
class Note:
    """A note at the foot: the figure that calls it in the words, and what it says."""

    mark: str
    words: str
    # Its figure as it stands in the file, where the figures begin anew on a page and count on here.
    printed: str | None = None

    def as_aside(self) -> Aside:
        return Aside(f"{self.mark} {self.words}", Reason.FOOTNOTE)


@dataclass
class Furniture:
    """The lines that are left, and what stands between them: after how many lines each of it."""

    kept: list[Line] = field(default_factory=list)
    asides: list[tuple[int, Aside]] = field(default_factory=list)
    # After the line that calls it.
    notes: list[tuple[int, Note]] = field(default_factory=list)

    def between(self, start: int, end: int) -> list[Aside]:
        """What stands among the lines of one document; before the first, it is the first's."""
        return [aside for at, aside in self.asides if start < at <= end or at == start == 0]

    def notes_between(self, start: int, end: int) -> list[Note]:
        """The notes that the lines of one document call."""
        return [note for at, note in self.notes if start < at <= end]


def without_furniture(lines: Sequence[Line]) -> Furniture:
    """The lines of the documents alone."""
    found = list(_notes(lines))
    lines, called = _with_raised_calls(lines, found)
    hung = {at for note in called.values() for at in range(note.start, note.end)}
    reasons = {**dict(_scanner_lines(lines)), **dict(_stamps(lines))}
    reasons |= {at: Reason.FOOTNOTE for note in found for at in range(note.start, note.end)}
    furniture, blank, note = Furniture(), False, False
    for at, line in enumerate(lines):
        if at in reasons:
            if at not in hung:
                aside = Aside(line.text.removeprefix(NOTE_MARK), reasons[at])
                furniture.asides.append((len(furniture.kept), aside))
            blank = blank or line.blank_before
            note = note or reasons[at] is Reason.FOOTNOTE
            continue
        is_parted = line.blank_before or blank
        if note and furniture.kept and _goes_on(furniture.kept[-1], line):
            is_parted = False
        furniture.kept.append(replace(line, blank_before=is_parted))
        calls = (
            Note(mark, one.words, None if mark == raised(one.figure) else raised(one.figure))
            for (where, mark), one in called.items()
            if where == at
        )
        furniture.notes += [(len(furniture.kept), one) for one in calls]
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


@dataclass(frozen=True)
class _Found:
    """A note where it stands: its number, and from which line to which."""

    number: str
    start: int
    end: int
    words: str

    @property
    def figure(self) -> int:
        return int(self.number.strip("()"))


def _notes(lines: Sequence[Line]) -> Iterator[_Found]:
    """A paragraph that begins with the number some word carries: "1 Theo Kế hoạch …"."""
    carried = {_number(call) for line in lines for call in _CALLED.finditer(line.text)}
    at = 0
    while at < len(lines):
        text = lines[at].text
        is_told = text.startswith(NOTE_MARK)
        mark = None if lines[at].cells else _NOTE.match(text.removeprefix(NOTE_MARK))
        end = at + 1
        if mark and (is_told or _number(mark) in carried):
            end = at + 1 if is_told else _end_of_note(lines, at)
            whole = in_one(line.text for line in lines[at:end]).removeprefix(NOTE_MARK)
            yield _Found(_number(mark), at, end, whole[mark.end() :])
        at = end


def _number(found: re.Match[str]) -> str:
    """The number of a note or a call; one in brackets calls a note in brackets."""
    framed = next((one for name, one in found.groupdict().items() if one and name in _FRAMED), None)
    return f"({lowered(framed)})" if framed else lowered(found["raised"] or found["plain"])


def _with_raised_calls(
    lines: Sequence[Line], notes: Sequence[_Found]
) -> tuple[Sequence[Line], dict[tuple[int, str], _Found]]:
    """The figure in the words raised wherever a note belongs to it: the last one above the note, or the first
    below it. Where the figures begin anew on a page, they count on."""
    inside = {at for note in notes for at in range(note.start, note.end)}
    calls = [
        (at, call)
        for at, line in enumerate(lines if notes else ())
        if at not in inside
        for call in _CALLED.finditer(line.text)
    ]
    pairs: list[tuple[int, re.Match[str], _Found]] = []
    for note in notes:
        fitting = [one for one in calls if _number(one[1]) == note.number]
        above = [one for one in fitting if one[0] < note.start]
        if fitting:
            call = above[-1] if above else fitting[0]
            calls.remove(call)
            pairs.append((*call, note))
    raised_in: dict[int, list[tuple[re.Match[str], str]]] = {}
    called: dict[tuple[int, str], _Found] = {}
    used: set[int] = set()
    for where, match, note in sorted(pairs, key=lambda pair: (pair[0], pair[1].start())):
        number = note.figure if note.figure not in used else max(used) + 1
        used.add(number)
        raised_in.setdefault(where, []).append((match, raised(number)))
        called[where, raised(number)] = note
    changed = [
        _with_calls(line, raised_in[at]) if at in raised_in else line
        for at, line in enumerate(lines)
    ]
    return changed, called


def _with_calls(line: Line, calls: Sequence[tuple[re.Match[str], str]]) -> Line:
    text, cells = line.text, list(line.cells or ())
    for call, mark in reversed(calls):
        text = text[: call.start()] + mark + text[call.end() :]
        written = call.string[max(call.start() - _BESIDE, 0) : call.end()]
        for place, cell in enumerate(cells):
            if written.split(" ")[-1] in cell:
                cells[place] = cell.replace(call[0], mark, 1)
                break
    return replace(line, text=text, cells=tuple(cells) if line.cells else None)


def _end_of_note(lines: Sequence[Line], start: int) -> int:
    """A note runs to the end of its sentence; a blank line ends it too."""
    end = start + 1
    while (
        end < min(len(lines), start + _TALLEST_NOTE)
        and not lines[end - 1].text.endswith(_ENDS_NOTE)
        and not lines[end].blank_before
        and not lines[end].cells
        and not _NOTE.match(lines[end].text.removeprefix(NOTE_MARK))
    ):
        end += 1
    return end
