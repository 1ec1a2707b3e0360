"""What one person tries alone: who, what, and what must stay impossible."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from lienthong.kernel.numbering.public import Series
from lienthong.kernel.people.models import AccessCode
from lienthong.kernel.people.public import ROLES_WITH_POWER, Account, Delegation, Person, Post
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.reference.public import Term
from lienthong.kernel.units.models import UnitSuccession
from lienthong.kernel.units.public import Unit, UnitPlacement
from lienthong.portals.administration.models import Intake
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.trust import Trust
from lienthong.records.signing.verdict import verify_file

from .house import House

# How the product, the database and the operating system say no. Anything else is a fault of the attempt.
NO = (RuleBroken, PermissionDenied, Refused, DatabaseError, ObjectDoesNotExist, OSError, SystemExit)
Goal: TypeAlias = Callable[[House, Any], int]


@dataclass(frozen=True)
class Attempt:
    """One row of the table. `reaches` counts what must not grow by it."""

    power: str
    who: str
    what: str
    act: Callable[[House], Any]
    reaches: Goal


@dataclass(frozen=True)
class Outcome:
    one: Attempt
    succeeded: bool
    said: str
    fault: str = ""


def attempted(one: Attempt, house: House) -> Outcome:
    """Try it, look whether it came about, and take back what it did to the database."""
    # A page that an attempt asked for speaks the language of its request until the next one.
    with transaction.atomic(), translation.override("en"):
        before, result, said, fault = one.reaches(house, None), None, "", ""
        try:
            with transaction.atomic():
                result = one.act(house)
        except NO as refusal:
            said = f"{type(refusal).__name__}: {refusal}"
        except Exception as broken:  # noqa: BLE001 -- a crash is neither held nor a success
            fault = f"{type(broken).__name__}: {broken}"
        succeeded = one.reaches(house, result) > before
        transaction.set_rollback(True)
    return Outcome(one, succeeded, said, fault)


def a_key(house: House, result: Any) -> int:
    """Keys in force, by the signer's own word."""
    return house.client.hello().keys


def a_post(house: House, result: Any) -> int:
    """Posts with power that somebody holds."""
    held = Post.objects.valid_on(timezone.localdate()).filter(ended_at=None)
    return held.filter(role__in=ROLES_WITH_POWER).count()


def a_lost_post(house: House, result: Any) -> int:
    """Posts that were ended."""
    return Post.objects.exclude(valid_to=None).count()


def a_bar(house: House, result: Any) -> int:
    """Accounts that may sign in no more."""
    return Account.objects.filter(is_active=False).count()


def a_delegation(house: House, result: Any) -> int:
    """Posts for which somebody else acts."""
    return Delegation.objects.count()


def a_place(house: House, result: Any) -> int:
    """Places in the tree that were left for another one."""
    return UnitPlacement.objects.exclude(ended_at=None).count()


def an_organisation(house: House, result: Any) -> int:
    """Organisations in whose name is signed or sealed."""
    return sum(unit.has_keys for unit in Unit.objects.all())


def a_name(house: House, result: Any) -> int:
    """Names that organisations have given up."""
    return UnitSuccession.objects.filter(event=UnitSuccession.Event.RENAMED).count()


def a_head_of_papers(house: House, result: Any) -> int:
    """Organisations whose papers print something else than before."""
    return UnitSuccession.objects.filter(event=UnitSuccession.Event.CORRECTED).count()


def an_end(house: House, result: Any) -> int:
    """Organisations that are no longer there."""
    return Unit.objects.exclude(valid_to=None).count()


def a_term(house: House, result: Any) -> int:
    """Terms in which numbers begin with 01 again."""
    return Term.objects.count()


def a_register(house: House, result: Any) -> int:
    """Registers in which a number is taken, or that go on from paper."""
    return Series.objects.filter(last_number__gt=0).count()


def a_workbook(house: House, result: Any) -> int:
    """Workbooks that are being written."""
    return Intake.objects.filter(state__in=(Intake.State.WRITING, Intake.State.DONE)).count()


def a_way_in(house: House, result: Any) -> int:
    """Codes that open an account."""
    return AccessCode.objects.count()


def a_return(house: House, result: Any) -> int:
    """Accounts that may sign in."""
    return Account.objects.filter(is_active=True).count()


def another_name(house: House, result: Any) -> int:
    """Persons who bear the name that was tried."""
    return Person.objects.filter(full_name="Lê Thị Khác").count()


def a_paper(house: House, result: Any) -> int:
    """A file that script/verify calls valid under the roots of this installation."""
    if not isinstance(result, bytes):
        return 0
    return int(verify_file(result, Trust.load(house.trust)).valid)


def anything(house: House, result: Any) -> int:
    """Whatever it was to give: nothing is given."""
    return int(bool(result))
