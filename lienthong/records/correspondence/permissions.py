from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import OWN, SERVED, Role, declare

VIEW = declare(
    "correspondence.view",
    _("See the documents that reached the committee"),
    reach=SERVED,
    held_by=[
        Role.SECRETARY,
        Role.DEPUTY_SECRETARY,
        Role.STANDING_MEMBER,
        Role.COMMITTEE_MEMBER,
        Role.CLERK,
        Role.OFFICE_CHIEF,
        Role.BRANCH_SECRETARY,
        Role.BRANCH_COMMITTEE_MEMBER,
    ],
    # A body's clerk looks after what reaches his body (docs/adr/0060).
    own_for=[Role.CLERK],
)
REGISTER = declare(
    "correspondence.register",
    _("Register or refuse the documents that reach the unit"),
    reach=OWN,
    held_by=[Role.CLERK],
)
PROPOSE = declare(
    "correspondence.propose",
    _("Propose how an arrived document is handled"),
    reach=SERVED,
    held_by=[Role.SECRETARY, Role.OFFICE_CHIEF],
)
DIRECT = declare(
    "correspondence.direct",
    _("Direct who handles an arrived document"),
    reach=OWN,
    held_by=[Role.SECRETARY, Role.DEPUTY_SECRETARY],
)
HANDLE = declare(
    "correspondence.handle",
    _("Handle and answer what the unit is given"),
    reach=OWN,
    held_by=[Role.OFFICE_CHIEF, Role.UNIT_HEAD, Role.SPECIALIST],
)
CLOSE = declare(
    "correspondence.close",
    _("Close the handling of an arrived document"),
    reach=SERVED,
    held_by=[Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.OFFICE_CHIEF],
)
FORWARD = declare(
    "correspondence.forward",
    _("Draft the letter with which the committee forwards a document"),
    reach=SERVED,
    held_by=[Role.CLERK, Role.OFFICE_CHIEF],
    own_for=[Role.CLERK],
)
REMIND = declare(
    "correspondence.remind",
    _("Remind the units that have not confirmed a document"),
    reach=OWN,
    held_by=[Role.SECRETARY, Role.CLERK],
)
WATCH_SERVED = declare(
    "correspondence.watch_served",
    _("Watch the receipts of documents issued by the committee served"),
    reach=SERVED,
    held_by=[Role.OFFICE_CHIEF, Role.SPECIALIST],
)
