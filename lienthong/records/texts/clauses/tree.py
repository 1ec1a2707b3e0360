"""Finding and changing clauses in a body: plain nested data, changed in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]
DIVISIONS = (
    "part",
    "chapter",
    "section",
    "stage",
    "article",
    "clause",
    "subclause",
    "point",
    "dash",
    "plus",
)
KINDS = (*DIVISIONS, "paragraph", "table", "appendix")


@dataclass(frozen=True)
class Place:
    """Where a clause stands: among which sisters, as which of them, below whom."""

    sisters: list[Node]
    index: int
    parent: Node | None

    @property
    def node(self) -> Node:
        return self.sisters[self.index]


@dataclass(frozen=True)
class RowPlace:
    """Where a row of a table stands."""

    table: Node
    group: Node
    index: int

    @property
    def row(self) -> Node:
        found: Node = self.group["rows"][self.index]
        return found


def place_of(body: list[Node], wid: str) -> Place | None:
    """The place of a clause, by its permanent identity."""
    waiting: list[tuple[list[Node], Node | None]] = [(body, None)]
    while waiting:
        sisters, parent = waiting.pop()
        for index, node in enumerate(sisters):
            if node.get("wid") == wid:
                return Place(sisters, index, parent)
            waiting.append((node.get("children") or [], node))
    return None


def row_place_of(body: list[Node], wid: str) -> RowPlace | None:
    """The place of a table row, by its permanent identity."""
    for table, group in _groups(body):
        for index, row in enumerate(group["rows"]):
            if row.get("wid") == wid:
                return RowPlace(table, group, index)
    return None


def group_of(body: list[Node], wid: str) -> tuple[Node, Node] | None:
    """A table and its group of rows, by the group's permanent identity."""
    return next(((table, group) for table, group in _groups(body) if group.get("wid") == wid), None)


def _groups(body: list[Node]) -> list[tuple[Node, Node]]:
    found: list[tuple[Node, Node]] = []
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        found += [(node, group) for group in node.get("groups") or ()]
        waiting += node.get("children") or []
    return found
