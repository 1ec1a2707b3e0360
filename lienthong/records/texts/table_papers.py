"""A working paper that is one table: set by the same typesetter and in the same typeface as a document."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import typst

from lienthong.records.texts.clauses.redline import Run
from lienthong.records.texts.typeface import OFFICIAL_FONTS, letters_of, printed
from lienthong.records.texts.typesetting import LetterMissing

TEMPLATE_FILE = Path(__file__).parent / "typst" / "table.typ"
_NOT_DISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class PaperCell:
    """What stands in a cell: paragraphs of words that stayed, went or came; `span` columns wide."""

    words: Sequence[Sequence[Run]]
    span: int = 1
    is_head: bool = False


@dataclass(frozen=True)
class TablePaper:
    """A head as on official documents, a title, lines that lead in, and the table."""

    superior: str
    issuer: str
    place_and_day: str
    title: str
    about: str
    lines: Sequence[str]
    columns: Sequence[str]
    weights: Sequence[float]
    rows: Sequence[Sequence[PaperCell]]


def typeset_table(paper: TablePaper, *, fonts: Path = OFFICIAL_FONTS) -> bytes:
    """The paper as PDF; a letter the typeface lacks is named."""
    given = {"document": printed(json.dumps(asdict(paper), ensure_ascii=False), fonts)}
    with _one_at_a_time:
        try:
            pdf = _compiler(fonts).compile(format="pdf", sys_inputs=given)
        except typst.TypstError as broken:
            missing = _NOT_DISPLAYED.search(str(broken))
            if missing is None:
                raise
            raise LetterMissing(missing[1]) from broken
    assert isinstance(pdf, bytes)
    return pdf


@lru_cache(maxsize=2)
def _compiler(fonts: Path) -> typst.Compiler:
    letters_of(fonts)  # says so where the typeface is not installed
    return typst.Compiler(
        input=TEMPLATE_FILE, root=TEMPLATE_FILE.parent, font_paths=[fonts], ignore_system_fonts=True
    )
