"""A passkey for a signing key, made at the window's own site."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.portals.window import passkeys
from lienthong.portals.window.forms import PasskeyForm
from lienthong.portals.window.signer import the_signer
from lienthong.records.signing.client import PinAndCode, SignerUnavailable
from lienthong.records.signing.sentences import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, key: str) -> HttpResponse:
    """Proven with PIN and code: that the passkey is the key holder's is said once."""
    site = passkeys.Site.own()
    known = the_signer().key(key)
    sent = request.POST if request.method == "POST" else None
    form, status = PasskeyForm(sent), 200
    if sent is not None:
        status = 422
        if form.is_valid():
            try:
                _add(request, key, form.cleaned_data, site)
                response = HttpResponseRedirect(request.back)  # type: ignore[attr-defined]
                response.status_code = 303
                return response
            except Refused as refused:
                form.refuse(refused.sentence.said(_))
                form.forget_code()
                status = 503 if isinstance(refused, SignerUnavailable) else 422
    # Each try makes a new passkey: what was made before is not known to the signer.
    options, state = passkeys.asked_for_a_new_one(key, known["name"], known["passkeys"], site)
    given = {"site": site, "key": known, "form": form, "options": options, "state": state}
    return render(request, "window/passkey.html", given, status=status)


def _add(request: HttpRequest, key: str, given: dict[str, str], site: passkeys.Site) -> None:
    browser: str = request.browser  # type: ignore[attr-defined]
    passkey = passkeys.made(given["credential"], given["state"], key, site)
    proof = PinAndCode(given["pin"], given["code"])
    the_signer().add_passkey(key, passkey, proof, browser=browser)
