"""One page of a list and how many rows there are, in one statement that does not grow with the years."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import (
    BooleanField,
    Case,
    F,
    Func,
    IntegerField,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.lookups import GreaterThan
from django.http import QueryDict  # noqa: TID251 - the address of a page, not an answer
from django.utils.formats import number_format

from lienthong.ui.lists.narrowing import Rows

ON_A_PAGE = 50
MOST_COUNTED = 1_000


class HowMany(Subquery):
    """How many rows there are, asked within another statement; beyond `MOST_COUNTED` only that there are more."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        alone = rows.select_related(None).order_by().values("pk")
        super().__init__(alone[: MOST_COUNTED + 1])


def how_many_with(some: QuerySet[Any], rows: QuerySet[Any]) -> Case:
    """How many rows there are, `some` of which are counted in no time: where those alone are more than are
    counted, the others are not asked for.
    """
    too_many = GreaterThan(HowMany(some), MOST_COUNTED)
    return Case(When(too_many, then=Value(MOST_COUNTED + 1)), default=HowMany(rows))


class Among(Func):
    """Whether a row is among a few found by another question, which is put first whatever is joined to it."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    output_field = BooleanField()

    def __init__(self, keys: QuerySet[Any]) -> None:
        super().__init__(F("pk"), ArraySubquery(keys))


def most_needed(address: QueryDict, *, view: Sequence[str] = ("tab",)) -> int | None:
    """How many rows the page asked for needs, where the address names beside it nothing but the `view`; all
    of them (None), where something else is asked of the list.
    """
    if set(address) - {"page", *view}:
        return None
    page = address.get("page", "")
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    return ON_A_PAGE * max(number, 1) + 1


def how_many(here: QuerySet[Any], questions: dict[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows there are under each name, in one statement, asked beside one row that is there."""
    return dict(here.values(**{name: HowMany(rows) for name, rows in questions.items()}).get())


def said_count(count: int) -> str:
    """A number of rows as a reader is told it."""
    return f"{number_format(MOST_COUNTED)}+" if count > MOST_COUNTED else number_format(count)


class Counted(Paginator):
    """Pages of rows whose number is known already; `is_open` where more follow than were counted."""

    def __init__(self, rows: Rows, count: int, *, is_open: bool = False) -> None:
        super().__init__(rows, ON_A_PAGE)
        self.count = count
        self.is_open = is_open


def is_open(page: Page[Any]) -> bool:
    """Whether more rows follow than were counted."""
    return getattr(page.paginator, "is_open", False)


def page_of(
    rows: Rows,
    asked: str,
    count: int | None = None,
    *,
    as_many: QuerySet[Any] | None = None,
    is_cut: bool = False,
) -> Page[Any]:
    """The page asked for; the first if it is no number, the last if there are not so many. How many there are
    is known (`count`) or counted together with the page, in another question that finds `as_many`. Rows cut
    already to what the first page needs are read as they are.
    """
    number = int(asked) if asked.isdecimal() and 0 < len(asked) < 7 else 1
    if not isinstance(rows, QuerySet):
        return Counted(rows, len(rows)).get_page(number)
    if count is not None and count <= MOST_COUNTED:
        number = Counted(rows, count).get_page(number).number
    if count == 0:
        return Page([], 1, Counted([], 0))
    number = max(number, 1)
    start = (number - 1) * ON_A_PAGE
    counting = rows if count is not None else _counting(rows, rows if as_many is None else as_many)
    first_page = is_cut and start == 0
    shown = list(counting[: ON_A_PAGE + 1] if first_page else _beginning_with(counting, start))
    if not shown and number > 1:
        return Counted(rows, rows.count()).get_page(number)
    if count is None:
        count = shown[0].in_all if shown else 0
    return _page(rows, shown, number, count)


def _counting(rows: QuerySet[Any], as_many: QuerySet[Any]) -> QuerySet[Any]:
    counting: QuerySet[Any] = rows.annotate(in_all=HowMany(as_many))
    return counting


def _beginning_with(rows: QuerySet[Any], start: int) -> QuerySet[Any]:
    """The rows of a page and the one after it: found and ordered by their keys, then read whole."""
    found: QuerySet[Any] = rows.filter(
        Among(rows.select_related(None).values("pk")[start : start + ON_A_PAGE + 1])
    )
    return found


def _page(rows: Rows, shown: list[Any], number: int, count: int) -> Page[Any]:
    end = (number - 1) * ON_A_PAGE + len(shown)
    more_than_counted = count > MOST_COUNTED
    is_open = more_than_counted and (end <= MOST_COUNTED or len(shown) > ON_A_PAGE)
    counted = Counted(rows, max(MOST_COUNTED, end) if more_than_counted else count, is_open=is_open)
    return Page(shown[:ON_A_PAGE], number, counted)
