"""A province and a commune with everybody whom the table of powers names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from lienthong.kernel.numbering.public import GO_ON, TERM, RegisterGoesOn, TermBegins
from lienthong.kernel.people.powers import power_lending
from lienthong.kernel.people.public import (
    BAR,
    CORRECT_NAME,
    END_POST,
    INVITE,
    RECOVER,
    RESTORE_ACCOUNT,
    BarAccount,
    CorrectName,
    EndPost,
    InviteHolder,
    NewPerson,
    Post,
    RecoverAccount,
    RestoreAccount,
    Role,
    actor_in,
    power_giving,
)
from lienthong.kernel.people.tests.factories import a_person, a_post, a_unit, an_account
from lienthong.kernel.permissions.public import Actor, Matter
from lienthong.kernel.units.public import (
    CORRECT,
    END,
    FOUND,
    MOVE,
    RENAME,
    CorrectUnit,
    EndUnit,
    FoundUnit,
    MoveUnit,
    NewUnit,
    RenameUnit,
    Unit,
    UnitKind,
)

DECIDED = {
    "decision_number": "12-QĐ/TU",
    "decision_on": "2024-11-20",
    "decision_issuer": "Ban Thường vụ Tỉnh ủy",
}
# Who is in the office: every role that may be in the way, in the commune and above it.
ROLES = (
    Role.ORG_ADMIN,
    Role.SECRETARY,
    Role.DEPUTY_SECRETARY,
    Role.SECURITY_AUDITOR,
    Role.CLERK,
    Role.SPECIALIST,
)


@dataclass
class Office:
    """People by name: "admin", "other admin", "secretary", …; those above by "above secretary", …"""

    posts: dict[str, Post] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.province = a_unit(kind="provincial_committee")
        self.commune = a_unit(self.province)
        self.neighbour = a_unit(self.province)
        for prefix, unit in (("", self.commune), ("above ", self.province)):
            for role in ROLES:
                self.posts[f"{prefix}{role.value}"] = a_post(unit, role)
            self.posts[f"{prefix}other_admin"] = a_post(unit, Role.ORG_ADMIN)
        self.posts["neighbour secretary"] = a_post(self.neighbour, Role.SECRETARY)
        self.posts["neighbour org_admin"] = a_post(self.neighbour, Role.ORG_ADMIN)

    def actor(self, name: str) -> Actor:
        return actor_in(self.posts[name])

    def everybody(self) -> Iterator[tuple[str, Actor]]:
        for name in self.posts:
            yield name, self.actor(name)


def a_gift(office: Office, role: str = Role.CLERK, **given: Any) -> Matter:
    """A post with power for somebody who has none."""
    said: dict[str, Any] = {
        "unit_id": office.commune.pk,
        "role": role,
        "title": "",
        "on": timezone.localdate().isoformat(),
        "decision_number": "12-QĐ/ĐU",
        "decision_on": "2024-11-20",
        "decision_about": "Phân công cán bộ",
        "decision_issuer": "Đảng ủy xã",
        "person_id": a_person().pk,
    }
    made: Matter = power_giving(role).matter(**said | given)
    return made


def a_holder(office: Office, *, with_account: bool = True) -> Post:
    """Somebody else with a post of power in the commune."""
    post = a_post(office.commune, Role.CLERK)
    if with_account:
        an_account(post.person, password=None)
    return post


def a_recovery(office: Office) -> Matter:
    person = a_holder(office).person
    return RecoverAccount(person.account.pk, person.pk, office.commune.pk)


def a_return(office: Office) -> Matter:
    person = a_holder(office).person
    person.account.is_active = False
    person.account.save(update_fields=["is_active"])
    return RestoreAccount(person.account.pk, person.pk, office.commune.pk)


def an_administrator(office: Office) -> Post:
    """One more who administers the commune."""
    return a_post(office.commune, Role.ORG_ADMIN)


def an_end_of_a_post(office: Office) -> Matter:
    return EndPost.made_for(an_administrator(office), timezone.localdate())


def a_bar(office: Office) -> Matter:
    person = an_administrator(office).person
    return BarAccount(an_account(person, password=None).pk, person.pk, office.commune.pk)


def a_loan(office: Office, name: str) -> Matter:
    """Somebody of the commune is to act for one who holds a post with power there."""
    post, other = office.posts[name], a_post(office.commune)
    days: dict[str, Any] = {"on": timezone.localdate(), "until": None}
    made: Matter = power_lending(post.role).matter.made_for(
        post, other.person_id, **days, basis="Giấy ủy quyền số 1"
    )
    return made


def a_move(office: Office) -> Matter:
    """A branch, taken from its part of the commune to stand directly beneath the commune."""
    branch = a_unit(a_unit(office.commune, kind="part_committee"), kind="branch")
    return MoveUnit.made_for(branch, office.commune, timezone.localdate())


def a_founding(office: Office) -> Matter:
    """An office of the commune with a clerk and a seal."""
    new = NewUnit(UnitKind.ADVISORY_BODY, "Văn phòng", has_register=True, **DECIDED)
    return FoundUnit.made_of(new, office.commune, timezone.localdate(), is_another=False)


def a_new_name(office: Office) -> Matter:
    day = timezone.localdate().isoformat()
    return RenameUnit(office.commune.pk, "Đảng bộ xã Mới", "Đảng ủy xã Mới", day, **DECIDED)


def an_end(office: Office) -> Matter:
    return EndUnit(office.commune.pk, None, timezone.localdate().isoformat(), **DECIDED)


def a_term(office: Office) -> Matter:
    return TermBegins.to_open(office.commune, timezone.localdate())


def a_last_number(office: Office) -> Matter:
    Unit.objects.filter(pk=office.commune.pk).update(has_register=True)
    unit = Unit.objects.get(pk=office.commune.pk)
    return RegisterGoesOn.made_of(unit, "", 12, "Sổ văn bản đến năm nay")


def an_invitation(office: Office) -> Matter:
    person = a_holder(office, with_account=False).person
    return InviteHolder(person.pk, f"giu.viec.{person.pk}", office.commune.pk)


def another_name(office: Office) -> Matter:
    return CorrectName.made_for(a_holder(office).person, NewPerson("Lê Thị Khác"))


def a_correction(office: Office) -> Matter:
    return CorrectUnit(office.commune.pk, "ĐUM", "Tân Hòa", "")


EXAMPLES = {
    power_giving(Role.CLERK).kind: a_gift,
    power_giving(Role.DEPUTY_SECRETARY).kind: lambda office: a_gift(office, Role.DEPUTY_SECRETARY),
    RECOVER.kind: a_recovery,
    RESTORE_ACCOUNT.kind: a_return,
    INVITE.kind: an_invitation,
    CORRECT_NAME.kind: another_name,
    END_POST.kind: an_end_of_a_post,
    BAR.kind: a_bar,
    power_lending(Role.CLERK).kind: lambda office: a_loan(office, "clerk"),
    power_lending(Role.SECRETARY).kind: lambda office: a_loan(office, "secretary"),
    MOVE.kind: a_move,
    FOUND.kind: a_founding,
    RENAME.kind: a_new_name,
    CORRECT.kind: a_correction,
    END.kind: an_end,
    TERM.kind: a_term,
    GO_ON.kind: a_last_number,
}
