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


urlpatterns = [
    path("", include("lienthong.portals.desk.urls")),
    path("outgoing/", include("lienthong.records.documents.urls")),
    path("incoming/", include("lienthong.records.correspondence.urls")),
    path("account/", include("lienthong.portals.account.urls")),
    path("administration/", include("lienthong.portals.administration.urls")),
    path("verify/", include("lienthong.portals.verification.urls")),
    path("language/", public_page(set_language), name="set_language"),
    path("healthz", healthz, name="healthz"),
]
handler500 = "lienthong.kernel.web.failures.server_error"
