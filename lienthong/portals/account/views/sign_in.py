"""The doors: password, second factor, passkey, one-time code; and the way out."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lienthong.kernel.people.public import Account, enter_with_code, factors_of
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.web.public import action_of, page, public_page

from ..forms import EnterWithCodeForm, address, device


class SecondFactorView(AuthenticateView):
    template_name = "account/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = {factor.type for factor in factors_of(self.stage.login.user)}
        return super().get_context_data(**kwargs) | {
            "by_code": "totp" in kinds,
            "by_passkey": "webauthn" in kinds,
        }


sign_in = public_page(LoginView.as_view(template_name="account/sign_in.html"))
second_factor = public_page(SecondFactorView.as_view())
passkey = public_page(LoginWebAuthnView.as_view())
confirm_password = page(signed_in=True, at_the_door=True)(
    ReauthenticateView.as_view(template_name="account/confirm.html")
)
confirm_code = page(signed_in=True, at_the_door=True)(
    ReauthenticateByCodeView.as_view(template_name="account/confirm.html")
)
confirm_passkey = page(signed_in=True, at_the_door=True)(
    ReauthenticateWebAuthnView.as_view(template_name="account/confirm.html")
)


@public_page
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    form = EnterWithCodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                account = _entered(form)
                return perform_password_login(request, {}, Login(user=account))
            except RuleBroken as broken:
                form.add_error(broken.field or None, broken.sentence)
                status = 409
    return render(request, "account/enter.html", {"form": form}, status=status)


def _entered(form: EnterWithCodeForm) -> Account:
    given = form.cleaned_data
    return enter_with_code(
        given["username"],
        given["code"],
        given["password"],
        address=address(),
        device=device(given["username"]),
    )


@public_page
@action_of("account:account")
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return leaving_nothing(redirect("account_login"))


def leaving_nothing(answer: HttpResponse) -> HttpResponse:
    """Who signs out on a shared machine leaves neither pages nor half-written words behind."""
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
