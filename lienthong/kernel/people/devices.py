"""Browsers in which somebody has signed in before: strangers' failures do not shut them out.

The cookie gives no right and names nobody. For each name that signed in here it holds a random number
and a seal over number and name; only who types the name can find out whether its seal is there. A new
password, a recovery and whatever else ends all sessions of an account break its seals.
"""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

from lienthong.kernel.text.public import fold

from .models import Account

COOKIE = "device"
KEPT = timedelta(days=365)
NAMES = 8  # people who share one computer; the one longest away is forgotten
BETWEEN = "~"


def known_device(request: Any, username: str) -> str:
    """The number of this browser, if the name has signed in here before; else nothing."""
    signer = _signer(username)
    return next(filter(None, (_number(seal, signer) for seal in _seals(request))), "")


def remember_device(request: Any, answer: Any, username: str) -> None:
    """Know this browser again when the name signs in next time."""
    signer = _signer(username)
    others = [seal for seal in _seals(request) if not _number(seal, signer)]
    number = known_device(request, username) or secrets.token_urlsafe(9)
    fresh = signer.sign(number)
    answer.set_cookie(
        COOKIE,
        BETWEEN.join([fresh, *others][:NAMES]),
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _seals(request: Any) -> list[str]:
    return [seal for seal in request.COOKIES.get(COOKIE, "").split(BETWEEN)[:NAMES] if seal]


def _number(seal: str, signer: TimestampSigner) -> str:
    try:
        return str(signer.unsign(seal, max_age=KEPT))
    except BadSignature:
        return ""


def _signer(username: str) -> TimestampSigner:
    account = Account.objects.filter(username=fold(username)).first()
    kept = account.get_session_auth_hash() if account else ""
    return TimestampSigner(salt=f"lienthong.people.device:{fold(username)}:{kept}")
