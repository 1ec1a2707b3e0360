"""Lists of many: work, data, boards, pages, filters."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone

from lienthong.ui.moments import grouped_by_due

register = template.Library()

KIND_ICONS = {
    "incoming": "inbox",
    "outgoing": "send",
    "sign": "signature",
    "signing": "signature",
    "task": "checklist",
    "vote": "thumb-up",
    "opinion": "message",
    "receipt": "mail-opened",
    "issue": "rubber-stamp",
}


@register.inclusion_tag("ui/work_table.html")
def work_table(
    *, work_items: Iterable[Any], caption: Any, empty_title: Any = "", empty_text: Any = ""
) -> dict[str, Any]:
    """What waits for a person, grouped by how pressing it is."""
    groups = [
        (
            key,
            title,
            [{"work_item": work_item, "icon": _icon_of(work_item)} for work_item in members],
        )
        for key, title, members in grouped_by_due(work_items, timezone.now())
    ]
    return {
        "groups": groups,
        "caption": caption,
        "empty_title": empty_title,
        "empty_text": empty_text,
    }


def _icon_of(work_item: Any) -> str:
    return getattr(work_item, "icon", "") or KIND_ICONS.get(
        str(getattr(work_item, "kind", "")), "file-text"
    )


@register.simple_block_tag
def data_table(content: str, *, caption: Any, id: str = "", css: str = "stacked") -> str:
    """A table of figures and facts; on a phone each row becomes a short block (`css="tree"` keeps columns)."""
    context = {"content": content, "caption": caption, "id": id, "css": css}
    return render_to_string("ui/data_table.html", context)


@register.inclusion_tag("ui/column.html")
def column(
    *, label: Any, numeric: bool = False, hidden: bool = False, sort_url: str = "", sorted: str = ""
) -> dict[str, Any]:
    """The head of one column; `sorted` is `ascending` or `descending`, `hidden` leaves the word to screen readers."""
    given = {"label": label, "numeric": numeric, "hidden": hidden}
    return {**given, "sort_url": sort_url, "sorted": sorted}


@register.simple_block_tag
def tree_row(
    content: str,
    *,
    label: Any,
    depth: int = 0,
    url: str = "",
    open_url: str = "",
    opened: bool = False,
) -> str:
    """One unit on a board; opening it shows the units beneath."""
    context = {"content": content, "label": label, "depth": min(int(depth), 5), "url": url}
    return render_to_string("ui/tree_row.html", {**context, "open_url": open_url, "opened": opened})


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, *, page: Page[Any], total: Any = "") -> dict[str, Any]:
    """Which page of how many, and how many things in all."""
    kept = _query(context)
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [{"number": number, "url": _page_url(kept, number)} for number in numbers]
    more = "+" if getattr(page.paginator, "is_open", False) else ""
    pages = f"{page.paginator.num_pages}{more}"
    return {"page": page, "pages": pages, "links": links, "total": total}


def _query(context: Context) -> list[tuple[str, str]]:
    request = context.get("request")
    if request is None:
        return []
    return [
        (name, value)
        for name in request.GET
        for value in request.GET.getlist(name)
        if name != "page"
    ]


def _page_url(kept: list[tuple[str, str]], number: int | str) -> str:
    return f"?{urlencode([*kept, ('page', number)])}" if isinstance(number, int) else ""


@register.simple_block_tag(takes_context=True)
def filter_row(context: Context, content: str, *, url: str = "", label: Any = "") -> str:
    """Narrows a list by its address, so that a narrowed list can be kept and sent."""
    chosen = any(value for _name, value in _query(context))
    given = {"content": content, "url": url, "label": label, "chosen": chosen}
    return render_to_string("ui/filter_row.html", given)
