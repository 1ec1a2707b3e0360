"""Marks of sister clauses kept in sequence when one is put in, taken out or moved."""

from __future__ import annotations

import re
from typing import Any

from lienthong.records.texts.clauses.kinds import KINDS
from lienthong.records.texts.clauses.numbers import number_of

Node = dict[str, Any]


def first_mark(kind: str, parent: Node | None) -> str | None:
    """The mark of the first clause of its kind below a parent."""
    if (
        kind == "subclause"
        and parent
        and (number := re.match(r"[\d.]*\d", parent.get("marker") or ""))
    ):
        return f"{number[0]}.1."
    return KINDS[kind].first if kind in KINDS else None


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
    number = number_of(mark)
    return number.value if number else 0


def _with_number(mark: str | None, value: int) -> str | None:
    number = number_of(mark)
    return number.written(value) if number else mark
