"""A plain text as lines: one form, without the marks of editors, with what they said kept aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape

from lienthong.kernel.text.public import fold, is_capitals, nfc
from lienthong.records.texts.clauses.merging import LEFT, OWN, UP
from lienthong.records.texts.clauses.notes import raised
from lienthong.records.texts.recognition.aligned import names_columns, with_rows_of_cells
from lienthong.records.texts.recognition.columns import in_reading_order, with_tabs_as_gaps
from lienthong.records.texts.recognition.html_tables import (
    JOINED_LEFT,
    JOINED_UP,
    with_rows_as_lines,
)
from lienthong.records.texts.recognition.persons import (
    is_mark_of_signature,
    is_person,
    is_title_alone,
)
from lienthong.records.texts.recognition.wrapping import in_one

# Bold and italic travel inside the text as characters no keyboard makes.
BOLD_ON, BOLD_OFF, ITALIC_ON, ITALIC_OFF = "\ue001", "\ue002", "\ue003", "\ue004"
# A line that begins with this is a note at the foot, as its size and place on a page tell.
NOTE_MARK = "\ufdd2"
_IN_CELL_BREAK = "\ue000"
_JOINED = {JOINED_UP: UP, JOINED_LEFT: LEFT}
_EMPHASIS = re.compile("[\ue001-\ue004]")
_LOOKALIKES = str.maketrans(
    {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "\u00a0": " ", "\u202f": " ", "\u2007": " "}
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ue005-\uf8ff\ufffc\ufffe]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LONGEST_BLANK = 120
_ENDLESS_BLANKS = re.compile(r"[^\S\n]{121,}")
_BREAKS = re.compile("\r\n|[\r\n\x0b\x85]")
_RULE = re.compile(r"^[\s\-–—_=*~.+|:#]*$")
_HASHES = re.compile(r"^\s*(#{1,6})\s+")
_TAGS = re.compile(
    r"</?(b|strong|i|em|u|p|center|span|div|font|sup|sub)(?:\s[^<>]*)?>", re.IGNORECASE
)
_RAISED = re.compile(r"<sup(?:\s[^<>]*)?>\s*(\d{1,3})\s*</sup\s*>", re.IGNORECASE)
_TAG_MARKS = {
    "b": (BOLD_ON, BOLD_OFF),
    "strong": (BOLD_ON, BOLD_OFF),
    "i": (ITALIC_ON, ITALIC_OFF),
    "em": (ITALIC_ON, ITALIC_OFF),
}
_ENTITIES = re.compile(r"&(?:nbsp|amp|lt|gt|quot|#\d{2,5}|#x[0-9a-fA-F]{2,5});")
_ESCAPED = re.compile(r"\\([\\`_{}\[\]()#+\-.!|>~])")
_QUOTED = re.compile(r"^\s*(?:>\s)+")
_LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOLD = re.compile(
    r"(?<![\\*])\*\*(?=\S)(.+?)(?<=\S)\*\*(?!\*)|(?<![\w_])__(?=\S)(.+?)(?<=\S)__(?![\w_])"
)
_ITALIC = re.compile(r"(?<![\\*])\*(?=[^\s*])([^*]*[^\s*])\*(?!\*)")
_LAYOUT_WORDS = (
    "dang cong san viet nam",
    "cong hoa xa hoi chu nghia viet nam",
    "noi nhan",
    "t/m ",
    "k/t ",
    "t/l ",
)
_TALLEST_LAYOUT = 12
_WIDE_BULLET = re.compile(
    "^(?P<mark>[ \t]*[\ue001\ue003]*[-–—+•●·○◦▪■◆❖►➢√✓☐])(?:[ \ue001-\ue004]{2,}|[ \ue001-\ue004]*\t[ \t\ue001-\ue004]*)"
    "(?P<rest>(?:(?!   )[^\t|])+)$"
)
_PIPE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")


@dataclass(frozen=True)
class Line:
    """One printed line. `lead` counts the emphasised characters it begins with, `indent` the blanks
    before it, `merged` which of its cells go on from others."""

    text: str
    blank_before: bool = False
    bold: bool = False
    italic: bool = False
    lead: int = 0
    cells: tuple[str, ...] | None = None
    indent: int = 0
    merged: str = ""

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def is_capitals(self) -> bool:
        return is_capitals(self.text)


def read_lines(text: str) -> list[Line]:
    """The lines of a text in reading order, blank ones counted and editors' marks taken off."""
    lines: list[Line] = []
    blank = True
    raws = with_rows_of_cells(with_tabs_as_gaps(_physical_lines(text)))
    for raw in in_reading_order(raws):
        line = _line(raw)
        if line is None:
            blank = True
            continue
        lines.append(replace(line, blank_before=blank))
        blank = False
    return list(_without_layout_tables(lines))


