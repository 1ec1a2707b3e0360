from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import Role, declare

SET_UP = declare(
    "administration.set_up",
    _("Make a new installation ready"),
    held_by=[Role.ORG_ADMIN],
)
