"""The rows of a list as the page draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from lienthong.ui.lists.columns import CLASSES, Column, Words, at_path, drawn, linked
from lienthong.ui.lists.page import ListPage

# Why an action was refused, by the key of the row; "" for what belongs to no row.
Refusals = dict[str, str]


@dataclass(frozen=True)
class CellShown:
    label: Words
    css: str
    drawn: SafeString
    also: SafeString


@dataclass(frozen=True)
class RowShown:
    key: str
    name: str
    refusal: str
    cells: list[CellShown]


def row_shown(page: ListPage, columns: Sequence[Column], row: Any, refusals: Refusals) -> RowShown:
    key = str(at_path(row, page.key))
    lead = next((one for one in columns if one.kind == "lead"), columns[0])
    cells = [_cell(page, one, row) for one in columns]
    return RowShown(key, str(lead.of(row)), refusals.get(key, ""), cells)


def _cell(page: ListPage, column: Column, row: Any) -> CellShown:
    value, is_lead = column.of(row), column.kind == "lead"
    return CellShown(
        label="" if is_lead else column.label,
        css=CLASSES[column.kind],
        drawn=linked(value, page.link(row)) if is_lead else drawn(value),
        also=drawn(column.also(row)) if column.also else SafeString(""),
    )
