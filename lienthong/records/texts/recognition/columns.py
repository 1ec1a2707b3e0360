"""Two columns printed side by side, read one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# A wide gap, then something that can begin a cell: not the rest of an unfilled "Số      -NQ/TU".
_GAP = re.compile(r"^(?P<left>\s{0,24}\S.*?\S?)(?P<gap> {4,})(?P<right>[^\W\d_a-zà-ỹđ].*|\(.*|[}⎫⎬⎭].*)$")
_LOWER_START = re.compile(r"^[a-zà-ỹđ]")
_DEEP_INDENT = re.compile(r"^ {25,}\S")
_LONG = 100
_WIDEST = 400


def in_reading_order(raws: Iterable[str]) -> Iterator[str]:
    """The left column of each two-column stretch, then its right column."""
    stretch: list[str] = []
    for raw in raws:
        if raw.strip() and "\t" not in raw and "|" not in raw:
            stretch.append(raw)
            continue
        yield from _unfolded(stretch)
        stretch = []
        yield raw
    yield from _unfolded(stretch)


def _unfolded(stretch: list[str]) -> Iterator[str]:
    pairs = [_halves(raw) for raw in stretch]
    if not any(left and right for left, right in pairs):
        yield from stretch
        return
    yield from (left for left, _right in pairs if left)
    yield ""
    yield from (right for _left, right in pairs if right)
    yield ""


def _halves(raw: str) -> tuple[str, str]:
    if _DEEP_INDENT.match(raw):
        return "", raw.strip()
    found = _GAP.match(raw) if len(raw) <= _WIDEST else None
    if found and len(found["left"].strip()) <= _LONG and not _LOWER_START.match(found["right"]):
        return found["left"], found["right"].strip()
    return raw, ""
