"""Cells of a table drawn as one: which of them, as long as their words still agree.

A row may say in `merged`, one letter a column, that its cell goes on from the one above ("^") or from the one
at its left ("<"); "." is a cell of its own. A cell that goes on says nothing, or what the one above says. Where
somebody gave it other words, or put another row above it, it is a cell of its own again: no word is hidden.

The name of a column is written over several lines where the head has several rows: "Diện tích" over "2026". Columns side by side
whose names begin with the same line are drawn below one cell with that line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OWN, UP, LEFT = ".", "^", "<"
MARKS = frozenset((OWN, UP, LEFT))


@dataclass
class Drawn:
    """A cell as it is drawn: its words, how many columns it is wide and how many rows tall."""

    text: str
    columns: int = 1
    rows: int = 1


def drawn(rows: Sequence[Mapping[str, Any]], width: int) -> list[list[Drawn]]:
    """The cells of a group of rows; a cell that another one covers is not among them."""
    shown: list[list[Drawn]] = []
    above: list[Drawn | None] = [None] * width
    for row in rows:
        cells = [*map(str, row["cells"]), *[""] * width][:width]
        marks = str(row.get("merged") or "").ljust(width, OWN)
        here: list[Drawn | None] = [None] * width
        own: list[Drawn] = []
        at = 0
        while at < width:
            cell = _from_above(above, at, marks, cells)
            if cell is None:
                cell = Drawn(cells[at], _reach(marks, cells, at))
                own.append(cell)
            else:
                cell.rows += 1
            here[at : at + cell.columns] = [cell] * cell.columns
            at += cell.columns
        shown.append(own)
        above = here
    return shown


def _from_above(
    above: Sequence[Drawn | None], at: int, marks: str, cells: Sequence[str]
) -> Drawn | None:
    """The cell above that goes on here, over all of its columns."""
    over = above[at]
    if marks[at] != UP or over is None or (at and above[at - 1] is over):
        return None
    covered = range(at, at + over.columns)
    agrees = all(marks[one] != OWN and cells[one] in ("", over.text) for one in covered)
    return over if agrees else None


def _reach(marks: str, cells: Sequence[str], at: int) -> int:
    end = at + 1
    while end < len(marks) and marks[end] == LEFT and end < len(cells) and not cells[end]:
        end += 1
    return end - at


def drawn_head(columns: Sequence[str]) -> list[list[Drawn]]:
    """The names of columns as the rows of a head."""
    levels = [_levels(columns, at) for at in range(len(columns))]
    tallest = max(map(len, levels), default=0)
    rows: list[list[Drawn]] = []
    for depth in range(tallest):
        cells: list[Drawn] = []
        at = 0
        while at < len(levels):
            names = levels[at]
            end = at + 1
            while end < len(levels) and _stand_below_one(names, levels[end], depth):
                end += 1
            if depth < len(names):
                is_last = depth + 1 == len(names)
                cells.append(Drawn(names[depth], end - at, tallest - depth if is_last else 1))
            at = end
        rows.append(cells)
    return rows


def _stand_below_one(names: Sequence[str], others: Sequence[str], depth: int) -> bool:
    """Whether two columns are below one cell of this row of the head."""
    goes_deeper = depth + 1 < min(len(names), len(others))
    return goes_deeper and names[: depth + 1] == others[: depth + 1]


def _levels(columns: Sequence[str], at: int) -> list[str]:
    """The lines of a name that stand in rows of their own: the first is shared with the column beside."""
    names = columns[at].split("\n")
    beside = [*columns[max(at - 1, 0) : at], *columns[at + 1 : at + 2]]
    is_shared = any("\n" in one and one.split("\n")[0] == names[0] for one in beside)
    return names if len(names) > 1 and is_shared else [columns[at]]


def merged_of(marks: Iterator[str] | Sequence[str]) -> dict[str, str]:
    """What a row says of its cells; nothing where each is its own."""
    written = "".join(marks)
    return {"merged": written} if written.strip(OWN) else {}
