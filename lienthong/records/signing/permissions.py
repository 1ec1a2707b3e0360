from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import SUBTREE, Role, declare

SIGNING_ROLES = frozenset(
    {Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.STANDING_MEMBER, Role.OFFICE_CHIEF, Role.UNIT_HEAD}
)
# Whose keys permit and do not sign: the seal, or other people's keys.
PERMITTING_ROLES = frozenset({Role.CLERK, Role.ORG_ADMIN})
KEY_ROLES = SIGNING_ROLES | PERMITTING_ROLES

CERTIFY = declare(
    "signing.certify",
    _("Propose and withdraw signing certificates"),
    reach=SUBTREE,
    held_by=[Role.ORG_ADMIN],
)
HOLD = declare("signing.hold", _("Make one's own signing key"), held_by=sorted(KEY_ROLES))
# What lies on desks reaches no further than one organisation; CERTIFY says whose keys.
PROPOSE = declare(
    "signing.propose", _("Be asked to propose what holders have made"), held_by=[Role.ORG_ADMIN]
)
