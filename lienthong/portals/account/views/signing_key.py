"""One's own signing key: a passkey in the place of PIN and code, and what was done with the key."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.web.public import form_action, fresh_form, page
from lienthong.records.signing.public import (
    PinAndCode,
    Site,
    ask_for_new_passkey,
    new_passkey,
    passkeys_for,
    register_passkey,
    uses_of,
)

from ..forms import SigningPasskeyForm
from ..queries import own_certificate

STATE_IN_SESSION = "signing_passkey"


@page(signed_in=True)
@require_GET
def key_uses(request: Any) -> HttpResponse:
    """What the signer's journal says was done with one's own key."""
    certificate = own_certificate(request.actor)
    if certificate is None:
        raise Http404
    context = {"certificate": certificate, "uses": uses_of(certificate)}
    return render(request, "account/key_uses.html", context)


@page(signed_in=True)
@sensitive_post_parameters("pin", "code")
@require_http_methods(["GET", "POST"])
def signing_passkey(request: Any) -> HttpResponse:
    """Only for who has a key of their own; its PIN and code prove more than the sign-in."""
    certificate = own_certificate(request.actor)
    if certificate is None:
        raise Http404
    site = Site.at(request.scheme, request.get_host())

    def show(form: Any, status: int = 200) -> HttpResponse:
        options, request.session[STATE_IN_SESSION] = ask_for_new_passkey(certificate, site)
        context = {
            "form": form,
            "certificate": certificate,
            "passkeys": passkeys_for(certificate, site),
            "options": options,
            "site": site,
        }
        return render(request, "account/signing_passkey.html", context, status=status)

    def action(given: dict[str, Any]) -> Any:
        # Each question is answered once.
        made = new_passkey(given["credential"], request.session.pop(STATE_IN_SESSION, None), site)
        proof = PinAndCode(given["pin"], given["code"])
        return register_passkey(
            certificate.pk, made, proof, actor=request.actor, name=given["name"]
        )

    if request.method != "POST":
        return show(fresh_form(request, SigningPasskeyForm))
    return form_action(
        request,
        SigningPasskeyForm(request.POST),
        action,
        show=show,
        to=lambda registered: "account:account",
        said=_("From now on you can use this passkey with your signing key."),
    )
