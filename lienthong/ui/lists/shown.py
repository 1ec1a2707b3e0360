"""The rows of a list as the page draws them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from lienthong.ui import icons
from lienthong.ui.lists.columns import CLASSES, Column, Words, at_path, drawn, linked
from lienthong.ui.lists.page import ListPage

# Why an action was refused, by the key of the row; "" for what belongs to no row.
Refusals = dict[str, str]


@dataclass
class CellShown:
    label: Words
    drawn: SafeString
    also: SafeString
    below: str = ""


@dataclass(frozen=True)
class RowShown:
    key: str
    name: str
    refusal: str
    cells: list[CellShown]
    drawn: SafeString


def rows_shown(
    page: ListPage, columns: Sequence[Column], rows: Sequence[Any], refusals: Refusals
) -> list[RowShown]:
    """The rows, their cells drawn here and not by the template: a page has hundreds of them."""
    lead = next((one for one in columns if one.kind == "lead"), columns[0])
    begins = openings(columns)
    return [_row(page, columns, begins, lead, row, refusals) for row in rows]


def _row(
    page: ListPage,
    columns: Sequence[Column],
    begins: Sequence[str],
    lead: Column,
    row: Any,
    refusals: Refusals,
) -> RowShown:
    key = str(at_path(row, page.key))
    refusal = refusals.get(key, "")
    cells = cells_of(columns, row, page.link)
    if refusal:
        cells[columns.index(lead)].below = _refused(refusal)
    return RowShown(key, str(lead.of(row)), refusal, cells, cells_drawn(begins, cells))


def _refused(refusal: str) -> SafeString:
    return format_html('<p class="error">{} {}</p>', icons.drawn("alert-circle"), refusal)


def openings(columns: Sequence[Column]) -> list[str]:
    """How the cells of each column begin; the label stands beside a cell where rows become cards."""
    return [
        '<td class="lead">'
        if one.kind == "lead"
        else format_html('<td class="{}" data-label="{}">', CLASSES[one.kind], one.label)
        for one in columns
    ]


def cells_of(columns: Sequence[Column], row: Any, link: Callable[[Any], str]) -> list[CellShown]:
    return [_cell(one, row, link) for one in columns]


def cells_drawn(begins: Sequence[str], cells: Sequence[CellShown]) -> SafeString:
    parts: list[str] = []
    for begin, cell in zip(begins, cells, strict=True):
        parts += [begin, cell.drawn, cell.also and " ", cell.also, cell.below, "</td>"]
    return SafeString("".join(parts))


def _cell(column: Column, row: Any, link: Callable[[Any], str]) -> CellShown:
    value, is_lead = column.of(row), column.kind == "lead"
    return CellShown(
        label="" if is_lead else column.label,
        drawn=linked(value, link(row)) if is_lead else drawn(value),
        also=drawn(column.also(row)) if column.also else SafeString(""),
    )
