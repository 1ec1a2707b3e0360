"""The first page, and the address at which somebody sees that the window answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is, and the way to the system."""
    return render(request, "window/start.html")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the window answers; the signer is not asked."""
    return HttpResponse("ok", content_type="text/plain")
