"""Tables of appendices: which column is which by its head, and a commitment for each row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.merging import UP
from lienthong.records.texts.commitments.commitment import Commitment
from lienthong.records.texts.commitments.deadlines import When, deadline_of_cell
from lienthong.records.texts.commitments.items import Item

_HEADS: Final = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("marker", r"^(?:s?tt\.?|so tt|so thu tu|thu tu|no)$"),
        ("directing_leader", r"lanh dao|dong chi (?:chi dao|phu trach)|nguoi chi dao|chi dao thuc hien|^chi dao"),
        ("coordinators", r"phoi hop"),
        ("lead", r"chu tri|chiu trach nhiem|don vi thuc hien|co quan thuc hien|phu trach|don vi duoc giao|co quan, don vi|^don vi$|thuc hien chinh"),
        ("product", r"san pham|ket qua|dau ra"),
        ("deadline", r"thoi gian|thoi han|tien do|hoan thanh|ky han|\bhan\b|lo trinh"),
        ("note", r"ghi chu"),
        ("content", r"noi dung|nhiem vu|cong viec|de muc|chi tieu|\bten\b|muc tieu|giai phap|dau viec"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A row with its cells by role, a blank one under a merged cell filled from above. # T-19"""

    wid: str
    path: str
    group: str | None
    cells: dict[str, str]


def commitments_of_table(item: Item, when: When) -> Iterator[Commitment]:
    """A task for each row; a table whose head names no work and no doer is none of tasks."""
    roles = [_role(name) for name in item.node["columns"]]
    if "content" not in roles or not {"lead", "deadline", "coordinators"} & set(roles):
        return
    for row in rows_of(item, roles):
        if row.cells.get("content"):
            yield _task(row, when)


def rows_of(item: Item, roles: Sequence[str]) -> Iterator[Row]:
    for group in item.node["groups"]:
        above: dict[str, str] = {}
        for row in group["rows"]:
            cells = _cells(row, roles, above)
            path = ".".join(filter(None, (item.path, group.get("marker"), row.get("marker"))))
            yield Row(row.get("wid") or "", path, group.get("heading"), cells)
            above = cells


def _role(name: str) -> str:
    folded = fold(name)
    return next((role for role, pattern in _HEADS if pattern.search(folded)), "")


def _cells(row: dict[str, Any], roles: Sequence[str], above: dict[str, str]) -> dict[str, str]:
    marks = str(row.get("merged") or "").ljust(len(roles), ".")
    cells: dict[str, str] = {}
    for role, words, mark in zip(roles, row["cells"], marks, strict=False):
        if role and role not in cells:
            goes_on = not words and mark == UP
            cells[role] = above.get(role, "") if goes_on else str(words)
    return cells


def _task(row: Row, when: When) -> Commitment:
    deadline = deadline_of_cell(row.cells.get("deadline", ""), when)
    return Commitment(
        kind="task",
        clause=row.path,
        wid=row.wid,
        text=row.cells["content"],
        deadline=deadline,
        lead=row.cells.get("lead") or None,
        coordinators=tuple(filter(None, [row.cells.get("coordinators")])),
        directing_leader=row.cells.get("directing_leader") or None,
        period="yearly" if deadline.kind == "yearly" else "once",
        product=row.cells.get("product") or None,
        group=row.group,
        why="row",
        words=" | ".join(filter(None, row.cells.values())),
    )
