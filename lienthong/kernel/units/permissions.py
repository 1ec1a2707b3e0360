from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import SUBTREE, Role, declare

VIEW = declare(
    "units.view",
    _("See organisations and their history"),
    reach=SUBTREE,
    held_by=[Role.ORG_ADMIN],
)
MANAGE = declare(
    "units.manage",
    _("Found, rename, move and dissolve organisations"),
    reach=SUBTREE,
    held_by=[Role.ORG_ADMIN],
)
