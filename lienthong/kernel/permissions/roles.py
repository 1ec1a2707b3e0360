"""The offices that posts are made of: rights hang on them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    SECRETARY = "secretary", _("Secretary")
    DEPUTY_SECRETARY = "deputy_secretary", _("Deputy secretary")
    BRANCH_SECRETARY = "branch_secretary", _("Branch secretary")
    OFFICE_CHIEF = "office_chief", _("Chief of the office")
    UNIT_HEAD = "unit_head", _("Head of the body")
    CLERK = "clerk", _("Clerk")
    SPECIALIST = "specialist", _("Specialist")
    STANDING_MEMBER = "standing_member", _("Member of the standing board")
    COMMITTEE_MEMBER = "committee_member", _("Member of the committee")
    ORG_ADMIN = "org_admin", _("Administrator of the organisation")
    SYSTEM_ADMIN = "system_admin", _("Administrator of the system")
    SECURITY_AUDITOR = "security_auditor", _("Security auditor")
    BRANCH_COMMITTEE_MEMBER = "branch_committee_member", _("Member of the branch committee")
    MEMBER = "member", _("Party member")
    PROBATIONARY_MEMBER = "probationary_member", _("Probationary member")

    @property
    def rank(self) -> int:
        """The order in which a person's posts are offered: daily work before mere membership."""
        return list(Role).index(self)

    @property
    def precedence(self) -> int:
        """The order in which officials are listed: who leads first, then who sits on the committee, then who works."""
        return _PRECEDENCE.index(self)


_PRECEDENCE = (
    Role.SECRETARY,
    Role.BRANCH_SECRETARY,
    Role.DEPUTY_SECRETARY,
    Role.STANDING_MEMBER,
    Role.COMMITTEE_MEMBER,
    Role.BRANCH_COMMITTEE_MEMBER,
    Role.OFFICE_CHIEF,
    Role.UNIT_HEAD,
    Role.CLERK,
    Role.SPECIALIST,
    Role.ORG_ADMIN,
    Role.SYSTEM_ADMIN,
    Role.SECURITY_AUDITOR,
    Role.MEMBER,
    Role.PROBATIONARY_MEMBER,
)
