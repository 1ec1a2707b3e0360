from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import SUBTREE, Role, declare

MANAGE_TERMS = declare(
    "reference.terms",
    _("Open terms of committees"),
    reach=SUBTREE,
    held_by=[Role.ORG_ADMIN],
)
MANAGE_CALENDAR = declare(
    "reference.calendar",
    _("Enter days off and exchanged days"),
    reach=SUBTREE,
    held_by=[Role.ORG_ADMIN],
)
