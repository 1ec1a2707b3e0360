"""What the shell of every page shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from lienthong.kernel.notices.public import unread_count
from lienthong.kernel.permissions.public import Actor

from .kept import page_of
from .menu import menu_for
from .way_back import way_back

THEMES = ("auto", "light", "dark")
TEXT_SIZES = ("normal", "large", "larger")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Menu, posts to switch to, unread notices and the person's own settings; asked only when shown."""
    actor: Actor | None = getattr(request, "actor", None)
    chosen = {
        "actor": actor,
        "theme": _chosen(request, "theme", THEMES),
        "font_size": _chosen(request, "text_size", TEXT_SIZES),
        "language": get_language(),
        "trace": getattr(request, "trace", ""),
        "page_address": page_of(request),
    }
    if actor is None:
        return chosen
    return chosen | {
        "live": settings.LIVE,
        "menu": SimpleLazyObject(lambda: menu_for(request, actor)),
        "posts": getattr(request, "actors", []),
        "way_back": way_back(request),
        "unread_count": SimpleLazyObject(lambda: unread_count(actor.person_id)),
    }


def _chosen(request: HttpRequest, cookie: str, allowed: tuple[str, ...]) -> str:
    value = request.COOKIES.get(cookie, "")
    return value if value in allowed else allowed[0]
