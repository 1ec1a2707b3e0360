"""A list as data: its columns, what it is narrowed by, what can be done with many of its rows at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import Permission
from lienthong.ui.lists.columns import Column, Words
from lienthong.ui.lists.filters import Filter
from lienthong.ui.lists.narrowing import Searched
from lienthong.ui.lists.paging import said_count


def is_key(text: str) -> bool:
    """Whether what was sent can be the key of a row."""
    return text.isascii() and text.isdecimal() and len(text) < 19


@dataclass(frozen=True)
class Note:
    """What is said above a list, whatever it shows."""

    title: Words
    text: Words
    tone: str = "warn"
    icon: str = "alert-triangle"
    # A command to be typed elsewhere, in full.
    command: str = ""


@dataclass(frozen=True)
class Tab:
    """One view of a list: `?tab=name`, and how much is in it."""

    name: str
    label: Words
    count: int | None = None

    @property
    def said(self) -> str | None:
        return None if self.count is None else said_count(self.count)


@dataclass(frozen=True)
class Button:
    """What stands beside the title and leads elsewhere."""

    label: Words
    url: str
    icon: str = ""
    kind: str = "plain"


@dataclass(frozen=True)
class Bulk:
    """One action over many rows: each for itself, so that one that is refused does not keep the others.

    `do(row, actor)`, or `do(row, seen, actor)` where it `asks_what_was_seen` of the row; `said` is told what
    the action has made of each row.
    """

    name: str
    label: Words
    icon: str
    needs: Permission | tuple[Permission, ...]
    do: Callable[..., object]
    said: Callable[[list[Any]], str]
    # Whether it may be the button in each row: what is not easily undone is chosen first.
    in_row: bool = True
    # What the page showed of the row, as the list's `seen` says it: an action on that very thing asks.
    asks_what_was_seen: bool = False
    # On which rows the reader may do it: `can(row, actor)`. It is asked of rows on the page, and asks nothing more.
    can: Callable[[Any, Any], bool] = lambda _row, _actor: True
    # The rows are taken in the order of the list, not of their keys: each takes the next number.
    in_order: bool = False

    @property
    def permissions(self) -> tuple[Permission, ...]:
        """Whoever holds one of them is offered it."""
        return self.needs if isinstance(self.needs, tuple) else (self.needs,)


@dataclass(frozen=True)
class BulkForm(Bulk):
    """One with a form: the chosen rows are led to a page that says beforehand what will happen to each."""

    do: Callable[..., object] = lambda _row, _actor: None
    said: Callable[[list[Any]], str] = lambda _made: ""
    in_row: bool = False
    # The address of that page, from the keys of the rows.
    leads_to: Callable[[list[str]], str] = lambda _keys: ""


@dataclass(frozen=True)
class Empty:
    """What an empty list means, and what comes next."""

    title: Words = _("Nothing here yet")
    text: Words = ""
    icon: str = "inbox"


@dataclass(frozen=True)
class ListPage:
    """A list: `name` names its files and kept filters, `link` leads from a row to its page, `counted` says how
    many there are, `words` are the fields searched, `order` the names of columns (a `-` before: downwards)
    when nobody has asked for another; `is_wide` prints across the sheet.
    """

    name: str
    title: Words
    columns: tuple[Column, ...]
    link: Callable[[Any], str]
    counted: Callable[[int], str]
    filters: tuple[Filter, ...] = ()
    words: tuple[Searched, ...] = ()
    words_label: Words = _("Words to search for")
    order: str = ""
    key: str = "pk"
    # Where a row has what can change under it, and an action must not do another than was read.
    seen: str = ""
    empty: Empty = Empty()
    bulk: tuple[Bulk, ...] = ()
    is_wide: bool = False
    # The part of the pages by whose changes it renews itself: "work", "receipts", or none.
    live: str = ""
