"""The columns of a list and what stands in their cells: the same value on the screen, on paper and in a file."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from django.core.exceptions import ObjectDoesNotExist
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from lienthong.ui.moments import full_words, in_figures, local_day
from lienthong.ui.tags.leaves import due_tag, tag_mark, when

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Words: TypeAlias = "StrOrPromise"
Kind = Literal["text", "lead", "number", "short"]
CLASSES = {"text": "", "lead": "lead", "number": "num", "short": "nowrap"}


@dataclass(frozen=True)
class Mark:
    """A state in a word or two."""

    label: Words
    tone: str = ""
    icon: str = ""

    def __str__(self) -> str:
        return str(self.label)

    def __html__(self) -> str:
        return tag_mark(label=self.label, tone=self.tone, icon=self.icon)


@dataclass(frozen=True)
class Due:
    """A deadline, quiet once it is met; as it was to be said `on` a day, or now."""

    at: dt.date | None
    done: bool = False
    on: dt.date | None = None

    def __str__(self) -> str:
        return in_figures(local_day(self.at)) if self.at else ""

    def __html__(self) -> str:
        return due_tag(due_at=self.at, done=self.done, on=self.on)


@dataclass(frozen=True)
class Column:
    """One column. `value` is a path ("document.issuer") or a question to the row; `order` are the fields by which
    one may sort; `also` stands beside the value on the screen only; a column `on` paper is for the pen.
    """

    name: str
    label: Words
    value: str | Callable[[Any], Any]
    kind: Kind = "text"
    order: tuple[str, ...] = ()
    also: Callable[[Any], Any] | None = None
    on: Literal["all", "screen", "paper"] = "all"

    def of(self, row: Any) -> Any:
        """What the row says here."""
        return at_path(row, self.value) if isinstance(self.value, str) else self.value(row)


def at_path(row: Any, path: str) -> Any:
    """What a path of names leads to; nothing where it ends early."""
    for name in _names(path):
        if row is None:
            return None
        try:
            row = getattr(row, name)
        except ObjectDoesNotExist:
            return None
        row = row() if callable(row) else row
    return row


@cache
def _names(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def drawn(value: Any) -> SafeString:
    """A value as it stands in a cell of the screen; plain words, the most frequent, first."""
    if type(value) is str:
        return SafeString(escape(value))
    if isinstance(value, dt.datetime):
        return when(at=value)
    if isinstance(value, list | tuple):
        return format_html_join(" ", "{}", ((drawn(one),) for one in value if one is not None))
    return SafeString(conditional_escape(_plain(value)))


def printed(value: Any) -> str:
    """A value as it stands on paper: words only."""
    if isinstance(value, dt.datetime):
        return full_words(value)
    if isinstance(value, list | tuple):
        return " ".join(printed(one) for one in value if one is not None)
    return str(_plain(value))


def exported(value: Any) -> Any:
    """A value as a spreadsheet takes it: days and numbers as such, the rest as text."""
    if isinstance(value, Due):
        return value.at
    if isinstance(value, dt.date | int | float) or value is None:
        return value
    return printed(value)


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return in_figures(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        # A small whole number has nothing in it that a language writes in its own way.
        return value if type(value) is int and 0 <= value < 1000 else number_format(value)
    return value


def linked(value: Any, url: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, drawn(value)) if url else drawn(value)
