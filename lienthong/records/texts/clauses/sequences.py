"""Marks of sister clauses kept in sequence when one is put in, taken out or moved."""

from __future__ import annotations

import re
from typing import Any

from lienthong.records.texts.clauses.markers import marker_of, ordinal

Node = dict[str, Any]
_POINTS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
# What stands before the number, the number, what stands after it: "Điều " "5" ".".
_PARTS = re.compile(
    r"^(?P<before>(?:[^\W\d_]+ )*\(?(?:\d+\.)*)(?P<number>\d+|[IVXLC]+|[ivx]{2,5}|[^\W\d_])(?P<after>[^\w]*)$"
)
DEFAULT_MARKS = {
    "part": "Phần I.", "chapter": "Chương I", "section": "I.", "article": "Điều 1.",
    "clause": "1.", "subclause": "1.1.", "point": "a)", "dash": "-", "plus": "+",
    "appendix": "Phụ lục", "stage": "Giai đoạn 1:",
}  # fmt: skip


def first_mark(kind: str, parent: Node | None) -> str | None:
    """The mark of the first clause of its kind below a parent."""
    if (
        kind == "subclause"
        and parent
        and (number := re.match(r"[\d.]*\d", parent.get("marker") or ""))
    ):
        return f"{number[0]}.1."
    return DEFAULT_MARKS.get(kind)


def next_mark(mark: str | None) -> str | None:
    """ "2." after "1.", "đ)" after "d)", "II-" after "I-"; a dash after a dash."""
    return _with_number(mark, number_in(mark) + 1) if mark and number_in(mark) else mark


def in_sequence(sisters: list[Node], kind: str, first: str | None = None) -> None:
    """Count the marked sisters of one kind anew from the first; unmarked ones stay unmarked."""
    marked = [node for node in sisters if node["kind"] == kind and number_in(node.get("marker"))]
    if not marked:
        return
    start = number_in(first) or number_in(marked[0]["marker"])
    for place, node in enumerate(marked):
        _renumber(node, _with_number(node["marker"], start + place))


def counts_on(sisters: list[Node], kind: str) -> bool:
    """Whether the marks run on without a gap, so that they may be counted anew."""
    numbers = [number_in(node.get("marker")) for node in sisters if node["kind"] == kind]
    return (
        numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        if numbers and numbers[0]
        else False
    )


def _renumber(node: Node, mark: str | None) -> None:
    old, node["marker"] = node["marker"], mark
    before, after = _stem(old), _stem(mark)
    if before == after:
        return
    for child in node.get("children") or ():
        marker = child.get("marker") or ""
        if child["kind"] == "subclause" and marker.startswith(f"{before}."):
            _renumber(child, f"{after}.{marker[len(before) + 1 :]}")


def _stem(mark: str | None) -> str:
    found = re.match(r"[\d.]*\d", mark or "")
    return found[0] if found else ""


def number_in(mark: str | None) -> int:
    """The number a mark stands for: 4 in "IV.", 7 in "2.7", 5 in "đ)"; 0 where it counts nothing."""
    found = _PARTS.match(mark or "")
    marker = marker_of(mark or "")
    if not found or (marker is not None and marker.kind in {"dash", "plus"}):
        return 0
    written = found["number"]
    if _is_letter(written, mark or ""):
        return _POINTS.index(written.lower()) + 1
    return ordinal(written)


def _with_number(mark: str | None, number: int) -> str | None:
    found = _PARTS.match(mark or "")
    if not found:
        return mark
    written = found["number"]
    is_letter = _is_letter(written, mark or "")
    return found["before"] + _figure(number, like=written, is_letter=is_letter) + found["after"]


def _is_letter(written: str, mark: str) -> bool:
    """ "i)" follows "h)", but "(i)" and "ii)" are small Roman figures."""
    if len(written) != 1 or written.lower() not in _POINTS or written in "IVX":
        return False
    return not (written in "ivx" and mark.startswith("("))


def _figure(number: int, *, like: str, is_letter: bool) -> str:
    if like.isdigit():
        return f"{number:0{len(like)}d}" if like.startswith("0") else str(number)
    if is_letter:
        letter = _POINTS[(number - 1) % len(_POINTS)]
        return letter.upper() if like.isupper() else letter
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written.lower() if like.islower() else written
