"""Where every room is entered."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_GET
from django.views.i18n import set_language

from lienthong.kernel.web.public import public_page


@public_page
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


import importlib.util

from django.urls import URLPattern, URLResolver


def _room(prefix: str, room: str) -> list[URLPattern | URLResolver]:
    found = importlib.util.find_spec(room) and importlib.util.find_spec(f"{room}.urls")
    return [path(prefix, include(f"{room}.urls"))] if found else []


urlpatterns = [
    *_room("", "lienthong.portals.desk"),
    *_room("outgoing/", "lienthong.records.documents"),
    *_room("incoming/", "lienthong.records.correspondence"),
    *_room("account/", "lienthong.portals.account"),
    *_room("administration/", "lienthong.portals.administration"),
    *_room("verify/", "lienthong.portals.verification"),
    path("language/", public_page(set_language), name="set_language"),
    path("healthz", healthz, name="healthz"),
]
