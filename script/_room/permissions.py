from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import OWN, Role, declare

VIEW = declare(
    "examples.view",
    _("See the «examples» of the unit"),
    reach=OWN,
    held_by=[Role.SECRETARY, Role.CLERK],
)
MANAGE = declare(
    "examples.manage",
    _("Open and close the «examples» of the unit"),
    reach=OWN,
    held_by=[Role.CLERK],
)
