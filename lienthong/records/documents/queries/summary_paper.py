"""The summary of opinions as it is printed: in Vietnamese, whatever the language of the page."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.text.public import date_words
from lienthong.records.texts.public import (
    LetterMissing,
    PaperCell,
    Run,
    TablePaper,
    letter_missing,
    typeset_table,
)

from ..models import Document
from .summary import OnPlace, Summary, SummedUp, summary_of

TITLE = "BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN"
COLUMNS = ("TT", "Cơ quan", "Ý kiến", "Câu chữ đề nghị", "Tiếp thu, giải trình")
WEIGHTS = (0.5, 2.0, 3.6, 4.4, 3.6)


def summary_pdf(document: Document) -> bytes:
    """The table as a paper of the drafting unit, of today."""
    with translation.override("vi"):
        paper = _paper(document, summary_of(document))
    try:
        return typeset_table(paper, fonts=settings.TYPST_FONTS)
    except LetterMissing as missing:
        raise RuleBroken(letter_missing(missing.letter)) from missing


def _paper(document: Document, summary: Summary) -> TablePaper:
    unit, today = document.drafting_unit, timezone.localdate()
    above = document.issuer.name if unit.pk != document.issuer_id else ""
    place = document.issuer.place
    day = date_words(today)
    return TablePaper(
        superior=above.upper(),
        issuer=unit.name.upper(),
        place_and_day=f"{place}, {day}" if place else day,
        title=TITLE,
        about=f"đối với dự thảo {document.title}",
        lines=summary.lines,
        columns=COLUMNS,
        weights=WEIGHTS,
        rows=[row for place in summary.places for row in _rows(place)],
    )


def _rows(place: OnPlace) -> list[list[PaperCell]]:
    """The words that are spoken of, over all columns, then what is said of them."""
    head = [[Run("strong", place.label[:1].upper() + place.label[1:])]]
    head += [_plain(words) for words in place.words]
    rows = [[PaperCell(head, span=len(COLUMNS), is_head=True)]]
    return rows + [_row(one) for one in place.rows]


def _row(one: SummedUp) -> list[PaperCell]:
    asked = one.opinion.request
    unit = [_plain(str(asked.unit))]
    if asked.round > 1:
        unit.append(_plain(_("Round %(round)s") % {"round": asked.round}))
    proposal = [_plain(f"{one.proposal}:")] if one.proposal else []
    return [
        PaperCell([_plain(str(one.number))]),
        PaperCell(unit),
        PaperCell([_plain(line) for line in one.opinion.text.splitlines()]),
        PaperCell([*proposal, *one.runs]),
        PaperCell([_plain(line) for line in one.answer.splitlines()]),
    ]


def _plain(words: str) -> list[Run]:
    return [Run("same", words)]
