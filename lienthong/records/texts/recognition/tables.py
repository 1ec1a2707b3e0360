"""Rows of cells as one table: repeated heads dropped, rows split by a page break made whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.merging import LEFT, OWN, UP, merged_of
from lienthong.records.texts.recognition.source import Aside, Reason
from lienthong.records.texts.recognition.wrapping import in_one

_ROMAN_OR_LETTER = re.compile(r"^(?:[IVXLC]{1,6}|[A-H])[.)\-]?$")
_MARKER = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*|[IVXLC]{1,6}|[A-Ha-h]|[-+])[.)]?$")
_MARKED_HEADING = re.compile(r"^(?P<mark>[IVXLC]{1,6}|[A-H]|\d{1,2})\s*[.\-)]\s+(?P<rest>\S.*)$")
_MARKER_COLUMNS = {"tt", "stt", "so tt", "so thu tu", "thu tu", "tt.", "s tt", "so", "no"}
_LONGEST_COLUMN_NAME = 40
_YEAR = re.compile(r"(?:19|20)\d\d")
_RANGE = re.compile(r"(\d)\s*([-–])\s*(\d)")
_ROLES = (
    (
        "lead",
        re.compile(
            r"chu tri|chiu trach nhiem chinh|thuc hien chinh|phu trach|don vi thuc hien|co quan thuc hien"
        ),
    ),
    ("coordinators", re.compile(r"phoi hop")),
    ("period", re.compile(r"thoi gian|thoi han|tien do|hoan thanh|ky han|\bhan\b|lo trinh")),
    ("product", re.compile(r"san pham|ket qua|hinh thuc")),
    ("note", re.compile(r"ghi chu")),
    ("content", re.compile(r"noi dung|nhiem vu|cong viec|de muc|chi tieu|ten|muc tieu|giai phap")),
)


@dataclass
class Row:
    """Cells, and which of them go on from others."""

    cells: list[str]
    after_break: bool = False
    merged: str = ""


@dataclass
class Group:
    marker: str | None = None
    heading: str | None = None
    rows: list[Row] = field(default_factory=list)


def read_table(
    rows: Sequence[Sequence[str]], breaks: Sequence[int], merged: Sequence[str] = ()
) -> tuple[dict[str, Any], list[Aside]]:
    """Columns, their roles, and the rows by group; the heads that are only printed again."""
    width = max(_filled_width(row) for row in rows)
    marks = [*(one[:width].ljust(width, OWN) for one in merged)] or [OWN * width] * len(rows)
    padded = [
        Row([*row[:width], *[""] * (width - len(row))], at in breaks, mark)
        for at, (row, mark) in enumerate(zip(rows, marks, strict=True))
    ]
    columns, body, again = _head_and_body(*_with_one_head(padded))
    roles = [_role(name, at) for at, name in enumerate(columns)] if columns else [""] * width
    groups = _grouped(_made_whole(body, columns))
    table = {
        "columns": columns or [""] * width,
        "roles": roles,
        "groups": [_as_json(g, roles) for g in groups],
    }
    return table, [Aside(" ".join(filter(None, row.cells)), Reason.REPEATED) for row in again]


def names_a_column(printed: str) -> bool:
    """ "Nội dung", "Thời gian": what stands at the head of a column."""
    folded = fold(printed)
    return len(printed) <= _LONGEST_COLUMN_NAME and any(p.match(folded) for _role, p in _ROLES)


def _filled_width(row: Sequence[str]) -> int:
    return max((at for at, cell in enumerate(row, 1) if cell), default=1)


def _with_one_head(rows: list[Row]) -> tuple[list[Row], int]:
    """A head of several rows as one: "Diện tích (ha)" over "2026" names the column in two lines. How many rows
    it was; where they are printed again, they are one too."""
    height = 1
    head = rows[0]
    while height + 1 < len(rows) and _goes_on_below(head, rows[height]):
        head = _joined_head(head, rows[height])
        height += 1
    if height == 1:
        return rows, 1
    key = [_key(row) for row in rows[:height]]
    joined = [head]
    at = height
    while at < len(rows):
        if [_key(row) for row in rows[at : at + height]] == key:
            joined.append(Row(head.cells, rows[at].after_break, head.merged))
            at += height
        else:
            joined.append(rows[at])
            at += 1
    return joined, height


def _key(row: Row) -> list[str]:
    return [fold(cell) for cell in row.cells]


def _goes_on_below(head: Row, below: Row) -> bool:
    """Whether what a cell spans has names of its own below, and every other cell goes down into that row."""
    spans = [_is_spanned(head.merged, at) for at in range(len(head.cells))]
    is_named = all(cell or mark == LEFT for cell, mark in zip(head.cells, head.merged, strict=True))
    return (
        any(spans)
        and UP in below.merged
        and is_named
        and all(
            mark != UP and bool(cell or mark == LEFT) if is_spanned else mark == UP
            for is_spanned, cell, mark in zip(spans, below.cells, below.merged, strict=True)
        )
    )


def _is_spanned(marks: str, at: int) -> bool:
    return marks[at] == LEFT or marks[at + 1 : at + 2] == LEFT


def _joined_head(head: Row, below: Row) -> Row:
    cells: list[str] = []
    over = ""
    for at, (cell, mark) in enumerate(zip(below.cells, below.merged, strict=True)):
        over = over if head.merged[at] == LEFT else head.cells[at]
        cells.append("" if mark == LEFT else over if mark == UP else f"{over}\n{cell}")
    return Row(cells, head.after_break, below.merged.replace(UP, OWN))


def _head_and_body(rows: list[Row], height: int) -> tuple[list[str], list[Row], list[Row]]:
    """The head row, the rows without its repetitions after each page break, and these."""
    head = rows[0].cells
    if height == 1 and not _is_head(head, rows):
        return [], rows, []
    again: list[Row] = []
    key = _key(rows[0])
    body: list[Row] = []
    after_head = False
    for row in rows[1:]:
        if _key(row) == key:
            after_head = True
            again.append(row)
            continue
        body.append(Row(row.cells, row.after_break or after_head, row.merged))
        after_head = False
    return head, body, again


def _is_head(cells: list[str], rows: list[Row]) -> bool:
    if fold(cells[0]) in _MARKER_COLUMNS:
        return True
    filled = [cell for cell in cells if cell]
    names = sum(
        1 for cell in filled if any(pattern.search(fold(cell)) for _role, pattern in _ROLES)
    )
    has_figures = any(
        re.fullmatch(r"[\d.,/%\s-]+", cell) and not _YEAR.fullmatch(cell) for cell in filled
    )
    return (
        len(rows) > 1
        and len(filled) == len(cells)
        and not has_figures
        and (names >= 1 or not (_MARKER.match(cells[0]) or any(map(_YEAR.fullmatch, filled))))
    )


def _role(name: str, at: int) -> str:
    folded = fold(name)
    if at == 0 and (folded in _MARKER_COLUMNS or not folded):
        return "marker"
    return next((role for role, pattern in _ROLES if pattern.search(folded)), "")


def _made_whole(rows: list[Row], columns: list[str]) -> list[Row]:
    """Rows, the second half of a split one given back to the first."""
    whole: list[Row] = []
    has_markers = bool(columns) and _role(columns[0], 0) == "marker"
    for row in rows:
        if whole and _is_second_half(row, whole[-1].cells, has_markers=has_markers):
            whole[-1].cells = [
                in_one(filter(None, pair)) if any(pair) else ""
                for pair in zip(whole[-1].cells, row.cells, strict=True)
            ]
        else:
            whole.append(Row(list(row.cells), row.after_break, row.merged))
    return whole


def _is_second_half(row: Row, previous: list[str], *, has_markers: bool) -> bool:
    """No mark of its own, and after a page break or with nothing that begins a new row."""
    if not has_markers or row.cells[0] or not any(previous) or _is_group(previous):
        return False
    if row.merged[:1] == UP:  # one number for several rows
        return False
    content = next((cell for cell in row.cells[1:] if cell), "")
    return row.after_break or not row.cells[1] or content[:1].islower()


def _is_group(cells: list[str]) -> bool:
    """A row that names a group: a mark and a heading, nothing in the other columns."""
    filled = [cell for cell in cells if cell]
    if len(cells) < 3 or not filled or any(cells[2:]):
        return (
            len(cells) >= 2 and len(filled) == 1 and bool(cells[0]) and not _MARKER.match(cells[0])
        )
    if _ROMAN_OR_LETTER.match(cells[0]) or not cells[0]:
        return bool(cells[1])
    return len(filled) == 1 or cells[1].isupper()


def _grouped(rows: list[Row]) -> list[Group]:
    groups: list[Group] = []
    for row in rows:
        if _is_group(row.cells) and UP not in row.merged:
            groups.append(_group(row.cells))
        else:
            if not groups:
                groups.append(Group())
            groups[-1].rows.append(row)
    return groups


def _group(cells: list[str]) -> Group:
    filled = [cell for cell in cells if cell]
    if len(filled) >= 2:
        return Group(filled[0].rstrip(".)-"), " ".join(filled[1:]))
    found = _MARKED_HEADING.match(filled[0])
    return Group(found["mark"], found["rest"]) if found else Group(None, filled[0])


def _as_json(group: Group, roles: list[str]) -> dict[str, Any]:
    return {
        "marker": group.marker,
        "heading": group.heading,
        "rows": [_row(row, roles) for row in group.rows],
    }


def _row(row: Row, roles: list[str]) -> dict[str, Any]:
    written = [
        _RANGE.sub(r"\1\2\3", cell) if role == "period" else cell
        for cell, role in zip(row.cells, roles, strict=True)
    ]
    marker = written[0].rstrip(".)") if roles[0] == "marker" and written[0] else None
    return {"marker": marker, "cells": written} | merged_of(row.merged)
