from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import OWN, SERVED, Role, declare

VIEW = declare(
    "commitments.view",
    _("See the plans and tasks of the committee, and follow how they are carried out"),
    reach=SERVED,
    held_by=[
        Role.SECRETARY,
        Role.DEPUTY_SECRETARY,
        Role.STANDING_MEMBER,
        Role.COMMITTEE_MEMBER,
        Role.CLERK,
        Role.OFFICE_CHIEF,
        Role.UNIT_HEAD,
        Role.SPECIALIST,
        Role.BRANCH_SECRETARY,
        Role.BRANCH_COMMITTEE_MEMBER,
    ],
)
PLAN = declare(
    "commitments.plan",
    _("Enter the plans and tasks of the committee, and open its reporting periods"),
    reach=SERVED,
    held_by=[
        Role.SECRETARY,
        Role.DEPUTY_SECRETARY,
        Role.CLERK,
        Role.OFFICE_CHIEF,
        Role.SPECIALIST,
        Role.BRANCH_SECRETARY,
    ],
)
ASSIGN = declare(
    "commitments.assign",
    _("Assign tasks, and decide on what is answered, asked and handed in"),
    reach=OWN,
    held_by=[
        Role.SECRETARY,
        Role.DEPUTY_SECRETARY,
        Role.STANDING_MEMBER,
        Role.BRANCH_SECRETARY,
    ],
)
CARRY = declare(
    "commitments.carry",
    _("Receive, carry out and report the tasks of the unit"),
    reach=OWN,
    held_by=[
        Role.SECRETARY,
        Role.DEPUTY_SECRETARY,
        Role.CLERK,
        Role.OFFICE_CHIEF,
        Role.UNIT_HEAD,
        Role.SPECIALIST,
        Role.BRANCH_SECRETARY,
    ],
)
