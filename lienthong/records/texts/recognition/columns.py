"""Two columns printed side by side, read one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lienthong.records.texts.clauses.alphabet import vietnamese
from lienthong.records.texts.clauses.markers import marker_of

# A wide gap, then something that can begin a cell: not the rest of an unfilled "Số      -NQ/TU".
_GAP = re.compile(vietnamese(r"^(?P<left>\s{0,24}\S.*?)(?P<gap> {4,})(?P<right>[A-ZÀ-Ỹ].*)$"))
_DEEP_INDENT = re.compile(r"^ {25,}\S")
_LONG = 100
_WIDEST = 400
_LONGEST_HALF = 70


def in_reading_order(raws: Iterable[str]) -> Iterator[str]:
    """The left column of each two-column stretch, then its right column."""
    stretch: list[str] = []
    for raw in raws:
        if raw.strip() and "\t" not in raw and "|" not in raw and not _is_text(raw):
            stretch.append(raw)
            continue
        yield from _unfolded(stretch)
        stretch = []
        yield raw
    yield from _unfolded(stretch)


def _is_text(raw: str) -> bool:
    """A line as long as that runs over both columns."""
    return len(raw.strip()) > _LONGEST_HALF and not _halves(raw)[1]


def _unfolded(stretch: list[str]) -> Iterator[str]:
    pairs = [_halves(raw) for raw in stretch]
    if not any(left and right for left, right in pairs):
        yield from stretch
        return
    yield from (left for left, _right in pairs if left)
    yield ""
    yield from (right for _left, right in pairs if right)
    yield ""


def _is_label(left: str) -> bool:
    """ "1.", "a)" or "Kính gửi:" and what follows them after a tab are one line."""
    marker = marker_of(left)
    if marker is not None and not marker.rest:
        return True
    return left.endswith(":") and not left.lower().startswith("nơi nhận")


def _halves(raw: str) -> tuple[str, str]:
    if _DEEP_INDENT.match(raw):
        return "", raw.strip()
    found = _GAP.match(raw) if len(raw) <= _WIDEST else None
    if found and not _is_label(found["left"].strip()) and len(found["left"].strip()) <= _LONG:
        return found["left"], found["right"].strip()
    return raw, ""
