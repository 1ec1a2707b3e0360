"""A body as a flat row of pieces, the way the editor holds it, and the body that such a row makes.

A piece is a clause with its lines, a table, a title over rows, or a row. Marks are counted here, never
taken from the editor: `seed` is the first mark of a run of sisters, `fixed` says that a mark is the author's
own ("5a."). Both are kept with the draft; a text just read, or changed clause by clause, has them read off
its printed marks once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.texts.clauses.kinds import KINDS, stands_below
from lienthong.records.texts.clauses.merging import merged_of
from lienthong.records.texts.clauses.numbers import number_of
from lienthong.records.texts.clauses.sequences import next_mark

Node = dict[str, Any]
Piece = dict[str, Any]
OF_A_TABLE = ("roles", "marker", "heading", "text")
_FIGURES = re.compile(r"[\d.]*\d")


@dataclass
class _Run:
    """The marks given below one parent: the last and the first of each kind."""

    mark: str | None = None
    last: dict[str, str] = field(default_factory=dict)
    first: dict[str, str | None] = field(default_factory=dict)


class Counting:
    """Counts the marks of clauses handed over in reading order.

    Articles count through the whole text, all else below one parent, kind by kind.
    """

    def __init__(self) -> None:
        self.path = [_Run()]
        self.through = _Run()

    def ruled(self, kind: str, depth: int, seed: str | None) -> str | None:
        """The mark that the clause has by the rule."""
        parent, run = self._at(depth, kind)
        if KINDS[kind].first is None:
            return None
        before = run.last.get(kind)
        return next_mark(before) if before is not None else _first(kind, parent.mark, seed)

    def given(self, kind: str, depth: int, mark: str | None) -> None:
        """Go on below the clause, which has this mark."""
        _parent, run = self._at(depth, kind)
        if mark and counts(mark):
            run.last[kind] = mark
        self.path.append(_Run(mark))

    def shared_seed(self, kind: str, depth: int, mark: str | None) -> str | None:
        """The first mark of the run: sisters share it, so that any of them may become the first."""
        _parent, run = self._at(depth, kind)
        return run.first.setdefault(kind, mark)

    def _at(self, depth: int, kind: str) -> tuple[_Run, _Run]:
        del self.path[depth + 1 :]
        parent = self.path[-1]
        return parent, self.through if KINDS[kind].counts_through else parent


def counts(mark: str) -> bool:
    """Whether the next sister's mark follows from this one: "5a." and "Phụ lục" say nothing about it."""
    return number_of(mark) is not None or not mark[0].isalnum()


def _first(kind: str, parent_mark: str | None, seed: str | None) -> str | None:
    """The mark that begins a run: "2.1." below "2.", whatever it was below "1."."""
    stem = _FIGURES.match(parent_mark or "") if kind == "subclause" else None
    if stem is None:
        return seed or KINDS[kind].first
    number = number_of(seed)
    return f"{stem[0]}.1{number.after if number else '.'}"


# --- From a body --------------------------------------------------------------------------------


def flat(body: list[Node]) -> list[Piece]:
    """The pieces of a body in reading order."""
    return list(_pieces(body, 0, Counting()))


def _pieces(nodes: list[Node], depth: int, counting: Counting) -> Iterator[Piece]:
    for node in nodes:
        if node["kind"] == "table":
            counting.ruled("table", depth, None)
            counting.given("table", depth, None)
            yield from _of_table(node, depth)
            continue
        yield _of_clause(node, depth, counting)
        yield from _pieces(node["children"], depth + 1, counting)


def _of_clause(node: Node, depth: int, counting: Counting) -> Piece:
    kind, mark = node["kind"], node.get("marker")
    heading, text = node.get("heading"), node.get("text")
    lines = ([heading] if heading else []) + (text.split("\n") if text else [])
    seed, is_fixed = node.get("seed", mark), node.get("fixed")
    if is_fixed is None:
        is_fixed = counting.ruled(kind, depth, mark) != mark
        seed = mark if is_fixed else counting.shared_seed(kind, depth, mark)
    counting.given(kind, depth, mark)
    return {
        "wid": node["wid"],
        "kind": kind,
        "depth": depth,
        "seed": seed,
        "fixed": is_fixed,
        "head": bool(heading),
        "lines": lines or [""],
    }


