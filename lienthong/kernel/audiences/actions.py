"""Publishing to an audience, and what its units and persons confirm."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NoReturn

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record, record_each
from lienthong.kernel.events.public import announce
from lienthong.kernel.people.public import members_of
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.units.public import Unit

from . import permissions
from .events import ReceiptChanged
from .frozen import Reaching, rule_of
from .marking import Mark, marked
from .models import (
    Absence,
    AddressedPerson,
    AddressedUnit,
    Audience,
    Receipt,
    Scope,
    ScopeRule,
)
from .queries import standings_of


@dataclass(frozen=True)
class Addressing:
    """The recipients of a document: who is named, with what purpose, and how far it is forwarded."""

    units: dict[int, str] = field(default_factory=dict)
    persons: dict[int, str] = field(default_factory=dict)
    scope: str = Scope.NONE
    # Tops of the subtrees in scope; the issuer's own path when every subordinate is addressed.
    scope_paths: frozenset[str] = frozenset()
    due_on: dt.date | None = None


@transaction.atomic
def publish(addressing: Addressing, *, issuer: Unit, on: dt.date, actor: Actor | None) -> Audience:
    """Freeze the recipients on the day of issue and let every one of them see the document at once.

    The caller has authorised the issuing; nothing is written per unit in scope.
    """
    now = timezone.now()
    audience = Audience.objects.create(
        issuer=issuer,
        top_path=(issuer.serves or issuer).path,
        frozen_on=on,
        published_at=now,
        scope=addressing.scope,
        due_on=addressing.due_on,
    )
    AddressedUnit.objects.bulk_create(
        AddressedUnit(audience=audience, unit_id=unit, purpose=purpose, published_at=now)
        for unit, purpose in addressing.units.items()
    )
    AddressedPerson.objects.bulk_create(
        AddressedPerson(audience=audience, person_id=person, purpose=purpose, published_at=now)
        for person, purpose in addressing.persons.items()
    )
    if addressing.scope != Scope.NONE:
        ScopeRule.objects.bulk_create(
            ScopeRule(
                audience=audience,
                path=path,
                frozen_on=on,
                to_branches=addressing.scope == Scope.BRANCHES,
                published_at=now,
            )
            for path in sorted(addressing.scope_paths)
        )

    record(
        actor,
        "audiences.published",
        audience,
        units=len(addressing.units),
        persons=len(addressing.persons),
        scope=addressing.scope,
        figure=_reaching(addressing, audience).figure(audience),
    )
    return audience


def _reaching(addressing: Addressing, audience: Audience) -> Reaching:
    if addressing.scope == Scope.NONE:
        paths: frozenset[str] = frozenset()
    else:
        paths = addressing.scope_paths
    to_branches = addressing.scope == Scope.BRANCHES
    return Reaching(
        units=list(addressing.units.items()),
        persons=list(addressing.persons.items()),
        rules=[rule_of(path, audience.frozen_on, to_branches=to_branches) for path in paths],
    )


# What must be so of a receipt before a unit may do the next thing; asked again under its lock.
ANYTHING = "TRUE"
NOT_REFUSED = "{receipt}.refused_at IS NULL"
NOT_RECEIVED = "{receipt}.received_at IS NULL"
RECEIVED = "{receipt}.received_at IS NOT NULL"


def mark_opened(audience_ids: Iterable[int], unit: Unit, *, actor: Actor) -> dict[int, Receipt]:
    """Somebody of the unit has opened the documents for the first time."""
    authorize(actor, permissions.READ, unit.path)

    return _mark(audience_ids, unit, Mark("opened", ANYTHING, ("opened_at",)), actor)


@transaction.atomic
def mark_opened_by_person(audience_id: int, *, actor: Actor) -> None:
    """A person addressed by name has opened the document for the first time."""
    AddressedPerson.objects.filter(
        audience_id=audience_id, person_id=actor.person_id, opened_at=None
    ).update(opened_at=timezone.now())


def mark_registered(audience_ids: Iterable[int], unit: Unit, *, actor: Actor) -> dict[int, Receipt]:
    """The unit's clerk has entered the documents in the register of arrivals; they count as received."""
    authorize(actor, permissions.ACKNOWLEDGE, unit.path)

    if not unit.has_register:
        raise RuleBroken(_("This organisation keeps no register; confirm the receipt instead."))

    moments = ("opened_at", "received_at", "registered_at")
    return _mark(audience_ids, unit, Mark("registered", NOT_REFUSED, moments), actor)


def mark_refused(
    audience_ids: Iterable[int], unit: Unit, *, reason: str, actor: Actor
) -> dict[int, Receipt]:
    """The clerk sends documents back that are wrong or broken, saying why."""
    authorize(actor, permissions.ACKNOWLEDGE, unit.path)

    reason = required(reason, _("Say why the document is refused."))

    mark = Mark(
        "refused", NOT_RECEIVED, ("refused_at",), {"refused_reason": reason}, {"reason": reason}
    )
    return _mark(audience_ids, unit, mark, actor)


