"""One page of a list and how many rows there are, in one statement."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Subquery, Value

from lienthong.ui.lists.narrowing import Rows

ON_A_PAGE = 50


class Counted(Paginator):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: Rows, count: int) -> None:
        super().__init__(rows, ON_A_PAGE)
        self.count = count


def page_of(rows: Rows, asked: str, count: int | None = None) -> Page[Any]:
    """The page asked for; the first if it is no number, the last if there are not so many."""
    number = int(asked) if asked.isdecimal() and 0 < len(asked) < 7 else 1
    if not isinstance(rows, QuerySet):
        return Counted(rows, len(rows)).get_page(number)
    if count is not None:
        return Counted(rows, count).get_page(number)
    start = max(number - 1, 0) * ON_A_PAGE
    shown = list(rows.annotate(in_all=how_many(rows))[start : start + ON_A_PAGE])
    if shown:
        pages = Counted(rows, shown[0].in_all)
        return Page(shown, number, pages)
    return Counted(rows, rows.count()).get_page(number) if start else Page([], 1, Counted([], 0))


def how_many(rows: QuerySet[Any]) -> Subquery:
    """The number of all rows, asked once within the statement that fetches some of them."""
    alone = rows.select_related(None).order_by().annotate(each=Value(1)).values("each")
    return Subquery(alone.annotate(rows_in_all=Count("pk")).values("rows_in_all"))
