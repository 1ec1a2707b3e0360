"""Notes at the foot: a raised figure in the words, and a line of the same clause that begins with it.

    1. Rà soát quỹ rừng, hoàn thành trước ngày 30/6/2027.¹
    ¹ Riêng các xã biên giới: 31/12/2027.

So a note is kept, changed and compared like any other line. Where its figure is gone from the words, it is
a line of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]
_RAISED = str.maketrans("0123456789ivx", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱᵛˣ")
_LOWERED = {raised: plain for plain, raised in _RAISED.items()}
_FIGURES = "⁰¹²³⁴-⁹ⁱᵛˣ"
_FIGURE_LETTERS = "".join(map(chr, _LOWERED))
_LINE = re.compile(rf"^(?P<mark>[{_FIGURES}]{{1,6}}) (?P<words>\S.*)$")
# "m²" and "km³" are measures.
_CALLED = re.compile(rf"(?<![{_FIGURES}])(?<!\b[kdcm]m)(?<!\bm)[{_FIGURES}]+")
_ROMAN = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


@dataclass(frozen=True)
class Run:
    """Words, and the note that is called behind them."""

    text: str
    mark: str = ""
    note: str = ""


def raised(number: int, *, roman: bool = False) -> str:
    """The figure that calls a note: "¹"; notes at the end of a document count "ⁱ", "ⁱⁱ"."""
    return (_in_roman(number) if roman else str(number)).translate(_RAISED)


def _in_roman(number: int) -> str:
    letters = ""
    for letter, value in _ROMAN:
        letters += letter * (number // value)
        number %= value
    return letters


def lowered(mark: str) -> str:
    return mark.translate(_LOWERED)


def without_call(words: str) -> str:
    """Words without the figure they end with: whether a sentence ends is seen before it."""
    return words.rstrip(_FIGURE_LETTERS)


def without_calls(words: str, marks: Sequence[str]) -> str:
    """A title without the figures that call notes: these are set aside, and what is printed calls none."""
    return _CALLED.sub(lambda call: "" if call[0] in marks else call[0], words)


def called(words: Iterable[str]) -> list[str]:
    """The figures of the notes that are called, in their order."""
    return [call[0] for one in words for call in _CALLED.finditer(one)]


def hang_notes(body: Sequence[Node], notes: Mapping[str, str]) -> set[str]:
    """Put each note below the words that call it; which of them were called."""
    found: set[str] = set()
    waiting = list(reversed(body))
    while waiting:
        node = waiting.pop()
        here = [mark for mark in dict.fromkeys(called(_words(node))) if mark in notes]
        lines = [f"{mark} {notes[mark]}" for mark in here if mark not in found]
        if lines:
            node["text"] = "\n".join(filter(None, [node["text"], *lines]))
        found.update(here)
        waiting += reversed(node["children"])
    return found


def _words(node: Node) -> Iterator[str]:
    yield node.get("heading") or ""
    yield node.get("text") or ""
    yield from node.get("columns") or ()
    for group in node.get("groups") or ():
        yield group.get("heading") or ""
        for row in group["rows"]:
            yield from map(str, row["cells"] if isinstance(row, Mapping) else row)


def apart(node: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The text of a clause without the notes that its words call, and these by their figures."""
    text = node.get("text") or ""
    lines = text.split("\n")
    found = [line and _LINE.match(line) for line in lines]
    if not any(found):
        return text, {}
    rest = "\n".join(line for line, note in zip(lines, found, strict=True) if not note)
    marks = set(called(_words({**node, "text": rest})))
    notes: dict[str, str] = {}
    kept = []
    for line, note in zip(lines, found, strict=True):
        if note and note["mark"] in marks and note["mark"] not in notes:
            notes[note["mark"]] = note["words"]
        else:
            kept.append(line)
    return "\n".join(kept), notes


def last_words(text: str) -> str:
    """The words a text ends with, whatever notes hang below it: "… 30/6/2027."."""
    return without_call(apart({"text": text})[0].rstrip())


def with_notes(words: str, notes: dict[str, str]) -> list[Run]:
    """Words parted where they call notes; each note is called once, and then no longer among `notes`."""
    runs: list[Run] = []
    done = 0
    for call in _CALLED.finditer(words):
        if call[0] in notes:
            runs.append(Run(words[done : call.start()], lowered(call[0]), notes.pop(call[0])))
            done = call.end()
    return [*runs, Run(words[done:])] if words[done:] or not runs else runs
