from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import OWN, SUBTREE, Role, declare

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
# Whoever holds a post with power; the power says of which post: one's own.
LEND = declare(
    "people.lend",
    _("Propose who acts for one's own post"),
    reach=OWN,
    held_by=[
        Role.SECRETARY,
        Role.DEPUTY_SECRETARY,
        Role.STANDING_MEMBER,
        Role.OFFICE_CHIEF,
        Role.UNIT_HEAD,
        Role.CLERK,
        Role.ORG_ADMIN,
        Role.SYSTEM_ADMIN,
        Role.SECURITY_AUDITOR,
    ],
)
