from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import SUBTREE, Role, declare

CERTIFY = declare(
    "signing.certify",
    _("Give out and withdraw signing certificates"),
    reach=SUBTREE,
    held_by=[Role.ORG_ADMIN],
)
