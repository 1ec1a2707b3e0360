from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import AUDIENCE, OWN, SUBTREE, Role, declare

READ = declare(
    "audiences.read",
    _("Read what was addressed to the unit or put in its scope"),
    reach=AUDIENCE,
    held_by=[
        Role.SECRETARY,
        Role.DEPUTY_SECRETARY,
        Role.STANDING_MEMBER,
        Role.COMMITTEE_MEMBER,
        Role.CLERK,
        Role.BRANCH_SECRETARY,
        Role.BRANCH_COMMITTEE_MEMBER,
        Role.MEMBER,
        Role.PROBATIONARY_MEMBER,
    ],
)
ACKNOWLEDGE = declare(
    "audiences.acknowledge",
    _("Confirm that the unit has received a document and briefed its members"),
    reach=OWN,
    # A body that is addressed reads the document and confirms it; it reads nothing in scope.
    held_by=[Role.SECRETARY, Role.CLERK, Role.OFFICE_CHIEF, Role.UNIT_HEAD, Role.BRANCH_SECRETARY],
)
WATCH = declare(
    "audiences.watch",
    _("Watch the receipts of documents issued above or within the unit"),
    reach=SUBTREE,
    held_by=[Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.CLERK],
)
