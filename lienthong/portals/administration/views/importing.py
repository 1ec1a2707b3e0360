"""A list of people brought to an organisation from a sheet."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.people.public import MANAGE, ROLES_WITH_POWER, Person, roles_in
from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import ActorRequest, page
from lienthong.ui.sheets.sheet import ImportSheet
from lienthong.ui.sheets.views import show_sheet

from .. import queries
from ..forms import RowForm
from .declaring import Given, day_said, found_unit, way
from .people import registered


@page(MANAGE, second_factor=True)
@require_http_methods(["GET", "POST"])
def people_import(request: ActorRequest, unit_id: int) -> HttpResponse:
    """Many people of one organisation, from a sheet."""
    unit = found_unit(MANAGE)(request, unit_id)
    # A post with power is proposed one by one.
    roles = [one for one in roles_in(unit) if one not in ROLES_WITH_POWER]

    def said(count: int) -> str:
        words = ngettext("%(n)d person is registered.", "%(n)d people are registered.", count)
        return words % {"n": count}

    sheet = ImportSheet(
        name="people",
        title=_("Bring a list of people"),
        form=lambda given: RowForm(given, roles=roles),
        do=lambda given, actor: _register_once(unit, given, actor),
        said=said,
        example={
            "full_name": "Nguyễn Văn An",
            "born_on": "23/11/1990",
            "role": roles[0].label,
            "on": f"{timezone.localdate():%d/%m/%Y}",
            "decision_number": "15-QĐ/ĐU",
            "decision_on": f"{timezone.localdate():%d/%m/%Y}",
            "decision_issuer": "Đảng ủy xã",
        },
    )
    today = day_said(timezone.localdate())
    newest = urlencode({"registered_from": today, "registered_until": today})
    return show_sheet(
        request,
        sheet,
        back=way("unit", unit.pk),
        to=f"{way('people')}?{newest}",
        lede=str(unit),
    )


def _register_once(unit: Unit, given: Given, actor: Actor) -> Person:
    """A sheet brought twice does not register its people twice."""
    if queries.holds_post_in(unit, given["full_name"], given["born_on"]):
        known = gettext("Somebody of this name and date of birth already holds a post here.")
        raise RuleBroken(known, field="full_name")
    return registered(unit, given, actor)
