"""Tables written in HTML, as scanning programs give them, as rows of cells between tabs."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# A cell that begins with one of these goes on from the cell above, or from the one at its left.
JOINED_UP, JOINED_LEFT = "\ufdd0", "\ufdd1"
_OPENS = re.compile(r"<table\b", re.IGNORECASE)
_CLOSES = re.compile(r"</table\s*>", re.IGNORECASE)
_MOST_SPANNED = 60


def with_rows_as_lines(text: str) -> str:
    """Each HTML table replaced by its rows, one a line."""
    pieces: list[str] = []
    done = 0
    while (opening := _OPENS.search(text, done)) and (
        closing := _CLOSES.search(text, opening.end())
    ):
        pieces += [
            text[done : opening.start()],
            "\n\n",
            _rows(text[opening.start() : closing.end()]),
            "\n\n",
        ]
        done = closing.end()
    return "".join([*pieces, text[done:]])


def _rows(table: str) -> str:
    reader = _TableReader()
    reader.feed(table)
    reader.close()
    rows = ("\t".join([*row, ""]) for row in reader.rows)
    return "\n".join(row for row in rows if row.strip(f"\t{JOINED_LEFT}{JOINED_UP}"))


class _TableReader(HTMLParser):
    """Collects cells; a cell that spans rows is read in each of them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._words: list[str] | None = None
        self._span = (1, 1)
        self._from_above: dict[int, tuple[int, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in {"td", "th"}:
            self._end_cell()
            written = dict(attrs)
            self._words, self._span = (
                [],
                (_count(written.get("colspan")), _count(written.get("rowspan"))),
            )
        elif tag == "br" and self._words is not None:
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)

    def _end_cell(self) -> None:
        if self._words is None:
            return
        if not self.rows:
            self.rows.append([])
        row, words = self.rows[-1], " ".join("".join(self._words).split())
        self._fill_from_above(row)
        columns, deep = self._span
        if deep > 1:
            self._from_above[len(row)] = (deep - 1, JOINED_UP + words)
        row += [words, *[JOINED_LEFT] * (columns - 1)]
        self._fill_from_above(row)
        self._words = None

    def _fill_from_above(self, row: list[str]) -> None:
        while (spanning := self._from_above.get(len(row))) and len(self.rows) > 1:
            left, words = spanning
            if left == 1:
                del self._from_above[len(row)]
            else:
                self._from_above[len(row)] = (left - 1, words)
            row.append(words)


def _count(written: str | None) -> int:
    return min(max(int(written), 1), _MOST_SPANNED) if written and written.isdigit() else 1
