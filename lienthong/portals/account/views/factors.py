"""Second factors of one's own: set up, take away, print recovery codes."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.internal import flows as app_flows
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth, flows
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lienthong.kernel.people.public import (
    PAGE_ASKED_FOR,
    actor_for,
    actors_of,
    clear_way_for_factor,
    forget_second_factor,
    has_second_factor,
    needs_second_factor,
    note_lost_factor,
    note_new_factor,
    signed_in_with_second_factor,
)
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.web.public import page


def _enrolled(request: Any, factor: Authenticator) -> None:
    """A factor just set up also proves this very session."""
    post_authentication(request, factor)
    note_new_factor(
        request.user.pk,
        factor.type,
        kept_session=request.session.session_key,
        actor=request.actor or actor_for(request.user.person),
    )


class EnrolAppView(ActivateTOTPView):
    template_name = "account/enrol_app.html"

    def form_valid(self, form: Any) -> HttpResponse:
        clear_way_for_factor(self.request.user)
        factor, codes = app_flows.activate_totp(self.request, form)
        _enrolled(self.request, factor)
        return redirect("mfa_view_recovery_codes" if codes else "account:security")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return context | {"secret_in_groups": groups, "needed": _needed(self.request)}


class RemoveAppView(DeactivateTOTPView):
    template_name = "account/remove_factor.html"

    def get_success_url(self) -> str:
        return reverse("account:security")

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        _lost(self.request, "totp")
        return answer


class AddPasskeyView(AddWebAuthnView):
    template_name = "account/add_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Always one that signs in by itself: allauth would begin with a second factor only.
        context = super(AddWebAuthnView, self).get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, True)
        return context | {"js_data": {"creation_options": options}, "needed": _needed(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        clear_way_for_factor(self.request.user)
        factor, codes = flows.add_authenticator(
            self.request,
            name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
        )
        _enrolled(self.request, factor)
        return redirect("mfa_view_recovery_codes" if codes else "account:security")


class RemovePasskeyView(RemoveWebAuthnView):
    template_name = "account/remove_factor.html"
    http_method_names = ["get", "post"]  # others would answer for passkeys that are not one's own

    def get_success_url(self) -> str:
        return reverse("account:security")

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            raise RuleBroken(str(adapter.error_messages["cannot_delete_authenticator"]))
        answer = super().form_valid(form)
        _lost(self.request, "webauthn")
        return answer


class RecoveryCodesView(ViewRecoveryCodesView):
    template_name = "account/recovery_codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        way_on = self.request.session.get(PAGE_ASKED_FOR) or reverse("desk:desk")
        return super().get_context_data(**kwargs) | {"way_on": way_on}


def _lost(request: Any, kind: str) -> None:
    forget_second_factor(request)
    note_lost_factor(
        request.user.pk,
        kind,
        kept_session=request.session.session_key,
        actor=request.actor,
    )


def _needed(request: Any) -> bool:
    return not has_second_factor(request.user) and needs_second_factor(
        actors_of(request.user.person)
    )


enrol_app = page(signed_in=True, at_the_door=True)(EnrolAppView.as_view())
remove_app = page(signed_in=True)(RemoveAppView.as_view())
add_passkey = page(signed_in=True, at_the_door=True)(AddPasskeyView.as_view())
remove_passkey = page(signed_in=True)(RemovePasskeyView.as_view())
recovery_codes = page(signed_in=True)(RecoveryCodesView.as_view())
new_recovery_codes = page(signed_in=True)(
    GenerateRecoveryCodesView.as_view(template_name="account/new_recovery_codes.html")
)


# What is said, by whether there is a second factor already, and whether the post demands one.
_NEEDED = {
    (False, False): _("What you were about to do needs a second factor beside your password."),
    (False, True): _(
        "Your post opens only with a second factor beside your password. Set one up; then you go on where you were."
    ),
    (True, False): _(
        "What you were about to do needs your second factor, and it has not been shown since you signed in here. Show it once; then you go on where you were."
    ),
    (True, True): _(
        "Your post opens only with your second factor, and it has not been shown since you signed in here. Show it once; then you go on where you were."
    ),
}


@page(signed_in=True, at_the_door=True)
@require_GET
def second_factor_needed(request: Any) -> HttpResponse:
    """A person sent here shows the second factor in this session, or sets one up first."""
    to = _page_asked_for(request)
    if signed_in_with_second_factor(request):
        return redirect(to or "account:security")
    lede = _NEEDED[has_second_factor(request.user), request.lacks_factor]
    if not has_second_factor(request.user):
        request.session[PAGE_ASKED_FOR] = to
        return render(request, "account/second_factor_needed.html", {"lede": lede})
    query = f"?{urlencode({'next': to})}" if to else ""
    ways = [
        {"label": way["description"], "url": way["url"] + query}
        for way in get_account_adapter().get_reauthentication_methods(request.user)
    ]
    return render(request, "account/second_factor_needed.html", {"lede": lede, "ways": ways})


def _page_asked_for(request: HttpRequest) -> str:
    """The page of ours from which somebody was led here."""
    asked = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else ""
