"""The rows of a list as the page draws them."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from lienthong.ui import icons
from lienthong.ui.lists.columns import CLASSES, Column, at_path, drawn, linked
from lienthong.ui.lists.page import ListPage

# Why an action was refused, by the key of the row; "" for what belongs to no row.
Refusals = dict[str, str]
Drawing = Callable[[Any], str]
CLOSING = "</td>"


class RowShown(NamedTuple):
    key: str
    seen: str
    refusal: str
    cells: list[str]
    row: Any
    lead: Column
    is_chosen_from: bool = True

    @property
    def name(self) -> str:
        """Which one it is, for who chooses it; asked only where that can be done."""
        return str(self.lead.of(self.row))

    @property
    def sent(self) -> str:
        """Which row is chosen, and what was seen of it."""
        return f"{self.key}:{self.seen}" if self.seen else self.key

    @property
    def drawn(self) -> SafeString:
        return SafeString("".join(self.cells))


def rows_shown(
    page: ListPage,
    columns: Sequence[Column],
    rows: Sequence[Any],
    refusals: Refusals,
    can: Callable[[Any], bool] = lambda _row: True,
) -> list[RowShown]:
    """The rows, their cells drawn here and not by the template: a page has hundreds of them."""
    drawings = [_drawing(one, page.link) for one in columns]
    lead = next((one for one in columns if one.kind == "lead"), columns[0])
    shown = []
    for row in rows:
        key, cells = str(at_path(row, page.key)), [draw(row) for draw in drawings]
        refusal = refusals.get(key, "")
        if refusal:
            place = columns.index(lead)
            cells[place] = cells[place].removesuffix(CLOSING) + _refused(refusal) + CLOSING
        seen = str(at_path(row, page.seen) or "") if page.seen else ""
        shown.append(RowShown(key, seen, refusal, cells, row, lead, can(row)))
    return shown


def _refused(refusal: str) -> SafeString:
    return format_html('<p class="error">{} {}</p>', icons.drawn("alert-circle"), refusal)


def _drawing(column: Column, link: Callable[[Any], str]) -> Drawing:
    """How a column draws the cell of a row; the label stands beside it where rows become cards."""
    is_lead, also, of = column.kind == "lead", column.also, column.of
    opening = (
        '<td class="lead">'
        if is_lead
        else format_html('<td class="{}" data-label="{}">', CLASSES[column.kind], column.label)
    )

    def draw(row: Any) -> str:
        value = of(row)
        cell = linked(value, link(row)) if is_lead else drawn(value)
        beside = drawn(also(row)) if also else ""
        return f"{opening}{cell} {beside}{CLOSING}" if beside else f"{opening}{cell}{CLOSING}"

    return draw


def drawn_together(rows: Sequence[RowShown]) -> SafeString:
    """All rows of a list in which nothing can be chosen."""
    return SafeString("".join(f"<tr>{''.join(row.cells)}</tr>\n" for row in rows))
