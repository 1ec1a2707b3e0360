"""The first page: the keys known in this browser, and what was done with them."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lienthong.portals.window.signer import the_signer
from lienthong.portals.window.uses import KeyHere
from lienthong.portals.window.views.shell import browser_of


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Who looks after a key finds here what the signer has written down of it."""
    browser = browser_of(request)
    signer = the_signer()
    here = [KeyHere.of(key, browser) for key in signer.known_here(browser)]
    given = {"here": here, "broken": signer.hello().broken if here else None}
    return render(request, "window/start.html", given)


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """On a machine that others use: from now on no key is known in this browser."""
    request.forgets = True  # type: ignore[attr-defined]
    response = HttpResponseRedirect(reverse("start"))
    response.status_code = 303
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the window answers; the signer is not asked."""
    return HttpResponse("ok", content_type="text/plain")
