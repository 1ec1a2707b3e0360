"""Whose password is asked for, and whose session goes on."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from ..models import Account


class MarkedAccounts(AuthenticationBackend):
    """An account that this system did not write as it is opens nothing: at sign-in, and in a session."""

    def user_can_authenticate(self, user: Any) -> bool:
        return isinstance(user, Account) and user.is_active and user.is_marked()
