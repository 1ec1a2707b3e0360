"""One answer for every list: the page, its print, its files, and one action over many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.notices.public import page_of_thing, read_by_the_act
from lienthong.kernel.permissions.public import RuleBroken, holds
from lienthong.kernel.spreadsheets.public import CSV, XLSX, Field, csv_file, xlsx_file
from lienthong.kernel.web.public import (
    ActorRequest,
    done,
    file_answer,
    forget_filter,
    keep_filter,
    kept_filters,
)
from lienthong.ui.lists.asked import Asked
from lienthong.ui.lists.columns import Column, at_path, exported, printed
from lienthong.ui.lists.narrowing import Rows, any_of
from lienthong.ui.lists.page import Bulk, BulkForm, Button, ListPage, Note, Tab, is_key
from lienthong.ui.lists.paging import is_open, page_of
from lienthong.ui.lists.shown import Refusals, drawn_together, rows_shown

MOST_AT_ONCE = 200
MOST_NOTES = 2
MOST_PRINTED = 5_000
MOST_EXPORTED = 20_000
FILES = {"xlsx": XLSX, "csv": CSV}


@dataclass
class Listing:
    """One list before one reader."""

    request: ActorRequest
    page: ListPage
    rows: Rows
    tabs: Sequence[Tab] = ()
    current: str = ""
    count: int | None = None
    # As many rows, found more simply, where they are counted together with a page of them.
    as_many: QuerySet[Any] | None = None
    # No more rows than the first page needs, where that is asked for and nothing else.
    is_cut: bool = False
    lede: Any = ""
    back: str = ""
    buttons: Sequence[Button] = ()
    notes: Sequence[Note] = ()
    tabs_by: str = "tab"

    @property
    def first_notes(self) -> Sequence[Note]:
        """What is said above the list: trouble always; where much is to be said, the rest after the list."""
        if len(self.notes) <= MOST_NOTES:
            return self.notes
        return [one for one in self.notes if one.tone == "bad"]

    @property
    def later_notes(self) -> Sequence[Note]:
        return [one for one in self.notes if one not in self.first_notes]

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.page, self.request.GET)

    @cached_property
    def narrowed(self) -> Rows:
        return self.asked.narrowed(self.rows)

    @cached_property
    def bulk(self) -> list[Bulk]:
        actor = self.request.actor
        return [
            one for one in self.page.bulk if any(holds(actor, need) for need in one.permissions)
        ]

    @cached_property
    def on_page(self) -> list[Bulk]:
        """Those that the reader may do on some row of the page."""
        actor, rows = self.request.actor, list(self.shown())
        return [one for one in self.bulk if any(one.can(row, actor) for row in rows)]

    def can(self, row: Any) -> bool:
        """Whether a row of the page may be chosen."""
        return any(one.can(row, self.request.actor) for one in self.on_page)

    @property
    def in_row(self) -> Bulk | None:
        """The first of them, where it may be pressed in the row itself."""
        return next((one for one in self.bulk[:1] if one.in_row), None)

    @property
    def everything(self) -> str:
        """The list without anything that narrows it, in the same view and order."""
        narrowing = (name for one in self.page.filters for name in one.names)
        return self.asked.url(q=None, **dict.fromkeys(narrowing))

    def tab_url(self, name: str) -> str:
        return f"?{urlencode({self.tabs_by: name})}"

    @property
    def view(self) -> str:
        """What the present tab is called, where the title does not say it already."""
        labels = (str(one.label) for one in self.tabs if one.name == self.current)
        return next((label for label in labels if label not in str(self.page.title)), "")

    def columns(self, where: str) -> list[Column]:
        return [one for one in self.page.columns if one.on in ("all", where)]

    @cached_property
    def _page(self) -> Page[Any]:
        page = self.request.GET.get("page", "")
        if self.asked.is_narrowed:
            return page_of(self.narrowed, page)
        return page_of(self.narrowed, page, self.count, as_many=self.as_many, is_cut=self.is_cut)

    def shown(self) -> Page[Any]:
        return self._page

    def most(self, most: int) -> list[Any]:
        """All rows asked for, if they are not more than can be printed or written at once."""
        rows = list(self.narrowed[: most + 1])
        if len(rows) > most:
            raise RuleBroken(
                _("The list has more than %(most)d lines. Narrow it and try again.")
                % {"most": most}
            )
        return rows


def show_list(request: ActorRequest, page: ListPage, rows: Rows, **about: Any) -> HttpResponse:
    """Answer whatever is asked of a list; `rows` are those the reader may see, before anything narrows them."""
    listing = Listing(request, page, rows, **about)
    if request.method == "POST":
        return _did(listing)
    # A condition that is not understood is said; nothing is taken along that it would have left out.
    is_understood = not listing.asked.faults
    if request.GET.get("print") and is_understood:
        return _printed(listing)
    if request.GET.get("as") in FILES and is_understood:
        return _as_file(listing, request.GET["as"])
    return _shown(listing, {})


def _shown(listing: Listing, refusals: Refusals, *, done_with: str = "") -> HttpResponse:
    shown, columns = listing.shown(), listing.columns("screen")
    narrows = listing.page.words or listing.page.filters
    request = listing.request
    rows = rows_shown(listing.page, columns, list(shown), refusals, listing.can)
    mine = kept_filters(request, request.actor, listing.page.name) if narrows else []
    query = listing.asked.query
    context = {
        "listing": listing,
        "asked": listing.asked,
        "tabs": [(one, listing.tab_url(one.name)) for one in listing.tabs],
        "columns": [
            (one, listing.asked.sort_url(one), listing.asked.direction(one)) for one in columns
        ],
        "rows": rows,
        "drawn": "" if listing.on_page else drawn_together(rows),
        "shown": shown,
        "total": _total(listing, shown),
        "kept": [(one, one.query == query) for one in mine],
        "is_kept": query in {one.query for one in mine},
        "refusals": refusals,
        "refused_otherwise": refusals.get("", ""),
        "done_with": done_with,
        "everything": listing.everything,
        "print_url": listing.asked.url(print="1"),
        "xlsx_url": listing.asked.url(**{"as": "xlsx"}),
        "csv_url": listing.asked.url(**{"as": "csv"}),
    }
    return render(request, "ui/list_page.html", context)


def _total(listing: Listing, shown: Page[Any]) -> str:
    total = listing.page.counted(shown.paginator.count)
    return _("More than %(total)s") % {"total": total} if is_open(shown) else total


def _printed(listing: Listing) -> HttpResponse:
    columns = [one for one in listing.page.columns if one.on in ("all", "paper")]
    rows = listing.most(MOST_PRINTED)
    context = {
        "listing": listing,
        "asked": listing.asked,
        "columns": columns,
        "rows": [[(one, printed(one.of(row))) for one in columns] for row in rows],
        "total": listing.page.counted(len(rows)),
        "today": timezone.localdate(),
        "everything": listing.asked.url(),
    }
    return render(listing.request, "ui/list_print.html", context)


def _as_file(listing: Listing, how: str) -> HttpResponse:
    columns = listing.columns("")
    fields = [Field(str(one.label), 60 if one.kind == "lead" else 18) for one in columns]
    rows = ([exported(one.of(row)) for one in columns] for row in listing.most(MOST_EXPORTED))
    title = str(listing.page.title)
    data = xlsx_file(title, fields, rows) if how == "xlsx" else csv_file(fields, rows)
    named = [title, listing.view, f"{timezone.localdate():%d-%m-%Y}"]
    name = " - ".join(one for one in named if one)
    return file_answer(data, FILES[how], f"{name}.{how}")


def _did(listing: Listing) -> HttpResponse:
    request, what = listing.request, listing.request.POST.get("do", "")
    actor, here = request.actor, request.get_full_path()
    if what == "keep_filter":
        name = request.POST.get("name", "").strip()
        keep_filter(request, actor, listing.page.name, name=name, query=listing.asked.query)
        return done(request, here, _("The filter is kept."))
    if what == "forget_filter":
        forget_filter(request, actor, request.POST.get("filter", ""))
        return redirect(here)
    sent = request.POST.getlist("only") or request.POST.getlist("row")
    chosen = {
        key: seen for key, _colon, seen in (one.partition(":") for one in sent[:MOST_AT_ONCE])
    }
    bulk = _offered(listing, what)
    if bulk is None:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if isinstance(bulk, BulkForm) and chosen:
        return redirect(bulk.leads_to(list(filter(is_key, chosen))))
    return _over_many(listing, bulk, chosen, here)


def _offered(listing: Listing, name: str) -> Bulk | None:
    """The action asked for; the button in a row takes the first."""
    if not name:
        return listing.in_row
    return next((one for one in listing.bulk if one.name == name), None)


def _over_many(listing: Listing, bulk: Bulk, chosen: dict[str, str], here: str) -> HttpResponse:
    """The action over every chosen row, each for itself; what is refused is said beside its row."""
    if not chosen:
        return _shown(listing, {"": _("Nothing was chosen.")})
    refusals: Refusals = {}
    made: list[Any] = []
    pages: list[str] = []
    for row in _chosen(listing, bulk, list(chosen)):
        key = str(at_path(row, listing.page.key))
        seen = (chosen[key],) if bulk.asks_what_was_seen else ()
        try:
            with transaction.atomic():
                made.append(bulk.do(row, *seen, listing.request.actor))
            pages.append(page_of_thing(str(listing.page.link(row))))
        except RuleBroken as broken:
            refusals[key] = broken.sentence
        except PermissionDenied:
            refusals[key] = _("You may not do this here.")
    if made:
        read_by_the_act(listing.request.actor.person_id, pages)
    if gone := len(chosen) - len(made) - len(refusals):
        refusals[""] = _("%(count)d of them are no longer in this list.") % {"count": gone}
    if not refusals:
        return done(listing.request, here, bulk.said(made))
    return _shown(listing, refusals, done_with=bulk.said(made) if made else "")


def _chosen(listing: Listing, bulk: Bulk, keys: list[str]) -> list[Any]:
    """The chosen rows, in the order of their keys: two who choose the same do not wait for each other crosswise."""
    path = listing.page.key
    if isinstance(listing.rows, QuerySet):
        numbers = [key for key in keys if is_key(key)]
        rows = list(any_of(listing.rows, [(f"{path.replace('.', '__')}__in", numbers)]))
    else:
        rows = [row for row in listing.rows if str(at_path(row, path)) in keys]
    return rows if bulk.in_order else sorted(rows, key=lambda row: at_path(row, path))