def mark_received(audience_ids: Iterable[int], unit: Unit, *, actor: Actor) -> dict[int, Receipt]:
    """A branch, or a committee without a register, confirms that it has the documents (Đã nhận).

    What is only in scope must first have been forwarded by its own committee.
    """
    authorize(actor, permissions.ACKNOWLEDGE, unit.path)

    if unit.has_register:
        raise RuleBroken(_("An organisation with a clerk registers the document."))

    mark = Mark("received", NOT_REFUSED, ("opened_at", "received_at"), if_released=True)
    return _mark(audience_ids, unit, mark, actor)


def mark_forwarded(
    audience_ids: Iterable[int], unit: Unit, *, letter: Audience | None, actor: Actor
) -> dict[int, Receipt]:
    """A committee has forwarded the documents to the organisations beneath it.

    A committee with a clerk does so with its own signed letter, the original attached.
    """
    authorize(actor, permissions.ACKNOWLEDGE, unit.path)

    if unit.is_branch:
        raise RuleBroken(_("A branch briefs its members on a document; it forwards nothing."))
    if unit.has_register and letter is None:
        raise RuleBroken(_("Forward the document with a signed letter of the committee."))

    letter_id = letter.pk if letter else None
    given = {"forwarded_with_id": letter_id}
    mark = Mark("forwarded", RECEIVED, ("forwarded_at",), given, {"letter": letter_id})
    return _mark(audience_ids, unit, mark, actor)


def mark_briefed(
    audience_ids: Iterable[int], unit: Unit, *, absent_ids: list[int], actor: Actor
) -> dict[int, Receipt]:
    """A branch has briefed its members on the documents at a meeting: present of all, and who was absent.

    Said again, the later count is the one that stays.
    """
    authorize(actor, permissions.ACKNOWLEDGE, unit.path)

    if not unit.is_branch:
        raise RuleBroken(_("Only a branch briefs members."))
    members = set(members_of(unit).values_list("pk", flat=True))
    absent = set(absent_ids)
    if not absent <= members:
        raise RuleBroken(_("Only members of the branch can be absent."), field="absent")
    if absent == members:
        raise RuleBroken(_("At least one member must have been present."), field="absent")

    present = len(members) - len(absent)
    given = {"present_count": present, "member_count": len(members)}
    facts = {"present": present, "members": len(members)}
    mark = Mark("briefed", RECEIVED, ("briefed_at",), given, facts, each_time=True)
    receipts = _mark(audience_ids, unit, mark, actor)
    _keep_absent(receipts.values(), absent)
    return receipts


def _keep_absent(receipts: Iterable[Receipt], absent: set[int]) -> None:
    keys = [receipt.pk for receipt in receipts]
    Absence.objects.filter(receipt__in=keys).exclude(person__in=absent).delete()
    Absence.objects.bulk_create(
        [Absence(receipt_id=key, person_id=person) for key in keys for person in absent],
        ignore_conflicts=True,
    )


def _mark(audience_ids: Iterable[int], unit: Unit, mark: Mark, actor: Actor) -> dict[int, Receipt]:
    """Take, check and change every receipt in one statement; record what is new in two more.

    Marking is part of an action of the room above, and goes with its transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Receipts are marked in the transaction of an action")
    keys = sorted(audience_ids)
    found = marked(keys, unit, mark, at=timezone.now())
    for audience_id in keys:
        if audience_id not in found:
            _refuse(audience_id, unit, mark)

    fresh = [audience_id for audience_id, (_, is_new) in found.items() if is_new or mark.each_time]
    facts = {"unit": unit.pk, **mark.facts}
    record_each(actor, f"audiences.{mark.verb}", [(Audience(pk=key), facts) for key in fresh])
    announce(*(ReceiptChanged(key, unit.pk) for key in fresh))
    return {audience_id: receipt for audience_id, (receipt, _) in found.items()}


def _refuse(audience_id: int, unit: Unit, mark: Mark) -> NoReturn:
    """Say why nothing could be marked."""
    standing = standings_of(unit, [audience_id]).get(audience_id)
    if standing is None:
        raise RuleBroken(_("This document did not reach this organisation."))
    receipt = standing.receipt
    if mark.condition == NOT_RECEIVED:
        raise RuleBroken(_("This document has already been received and cannot be refused."))
    if receipt is not None and receipt.refused_at is not None:
        raise RuleBroken(_("This document has been refused and cannot be registered."))
    if mark.verb == "briefed":
        raise RuleBroken(_("Confirm that the branch has the document first."))
    if mark.verb == "forwarded":
        raise RuleBroken(_("Register or receive the document before forwarding it."))
    raise RuleBroken(
        _("The committee directly above has not yet forwarded this document; please wait for it.")
    )
