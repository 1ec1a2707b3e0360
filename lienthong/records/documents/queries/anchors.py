"""Where the words of a comment stand after the text has changed (ADR 54).

A place counts letters (code points) of the words of a clause, its lines joined by a line end, or of a row,
its cells joined so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .wordings import Pieces


@dataclass(frozen=True)
class Anchor:
    """A clause, and the place in its words; None where only the clause is left."""

    wid: str
    begins: int | None
    quote: str


def words_by_wid(pieces: Pieces) -> dict[str, str]:
    """The words in which comments find their places, by the identity of clause or row."""
    return {
        wid: "\n".join(piece["lines"] if "lines" in piece else piece["cells"])
        for wid, piece in pieces.items()
        if "lines" in piece or "cells" in piece
    }


def followed(anchor: Anchor, before: Mapping[str, str], after: Mapping[str, str]) -> Anchor:
    """The anchor after a change: in its clause, or in one the words were moved to, or nowhere in it."""
    if not anchor.quote:
        return anchor
    old, new = before.get(anchor.wid, ""), after.get(anchor.wid)
    if new is not None:
        begins = place_in(new, anchor.quote, _expected(anchor, old, new))
        if begins is not None:
            return Anchor(anchor.wid, begins, anchor.quote)
    for wid in _changed_near(anchor.wid, before, after):
        begins = place_in(after[wid], anchor.quote, 0)
        if begins is not None:
            return Anchor(wid, begins, anchor.quote)
    return Anchor(anchor.wid, None, anchor.quote)


def place_in(words: str, quote: str, near: int) -> int | None:
    """Where the quoted words stand, nearest to a place."""
    places = []
    at = words.find(quote)
    while at >= 0:
        places.append(at)
        at = words.find(quote, at + 1)
    return min(places, key=lambda place: abs(place - near)) if places else None


def _expected(anchor: Anchor, old: str, new: str) -> int:
    """Where the words should stand: what was changed lies before them, behind them, or in them."""
    if anchor.begins is None:
        return 0
    head = _in_common(old, new)
    tail = min(_in_common(old[::-1], new[::-1]), min(len(old), len(new)) - head)
    is_before = anchor.begins + len(anchor.quote) <= head
    is_behind = anchor.begins >= len(old) - tail
    return anchor.begins + (len(new) - len(old) if is_behind and not is_before else 0)


def _in_common(one: str, other: str) -> int:
    most = min(len(one), len(other))
    return next((at for at in range(most) if one[at] != other[at]), most)


def _changed_near(wid: str, before: Mapping[str, str], after: Mapping[str, str]) -> Sequence[str]:
    """The clauses that came or changed, the nearest to where the clause stands or stood first."""
    order = list(after)
    changed = [one for one in order if before.get(one) != after[one] and one != wid]
    if not changed:
        return []
    at = order.index(wid) if wid in after else _where_it_stood(wid, before, order)
    return sorted(changed, key=lambda one: abs(order.index(one) - at))


def _where_it_stood(wid: str, before: Mapping[str, str], order: Sequence[str]) -> int:
    """The place of the last clause before it that is still there."""
    places = {one: place for place, one in enumerate(order)}
    at = 0
    for one in before:
        if one == wid:
            break
        at = places.get(one, at)
    return at
