"""Tables of appendices: which column is which by its head; a commitment for each row (T-15, T-16, T-19)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.merging import UP
from lienthong.records.texts.commitments.bodies import lead_and_others, listed, named_at
from lienthong.records.texts.commitments.commitment import Commitment, Deadline, Step
from lienthong.records.texts.commitments.dating import end_of_month
from lienthong.records.texts.commitments.deadlines import When, deadline_of_cell
from lienthong.records.texts.commitments.doers import Doers, doers_in
from lienthong.records.texts.commitments.items import Item
from lienthong.records.texts.commitments.measures import measures_in, number_of_words
from lienthong.records.texts.commitments.periods import period_of
from lienthong.records.texts.commitments.reports import begins_as_report
from lienthong.records.texts.commitments.spacing import spaced

_HEADS: Final = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("marker", r"^(?:s?\.?tt\.?|so tt|so thu tu|thu tu|no|muc)$"),
        ("measured_in", r"don vi tinh|\bdvt\b"),
        ("baseline", r"(?:thuc hien|uoc|hien trang|ket qua|dat duoc|thuc te)\b.*\b(?:19|20)\d\d|^hien trang|^thuc trang"),
        ("year", r"(?:19|20)\d\d$"),
        ("wanted", r"^(?:ke hoach|muc tieu|phan dau|chi tieu giao|muc|gia tri|so luong)(?: giao| nam)?$"),
        ("directing_leader", r"lanh dao|dong chi (?:chi dao|phu trach)|nguoi chi dao|^chi dao|thuong truc chi dao"),
        ("coordinators", r"phoi hop"),
        ("lead", r"chu tri|chiu trach nhiem|phu trach|duoc giao|thuc hien chinh|tham muu|^phan cong"),
        ("executors", r"(?:don vi|co quan|to chuc|bo phan)(?:, \w+ \w+)? (?:thuc hien|tham gia|trien khai)"),
        ("product", r"san pham|ket qua|dau ra"),
        ("deadline", r"thoi gian|thoi han|tien do|hoan thanh|ky han|\bhan\b|lo trinh|thoi diem"),
        ("note", r"ghi chu"),
        ("content", r"noi dung|nhiem vu|cong viec|de muc|chi tieu|\bten\b|muc tieu|giai phap|dau viec|hoat dong|tieu chi|viec"),
        ("lead", r"don vi|co quan"),
    )
)  # fmt: skip
_NUMBER: Final = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
_FIGURE: Final = re.compile(
    rf"^\W*(?P<bound>≥|>=|>|≤|<=|<|trên|dưới|ít nhất|tối thiểu|không quá)?\s*(?P<low>{_NUMBER})(?:\s*[-–]\s*(?P<high>{_NUMBER}))?\s*(?P<unit>%|[^\d\s][^\d]{{0,20}})?$",
    re.IGNORECASE,
)
_BOUNDS: Final = {
    "≥": ">=",
    ">=": ">=",
    ">": ">",
    "≤": "<=",
    "<=": "<=",
    "<": "<",
    "trên": ">",
    "dưới": "<",
    "ít nhất": ">=",
    "tối thiểu": ">=",
    "không quá": "<=",
}


@dataclass(frozen=True)
class Row:
    """A row with its cells by role, a blank lead under a merged cell filled from above. # T-19"""

    wid: str
    path: str
    group: str | None
    cells: dict[str, str]
    by_year: dict[int, str]

    @property
    def words(self) -> str:
        return " | ".join(filter(None, (*self.cells.values(), *self.by_year.values())))


def commitments_of_table(item: Item, when: When) -> Iterator[Commitment]:
    """A task for each row of a table of tasks, targets for each of a table of figures."""
    heads = [str(name) for name in item.node["columns"]]
    roles = [_role(name) for name in heads]
    if "content" not in roles:
        return
    is_figures = "measured_in" in roles or "year" in roles or "wanted" in roles
    if not is_figures and not {"lead", "deadline", "coordinators", "executors"} & set(roles):
        return
    for row in rows_of(item, heads, roles):
        if row.cells.get("content"):
            yield from _figures(row, when) if is_figures else _of_row(row, when)


def rows_of(item: Item, heads: Sequence[str], roles: Sequence[str]) -> Iterator[Row]:
    knows_merging = any(row.get("merged") for group in item.node["groups"] for row in group["rows"])
    for group in item.node["groups"]:
        above: dict[str, str] = {}
        for row in group["rows"]:
            cells = _cells(row, roles, above, knows_merging=knows_merging)
            years = {
                int(head[-4:]): str(words)
                for head, role, words in zip(heads, roles, row["cells"], strict=False)
                if role == "year" and words
            }
            path = ".".join(filter(None, (item.path, group.get("marker"), row.get("marker"))))
            yield Row(row.get("wid") or "", path, group.get("heading"), cells, years)
            above = cells


