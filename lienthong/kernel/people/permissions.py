from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import SUBTREE, Role, declare

VIEW = declare(
    "people.view",
    _("See persons and the posts they hold"),
    reach=SUBTREE,
    held_by=[Role.ORG_ADMIN],
)
MANAGE = declare(
    "people.manage",
    _("Register persons, appoint, end posts, invite to sign in"),
    reach=SUBTREE,
    held_by=[Role.ORG_ADMIN],
)
