"""Where every room is entered."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_GET

from config.floor_plan import rooms
from lienthong.kernel.web.public import discard_input, public_page, shown_counts, switch_language
from lienthong.ui.views import day_off


@public_page
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    *(
        path(room.address, include(f"{room.module}.urls"))
        for room in rooms()
        if room.address is not None
    ),
    path("language/", switch_language, name="set_language"),
    path("kept/discard/", discard_input, name="discard_input"),
    path("counts/", shown_counts, name="counts"),
    path("day-off/", day_off, name="day_off"),
    path("healthz", healthz, name="healthz"),
]
handler500 = "lienthong.kernel.web.failures.server_error"
