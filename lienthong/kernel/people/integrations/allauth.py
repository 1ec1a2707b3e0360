"""How allauth signs people in here: by name, with our lock-out, and seeds sealed by a key file."""

from collections.abc import Collection
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import record

from .. import keys
from ..attempts import Locked, begin_attempt
from ..devices import known_device, remember_device
from ..factors import (
    PAGE_ASKED_FOR,
    SECOND_FACTORS,
    factors_of,
    has_factor,
    has_second_factor,
    proved_recently,
    second_factor_fresh,
)
from ..models import Account, FailedAttempt
from ..queries import actor_for, actors_of, needs_second_factor
from ..session_store import LONGEST_BROWSER, OPENED

PROVED_SECONDS = 15 * 60
NOWHERE = "0.0.0.0"  # noqa: S104 -- not an address to listen on: "the address is not known"

CLOSED = _(
    "This account cannot sign in now: it is barred, or its holder has no post. Ask the administrator of your organisation."
)
WAYS = {
    "reauthenticate": _("Confirm with the password"),
    "mfa_reauthenticate": _("Confirm with a code"),
    "mfa_reauthenticate:webauthn": _("Confirm with a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by name and password; no sign-up, no e-mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The sign-in name or the password is not right."),
        "incorrect_password": _("The password is not right."),
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_client_ip(self, request: Any) -> str:
        try:
            return str(super().get_client_ip(request))
        except PermissionDenied:
            return NOWHERE

    def authenticate(self, request: Any, **credentials: Any) -> Account | None:
        """An unknown name, a wrong password and a barred account answer alike."""
        username = str(credentials.get("username", ""))
        try:
            attempt = begin_attempt(
                FailedAttempt.Kind.PASSWORD,
                username,
                self.get_client_ip(request),
                device=known_device(request, username),
            )
        except Locked as locked:
            raise ValidationError(locked.sentence, code="locked") from None
        account = authenticate(request, **credentials)
        if not isinstance(account, Account):
            return None
        attempt.succeeded()
        return account

    def pre_login(self, request: Any, user: Any, **kwargs: Any) -> Any:
        """Nobody comes in who is barred or holds no post, whatever they show."""
        if user.is_active and actors_of(user.person):
            return None
        messages.error(request, CLOSED)
        return self.respond_user_inactive(request, user)

    def respond_user_inactive(self, request: Any, user: Any) -> Any:
        clear_login(request)
        return headed_redirect_response("account_login")

    def post_login(self, request: Any, user: Any, **kwargs: Any) -> Any:
        """Signing in is noted; who needs a second factor and has none is led to enrol one."""
        response = super().post_login(request, user, **kwargs)
        record(actor_for(user.person), "people.signed_in", user)
        remember_device(request, response, user.username)
        if needs_second_factor(actors_of(user.person)) and not has_second_factor(user):
            request.session[PAGE_ASKED_FOR] = response["Location"]
            response["Location"] = reverse("mfa_activate_totp")
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has a second factor confirms with it; only others confirm with the password."""
        methods = [
            method | {"description": WAYS[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]
        factors = [method for method in methods if method["id"] != "reauthenticate"]
        return factors or methods

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Having just signed in is proof enough: nobody is asked twice in a quarter of an hour.

        Who has a second factor has proved it only by that factor.
        """
        request = context.request
        if has_second_factor(request.user):
            return not second_factor_fresh(request, seconds=PROVED_SECONDS)
        return not proved_recently(request, seconds=PROVED_SECONDS)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened themselves."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """There is no e-mail: what happened to an account stands in its history."""


class FactorAdapter(DefaultMFAAdapter):
    """Second factors under the installation's name, their seeds sealed by a key file."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right, or was used before."),
        "cannot_delete_authenticator": _(
            "Your post needs a second factor: set up another one before you remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        return keys.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return keys.unseal(encrypted_text)

    def is_mfa_enabled(self, user: Any, types: Collection[str] | None = None) -> bool:
        """Only a factor that this system wrote is asked for, and only one is enough."""
        if not user.is_authenticated:
            return False
        return has_factor(user, Authenticator.Type.values if types is None else types)

    def get_totp_issuer(self) -> str:
        return "Liên Thông"

    def build_totp_svg(self, url: str) -> str:
        drawing = BytesIO()
        segno.make(url, error="m").save(drawing, kind="svg", scale=5, border=2, light="#fff")
        return drawing.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Liên Thông"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return str(_("Passkey of %(day)s")) % {"day": date_format(timezone.localdate(), "d/m/Y")}

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """A post that needs a second factor keeps at least one."""
        others = [
            factor
            for factor in factors_of(authenticator.user)
            if factor.type in SECOND_FACTORS and factor.pk != authenticator.pk
        ]
        return bool(others) or not needs_second_factor(actors_of(authenticator.user.person))


def note_where_it_was_opened(request: Any, **_more: Any) -> None:
    """A session says in the list that its holder sees when it was opened, from where and with what."""
    request.session[OPENED] = {
        "at": timezone.now().isoformat(),
        "address": AccountAdapter().get_client_ip(request),
        "browser": request.META.get("HTTP_USER_AGENT", "")[:LONGEST_BROWSER],
    }


user_logged_in.connect(note_where_it_was_opened)
