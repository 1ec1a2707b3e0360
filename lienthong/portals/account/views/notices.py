"""The notices one has received."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from lienthong.kernel.notices.public import Notice, mark_all_read, mark_read, notices_of
from lienthong.kernel.web.public import action_of, page

from ..queries import name_papers

ON_A_PAGE = 50


@page(signed_in=True)
@require_GET
def notices_page(request: Any) -> HttpResponse:
    notices = Paginator(notices_of(request.user.person_id), ON_A_PAGE)
    shown = notices.get_page(request.GET.get("page"))
    if request.actor is not None:
        name_papers(request.actor, shown.object_list)
    return render(request, "account/notices.html", {"page": shown})


@page(signed_in=True)
@action_of("account:notices")
def notice_read(request: Any, notice_id: int) -> HttpResponse:
    if request.actor is None:
        raise Http404
    try:
        notice = mark_read(notice_id, actor=request.actor)
    except Notice.DoesNotExist:
        raise Http404 from None
    return redirect(notice.path or "account:notices")


@page(signed_in=True)
@action_of("account:notices")
def notices_read(request: Any) -> HttpResponse:
    if request.actor is None:
        raise Http404
    mark_all_read(actor=request.actor)
    return redirect("account:notices")
