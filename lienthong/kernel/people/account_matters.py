"""What two agree on about accounts: who is let in, and who is kept out."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.permissions.public import Agreed, RuleBroken
from lienthong.kernel.text.public import one_line

from .actions.access import invite_agreed, invited_account, recover_agreed, refuse_barred
from .actions.barring import (
    refuse_if_barred,
    refuse_unless_barred,
    restore_agreed,
    suspend_agreed,
)
from .actions.persons import NewPerson, correct_agreed, refuse_unless_renamed
from .models import Account, Person
from .queries import unit_of_power


@dataclass(frozen=True)
class _OfAccount:
    """Something about one account, judged in the organisation above all posts of its person."""

    account_id: int
    person_id: int
    unit_id: int

    # What follows from it, for those who confirm.
    THEN: ClassVar[Promise]

    @property
    def concerned_id(self) -> int:
        return self.person_id

    @property
    def account(self) -> Account:
        return Account.objects.get(pk=self.account_id, person=self.person_id)

    def subject(self) -> str:
        return str(self.account_id)

    def check(self) -> None:
        account = self.account
        self.refuse(account)
        _refuse_moved(account.person, self.unit_id)

    def refuse(self, account: Account) -> None:
        """Refuse it where the account is not in the state for it."""
        raise NotImplementedError

    def lines(self) -> list[tuple[str, str]]:
        account = self.account
        return [*_of_account(account.person, account.username), (_("Then"), str(self.THEN))]


@dataclass(frozen=True)
class RecoverAccount(_OfAccount):
    """The account of somebody whose posts carry power, opened anew with a code in two halves."""

    THEN = gettext_lazy(
        "All sessions end, and the keys of this person sign nothing until certified anew."
    )

    def refuse(self, account: Account) -> None:
        refuse_barred(account)

    def carry_out(self, agreed: Agreed) -> Account:
        return recover_agreed(self.account_id, agreed=agreed)


@dataclass(frozen=True)
class RestoreAccount(_OfAccount):
    """The barred account of somebody whose posts carry power, let in again."""

    THEN = gettext_lazy("The person can sign in again with the password they had.")

    def refuse(self, account: Account) -> None:
        refuse_unless_barred(account)

    def carry_out(self, agreed: Agreed) -> Account:
        return restore_agreed(self.account_id, agreed=agreed)


@dataclass(frozen=True)
class BarAccount(_OfAccount):
    """One of the last two who administer somewhere, kept from signing in."""

    THEN = gettext_lazy("The person is signed out everywhere at once.")

    def refuse(self, account: Account) -> None:
        refuse_if_barred(account)

    def carry_out(self, agreed: Agreed) -> Account:
        return suspend_agreed(self.account_id, agreed=agreed)


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


@dataclass(frozen=True)
class CorrectName:
    """Another name of somebody whose posts carry power: documents and keys bear it."""

    person_id: int
    unit_id: int
    # The name that is corrected, and no later one.
    before: str
    full_name: str
    born_on: str = ""

    @classmethod
    def made_for(cls, person: Person, new: NewPerson) -> Self:
        born_on = new.born_on.isoformat() if new.born_on else ""
        unit = unit_of_power(person)
        return cls(person.pk, unit.pk, person.full_name, one_line(new.full_name), born_on)

    @property
    def concerned_id(self) -> int:
        return self.person_id

    @property
    def person(self) -> Person:
        return Person.objects.get(pk=self.person_id)

    @property
    def new(self) -> NewPerson:
        born_on = date.fromisoformat(self.born_on) if self.born_on else None
        return NewPerson(self.full_name, born_on)

    def subject(self) -> str:
        return str(self.person_id)

    def check(self) -> None:
        person = self.person
        if person.full_name != self.before:
            raise RuleBroken(_("This person's name has changed. Propose it anew."))
        refuse_unless_renamed(person, self.new)
        _refuse_moved(person, self.unit_id)

    def carry_out(self, agreed: Agreed) -> Person:
        return correct_agreed(self.person_id, self.new, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        born_on = self.new.born_on
        return [
            (_("Name until now"), self.before),
            (_("New name"), self.full_name),
            (_("Date of birth"), date_format(born_on, "SHORT_DATE_FORMAT") if born_on else "–"),
            (_("Then"), _("A key in another name signs nothing; the person makes a new one.")),
        ]


def _refuse_moved(person: Person, unit_id: int) -> None:
    if unit_of_power(person).pk != unit_id:
        raise RuleBroken(_("This person's posts have changed. Propose it anew."))


def _of_account(person: Person, username: str) -> list[tuple[str, str]]:
    return [(_("Person"), person.full_name), (_("Sign-in name"), username)]
