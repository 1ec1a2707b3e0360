"""The text of a draft as the editor shows it: one line for every clause and every table row."""

from collections.abc import Iterator
from dataclasses import dataclass

from lienthong.records.texts.public import clauses_of, every_clause

from ..models import Document
from .document import Node

WORDS = ("marker", "heading", "text")


@dataclass(frozen=True)
class EditorLine:
    """One clause: how deep it stands, what it says, and its rows if it is a table."""

    node: Node
    depth: int
    is_first: bool
    is_last: bool

    @property
    def is_table(self) -> bool:
        return bool(self.node["kind"] == "table")


def editor_lines(document: Document) -> list[EditorLine]:
    """Every clause of the draft in reading order."""
    return list(lines_of(clauses_of(document.text)))


def lines_of(nodes: list[Node], depth: int = 0) -> Iterator[EditorLine]:
    """Clauses in reading order, each as deep as it stands."""
    for place, node in enumerate(nodes):
        yield EditorLine(node, depth, place == 0, place == len(nodes) - 1)
        yield from lines_of(node["children"], depth + 1)


@dataclass(frozen=True)
class Piece:
    """The clause or the row somebody edits, with its table if it is a row."""

    document: Document
    node: Node
    columns: list[str]

    @property
    def key(self) -> str:
        return str(self.node["wid"])

    @property
    def is_row(self) -> bool:
        return "cells" in self.node

    @property
    def words(self) -> list[str]:
        """What it says, to be read beside what somebody else has typed."""
        said = self.node.get("cells") or [self.node.get(part) for part in WORDS]
        return [str(one) for one in said if one]

    @property
    def label(self) -> str:
        return str(self.node.get("label") or self.node.get("marker") or "")


def piece(document: Document, wid: str) -> Piece | None:
    """A clause, a group of rows or a row of the draft."""
    for node in every_clause(clauses_of(document.text)):
        columns = [str(name) for name in node.get("columns") or []]
        for group in node.get("groups") or []:
            if group["wid"] == wid:
                return Piece(document, group | {"cells": [""] * len(columns)}, columns)
            for row in group["rows"]:
                if row["wid"] == wid:
                    return Piece(document, row, columns)
        if node["wid"] == wid:
            return Piece(document, node, [])
    return None
