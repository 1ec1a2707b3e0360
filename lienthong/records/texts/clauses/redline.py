"""What differs between two versions of a text: by the identity of the clauses, then by words.

A mark that only counted on is no change. Comparing is bounded: equal ends are cut off first, then whole
sentences are compared, then words, never more than PAIRS at once, so that one long clause holds nobody up.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from lienthong.records.texts.clauses.pieces import Piece, flat

Node = dict[str, Any]
PAIRS = 250_000
IN_COMMON = 0.4
_WORDS = re.compile(r"\s+|[^\s]+")
_SENTENCES = re.compile(r"[^.;:!?]*[.;:!?]+\s*|[^.;:!?]+$")


@dataclass(frozen=True)
class Run:
    """Words that stayed, went or came; on a paper also those that stand out."""

    state: Literal["same", "gone", "new", "strong"]
    words: str


@dataclass(frozen=True)
class Difference:
    """One clause, table heading or row, and what became of it."""

    wid: str
    state: Literal["same", "changed", "new", "gone", "moved"]
    label: str
    depth: int
    runs: list[Run] = field(default_factory=list)


def redline(old: list[Node], new: list[Node], labels: dict[str, str]) -> list[Difference]:
    """The clauses of the new version in their order, those taken out where they stood."""
    before, after = flat(old), flat(new)
    was, now = ({one["wid"]: one for one in some} for some in (before, after))
    moved = _moved([one["wid"] for one in before], [one["wid"] for one in after])
    found: list[Difference] = []
    gone = _gone_after(before, now)
    found += (_gone(one, labels) for one in gone.get("", ()))
    for piece in after:
        found.append(_difference(was.get(piece["wid"]), piece, labels, piece["wid"] in moved))
        found += (_gone(one, labels) for one in gone.get(piece["wid"], ()))
    return [one for one in found if one.runs]


def _difference(
    old: Piece | None, new: Piece, labels: dict[str, str], is_moved: bool
) -> Difference:
    wid, words = new["wid"], said_in(new)
    about = {"label": labels.get(wid, ""), "depth": new.get("depth", 0)}
    if old is None:
        return Difference(wid, "new", runs=_whole("new", words), **about)
    if said_in(old) == words:
        return Difference(wid, "moved" if is_moved else "same", runs=_whole("same", words), **about)
    return Difference(wid, "changed", runs=compared(said_in(old), words), **about)


def _gone(piece: Piece, labels: dict[str, str]) -> Difference:
    label, depth = labels.get(piece["wid"], ""), piece.get("depth", 0)
    return Difference(piece["wid"], "gone", label, depth, _whole("gone", said_in(piece)))


def _gone_after(before: Sequence[Piece], now: dict[str, Piece]) -> dict[str, list[Piece]]:
    """What was taken out, by the piece that stays in front of it."""
    gone: dict[str, list[Piece]] = {}
    last = ""
    for piece in before:
        if piece["wid"] in now:
            last = piece["wid"]
        else:
            gone.setdefault(last, []).append(piece)
    return gone


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Those that no longer stand in the order in which the others kept standing."""
    places = {wid: place for place, wid in enumerate(before)}
    both = [wid for wid in after if wid in places]
    kept = _longest_rising([places[wid] for wid in both])
    return {wid for place, wid in enumerate(both) if place not in kept}


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The places of a longest run of rising numbers."""
    tails: list[int] = []
    at: list[int] = []
    back: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tails, number)
        back.append(at[length - 1] if length else -1)
        tails[length:] = [number] if length == len(tails) else [number, *tails[length + 1 :]]
        at[length:] = [place] if length >= len(at) else [place, *at[length + 1 :]]
    found: set[int] = set()
    place = at[-1] if at else -1
    while place >= 0:
        found.add(place)
        place = back[place]
    return found


def said_in(piece: Piece) -> str:
    """The words of a clause, of a table's head or of a row, as one."""
    if "lines" in piece:
        return "\n".join(piece["lines"])
    if "columns" in piece:
        named = [piece["data"].get(part) or "" for part in ("heading", "text")]
        return " | ".join(filter(None, [*named, *piece["columns"]]))
    return " | ".join(filter(None, piece["cells"]))


def _whole(state: Literal["same", "gone", "new"], words: str) -> list[Run]:
    return [Run(state, words)] if words else []


# --- Words ----------------------------------------------------------------------------------------


def differing(old: str, new: str) -> list[Run]:
    """The words of two wordings, as they stayed, went and came, however little they have in common."""
    return list(_joined(_compare(old, new)))


def compared(old: str, new: str) -> list[Run]:
    """The words of two wordings; with little in common they stand whole, one after the other."""
    runs = differing(old, new)
    same = sum(len(run.words) for run in runs if run.state == "same")
    if same < IN_COMMON * max(len(old), len(new), 1):
        return [*_whole("gone", old), *_whole("new", new)]
    return runs


def _compare(old: str, new: str) -> Iterator[Run]:
    words = _WORDS.findall(old), _WORDS.findall(new)
    head, rest, tail = _cut_equal_ends(*words)
    yield Run("same", "".join(head))
    if len(rest[0]) * len(rest[1]) <= PAIRS:
        yield from _by_parts(*rest)
    else:
        yield from _by_sentences("".join(rest[0]), "".join(rest[1]))
    yield Run("same", "".join(tail))


def _cut_equal_ends(
    old: list[str], new: list[str]
) -> tuple[list[str], tuple[list[str], list[str]], list[str]]:
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    ends = (len(old) - tail, len(new) - tail)
    return old[:head], (old[head : ends[0]], new[head : ends[1]]), old[ends[0] :]


def _by_sentences(old: str, new: str) -> Iterator[Run]:
    sentences = _SENTENCES.findall(old), _SENTENCES.findall(new)
    if len(sentences[0]) * len(sentences[1]) > PAIRS:
        yield Run("gone", old)
        yield Run("new", new)
        return
    for tag, a, b, c, d in SequenceMatcher(None, *sentences, autojunk=False).get_opcodes():
        before, after = "".join(sentences[0][a:b]), "".join(sentences[1][c:d])
        words = _WORDS.findall(before), _WORDS.findall(after)
        if tag == "replace" and len(words[0]) * len(words[1]) <= PAIRS:
            yield from _by_parts(*words)
        elif tag == "equal":
            yield Run("same", before)
        else:
            yield from (Run("gone", before), Run("new", after))


def _by_parts(old: list[str], new: list[str]) -> Iterator[Run]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run("same", "".join(old[a:b]))
        else:
            yield from (Run("gone", "".join(old[a:b])), Run("new", "".join(new[c:d])))


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Runs of one state as one; a lone blank between two changes belongs to both."""
    kept: list[Run] = []
    for run in runs:
        if not run.words:
            continue
        if kept and kept[-1].state == run.state:
            kept[-1] = Run(run.state, kept[-1].words + run.words)
        else:
            kept.append(run)
    yield from kept
