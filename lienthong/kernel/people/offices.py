"""Which posts there are in an organisation of a kind, from which day, and on what basis."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from lienthong.kernel.permissions.public import Role
from lienthong.kernel.units.public import COMMITTEES, SURE, VERIFY, Unit, UnitKind

from .models import MEMBERSHIP, ROLES_THAT_READ


@dataclass(frozen=True)
class Office:
    """That organisations of some kinds have a post; all but memberships are given on a named decision (ADR 34, 70)."""

    role: Role
    kinds: frozenset[UnitKind]
    basis: str = ""
    certainty: str = SURE
    since: dt.date | None = None
    # The first day on which there is no such post any more.
    until: dt.date | None = None

    @property
    def by_decision(self) -> bool:
        return self.role in ROLES_THAT_READ

    def exists_on(self, day: dt.date) -> bool:
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day < self.until)


def _offices(roles: Iterable[Role], kinds: Iterable[UnitKind], basis: str) -> list[Office]:
    certainty = SURE if basis else VERIFY
    return [Office(role, frozenset(kinds), basis, certainty) for role in roles]


_BRANCHES = {UnitKind.BASE_BRANCH, UnitKind.BRANCH}
_BODIES = set(UnitKind) - COMMITTEES - _BRANCHES - {UnitKind.CELL}
_OF_COMMITTEES = (
    Role.SECRETARY,
    Role.DEPUTY_SECRETARY,
    Role.STANDING_MEMBER,
    Role.COMMITTEE_MEMBER,
)
_OF_BRANCHES = (Role.BRANCH_SECRETARY, Role.DEPUTY_SECRETARY, Role.BRANCH_COMMITTEE_MEMBER)
# Posts by which people work here; no regulation of the Party names them so.
_WORKING = (Role.CLERK, Role.SPECIALIST, Role.ORG_ADMIN, Role.SECURITY_AUDITOR)
OFFICES: tuple[Office, ...] = (
    *_offices(_OF_COMMITTEES, COMMITTEES, "Điều lệ Đảng, Điều 12"),
    *_offices(_OF_BRANCHES, _BRANCHES, "Điều lệ Đảng, Điều 24"),
    *_offices(MEMBERSHIP, {*_BRANCHES, UnitKind.CELL}, "Điều lệ Đảng, Điều 4, 5, 24"),
    *_offices((Role.OFFICE_CHIEF, Role.UNIT_HEAD), _BODIES, ""),
    *_offices(_WORKING, COMMITTEES | _BODIES, ""),
)


def roles_in(unit: Unit, day: dt.date | None = None) -> list[Role]:
    """The posts there are in an organisation on a day; only the highest has one who administers the system."""
    day = day or timezone.localdate()
    possible = {one.role for one in OFFICES if unit.kind in one.kinds and one.exists_on(day)}
    if is_highest(unit):
        possible.add(Role.SYSTEM_ADMIN)
    return [one for one in Role if one in possible]


def is_highest(unit: Unit) -> bool:
    return unit.parent_id is None
