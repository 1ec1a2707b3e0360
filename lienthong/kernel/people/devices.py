"""Browsers in which somebody has signed in before: strangers' failures do not shut them out.

The cookie gives no right and names nobody. For each name that signed in here it holds a random number
and a seal over number and name; only who types the name can find out whether its seal is there.
"""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

from lienthong.kernel.text.public import fold

COOKIE = "device"
KEPT = timedelta(days=365)
NAMES = 8  # people who share one computer; the one longest away is forgotten
BETWEEN = "~"


def known_device(request: Any, username: str) -> str:
    """The number of this browser, if the name has signed in here before; else nothing."""
    found = (_number(seal, username) for seal in _seals(request))
    return next(filter(None, found), "")


def remember_device(request: Any, answer: Any, username: str) -> None:
    """Know this browser again when the name signs in next time."""
    others = [seal for seal in _seals(request) if not _number(seal, username)]
    fresh = _signer(username).sign(secrets.token_urlsafe(9))
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


def _number(seal: str, username: str) -> str:
    try:
        return str(_signer(username).unsign(seal, max_age=KEPT))
    except BadSignature:
        return ""


def _signer(username: str) -> TimestampSigner:
    return TimestampSigner(salt=f"lienthong.people.device:{fold(username)}")
