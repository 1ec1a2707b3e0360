"""Cells of a table drawn as one: which of them, as long as their words still agree.

A row may say in `merged`, one letter a column, that its cell goes on from the one above ("^") or from the one
at its left ("<"); "." is a cell of its own. A cell that goes on says nothing, or what the one above says. Where
somebody gave it other words, or put another row above it, it is a cell of its own again: no word is hidden.
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


def merged_of(marks: Iterator[str] | Sequence[str]) -> dict[str, str]:
    """What a row says of its cells; nothing where each is its own."""
    written = "".join(marks)
    return {"merged": written} if written.strip(OWN) else {}
