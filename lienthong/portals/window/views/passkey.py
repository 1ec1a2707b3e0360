"""Passkeys for a signing key, made at the window's own site and removed there."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.portals.window import passkeys
from lienthong.portals.window.forms import KnowForm, PasskeyForm
from lienthong.portals.window.signer import the_signer
from lienthong.portals.window.views.keys import known_here, to_the_list
from lienthong.portals.window.views.shell import browser_of
from lienthong.records.signing.at_window import KnownKey
from lienthong.records.signing.client import SignerUnavailable
from lienthong.records.signing.sentences import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, key: str) -> HttpResponse:
    """Proven with a passkey where the key is known, or with PIN and code: then the new one waits a day."""
    sent = request.POST if request.method == "POST" else None
    form, status = PasskeyForm(sent), 200
    if sent is not None:
        status = 422
        if form.is_valid():
            try:
                return _added(request, key, form.cleaned_data)
            except Refused as refused:
                status = _said_in(form, refused)
    page = _page(key, known_here(request, key), browser_of(request))
    return render(request, "window/passkey.html", {**page, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, key: str, credential: str) -> HttpResponse:
    """One that its holder does not know, or needs no more, proves nothing from now on."""
    known, browser = known_here(request, key), browser_of(request)
    proven = the_signer().passkeys(key, browser=browser)
    one = next((one for one in proven.passkeys if one.credential_id == credential), None)
    if known is None or one is None:
        return to_the_list(request, key)
    form, status = KnowForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                proof = passkeys.proof_in(form.cleaned_data)
                the_signer().remove_passkey(key, credential, proof, browser=browser)
                return to_the_list(request, key)
            except Refused as refused:
                status = _said_in(form, refused)
    asked = the_signer().ask_to_remove(key, credential, browser=browser)
    options = passkeys.asked_here(asked.passkeys, lambda: asked.challenge)
    given = {"key": known, "passkey": one, "form": form, "passkey_options": options}
    return render(request, "window/remove_passkey.html", given, status=status)


def _said_in(form: PasskeyForm | KnowForm, refused: Refused) -> int:
    form.refuse(refused.sentence.said(_))
    form.forget_code()
    return 503 if isinstance(refused, SignerUnavailable) else 422


def _page(key: str, known: KnownKey | None, browser: str) -> dict[str, Any]:
    site, signer = passkeys.Site.own(), the_signer()
    # Each try makes a new passkey: what was made before is not known to the signer.
    options, state = passkeys.asked_for_a_new_one(
        key, known.name if known else "", signer.key(key)["passkeys"], site
    )
    asked = signer.ask_to_add(key, browser=browser)
    proof_options = passkeys.asked_here(asked.passkeys, lambda: asked.challenge)
    page = {"site": site, "key": known, "options": options, "state": state}
    return {**page, "proof_options": proof_options}


def _added(request: HttpRequest, key: str, given: dict[str, Any]) -> HttpResponse:
    """Back to where the person came from; where it has to wait, to the list that says so."""
    passkey = passkeys.made(given["credential"], given["state"], key, passkeys.Site.own())
    proof = passkeys.proof_in(given, "assertion")
    waits = the_signer().add_passkey(key, passkey, proof, browser=browser_of(request))
    if waits is not None:
        return to_the_list(request, key)
    response = HttpResponseRedirect(request.back)  # type: ignore[attr-defined]
    response.status_code = 303
    return response
