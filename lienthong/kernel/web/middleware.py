"""Who is acting, and the last resort for refusals."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lienthong.kernel.events.public import new_trace, tracing
from lienthong.kernel.people.public import actor_for
from lienthong.kernel.permissions.public import RuleBroken

POST_IN_SESSION = "post_id"
Answer = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Make the actor once per request, from the posts and delegations valid today."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.trace = new_trace()  # type: ignore[attr-defined]  # shown for support
        request.actor = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.actor = actor_for(  # type: ignore[attr-defined]
                request.user.person, request.session.get(POST_IN_SESSION)
            )
        with tracing(request.trace):  # type: ignore[attr-defined]
            response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class RuleBrokenMiddleware:
    """Turn a refusal no page has caught into a page with the sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RuleBroken):
            return render(request, "ui/refused.html", {"sentence": exception.sentence}, status=409)
        if isinstance(exception, PermissionDenied):
            return render(request, "ui/refused.html", {"sentence": ""}, status=403)
        return None
