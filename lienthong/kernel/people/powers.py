"""What no person does alone with posts and accounts."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.permissions.public import (
    Agreed,
    Confirmer,
    Power,
    Relation,
    Role,
    RuleBroken,
    declare_power,
    required,
)
from lienthong.kernel.units.public import Unit

from .actions.access import (
    invite_agreed,
    invited_account,
    recover_agreed,
    refuse_barred,
    refuse_unless_barred,
    restore_agreed,
)
from .actions.persons import (
    NewPerson,
    refuse_role_of_others,
    refuse_second_branch,
    refuse_second_holder,
    refuse_unless_existing,
    refuse_unless_named,
)
from .actions.posts import give_post
from .models import ROLES_WITH_POWER, Account, Person, Post
from .offices import is_highest
from .permissions import MANAGE
from .queries import unit_of_power

LEADING = frozenset({Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.OFFICE_CHIEF, Role.UNIT_HEAD})
EITHER = frozenset({Confirmer.LEADER, Confirmer.ADMINISTRATOR})


@dataclass(frozen=True)
class GivePost:
    """A post with power for one person, on a decision that is named. Days are written as in ISO 8601."""

    unit_id: int
    role: str
    title: str
    on: str
    decision_number: str
    decision_on: str
    decision_about: str
    person_id: int | None = None
    # Somebody who is registered with this post.
    full_name: str = ""
    born_on: str = ""

    ROLES: ClassVar[frozenset[Role]] = ROLES_WITH_POWER - LEADING

    @property
    def concerned_id(self) -> int | None:
        return self.person_id

    @property
    def person(self) -> Person:
        if self.person_id is not None:
            return Person.objects.get(pk=self.person_id)
        born_on = date.fromisoformat(self.born_on) if self.born_on else None
        return Person(full_name=self.full_name, born_on=born_on)

    @property
    def unit(self) -> Unit:
        return Unit.objects.get(pk=self.unit_id)

    def subject(self) -> str:
        who = f"{self.person_id}" if self.person_id else f"{self.full_name} {self.born_on}"
        return f"{self.unit_id} {self.role} {who}"

    def check(self) -> None:
        if self.role not in self.ROLES:
            raise RuleBroken(_("This post is not given in this way."), field="role")
        required(self.decision_number, _("Name the decision."), field="decision_number")
        required(self.decision_on, _("Say of which day the decision is."), field="decision_on")
        required(self.decision_about, _("Say what the decision decides."), field="decision_about")
        person, on = self.person, date.fromisoformat(self.on)
        _refuse_decision_to_come(date.fromisoformat(self.decision_on), on)
        if not person.pk:
            refuse_unless_named(NewPerson(person.full_name, person.born_on))
        if self.role == Role.SYSTEM_ADMIN and not is_highest(self.unit):
            said = _("Only the highest organisation has an administrator of the system.")
            raise RuleBroken(said, field="role")
        refuse_role_of_others(self.role, self.unit)
        refuse_unless_existing(self.unit, on)
        refuse_second_holder(person if person.pk else None, self.role, self.unit, on)
        if person.pk:
            refuse_second_branch(person.pk, self.role, on=on)

    def carry_out(self, agreed: Agreed) -> Post:
        on = date.fromisoformat(self.on)
        return give_post(self.person, self.role, self.unit, title=self.title, on=on, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        person = self.person
        decision = _("No. %(number)s of %(day)s: %(about)s") % {
            "number": self.decision_number,
            "day": _day(self.decision_on),
            "about": self.decision_about,
        }
        post = str(Role(self.role).label)
        return [
            (_("Receives the post"), person.full_name),
            (_("Born on"), _day(person.born_on.isoformat()) if person.born_on else "–"),
            (_("Post"), f"{post} ({self.title})" if self.title else post),
            (_("Organisation"), str(self.unit)),
            (_("From"), _day(self.on)),
            (_("By which decision"), decision),
        ]


def _refuse_decision_to_come(decided_on: date, on: date) -> None:
    """Who is given power is given it by a decision that exists, and not before its day."""
    if decided_on > timezone.localdate():
        said = _("This decision does not exist yet: its day lies in the future.")
        raise RuleBroken(said, field="decision_on")
    if decided_on > on:
        said = _("The post begins before the day of the decision that gives it.")
        raise RuleBroken(said, field="decision_on")


@dataclass(frozen=True)
class GiveLeadingPost(GivePost):
    """The post of a leader, or of the head of a body: confirmed above."""

    ROLES: ClassVar[frozenset[Role]] = LEADING


@dataclass(frozen=True)
class RecoverAccount:
    """The account of somebody whose posts carry power, opened anew with a code in two halves."""

    account_id: int
    person_id: int
    unit_id: int

    @property
    def concerned_id(self) -> int:
        return self.person_id

    @property
    def account(self) -> Account:
        return Account.objects.get(pk=self.account_id, person=self.person_id)

    def subject(self) -> str:
        return str(self.account_id)

    def check(self) -> None:
        refuse_barred(self.account)
        _refuse_moved(self.account.person, self.unit_id)

    def carry_out(self, agreed: Agreed) -> Account:
        return recover_agreed(self.account_id, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        after = _(
            "All sessions end, and the keys of this person sign nothing until certified anew."
        )
        return [*_of_account(self.account.person, self.account.username), (_("Then"), after)]


@dataclass(frozen=True)
class RestoreAccount:
    """The barred account of somebody whose posts carry power, let in again."""

    account_id: int
    person_id: int
    unit_id: int

    @property
    def concerned_id(self) -> int:
        return self.person_id

    @property
    def account(self) -> Account:
        return Account.objects.get(pk=self.account_id, person=self.person_id)

    def subject(self) -> str:
        return str(self.account_id)

    def check(self) -> None:
        refuse_unless_barred(self.account)
        _refuse_moved(self.account.person, self.unit_id)

    def carry_out(self, agreed: Agreed) -> Account:
        return restore_agreed(self.account_id, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        after = _("The person can sign in again with the password they had.")
        return [*_of_account(self.account.person, self.account.username), (_("Then"), after)]


@dataclass(frozen=True)
class InviteHolder:
    """A sign-in for somebody whose posts carry power."""

    person_id: int
    username: str
    unit_id: int

    @property
    def concerned_id(self) -> int:
        return self.person_id

    @property
    def person(self) -> Person:
        return Person.objects.get(pk=self.person_id)

    def subject(self) -> str:
        return str(self.person_id)

    def check(self) -> None:
        invited_account(self.person)
        _refuse_moved(self.person, self.unit_id)

    def carry_out(self, agreed: Agreed) -> Account:
        return invite_agreed(self.person_id, self.username, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        return _of_account(self.person, self.username)


def _refuse_moved(person: Person, unit_id: int) -> None:
    if unit_of_power(person).pk != unit_id:
        raise RuleBroken(_("This person's posts have changed. Propose it anew."))


def _of_account(person: Person, username: str) -> list[tuple[str, str]]:
    return [(_("Person"), person.full_name), (_("Sign-in name"), username)]


def _day(written: str) -> str:
    return date_format(date.fromisoformat(written), "SHORT_DATE_FORMAT")


GIVE_POST = declare_power(
    Power(
        kind="people.give_post",
        label=gettext_lazy("Give a post with power"),
        matter=GivePost,
        proposes=MANAGE,
        confirms=EITHER,
    )
)
GIVE_LEADING_POST = declare_power(
    Power(
        kind="people.give_leading_post",
        label=gettext_lazy("Give the post of a leader"),
        matter=GiveLeadingPost,
        proposes=MANAGE,
        confirms=EITHER,
        relation=Relation.ABOVE,
    )
)
RECOVER = declare_power(
    Power(
        kind="people.recover",
        label=gettext_lazy("Recover an account with power"),
        matter=RecoverAccount,
        proposes=MANAGE,
        confirms=EITHER,
    )
)
RESTORE_ACCOUNT = declare_power(
    Power(
        kind="people.restore",
        label=gettext_lazy("Let a barred holder of power sign in again"),
        matter=RestoreAccount,
        proposes=MANAGE,
        confirms=EITHER,
    )
)
INVITE = declare_power(
    Power(
        kind="people.invite",
        label=gettext_lazy("Invite a holder of power to sign in"),
        matter=InviteHolder,
        proposes=MANAGE,
        confirms=EITHER,
    )
)


def power_giving(role: str) -> Power:
    """The power by which a post of a role is given."""
    return GIVE_LEADING_POST if role in LEADING else GIVE_POST
