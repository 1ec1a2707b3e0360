"""The figures of the shell alone, for a page that renews them while somebody looks at it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from .pages import ActorRequest, page


@page(signed_in=True)
@require_GET
def shown_counts(request: ActorRequest) -> HttpResponse:
    """What waits, by the entries of the menu, and how many notices are new."""
    return render(request, "ui/counts.html")