def _without_layout_tables(lines: list[Line]) -> Iterator[Line]:
    """A table that only lays out head or signing is read column by column, as lines."""
    table: list[Line] = []
    is_below_signing = False
    for line in [*lines, None]:
        if line is not None and line.cells and not (table and line.blank_before):
            table.append(line)
            continue
        is_signing = _is_signing(table, names_alone=is_below_signing)
        yield from _laid_out(table) if is_signing or _is_layout(table) else _plain_rows(table)
        is_below_signing = is_signing
        table = []
        if line is not None and line.cells:
            table = [line]
        elif line is not None:
            yield line


def _is_layout(table: list[Line]) -> bool:
    if table and names_columns(table[0].cells or ()):
        return False
    folded = " ".join(line.folded for line in table)
    return len(table) <= _TALLEST_LAYOUT and any(word in f"{folded} " for word in _LAYOUT_WORDS)


def _is_signing(table: list[Line], *, names_alone: bool) -> bool:
    """Persons who sign side by side: their titles, then the marks of signatures and the names."""
    rows = [[cell for cell in line.cells or () if cell] for line in table]
    if not rows or len(rows) > _TALLEST_LAYOUT:
        return False
    titles, below = (rows[0], rows[1:]) if not names_alone else ([], rows)
    return all(map(is_title_alone, titles)) and all(
        is_mark_of_signature(cell) or is_person(cell) for row in below for cell in row
    )


def _laid_out(table: list[Line]) -> Iterator[Line]:
    for column in range(max(len(line.cells or ()) for line in table)):
        cells = [line.cells[column] for line in table if line.cells and column < len(line.cells)]
        pieces = [piece.strip() for cell in cells for piece in cell.split(_IN_CELL_BREAK)]
        for place, piece in enumerate(filter(None, pieces)):
            yield Line(piece, blank_before=place == 0)


def _plain_rows(table: list[Line]) -> Iterator[Line]:
    for line in table:
        cells = tuple(
            " ".join(in_one(cell.split(_IN_CELL_BREAK)).split()) for cell in line.cells or ()
        )
        yield replace(line, text=" ".join(filter(None, cells)), cells=cells)


def _physical_lines(text: str) -> list[str]:
    text = nfc(with_rows_as_lines(text)).replace("\x0c", "\n\n").translate(_LOOKALIKES)
    text = _RAISED.sub(lambda found: raised(int(found[1])), text)
    text = _ENTITIES.sub(lambda found: unescape(found[0]), text).replace("\u00a0", " ")
    text = _CONTROLS.sub("", _INVISIBLE.sub("", _LINE_BREAK_TAG.sub(_IN_CELL_BREAK, text)))
    text = _ENDLESS_BLANKS.sub(lambda found: found[0][:_LONGEST_BLANK], text)
    raws = [piece for raw in _BREAKS.split(text) for piece in _broken(raw)]
    return [_closed_up(raw.rstrip(" ")) for raw in _carried_over(raws)]


def _closed_up(raw: str) -> str:
    """ "-      Cơ quan chủ trì: …" as Word sets an automatic bullet: its blanks part no columns."""
    found = _WIDE_BULLET.match(raw)
    return f"{found['mark']} {found['rest']}" if found else raw


def _broken(raw: str) -> list[str]:
    """A line parted where a break is written into it; in a row of a table the break stays."""
    is_row = "\t" in raw or _PIPE_ROW.match(raw)
    return [raw] if is_row else raw.split(_IN_CELL_BREAK)


