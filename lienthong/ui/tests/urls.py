"""The addresses the layouts look for, without the rooms that answer them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


ACCOUNT = [
    path(f"{name}/", nothing, name=name)
    for name in ("account", "notices", "preferences", "sign_out", "switch_post")
]
DESK = [path("", nothing, name="desk")]

urlpatterns = [
    path("", include((DESK, "desk"))),
    path("account/", include((ACCOUNT, "account"))),
    path("language/", nothing, name="set_language"),
    path("kept/discard/", nothing, name="discard_input"),
    path("day-off/", nothing, name="day_off"),
]
