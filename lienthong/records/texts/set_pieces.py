"""Pieces as they are set: tables with their widths and their cells drawn as one, notes where they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from lienthong.records.texts.clauses.merging import drawn, drawn_head
from lienthong.records.texts.clauses.notes import with_notes

Node = Mapping[str, Any]
WIDE_TABLE_COLUMNS = 7
TABLE_WIDTH_PT = 467
LETTER_PT, CELL_INSET_PT = 6.2, 9
SHORT_CELL = 12
NO_BREAK = "\u00a0"
_DAY = re.compile(r"\bngày \d{1,2} tháng \d{1,2} năm \d{4}\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(quý|điều|khoản|năm|ngày|tháng|số) (?=[IVX\d])", re.IGNORECASE)


# "QUYẾT NGHỊ" stands in the middle of its line, between the grounds and what is resolved.
_RESOLVED = re.compile(r"(?:[\w ]{0,60} )?QUYẾT (?:NGHỊ|ĐỊNH)\s*:?")
_LEADS_IN = (":", ";", ".", ",")


def is_resolved(line: str) -> bool:
    return line.isupper() and _RESOLVED.fullmatch(line.strip()) is not None


def leads_in(heading: str) -> bool:
    """Whether a heading ends like a sentence: it leads into what follows and is set as text."""
    return heading.strip().endswith(_LEADS_IN) and not is_resolved(heading)


def column_widths(node: Node) -> list[float]:
    """The shares of the width that the columns of a table have in print, in hundredths."""
    columns = [str(name) for name in node.get("columns") or ()]
    rows = [_cells(row) for group in node.get("groups") or () for row in group["rows"]]
    weights = _weights(columns, rows, len(columns)) if columns else []
    return [round(100 * weight / sum(weights), 1) for weight in weights]


def table_pieces(node: Node) -> Iterator[dict[str, Any]]:
    columns = [str(name) for name in node.get("columns") or ()]
    groups = node.get("groups") or [{"rows": node.get("rows") or []}]
    caption = " ".join(part for part in (marker_of(node), node.get("heading") or "") if part)
    if caption:
        yield {"style": "bold", "text": caption}
    rows = [_cells(row) for group in groups for row in group["rows"]]
    if not columns and not rows:
        return
    width = max(map(len, [columns, *rows]))
    columns += [""] * (width - len(columns)) if columns else []
    yield {
        "style": "table",
        "columns": columns,
        "head": [[asdict(cell) for cell in row] for row in drawn_head(columns)],
        "weights": _weights(columns, rows, width),
        "centred": [index for index in range(width) if _is_narrow(rows, index)],
        "groups": [_group(group, width) for group in groups],
    }


def _group(group: Mapping[str, Any], width: int) -> dict[str, Any]:
    title = " ".join(part for part in (marker_of(group), group.get("heading") or "") if part)
    rows = [row if isinstance(row, Mapping) else {"cells": row} for row in group["rows"]]
    shown = [[asdict(cell) for cell in row] for row in drawn(rows, width)]
    return {"title": title, "rows": shown, "columns": width}


def _cells(row: Mapping[str, Any] | Sequence[Any]) -> list[str]:
    """A row has an identity and its cells; a bare list of cells will do."""
    return [str(cell or "") for cell in (row["cells"] if isinstance(row, Mapping) else row)]


def _weights(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[float]:
    """Columns share the width by what stands in them; none is narrower than its longest word."""
    stood = [[row[index] for row in rows if index < len(row)] for index in range(width)]
    names = [columns[index] if index < len(columns) else "" for index in range(width)]
    least = [_longest_word([*cells, name]) for cells, name in zip(stood, names, strict=True)]
    shares = [_share(cells) for cells in stood]
    spare = max(
        sum(least) * 0.1, TABLE_WIDTH_PT * (1.5 if width >= WIDE_TABLE_COLUMNS else 1) - sum(least)
    )
    return [
        round(low + share / sum(shares) * spare, 1)
        for low, share in zip(least, shares, strict=True)
    ]


def _longest_word(texts: Sequence[str]) -> float:
    """Room for the longest word; a short cell ("30/6/2026", "Quý I/2027") is not broken at all."""
    words = (word for text in texts for word in _unbroken(text))
    return max(map(len, words), default=1) * LETTER_PT + CELL_INSET_PT


def _unbroken(text: str) -> list[str]:
    return [text] if len(text) <= SHORT_CELL else re.split(r"[ \n]", kept_together(text))


def _share(cells: Sequence[str]) -> float:
    """Long cells get more room, but not so much that whoever leads a task stands word under word."""
    mean = sum(map(len, cells)) / max(len(cells), 1)
    return float(max(min(mean, 160) - 3, 1) ** 0.75)


def _is_narrow(rows: Sequence[Sequence[str]], index: int) -> bool:
    return all(len(row[index]) <= 12 for row in rows if index < len(row))


Words = str | list[dict[str, str]]


def noted(piece: dict[str, Any], notes: dict[str, str]) -> dict[str, Any]:
    """A piece with each note where its words call it; what was called is no longer among `notes`."""
    if not notes:
        return piece
    if "text" in piece:
        piece["text"] = _called(piece["text"], notes)
    if isinstance(piece.get("lines"), list):
        piece["lines"] = [_called(words, notes) for words in piece["lines"]]
    for cell in (cell for row in piece.get("head", ()) for cell in row):
        cell["text"] = _called(cell["text"], notes)
    for group in piece.get("groups", ()):
        group["title"] = _called(group["title"], notes)
        for cell in (cell for row in group["rows"] for cell in row):
            cell["text"] = _called(cell["text"], notes)
    return piece


def _called(words: str, notes: dict[str, str]) -> Words:
    runs = with_notes(words, notes)
    return [asdict(run) for run in runs] if any(run.note for run in runs) else words


def plainly(words: Words) -> str:
    return words if isinstance(words, str) else "".join(run["text"] for run in words)


def kept_together(text: str) -> str:
    """ "2026 - 2030", "quý IV", "Điều 5", "ngày 05 tháng 02 năm 2026" are not torn apart at the end of a line."""
    text = re.sub(r"(?<=\b\d{4}) ([-–]) (?=\d{4}\b)", f"{NO_BREAK}\\1{NO_BREAK}", text)
    text = _DAY.sub(lambda day: day[0].replace(" ", NO_BREAK), text)
    return _COUNTED.sub(f"\\1{NO_BREAK}", text)


def marker_of(node: Node) -> str:
    """Marks stand as typed (`I-`, `1.`, `a)`); a bare one gets its full stop."""
    marker = (node.get("marker") or "").strip()
    if re.fullmatch(r"(?:[IVXLC]+|\d+(?:\.\d+)*)", marker):
        return f"{marker}."
    return marker