def _carried_over(raws: list[str]) -> Iterator[str]:
    """Emphasis that spans several lines, given to each of them."""
    open_mark = ""
    for raw in raws:
        mark, opened = _unpaired_mark(raw.strip())
        if open_mark and raw.strip() and mark == open_mark and opened != "opens":
            stem = raw.rstrip()
            yield f"{open_mark}{stem.removesuffix(open_mark).strip()}{open_mark}"
            open_mark = ""
        elif open_mark and raw.strip() and not mark:
            yield f"{open_mark}{raw.strip()}{open_mark}"
        elif mark and opened == "opens":
            open_mark = mark
            yield f"{raw.rstrip()}{mark}"
        else:
            open_mark = "" if not raw.strip() else open_mark
            yield raw


def _unpaired_mark(stripped: str) -> tuple[str, str]:
    for mark in ("**", "*"):
        rest = stripped if mark == "**" else stripped.replace("**", "")
        if rest.count(mark) % 2 == 0:
            continue
        if re.match(rf"^(?:[-+#]+\s*)?{re.escape(mark)}\S", rest) and not rest.endswith(mark):
            return mark, "opens"
        if rest.endswith(mark) and not rest.startswith(mark):
            return mark, "closes"
    return "", ""


def _line(raw: str) -> Line | None:
    cells = _cells(raw)
    if cells is not None:
        return _row(cells)
    raw = _ESCAPED.sub(r"\1", _QUOTED.sub("", raw))
    heading = bool(_HASHES.match(raw))
    marked = _marked(_HASHES.sub("", raw)).strip()
    plain = re.sub(r"\s+", " ", without_emphasis(marked)).strip()
    if not plain or (_RULE.match(plain) and plain not in {"*", "+", "-"}) or plain in {"-", "+"}:
        return None
    bold, italic = _wholly(marked, BOLD_ON, BOLD_OFF), _wholly(marked, ITALIC_ON, ITALIC_OFF)
    return Line(
        plain,
        bold=bold or heading,
        italic=italic,
        lead=_lead(marked, plain),
        indent=len(raw) - len(raw.lstrip(" ")),
    )


def _row(cells: tuple[str, ...]) -> Line | None:
    """The cells of a row, apart from what was said of their going on from others."""
    merged = "".join(_JOINED.get(cell[:1], OWN) for cell in cells)
    cells = tuple(cell.lstrip(JOINED_UP + JOINED_LEFT) for cell in cells)
    words = " ".join(filter(None, cells))
    return Line(words, cells=cells, merged=merged) if any(cells) else None


def _marked(raw: str) -> str:
    """Editors' marks for bold and italic, in any of their dialects, as our four characters."""
    text = _TAGS.sub(_tag_mark, raw).replace("\\*", "∗")
    text = _BOLD.sub(lambda m: f"{BOLD_ON}{m[1] or m[2]}{BOLD_OFF}", text)
    text = _ITALIC.sub(lambda m: f"{ITALIC_ON}{m[1]}{ITALIC_OFF}", text)
    text = text.replace("**", "")
    return text.replace("∗", "*")


def _tag_mark(tag: re.Match[str]) -> str:
    marks = _TAG_MARKS.get(tag[1].lower())
    return "" if marks is None else marks[tag[0].startswith("</")]


def without_emphasis(text: str) -> str:
    return _EMPHASIS.sub("", text)


def _wholly(marked: str, on: str, off: str) -> bool:
    """Whether everything but a leading dash stands in one emphasis."""
    inside = re.sub(f"{on}[^{off}]*{off}?", "", marked)
    return on in marked and not re.search(r"\w", without_emphasis(inside))


def _lead(marked: str, plain: str) -> int:
    """How many characters of the plain line its opening emphasis covers, dash included."""
    found = re.match("^([-–+•]?\\s*)([\ue001\ue003]+)([^\ue001-\ue004]+)[\ue002\ue004]+", marked)
    if not found:
        return 0
    return min(len(re.sub(r"\s+", " ", found[1] + found[3]).strip()), len(plain))


def _cells(raw: str) -> tuple[str, ...] | None:
    """The cells of a table row, written with tabs or with bars."""
    if _PIPE_RULE.match(raw) and "|" in raw:
        return ()
    if _PIPE_ROW.match(raw):
        parts = raw.strip().strip("|").split("|")
    elif raw.strip("\t ").count("\t") >= 1 or raw.count("\t") >= 2:
        parts = raw.split("\t")
    else:
        return None
    return tuple(" ".join(without_emphasis(_marked(part)).split()) for part in parts)
