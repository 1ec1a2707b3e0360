"""The text of a draft as the editor shows it: one line for every clause and every table row."""

from dataclasses import dataclass, field
from typing import Any

from lienthong.records.texts.public import clauses_of

from ..models import Document
from .document import Node

EXCERPT = 160


@dataclass(frozen=True)
class EditorLine:
    """One clause: how deep it stands, what it says, and its rows if it is a table."""

    node: Node
    depth: int
    is_first: bool
    is_last: bool
    groups: list[Node] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        return bool(self.node["kind"] == "table")


def editor_lines(document: Document) -> list[EditorLine]:
    """Every clause of the draft in reading order."""
    return _lines(clauses_of(document.text), 0)


def _lines(nodes: list[Node], depth: int) -> list[EditorLine]:
    lines = []
    for place, node in enumerate(nodes):
        lines.append(
            EditorLine(
                node, depth, place == 0, place == len(nodes) - 1, list(node.get("groups") or [])
            )
        )
        lines += _lines(node["children"], depth + 1)
    return lines


@dataclass(frozen=True)
class Piece:
    """The clause or the row somebody edits, with its table if it is a row."""

    node: Node
    columns: list[str]

    @property
    def is_row(self) -> bool:
        return "cells" in self.node

    @property
    def label(self) -> str:
        return str(self.node.get("label") or self.node.get("marker") or "")


def piece(document: Document, wid: str) -> Piece | None:
    """A clause, a group of rows or a row of the draft."""
    return _find(clauses_of(document.text), wid)


def _find(nodes: list[Node], wid: str) -> Piece | None:
    for node in nodes:
        if node["wid"] == wid:
            return Piece(node, [])
        found = _find_row(node, wid) or _find(node["children"], wid)
        if found is not None:
            return found
    return None


def _find_row(table: Node, wid: str) -> Piece | None:
    columns: list[Any] = [str(name) for name in table.get("columns") or []]
    for group in table.get("groups") or []:
        if group["wid"] == wid:
            return Piece(group | {"cells": [""] * len(columns)}, columns)
        for row in group["rows"]:
            if row["wid"] == wid:
                return Piece(row, columns)
    return None
