"""The founding of an installation: its topmost organisation, and those who administer it first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.public import NewUnit, found_topmost

from ..models import AccessCode, Account
from .access import IssuedCode, invite_first_administrator, issue
from .persons import NewPerson, register_first_administrators

# As printed: the title stands under what they do, whatever the language of the console.
ADMINISTRATOR = "Quản trị đơn vị"


@dataclass(frozen=True)
class Founder:
    """Somebody who administers a new installation, and the name they sign in with."""

    full_name: str
    username: str


@transaction.atomic
def found_installation(
    new: NewUnit, founders: Sequence[Founder], *, on: date, superior_printed: str = ""
) -> list[tuple[str, IssuedCode]]:
    """Found the topmost organisation of an empty installation and invite its first administrators.

    It is done at the console, once: nobody acts in a post yet. Of one founder alone the history says so.
    Returns whose each code is.
    """
    unit = found_topmost(new, on=on, superior_printed=superior_printed)
    named = [NewPerson(one.full_name) for one in founders]
    persons = register_first_administrators(named, unit=unit, title=ADMINISTRATOR)
    return [
        (person.full_name, invite_first_administrator(person, one.username))
        for person, one in zip(persons, founders, strict=True)
    ]


@transaction.atomic
def issue_first_codes_anew() -> list[tuple[str, IssuedCode]]:
    """New codes for the first administrators, while nobody has come in yet: a slip was lost, or a week is over."""
    accounts = list(Account.objects.select_for_update(of=("self",)).order_by("pk"))
    if not accounts:
        raise RuleBroken(_("This installation has not been founded yet."))
    if any(not one.password.startswith(UNUSABLE_PASSWORD_PREFIX) for one in accounts):
        raise RuleBroken(_("This installation has accounts: its administrators invite others."))
    issued = [(one, issue(one, AccessCode.Purpose.INVITATION, None)) for one in accounts]
    for account, _code in issued:
        record(None, "people.invited", account, person=account.person_id)
    return [(account.person.full_name, code) for account, code in issued]
