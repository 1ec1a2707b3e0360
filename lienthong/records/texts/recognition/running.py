"""What runs along on every page beside the text: page numbers, scrawls, heads and feet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.markers import marker_of
from lienthong.records.texts.recognition.lines import Line
from lienthong.records.texts.recognition.marks import is_page_number

_SCRAWL = re.compile(r"^\S*/\S*/\S*/\S*$")
_STARTS_PLAIN = re.compile(r"\d|\W*(?:https?:|www\.)")
_RUNNING_HEAD = re.compile(r"[\W\d]*(?:Trang\s*)?[\d/\s]*$", re.IGNORECASE)
_LONGEST_RUNNING_HEAD = 110
ENDS = (".", ";", ":", "!", "?", "…", "./.")


def is_noise(line: Line) -> bool:
    """Page numbers and scrawls: kept apart, never part of a clause."""
    if line.cells:
        return False
    return bool(
        is_page_number(line.text)
        or (_SCRAWL.match(line.text) and not _STARTS_PLAIN.match(line.text))
    )


def key_of(text: str) -> str:
    return _RUNNING_HEAD.sub("", fold(text))


def running_heads(lines: Sequence[Line], known: set[str]) -> set[int]:
    """Short lines that come back word for word beside the page numbers; at the foot of the last page there is
    none below."""
    beside: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        neighbours = [*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]]
        may_be = not line.cells and len(line.text) <= _LONGEST_RUNNING_HEAD and not is_noise(line)
        if may_be and any(is_noise(other) for other in neighbours):
            beside.setdefault(key_of(line.text), []).append(id(line))
    heads = {words for words, same in beside.items() if words and (len(same) > 1 or words in known)}
    again = {one for words in heads for one in beside[words]}
    if lines and not lines[-1].cells and key_of(lines[-1].text) in heads | known - {""}:
        again.add(id(lines[-1]))
    return again | _heads_in_mid_sentence(lines) | _heads_in_mid_table(lines)


def _heads_in_mid_table(lines: Sequence[Line]) -> set[int]:
    """What stands with a page number between two rows, where the head of the table is printed again."""
    found: set[int] = set()
    head: Line | None = None
    for at, line in enumerate(lines):
        head = line if line.cells and not (at and lines[at - 1].cells) else head
        below = next((one for one in lines[at + 1 : at + 4] if one.cells), None)
        if head is None or below is None or not line.cells or lines[at + 1].cells:
            continue
        between = lines[at + 1 : lines.index(below, at)]
        words = [one for one in between if not is_noise(one)]
        is_again = [fold(one) for one in below.cells or ()] == [
            fold(one) for one in head.cells or ()
        ]
        if is_again and len(words) == 1 < len(between) and _is_short(words[0]):
            found.add(id(words[0]))
            head = None
    return found


def _is_short(line: Line) -> bool:
    return len(line.text) <= _LONGEST_RUNNING_HEAD and not marker_of(line.text)


def _heads_in_mid_sentence(lines: Sequence[Line]) -> set[int]:
    """What stands with a page number between the two halves of a sentence."""
    found: set[int] = set()
    for at in range(1, len(lines) - 2):
        pair = lines[at : at + 2]
        between = [one for one in pair if not is_noise(one)]
        above, below = lines[at - 1], lines[at + 2]
        if len(between) != 1 or above.cells or below.cells or between[0].cells:
            continue
        is_broken = not above.text.endswith(ENDS) and not above.is_capitals
        runs_on = below.text[0].islower() and not marker_of(below.text)
        is_short = len(between[0].text) <= _LONGEST_RUNNING_HEAD
        if is_broken and runs_on and is_short and _may_run(between[0]) and not is_noise(above):
            found.add(id(between[0]))
    return found


def _may_run(line: Line) -> bool:
    starts_anew = line.text[0].isupper() and line.blank_before
    return starts_anew and not line.text.endswith((*ENDS, ",")) and not marker_of(line.text)
