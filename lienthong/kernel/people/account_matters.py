"""What two agree on about accounts: who is let in, and who is kept out."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import (
    Agreed,
    RuleBroken,
)

from .actions.access import invite_agreed, invited_account, recover_agreed, refuse_barred
from .actions.barring import (
    refuse_if_barred,
    refuse_unless_barred,
    restore_agreed,
    suspend_agreed,
)
from .models import Account, Person
from .queries import unit_of_power


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
class BarAccount:
    """One of the last two who administer somewhere, kept from signing in."""

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
        refuse_if_barred(self.account)
        _refuse_moved(self.account.person, self.unit_id)

    def carry_out(self, agreed: Agreed) -> Account:
        return suspend_agreed(self.account_id, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        after = _("The person is signed out everywhere at once.")
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
