from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import OWN, SERVED, Role, declare

VIEW = declare(
    "documents.view",
    _("See the outgoing documents of the committee"),
    reach=SERVED,
    held_by=[
        Role.SECRETARY,
        Role.DEPUTY_SECRETARY,
        Role.STANDING_MEMBER,
        Role.CLERK,
        Role.OFFICE_CHIEF,
        Role.UNIT_HEAD,
        Role.SPECIALIST,
    ],
)
DRAFT = declare(
    "documents.draft",
    _("Draft outgoing documents"),
    reach=SERVED,
    held_by=[Role.CLERK, Role.OFFICE_CHIEF, Role.UNIT_HEAD, Role.SPECIALIST],
)
OPINE = declare(
    "documents.opine",
    _("Give the official opinion of the body on a draft"),
    reach=OWN,
    held_by=[Role.OFFICE_CHIEF, Role.UNIT_HEAD],
)
APPRAISE = declare(
    "documents.appraise",
    _("Appraise drafts of the committee and initial them"),
    reach=SERVED,
    held_by=[Role.OFFICE_CHIEF],
)
RECORD_ADOPTION = declare(
    "documents.record_adoption",
    _("Record that the committee has adopted a document"),
    reach=SERVED,
    # The committee's own clerk where it has no chief of office (docs/adr/0010, 0060).
    held_by=[Role.CLERK, Role.OFFICE_CHIEF],
    own_for=[Role.CLERK],
)
SIGN = declare(
    "documents.sign",
    _("Sign documents of the organisation in its name"),
    reach=OWN,
    held_by=[Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.OFFICE_CHIEF, Role.UNIT_HEAD],
)
ISSUE = declare(
    "documents.issue",
    _("Number, seal and dispatch documents of the organisation"),
    reach=OWN,
    held_by=[Role.CLERK],
)
