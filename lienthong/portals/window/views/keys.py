"""What was done with one key, and taking power away from it when somebody else has used it: its holder alone, at once."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.portals.window import passkeys
from lienthong.portals.window.forms import EmptyForm, KnowForm
from lienthong.portals.window.signer import the_signer
from lienthong.portals.window.uses import KeyHere
from lienthong.portals.window.views.shell import browser_of
from lienthong.records.signing.at_window import KnownKey
from lienthong.records.signing.client import SignerUnavailable
from lienthong.records.signing.sentences import Refused

NEWEST_USES = 5


@require_http_methods(["GET", "HEAD", "POST"])
def of_key(request: HttpRequest, key: str) -> HttpResponse:
    """The list of one key; in a browser that does not know it, the holder first proves whose it is."""
    browser = browser_of(request)
    known = known_here(request, key)
    if known is not None and request.method != "POST":
        return render(request, "window/key.html", {"one": KeyHere.of(known, browser)})
    form, status = KnowForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _know(request, key, form.cleaned_data)
                return to_the_list(request, key)
            except SignerUnavailable:
                raise
            except Refused as refused:
                form.refuse(refused.sentence.said(_))
                form.forget_code()
    # Whoever has the address only is told nobody's name.
    given = {"form": form, "passkey_options": _options(key, browser)}
    return render(request, "window/know.html", given, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: HttpRequest, key: str) -> HttpResponse:
    """Asks once more, with what was done lately; then the key is withdrawn and the page says what follows."""
    browser = browser_of(request)
    signer, known = the_signer(), known_here(request, key)
    if known is None:
        return to_the_list(request, key)
    form, status = EmptyForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid() and not known.is_withdrawn:
        try:
            signer.not_me(key, browser=browser)
            return render(request, "window/withdrawn.html", {"key": known})
        except Refused as refused:
            form.refuse(refused.sentence.said(_))
            status = 422
    if known.is_withdrawn:
        return render(request, "window/withdrawn.html", {"key": known})
    given = {"key": known, "form": form, "uses": KeyHere.of(known, browser).uses[:NEWEST_USES]}
    return render(request, "window/not_me.html", given, status=status)


def known_here(request: HttpRequest, key: str) -> KnownKey | None:
    known = the_signer().known_here(browser_of(request))
    return next((one for one in known if one.id == key), None)


def _know(request: HttpRequest, key: str, given: dict[str, Any]) -> None:
    the_signer().know(key, passkeys.proof_in(given), browser=browser_of(request))


def _options(key: str, browser: str) -> dict[str, Any] | None:
    """What the passkeys of this key are asked; nothing where none is good for this site."""
    asked = the_signer().ask_to_know(key, browser=browser)
    return passkeys.asked_here(asked.passkeys, lambda: asked.challenge)


def to_the_list(request: HttpRequest, key: str) -> HttpResponse:
    back: str = request.back  # type: ignore[attr-defined]
    address = f"{reverse('key', args=[key])}?{urlencode({'back': back})}"
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
