from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from lienthong.kernel.web.public import ActorRequest, page

from . import queries
from .guides import FOR_EVERYBODY, GUIDES


@page(signed_in=True)
@require_GET
def help_page(request: ActorRequest) -> HttpResponse:
    """The guide of one's own post first, then the others."""
    mine = queries.guide_of(_role(request))
    others = [guide for guide in GUIDES if guide is not mine]
    context = {"mine": mine, "others": others, "common": FOR_EVERYBODY}
    return render(request, "help/help.html", context)


@page(signed_in=True)
@require_GET
def guide_page(request: ActorRequest, slug: str) -> HttpResponse:
    """All that a post does, on one sheet."""
    guide = queries.guide_called(slug)
    if guide is None:
        raise Http404
    return render(request, "help/guide.html", {"guide": guide, "common": FOR_EVERYBODY})


@page(signed_in=True)
@require_GET
def here_page(request: ActorRequest) -> HttpResponse:
    """What can be done on the page one comes from; all help where nothing is written of it."""
    came_from = request.GET.get("at", "")
    tasks = queries.tasks_at(came_from, _role(request))
    if not tasks:
        return redirect("help:help")
    return render(request, "help/here.html", {"tasks": tasks, "came_from": came_from})


def _role(request: ActorRequest) -> str:
    return request.actor.role if request.actor else ""
