"""Which signing PIN is too easy: whoever watches a few figures, or knows a birthday, must not guess it. No Django here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Final

from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _

FEWEST_FIGURES: Final = 3
YEARS: Final = range(1900, 2100)


def refuse_easy(pin: str) -> None:
    """Signer and window refuse the same PINs, each with the sentence that says why."""
    for is_easy, sentence in _RULES:
        if is_easy(pin):
            raise Refused(sentence)


def _has_few_figures(pin: str) -> bool:
    return len(set(pin)) < FEWEST_FIGURES


def _is_row(pin: str) -> bool:
    """123456, 987654, 246802 and 112233: from figure to figure the same step."""
    figures = [int(figure) for figure, _same in groupby(pin)] if pin.isdecimal() else []
    steps = {(after - before) % 10 for before, after in zip(figures, figures[1:], strict=False)}
    return len(steps) == 1


def _repeats_itself(pin: str) -> bool:
    """123123 and 47474747; a shorter part fills it whole."""
    return pin in (pin + pin)[1:-1]


def _is_date(pin: str) -> bool:
    """A day as people write it, with the year in two figures or in four, first or last."""
    year = {6: 2, 8: 4}.get(len(pin), 0)
    if not year:
        return False
    last = pin[-year:], pin[2:4], pin[:2]
    first = pin[:year], pin[year : year + 2], pin[-2:]
    return _is_day(*last) or _is_day(*first)


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        given = date(int(year) if len(year) > 2 else 2000 + int(year), int(month), int(day))
    except ValueError:
        return False
    return given.year in YEARS


_RULES: Final[list[tuple[Callable[[str], bool], str]]] = [
    (
        _has_few_figures,
        _("This PIN has fewer than three different figures. Choose one that nobody guesses."),
    ),
    (_is_row, _("This PIN is a row of figures. Choose one that nobody guesses.")),
    (_repeats_itself, _("This PIN repeats itself. Choose one that nobody guesses.")),
    (_is_date, _("This PIN can be read as a date. Choose one that nobody guesses.")),
]
