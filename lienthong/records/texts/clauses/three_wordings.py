"""Three wordings made one: what two people changed in the same words, each for themselves."""

from __future__ import annotations

from collections.abc import Sequence

from lienthong.records.texts.clauses.redline import differing

# What stands from one place of the first wording to another, and what stands there instead.
Edit = tuple[int, int, str]


def merged(base: str, ours: str, theirs: str) -> str | None:
    """Ours with what theirs changed in the base; None where both changed the same words."""
    own, other = edits(base, ours), edits(base, theirs)
    if any(_meet(a, b) for a in own for b in other if a != b):
        return None
    words, at = [], 0
    for begins, ends, instead in sorted({*own, *other}):
        words += [base[at:begins], instead]
        at = ends
    return "".join([*words, base[at:]])


def merged_parts(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> list[str] | None:
    """The same of the cells of a row, each for itself."""
    if not len(base) == len(ours) == len(theirs):
        return None
    parts = [merged(*three) for three in zip(base, ours, theirs, strict=True)]
    return None if None in parts else [str(one) for one in parts]


def edits(base: str, other: str) -> list[Edit]:
    """What was changed, word by word, in the places of the base."""
    found: list[Edit] = []
    at = 0
    for run in differing(base, other):
        if run.state == "same":
            at += len(run.words)
            continue
        begins, ends, instead = at, at, run.words
        if run.state == "gone":
            ends, instead = at + len(run.words), ""
            at = ends
        if found and found[-1][1] == begins:
            before = found.pop()
            begins, instead = before[0], before[2] + instead
        found.append((begins, ends, instead))
    return found


def _meet(one: Edit, other: Edit) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
