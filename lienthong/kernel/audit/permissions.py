from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import Role, declare

WATCH = declare(
    "audit.watch",
    _("See whether the history is whole"),
    held_by=[Role.ORG_ADMIN, Role.SECURITY_AUDITOR],
)
