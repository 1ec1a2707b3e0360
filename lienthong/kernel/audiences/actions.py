"""Publishing to an audience, and what its units and persons confirm."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.people.public import members_of
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.units.public import Unit

from . import permissions
from .board import place_at_issue
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
    )
    return audience


def _take_receipt(audience_id: int, unit: Unit) -> Receipt:
    """The unit's receipt, locked; written when the unit first does something with the document."""
    locked = Receipt.objects.select_for_update(of=("self",)).select_related("audience")
    receipt = locked.filter(audience_id=audience_id, unit=unit).first()
    if receipt is not None:
        return receipt
    audience = Audience.objects.get(pk=audience_id)
    if not standings_of(unit, [audience_id]):
        raise RuleBroken(_("This document did not reach this organisation."))
    Receipt.objects.bulk_create(
        [Receipt(audience=audience, unit=unit, path=place_at_issue(unit, audience))],
        ignore_conflicts=True,
    )
    return locked.get(audience_id=audience_id, unit=unit)


def _mark(receipt: Receipt, *moments: str) -> list[str]:
    """Write the moments not yet written; the first time counts, a repeat changes nothing."""
    fresh = [moment for moment in moments if getattr(receipt, moment) is None]
    for moment in fresh:
        setattr(receipt, moment, timezone.now())
    if fresh:
        receipt.save(update_fields=fresh)
    return fresh


def _notify(actor: Actor, verb: str, receipt: Receipt, **facts: object) -> None:
    record(actor, f"audiences.{verb}", receipt.audience, unit=receipt.unit_id, **facts)


@transaction.atomic
def mark_opened(audience_id: int, unit: Unit, *, actor: Actor) -> Receipt:
    """Somebody of the unit has opened the document for the first time."""
    receipt = _take_receipt(audience_id, unit)
    authorize(actor, permissions.READ, unit.path)

    if _mark(receipt, "opened_at"):
        _notify(actor, "opened", receipt)
    return receipt


@transaction.atomic
def mark_opened_by_person(audience_id: int, *, actor: Actor) -> None:
    """A person addressed by name has opened the document for the first time."""
    AddressedPerson.objects.filter(
        audience_id=audience_id, person_id=actor.person_id, opened_at=None
    ).update(opened_at=timezone.now())


@transaction.atomic
def mark_registered(audience_id: int, unit: Unit, *, actor: Actor) -> Receipt:
    """The unit's clerk has entered the document in the register of arrivals; it counts as received."""
    receipt = _take_receipt(audience_id, unit)
    authorize(actor, permissions.ACKNOWLEDGE, unit.path)

    if not unit.has_register:
        raise RuleBroken(_("This organisation keeps no register; confirm the receipt instead."))
    if receipt.refused_at is not None:
        raise RuleBroken(_("This document has been refused and cannot be registered."))

    if _mark(receipt, "opened_at", "registered_at", "received_at"):
        _notify(actor, "registered", receipt)
    return receipt


@transaction.atomic
def mark_refused(audience_id: int, unit: Unit, *, reason: str, actor: Actor) -> Receipt:
    """The clerk sends a document back that is wrong or broken, saying why."""
    receipt = _take_receipt(audience_id, unit)
    authorize(actor, permissions.ACKNOWLEDGE, unit.path)

    reason = required(reason, _("Say why the document is refused."))
    if receipt.received_at is not None:
        raise RuleBroken(_("This document has already been received and cannot be refused."))

    if receipt.refused_at is None:
        receipt.refused_at = timezone.now()
        receipt.refused_reason = reason
        receipt.save(update_fields=["refused_at", "refused_reason"])
        _notify(actor, "refused", receipt, reason=reason)
    return receipt


@transaction.atomic
def mark_received(audience_id: int, unit: Unit, *, actor: Actor) -> Receipt:
    """A branch, or a committee without a register, confirms that it has the document (Đã nhận)."""
    receipt = _take_receipt(audience_id, unit)
    authorize(actor, permissions.ACKNOWLEDGE, unit.path)

    if unit.has_register:
        raise RuleBroken(_("An organisation with a clerk registers the document."))
    if receipt.refused_at is not None:
        raise RuleBroken(_("This document has been refused and cannot be registered."))
    _refuse_unless_released(audience_id, unit)

    if _mark(receipt, "opened_at", "received_at"):
        _notify(actor, "received", receipt)
    return receipt


@transaction.atomic
def mark_forwarded(
    audience_id: int, unit: Unit, *, letter: Audience | None, actor: Actor
) -> Receipt:
    """A committee has forwarded the document to the organisations beneath it.

    A committee with a clerk does so with its own signed letter, the original attached.
    """
    receipt = _take_receipt(audience_id, unit)
    authorize(actor, permissions.ACKNOWLEDGE, unit.path)

    if unit.is_branch:
        raise RuleBroken(_("A branch briefs its members on a document; it forwards nothing."))
    if unit.has_register and letter is None:
        raise RuleBroken(_("Forward the document with a signed letter of the committee."))
    if receipt.received_at is None:
        raise RuleBroken(_("Register or receive the document before forwarding it."))

    if _mark(receipt, "forwarded_at"):
        receipt.forwarded_with = letter
        receipt.save(update_fields=["forwarded_with"])
        _notify(actor, "forwarded", receipt, letter=letter.pk if letter else None)
    return receipt


@transaction.atomic
def mark_briefed(audience_id: int, unit: Unit, *, absent_ids: list[int], actor: Actor) -> Receipt:
    """A branch has briefed its members on the document at a meeting: present of all, and who was absent."""
    receipt = _take_receipt(audience_id, unit)
    authorize(actor, permissions.ACKNOWLEDGE, unit.path)

    if not unit.is_branch:
        raise RuleBroken(_("Only a branch briefs members."))
    if receipt.received_at is None:
        raise RuleBroken(_("Confirm that the branch has the document first."))
    members = set(members_of(unit).values_list("pk", flat=True))
    absent = set(absent_ids)
    if not absent <= members:
        raise RuleBroken(_("Only members of the branch can be absent."), field="absent")
    if absent == members:
        raise RuleBroken(_("At least one member must have been present."), field="absent")

    receipt.briefed_at = receipt.briefed_at or timezone.now()
    receipt.member_count = len(members)
    receipt.present_count = len(members) - len(absent)
    receipt.save(update_fields=["briefed_at", "member_count", "present_count"])
    receipt.absences.exclude(person_id__in=absent).delete()
    Absence.objects.bulk_create(
        [Absence(receipt=receipt, person_id=person) for person in absent], ignore_conflicts=True
    )

    _notify(actor, "briefed", receipt, present=receipt.present_count, members=receipt.member_count)
    return receipt


def _refuse_unless_released(audience_id: int, unit: Unit) -> None:
    standing = standings_of(unit, [audience_id]).get(audience_id)
    if standing is None:
        raise RuleBroken(_("This document did not reach this organisation."))
    if standing.waits_for_own_committee:
        raise RuleBroken(
            _(
                "The committee directly above has not yet forwarded this document; please wait for it."
            )
        )
