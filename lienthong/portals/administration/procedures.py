"""What lies on the desks of those who set a new installation up."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.procedures.public import Caption, Kind, Work, caption_by, declare_work
from lienthong.kernel.units.public import Unit

from . import permissions

SETTING_UP = Kind("administration.setting_up", gettext_lazy("First set-up"))
SET_UP = declare_work(
    Work(
        key="administration.set_up",
        verb=gettext_lazy("Go on with the first set-up"),
        permission=permissions.SET_UP.codename,
        kind=SETTING_UP,
        icon="list-check",
    )
)


@caption_by(Unit, committee="name_committee", body="name_body")
def _installation(facts: dict[str, Any]) -> Caption:
    unit = facts["committee"] or facts["body"]
    return Caption(_("Make the installation ready"), unit, reverse("administration:set_up"))
