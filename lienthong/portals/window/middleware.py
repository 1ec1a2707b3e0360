"""What holds for every page of the window, whichever view answers."""

import hashlib
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from lienthong.portals.window.views.failures import refusal, refused
from lienthong.records.signing.sentences import Refused

Answer = Callable[[HttpRequest], HttpResponse]
VERBS = ("GET", "HEAD", "POST")
A_YEAR = 365 * 24 * 60 * 60
MARK_BYTES = 32


class HeadersMiddleware:
    """Nothing is kept, framed, sent elsewhere or run that is not the window's own file."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
            "img-src 'self' data:; connect-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
            # A form ends at the window, or is led back to the web by its answer.
            f"form-action 'self' {settings.WEB}"
        )
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Frame-Options"] = "DENY"
        # Nor does a page elsewhere show a picture of a document.
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = (
            "camera=(), microphone=(), geolocation=(), "
            "publickey-credentials-get=(self), publickey-credentials-create=(self)"
        )
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class LanguageMiddleware:
    """The language chosen in the address is remembered; else the one remembered, else Vietnamese."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = dict(settings.LANGUAGES)
        asked = request.GET.get("lang", "")
        kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = next((one for one in (asked, kept) if one in known), settings.LANGUAGE_CODE)
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if asked in known and asked != kept:
            _set_cookie(response, settings.LANGUAGE_COOKIE_NAME, asked)
        return response


class WayBackMiddleware:
    """The window leads back to the web and nowhere else; an address elsewhere is not even shown a page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        home = f"{settings.WEB}/"
        back = request.GET.get("back", home)
        request.back = home  # type: ignore[attr-defined]  # for the page that refuses
        if not back.startswith(home) or not back.isprintable() or "\\" in back:
            return refusal(
                request,
                _("This address does not lead back to the system. Nothing was signed."),
                400,
            )
        request.back = back  # type: ignore[attr-defined]
        return self.get_response(request)


class OriginMiddleware:
    """Pages are shown under the window's own name only, and a form is taken from one of them only.

    By the word of the browser; whoever watches that the window lives may ask by another name.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in VERBS:
            return refusal(request, _("The window does not know this kind of request."), 405)
        if not _is_ours(request.META.get("HTTP_HOST", "")) and request.path != "/healthz":
            return refusal(
                request, _("The window has another address than this one. Nothing was signed."), 400
            )
        if request.method == "POST" and request.headers.get("Origin") != settings.WINDOW:
            return refusal(
                request,
                _("This form did not come from a page of the window. Nothing was signed."),
                403,
            )
        return self.get_response(request)


class BrowserMiddleware:
    """The mark of this browser: a chance number in a cookie, of which the signer learns the hash.

    Who comes for the first time has it from this very page on.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        mark = request.COOKIES.get(_name_of_the_mark(), "")
        if not (len(mark) == 2 * MARK_BYTES and mark.isalnum()):
            mark = secrets.token_hex(MARK_BYTES)
        request.browser = hashlib.sha256(mark.encode()).hexdigest()  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.path != "/healthz":
            # Set again at each visit: browsers forget a cookie that is not used for long.
            kept = secrets.token_hex(MARK_BYTES) if hasattr(request, "forgets") else mark
            _set_cookie(response, _name_of_the_mark(), kept)
        return response


class RefusedMiddleware:
    """What the signer refuses and no form has taken up becomes a page with the sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, exception) if isinstance(exception, Refused) else None


def _is_ours(host: str) -> bool:
    """With the window's port or, as proxies hand it on, with none."""
    own = urlsplit(settings.WINDOW.casefold())
    return host.casefold() in (own.netloc, own.hostname)


def _name_of_the_mark() -> str:
    return "__Host-lienthong-window" if settings.HTTPS else "lienthong-window"


def _set_cookie(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
