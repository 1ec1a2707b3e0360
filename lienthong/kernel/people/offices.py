"""Which posts there are in an organisation of a kind."""

from lienthong.kernel.permissions.public import Role
from lienthong.kernel.units.public import Unit, UnitKind

from .models import MEMBERSHIP

_EVERYWHERE = {Role.CLERK, Role.SPECIALIST, Role.ORG_ADMIN, Role.SECURITY_AUDITOR}
_OF_COMMITTEES = {
    Role.SECRETARY,
    Role.DEPUTY_SECRETARY,
    Role.STANDING_MEMBER,
    Role.COMMITTEE_MEMBER,
} | _EVERYWHERE
_OF_BRANCHES = {
    Role.BRANCH_SECRETARY,
    Role.DEPUTY_SECRETARY,
    Role.BRANCH_COMMITTEE_MEMBER,
    *MEMBERSHIP,
}
_OF_BODIES = {Role.OFFICE_CHIEF, Role.UNIT_HEAD} | _EVERYWHERE


def roles_in(unit: Unit) -> list[Role]:
    """The posts an organisation of this kind has; only the highest has one who administers the system."""
    if unit.is_branch:
        possible = _OF_BRANCHES
    elif unit.is_committee:
        possible = _OF_COMMITTEES
    else:
        possible = set(MEMBERSHIP) if unit.kind == UnitKind.CELL else _OF_BODIES
    if is_highest(unit):
        possible = possible | {Role.SYSTEM_ADMIN}
    return [one for one in Role if one in possible]


def is_highest(unit: Unit) -> bool:
    return unit.parent_id is None