def _role(name: str) -> str:
    folded = fold(name).strip(" :.")
    return next((role for role, pattern in _HEADS if pattern.search(folded)), "")


def _cells(
    row: dict[str, Any], roles: Sequence[str], above: dict[str, str], *, knows_merging: bool
) -> dict[str, str]:
    marks = str(row.get("merged") or "").ljust(len(roles), ".")
    cells: dict[str, str] = {}
    for role, words, mark in zip(roles, row["cells"], marks, strict=False):
        if role and role not in cells:
            goes_on = mark == UP or (role == "lead" and not knows_merging)
            filled = spaced(str(words)) or (above.get(role, "") if goes_on else "")
            cells[role] = filled
    return cells


def _of_row(row: Row, when: When) -> Iterator[Commitment]:
    task = _task(row, when)
    yield task
    for measure in measures_in(row.cells.get("product", "")):
        yield replace(
            _bare_target(row, task.deadline),
            text=row.cells["product"],
            value=measure.value,
            value_max=measure.value_max,
            unit=measure.unit,
            comparator=measure.comparator,
            direction=measure.direction,
            why="product",
        )


def _task(row: Row, when: When) -> Commitment:
    time = row.cells.get("deadline", "")
    deadline = deadline_of_cell(time, when) if time else Deadline()
    doers = doers_of_cell(row.cells.get("lead", ""))
    executors = listed(row.cells.get("executors", ""))
    lead, others = doers.lead, doers.coordinators
    if lead is None and executors:
        lead, executors = lead_and_others(row.cells["executors"])
    is_report = begins_as_report(row.cells["content"])
    return Commitment(
        kind="report_duty" if is_report else "task",
        clause=row.path,
        wid=row.wid,
        text=row.cells["content"],
        deadline=deadline,
        lead=lead,
        coordinators=tuple(dict.fromkeys((*others, *listed(row.cells.get("coordinators", ""))))),
        executors=executors,
        directing_leader=row.cells.get("directing_leader") or doers.directing_leader,
        period=period_of(time, deadline),
        product=row.cells.get("product") or None,
        group=row.group,
        why="report" if is_report else "row",
        words=row.words,
    )


def doers_of_cell(words: str) -> Doers:
    """ "A, B": A leads, B coordinates; "X chỉ đạo, Y chủ trì": Y leads. # T-19"""
    named = named_at(words)
    if named and named.end < len(words.rstrip(" .;,")):
        found = doers_in(words)
        if found.is_named:
            return found
    lead, others = lead_and_others(words)
    return Doers(lead=lead, coordinators=others)


def _bare_target(row: Row, deadline: Deadline) -> Commitment:
    return Commitment(
        kind="target",
        clause=row.path,
        wid=row.wid,
        text=row.cells["content"],
        deadline=deadline,
        group=row.group,
        why="measured",
        words=row.words,
    )


def _figures(row: Row, when: When) -> Iterator[Commitment]:
    """ "Chỉ tiêu | Đơn vị tính | 2027 | 2028": a target for each year, one series. # T-17"""
    values = {year: found for year, words in row.by_year.items() if (found := _FIGURE.match(words))}
    lead, _others = lead_and_others(row.cells.get("lead", ""))
    steps = tuple(Step(year, number_of_words(found["low"])) for year, found in values.items())
    for year, found in values.items():
        day = end_of_month(year, 12)
        deadline = Deadline(str(year), "period", day, day)
        target = _with_figure(_bare_target(row, deadline), found, row)
        yield replace(target, lead=lead, series=steps if len(steps) > 1 else ())
    single = _FIGURE.match(row.cells.get("wanted", ""))
    if single and not values:
        time = row.cells.get("deadline", "")
        target = _bare_target(row, deadline_of_cell(time, when) if time else Deadline())
        yield replace(_with_figure(target, single, row), lead=lead)


def _with_figure(target: Commitment, found: re.Match[str], row: Row) -> Commitment:
    base = _FIGURE.match(row.cells.get("baseline", ""))
    unit = row.cells.get("measured_in") or (found["unit"] or "").strip() or None
    bound = _BOUNDS.get((found["bound"] or "").lower(), "=")
    return replace(
        target,
        value=number_of_words(found["low"]),
        value_max=number_of_words(found["high"]) if found["high"] else None,
        unit=unit,
        comparator="between" if found["high"] else bound,  # type: ignore[arg-type]
        baseline=number_of_words(base["low"]) if base else None,
    )
