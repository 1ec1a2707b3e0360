from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from lienthong.kernel.permissions.public import holds
from lienthong.kernel.web.public import ActorRequest, page

from .. import permissions
from ..queries import register, seen

PAGE_SIZE = 50


@page(permissions.VIEW)
@require_GET
def documents_page(request: ActorRequest) -> HttpResponse:
    tab = next((one for one in seen.TABS if one.key == request.GET.get("tab")), seen.TABS[0])
    words = request.GET.get("q", "")[:100]
    documents = seen.matching(seen.listed(request.actor, tab), words)
    tabs = seen.tabs_for(request.actor)
    pages = Paginator(documents, PAGE_SIZE)
    if not words:
        # Counted with the tabs already.
        pages.count = next((one.count for one in tabs if one.key == tab.key), 0)
    shown = pages.get_page(request.GET.get("page"))
    total = pages.count
    return render(
        request,
        "documents/documents.html",
        {
            "tabs": tabs,
            "tab": tab,
            "words": words,
            "shown": shown,
            "total": ngettext("%(count)d document", "%(count)d documents", total)
            % {"count": total},
            "may_draft": holds(request.actor, permissions.DRAFT),
        },
    )


@page(permissions.VIEW)
@require_GET
def register_page(request: ActorRequest) -> HttpResponse:
    book = register.register(
        request.actor, request.GET.get("type", ""), request.GET.get("term", "")
    )
    asked = request.GET.get("page", "")
    number = max(int(asked), 1) if asked.isdecimal() and len(asked) < 6 else 1
    numbers, total = register.counted(book, number, PAGE_SIZE)
    there = (number - 1) * PAGE_SIZE < total
    shown = Paginator(range(total), PAGE_SIZE).get_page(number if there else 1)
    return render(
        request,
        "documents/register.html",
        {"book": book, "shown": shown, "lines": register.lines(numbers)},
    )
