from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import SUBTREE, Role, declare

SIGNING_ROLES = frozenset(
    {Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.STANDING_MEMBER, Role.OFFICE_CHIEF, Role.UNIT_HEAD}
)
KEY_ROLES = SIGNING_ROLES | {Role.CLERK}

CERTIFY = declare(
    "signing.certify",
    _("Propose and withdraw signing certificates"),
    reach=SUBTREE,
    held_by=[Role.ORG_ADMIN],
)
HOLD = declare("signing.hold", _("Make the own signing key"), held_by=sorted(KEY_ROLES))