def _of_table(node: Node, depth: int) -> Iterator[Piece]:
    data = {part: node.get(part) for part in OF_A_TABLE}
    yield {
        "wid": node["wid"],
        "kind": "table",
        "depth": depth,
        "data": data,
        "columns": node["columns"],
    }
    for group in node["groups"]:
        titles = [group.get("marker") or "", group.get("heading") or ""]
        of_table = {"in": node["wid"]}
        yield {"wid": group["wid"], "kind": "group", **of_table, "cells": titles}
        for row in group["rows"]:
            yield {"wid": row["wid"], "kind": "row", **of_table, "cells": row["cells"]}


# --- To a body ----------------------------------------------------------------------------------


def grown(pieces: Iterable[Piece], rows: Mapping[str, Node]) -> list[Node]:
    """The body that pieces make, its marks counted; a piece in an impossible place is refused.

    `rows` are those that stand, by identity: a row keeps its mark where the first column is no number, and
    which of its cells are drawn as one with others.
    """
    body: list[Node] = []
    path: list[Node] = []
    counting = Counting()
    tables: dict[str, Node] = {}
    for piece in pieces:
        if piece["kind"] in ("row", "group"):
            _grow_row(tables.get(piece["in"]), piece, rows)
            continue
        depth, kind = piece["depth"], piece["kind"]
        _refuse_wrong_place(kind, depth, path)
        del path[depth:]
        node = _table(piece) if kind == "table" else _clause(piece, counting)
        if kind == "table":
            tables[piece["wid"]] = node
        counting.given(kind, depth, node["marker"] if kind != "table" else None)
        (path[-1]["children"] if path else body).append(node)
        path.append(node)
    return body


def _refuse_wrong_place(kind: str, depth: int, path: list[Node]) -> None:
    if kind not in KINDS or not 0 <= depth <= len(path) or (kind == "appendix" and depth):
        raise RuleBroken(_("A clause stands on a level that is not there."))
    if depth and not stands_below(kind, path[depth - 1]["kind"]):
        raise RuleBroken(_("A clause of this kind cannot stand inside that one."))


def _clause(piece: Piece, counting: Counting) -> Node:
    kind, depth, seed, is_fixed = piece["kind"], piece["depth"], piece["seed"], piece["fixed"]
    ruled = counting.ruled(kind, depth, seed)
    lines = piece["lines"]
    heading, below = (lines[0], lines[1:]) if piece["head"] else ("", lines)
    return {
        "wid": piece["wid"],
        "kind": kind,
        "marker": seed if is_fixed else ruled,
        "heading": heading or None,
        "text": "\n".join(below).strip("\n"),
        "children": [],
        "seed": seed,
        "fixed": is_fixed,
    }


def _table(piece: Piece) -> Node:
    data = {part: piece["data"].get(part) for part in OF_A_TABLE}
    columns = {"columns": piece["columns"], "groups": []}
    return {"wid": piece["wid"], "kind": "table", **data, **columns, "children": []}


def _grow_row(table: Node | None, piece: Piece, rows: Mapping[str, Node]) -> None:
    if table is None:
        raise RuleBroken(_("A row stands outside its table."))
    wid, cells = piece["wid"], piece["cells"]
    if piece["kind"] == "group":
        marker, heading = (cells[0] or None, cells[1] or None) if len(cells) > 1 else (None, None)
        table["groups"].append({"wid": wid, "marker": marker, "heading": heading, "rows": []})
        return
    if not table["groups"]:
        raise RuleBroken(_("A row stands outside its table."))
    is_numbered = "marker" in (table.get("roles") or [])[:1]
    stood = rows.get(wid, {})
    mark = cells[0].rstrip(".)") or None if is_numbered and cells else stood.get("marker")
    marks = stood.get("merged", "")
    joined = merged_of(marks) if len(marks) == len(cells) else {}
    table["groups"][-1]["rows"].append({"wid": wid, "marker": mark, "cells": cells} | joined)


def without_seeds(body: list[Node]) -> list[Node]:
    """The body as it is frozen, or changed clause by clause: how its marks are counted is read off them."""
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        node.pop("seed", None)
        node.pop("fixed", None)
        waiting += node["children"]
    return body
