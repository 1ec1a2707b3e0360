"""Pages that say no: what cannot be done, that nothing was signed by it, and the way back."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lienthong.records.signing.client import SignerUnavailable
from lienthong.records.signing.sentences import Refused

NEVER_SHOWN = ("csrfmiddlewaretoken", "pin", "pin_again", "credential", "state")
log = logging.getLogger("lienthong.window")


def refusal(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "window/refused.html", {"sentence": sentence}, status=status)


def refused(request: HttpRequest, exception: Refused) -> HttpResponse:
    """The signer's sentence; while the signer cannot be reached, what was typed may be sent again, but for the PIN."""
    is_away = isinstance(exception, SignerUnavailable)
    typed = {name: value for name, value in request.POST.items() if name not in NEVER_SHOWN}
    given = {"sentence": exception.sentence.said(_), "may_try_again": is_away, "typed": typed}
    return render(request, "window/refused.html", given, status=503 if is_away else 409)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this browser: opened long ago, or cookies are switched off."""
    return refusal(
        request,
        _("The page was open for too long, or this browser keeps no cookies. Open it once more."),
        403,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, _("The window has no page at this address."), 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Django would write the address as well; a handle in it opens a document."""
    log.error("a page failed", exc_info=True)
    return refusal(
        request,
        _("Something broke. Look in the system whether it was done, then try again."),
        500,
    )
