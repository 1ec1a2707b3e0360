"""Shapes of what people type to sign in and to look after their sign-in."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal.auth import (
    extract_user_from_response,
    parse_authentication_response,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.mail.public import FIRST_HOUR, LAST_HOUR
from lienthong.kernel.people.public import (
    Locked,
    check_code,
    known_device,
    passkey_of,
    pending_seed,
    proves_seed,
)
from lienthong.kernel.text.public import fold
from lienthong.ui.fields import OneTimeCode, ShortText

HOURS = [(hour, f"{hour}:00") for hour in range(FIRST_HOUR, LAST_HOUR + 1)]


class DailyMailForm(forms.Form):
    """Where the daily mail goes, and from when on."""

    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    hour = forms.TypedChoiceField(
        label=_("From this hour on"), choices=HOURS, coerce=int, initial=7
    )


NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


def address() -> str:
    """Where the present request comes from."""
    return str(get_adapter().get_client_ip(context.request))


def device(username: str) -> str:
    """The present browser, if the name has signed in here before."""
    return known_device(context.request, username)


def refused(sentence: Any) -> forms.ValidationError:
    return forms.ValidationError(sentence, code="refused")


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Sign-in name"), max_length=64, widget=forms.TextInput(attrs=NAME)
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            strip=False,
            max_length=256,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        return fold(self.cleaned_data["login"]).replace(" ", "")


class ConfirmPasswordForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            strip=False,
            max_length=256,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )


class CodeCheck:
    """A code of the app or of the recovery list, good once."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            factor = check_code(
                self.user, code, address=address(), device=device(self.user.username)
            )
        except Locked as locked:
            raise refused(locked.sentence) from None
        if factor is None:
            raise refused(WRONG_CODE)
        factor.user = self.user
        self.authenticator = factor
        return code


WRONG_PASSKEY = _("The passkey is not known here, or its answer came too late.")
WRONG_CODE = _("The code is not right, or was used before.")
CODE = OneTimeCode(
    label=_("Code"), help_text=_("Six figures from your authenticator app, or a recovery code.")
)


class SecondFactorForm(CodeCheck, AuthenticateForm):
    code = CODE


class ConfirmCodeForm(CodeCheck, ReauthenticateByCodeForm):
    code = CODE


class PasskeyCheck:
    """The answer of a passkey that this system wrote."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Any:
        answer = self.cleaned_data["credential"]
        parse_authentication_response(answer)
        # Without a password before it, the answer itself names the account; nobody is locked out by it.
        account = self.user or extract_user_from_response(answer)
        unlock = check_rate_limit(account) if self.user else None
        factor = passkey_of(account, answer)
        if factor is None:
            raise refused(WRONG_PASSKEY)
        if unlock:
            unlock()
        return factor


class SignInWithPasskeyForm(PasskeyCheck, LoginWebAuthnForm):
    pass


class SecondFactorPasskeyForm(PasskeyCheck, AuthenticateWebAuthnForm):
    pass


class ConfirmPasskeyForm(PasskeyCheck, ReauthenticateWebAuthnForm):
    pass


class EnrolAppForm(forms.Form):
    code = OneTimeCode(
        label=_("Code shown by the app"), help_text=_("Six figures; they change every half minute.")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.secret = pending_seed(context.request.session, keep=self.is_bound)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            proved = proves_seed(
                self.user,
                self.secret,
                code,
                address=address(),
                device=device(self.user.username),
            )
        except Locked as locked:
            raise refused(locked.sentence) from None
        if not proved:
            raise refused(_("This is not the code the app shows now. Check the phone's clock."))
        return code


class AddPasskeyForm(AddWebAuthnForm):
    name = ShortText(
        label=_("Name of this passkey"),
        help_text=_("So that you know it again, for example “Office computer”."),
        max_length=60,
        required=False,
    )
    passwordless = None


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters; a short sentence is easy to remember."),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise refused(_("The two passwords are not the same."))
        return again


class EnterWithCodeForm(NewPasswordForm):
    username = forms.CharField(
        label=_("Sign-in name"), max_length=64, widget=forms.TextInput(attrs=NAME)
    )
    code = forms.CharField(
        label=_("One-time code"),
        help_text=_("Groups of four signs; where two people gave you halves, one after the other."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    field_order = ["username", "code", "password", "again"]
