"""What is asked of kept input: to throw it away, and to take it along into another language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.i18n import set_language

from .answers import done
from .kept import drop_input, keep_carried, page_of
from .pages import page, public_page


@page(signed_in=True)
def discard_input(request: HttpRequest) -> HttpResponse:
    """Throw away what is kept for a form; back to its page, or to where its Cancel leads."""
    if request.method != "POST":
        return redirect("/")
    drop_input(request, request.POST.get("address", ""))
    to = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(to, None)
    return done(request, to if is_ours else page_of(request), _("What you typed was discarded."))


@public_page
def switch_language(request: HttpRequest) -> HttpResponse:
    """Speak another language, and keep what was typed into the forms of the page."""
    if request.method == "POST":
        keep_carried(request)
    return set_language(request)
