"""Whether marks follow one another: I, II, III; 1, 2, 3; a, b, c."""

from collections.abc import Iterator
from dataclasses import dataclass

from lienthong.records.texts.clauses.sequences import Node, number_in


@dataclass(frozen=True)
class Gap:
    """Two neighbouring marks between which one is missing."""

    before: str
    after: str
    within: str


def gaps_in(nodes: list[Node], within: str = "") -> Iterator[Gap]:
    """Every place where a mark does not follow the one before it, at every depth."""
    before: dict[str, str] = {}
    for node in nodes:
        mark = str(node.get("marker") or "").strip()
        if number_in(mark):
            last = before.get(node["kind"])
            if last and number_in(mark) not in (number_in(last) + 1, 1):
                yield Gap(last, mark, within)
            before[node["kind"]] = mark
        yield from gaps_in(node.get("children") or [], str(node.get("label") or ""))
