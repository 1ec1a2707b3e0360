from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import SUBTREE, Role, declare

# Who confirms holds a post that two persons gave: one that a single administrator gives is not enough.
LEADING = (Role.SECRETARY, Role.DEPUTY_SECRETARY)
HEADING = (Role.OFFICE_CHIEF, Role.UNIT_HEAD)

FOLLOW = declare(
    "confirmations.follow",
    _("See what is proposed where two persons must agree"),
    reach=SUBTREE,
    held_by=[*LEADING, *HEADING, Role.ORG_ADMIN, Role.SECURITY_AUDITOR],
)
# The power says who may in a certain case: `queries.confirmers`.
CONFIRM = declare(
    "confirmations.confirm",
    _("Confirm what somebody else has proposed"),
    held_by=[*LEADING, *HEADING, Role.ORG_ADMIN],
)
