"""Who is acting, and the last resort for refusals."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from lienthong.kernel.events.public import new_trace, tracing
from lienthong.kernel.people.public import (
    actors_of,
    needs_second_factor,
    signed_in_with_second_factor,
)
from lienthong.kernel.permissions.public import Actor, RuleBroken

from .kept import page_of, post_of, post_of_kept_input, with_hint

POST_IN_SESSION = "post_id"
VERBS = ["GET", "HEAD", "POST"]
Answer = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Make the actor once per request, from the posts and delegations valid today."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.trace = new_trace()  # type: ignore[attr-defined]  # shown for support
        _set_actor(request)
        with tracing(request.trace):  # type: ignore[attr-defined]
            response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return with_hint(request, response)


def _set_actor(request: Any) -> None:
    """Rights hang on the actor: a session without the second factor that a post demands has none."""
    request.actor, request.actors, request.lacks_factor = None, [], False
    if not request.user.is_authenticated:
        return
    actors = actors_of(request.user.person)
    if needs_second_factor(actors) and not signed_in_with_second_factor(request):
        request.lacks_factor = True
        return
    request.actors = actors
    post_id = request.session.get(POST_IN_SESSION) or post_of_kept_input(request)
    request.actor = _chosen(request.actors, post_id)


def _chosen(actors: list[Actor], post_id: int | None) -> Actor | None:
    """The actor in the post chosen in this session; if that is no longer theirs, in the first one."""
    chosen = (actor for actor in actors if post_of(actor) == post_id)
    return next(chosen, actors[0] if actors else None)


class LanguageMiddleware:
    """Speak the language chosen in this browser, else the installation's.

    What the browser itself asks for counts for nothing: many an office computer has an English one.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", language)
        return response


class CompressMiddleware(GZipMiddleware):
    """Send what is text compressed; PDF files and pictures are compressed already.

    Secrets on a page differ in length or masking each time, so that its size gives none away
    (docs/adr/0019).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith("text/"):
            return response
        return super().process_response(request, response)


class SizeMiddleware:
    """Refuse a request larger than any form with its file, before a byte of it is read or kept."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        longest = settings.UPLOAD_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length.isdecimal() and int(length) <= longest:
            return self.get_response(request)
        sentence = _("What you sent is larger than a document can be.")
        return render(request, "ui/refused.html", {"sentence": sentence}, status=413)


class MarkMiddleware:
    """Nothing is answered that does not say whom it is for, and no verb but reading and sending.

    Pages and forms have no others: what a view or a library makes of PUT or DELETE is never asked.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in VERBS:
            return HttpResponseNotAllowed(VERBS)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_given: Any
    ) -> None:
        if not hasattr(view, "access"):
            raise Http404


class RuleBrokenMiddleware:
    """Turn a refusal no page has caught into a page with the sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RuleBroken):
            return _refusal(request, exception.sentence, 409)
        if isinstance(exception, PermissionDenied):
            return _refusal(request, "", 403)
        return None


def _refusal(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """The sentence, and the way back to the page on which the form or the button stood."""
    back = page_of(request) if request.method == "POST" else ""
    return render(request, "ui/refused.html", {"sentence": sentence, "back": back}, status=status)
