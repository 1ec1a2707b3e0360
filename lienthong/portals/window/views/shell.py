"""What every page of the window shows around its own."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def browser_of(request: HttpRequest) -> str:
    """The hash of the mark in this browser, by which the signer knows it."""
    browser: str = request.browser  # type: ignore[attr-defined]
    return browser


def shell(request: HttpRequest) -> dict[str, Any]:
    """Where it leads back to, the language, and whether the window has a host name of its own."""
    here, there = urlsplit(settings.WINDOW), urlsplit(settings.WEB)
    return {
        "back": getattr(request, "back", f"{settings.WEB}/"),
        "way_back": urlencode({"back": request.GET["back"]}) if "back" in request.GET else "",
        "language": get_language(),
        "languages": [
            (code, _in_language(request, code), "Tiếng Việt" if code == "vi" else "English")
            for code, _name in settings.LANGUAGES
        ],
        "window_host": here.netloc,
        "shares_a_host": here.hostname == there.hostname,
    }


def _in_language(request: HttpRequest, code: str) -> str:
    asked = request.GET.copy()
    asked["lang"] = code
    return f"{request.path}?{asked.urlencode()}"
