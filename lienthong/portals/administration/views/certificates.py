"""Pages of signing keys: given out, shown once, withdrawn."""

from typing import Any

import segno
from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel.people.public import posts_seen_by
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.public import units_where
from lienthong.kernel.web.public import ActorRequest, action_of, done, form_action, page
from lienthong.records.signing.public import (
    CERTIFY,
    NewCertificate,
    certificates_seen_by,
    certify_post,
    certify_seal,
    withdraw_certificate,
)

from .. import queries
from ..forms import PinForm, ReasonForm


@page(CERTIFY, second_factor=True)
@require_GET
def certificate_list(request: ActorRequest) -> HttpResponse:
    context = {
        "certificates": queries.certificates_in_order(request.actor),
        "keyless": queries.posts_without_key(request.actor),
        "units": queries.units_without_seal(request.actor),
    }
    return render(request, "administration/certificates.html", context)


@page(CERTIFY, second_factor=True)
def post_certify(request: ActorRequest, post_id: int) -> HttpResponse:
    post = get_object_or_404(posts_seen_by(request.actor), pk=post_id)

    def show(form: forms.BaseForm, status: int = 200) -> HttpResponse:
        context = {"post": post, "form": form}
        return render(request, "administration/certify.html", context, status=status)

    form = PinForm(request.POST or None)
    if request.method != "POST":
        return show(form)
    if not form.is_valid():
        return show(form, 422)
    try:
        made = certify_post(post.pk, form.cleaned_data["pin"], actor=request.actor)
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, broken.sentence)
        return show(form, 409)
    return _shown_once(request, made)


def _shown_once(request: ActorRequest, made: NewCertificate) -> HttpResponse:
    """What the holder sets up the authenticator with; it is on this page only, and only now."""
    picture = segno.make(made.provisioning).svg_data_uri(scale=5) if made.provisioning else ""
    context = {"made": made, "picture": picture}
    return render(request, "administration/key.html", context)


@page(CERTIFY, second_factor=True)
@action_of("administration:certificates")
def seal_certify(request: ActorRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(units_where(request.actor, CERTIFY), pk=unit_id)
    certify_seal(unit.pk, actor=request.actor)
    return done(request, reverse("administration:certificates"), _("The seal is given out."))


@page(CERTIFY, second_factor=True)
def certificate_withdraw(request: ActorRequest, certificate_id: int) -> HttpResponse:
    certificate = get_object_or_404(certificates_seen_by(request.actor), pk=certificate_id)

    def show(form: forms.BaseForm, status: int = 200) -> HttpResponse:
        context = {"certificate": certificate, "form": form}
        return render(request, "administration/withdraw.html", context, status=status)

    def action(given: dict[str, Any]) -> str:
        withdraw_certificate(certificate.pk, reason=given["reason"], actor=request.actor)
        return reverse("administration:certificates")

    if request.method != "POST":
        return show(ReasonForm())
    return form_action(
        request,
        ReasonForm(request.POST),
        action,
        show=show,
        to=lambda address: address,
        said=_("The key is withdrawn; it signs nothing any more."),
    )
