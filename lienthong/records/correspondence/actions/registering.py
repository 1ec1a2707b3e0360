"""Opening an arrived document, entering it in the register of arrivals, or sending it back."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import (
    READ,
    mark_opened,
    mark_opened_by_person,
    mark_refused,
    mark_registered,
)
from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import crash_point
from lienthong.kernel.numbering.public import series_for_incoming, take_number
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, paths_where, required
from lienthong.kernel.procedures.public import start
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from .. import permissions, procedures
from ..models import Assignment, IncomingDocument
from ..queries.received import ReceivedDocument, received_at_place
from .owing import balance_work

State = IncomingDocument.State


def open_received(received: ReceivedDocument, *, actor: Actor) -> None:
    """The first time somebody of the unit, of the body it was given to, or a named person reads it."""
    if _opens_it_first(received, actor):
        _note_opening(received, actor)


def _opens_it_first(received: ReceivedDocument, actor: Actor) -> bool:
    return (
        (received.addressed_person is not None and received.addressed_person.opened_at is None)
        or _opens_for_the_unit(received, actor)
        or _begins_the_work(received)
    )


def _opens_for_the_unit(received: ReceivedDocument, actor: Actor) -> bool:
    if received.unit is None or received.standing is None:
        return False
    is_new = received.receipt is None or received.receipt.opened_at is None
    return is_new and paths_where(actor, READ).covers(received.unit.path)


def _begins_the_work(received: ReceivedDocument) -> bool:
    given = received.assignment
    is_waiting = received.incoming is not None and received.incoming.state == State.DIRECTED
    return is_waiting and given is not None and given.part != Assignment.Part.KNOW


@transaction.atomic
def _note_opening(received: ReceivedDocument, actor: Actor) -> None:
    if received.addressed_person is not None and received.addressed_person.opened_at is None:
        mark_opened_by_person(received.audience_id, actor=actor)
    if received.unit is not None and _opens_for_the_unit(received, actor):
        mark_opened(received.audience_ids, received.unit, actor=actor)
    if received.incoming is not None and _begins_the_work(received):
        IncomingDocument.objects.filter(pk=received.incoming.pk, state=State.DIRECTED).update(
            state=State.IN_PROGRESS
        )


@transaction.atomic
def register_incoming(audience_id: int, unit_id: int, *, actor: Actor) -> IncomingDocument:
    """Enter an arrived document in the year's register; its number of arrival is never given again.

    # 36-HD/VPTW §II.1.3 (likely): one sequence of arrivals per calendar year.
    """
    unit = Unit.objects.get(pk=unit_id)
    authorize(actor, permissions.REGISTER, unit.path)
    received = _taken_received(unit, audience_id)

    if received.waits_for_own_committee:
        raise RuleBroken(
            _(
                "The committee directly above has not yet forwarded this document; please wait for it."
            )
        )
    crash_point("register.before_receipt")
    mark_registered(received.audience_ids, unit, actor=actor)
    crash_point("register.after_receipt")
    # The receipt's lock makes a second clerk wait here and then see the first one's entry.
    _refuse_if_entered(received, unit)

    today = timezone.localdate()
    number = take_number(series_for_incoming(unit, today.year), actor=actor)
    crash_point("register.after_number")
    incoming = IncomingDocument.objects.create(
        unit=unit,
        audience_id=received.audience_id,
        **_line_of(received.document),
        year=today.year,
        number=number,
        arrived_on=today,
        registered_by_id=actor.post_id,
        registered_by_name=actor.signature,
    )
    crash_point("register.after_entry")
    start(procedures.HANDLING, incoming)
    # It is to be registered no more, but perhaps to be forwarded, it or what it carries.
    balance_work({unit.pk}, received.audience_ids)

    record(actor, "correspondence.registered", incoming, number=number.number, year=today.year)
    crash_point("register.before_commit")
    return incoming


def _line_of(document: Document) -> dict[str, Any]:
    """What the register says of a document that came in the system."""
    return {
        "document": document,
        "sender": str(document.issuer)[:200],
        "sender_folded": document.issuer.name_folded[:200],
        "notation": document.notation,
        "issued_on": document.issued_on,
        "type_id": document.type_id,
        "subject": document.subject_line,
        "subject_folded": document.subject_folded,
        "urgency": document.urgency,
    }


def _taken_received(unit: Unit, audience_id: int) -> ReceivedDocument:
    received = received_at_place(unit, audience_id)
    if received is None:
        raise RuleBroken(_("This document did not reach this organisation."))
    return received


def _refuse_if_entered(received: ReceivedDocument, unit: Unit) -> None:
    """A document is entered once: the same arrival, or the same issuer, type, number and term.

    # V-02: a decision and a regulation of one number both exist, as 05-QĐ/ĐU and 05-QĐ/ĐU.
    """
    document = received.document
    entered = (
        IncomingDocument.objects.filter(unit=unit, number__isnull=False)
        .filter(
            document__issuer=document.issuer,
            document__type=document.type_id,
            document__notation=document.notation,
            document__term=document.term_id,
        )
        .select_related("number")
        .first()
    )
    if entered is not None and entered.number is not None:
        raise RuleBroken(
            _(
                "This document is already registered under the number of arrival %(number)s/%(year)s."
            )
            % {"number": entered.number.number, "year": entered.year}
        )


@transaction.atomic
def refuse_incoming(
    audience_id: int, unit_id: int, *, reason: str, actor: Actor
) -> IncomingDocument:
    """Send a wrong or broken document back, saying why; it takes no number of arrival."""
    unit = Unit.objects.get(pk=unit_id)
    authorize(actor, permissions.REGISTER, unit.path)
    received = _taken_received(unit, audience_id)

    reason = required(reason, _("Say why the document is refused."))
    mark_refused([received.audience_id], unit, reason=reason, actor=actor)
    existing = IncomingDocument.objects.filter(unit=unit, audience_id=received.audience_id).first()
    if existing is not None:
        return existing

    today = timezone.localdate()
    incoming = IncomingDocument.objects.create(
        unit=unit,
        audience_id=received.audience_id,
        **_line_of(received.document),
        year=today.year,
        arrived_on=today,
        registered_by_id=actor.post_id,
        registered_by_name=actor.signature,
        state=State.REFUSED,
        reason=reason[:300],
        closed_at=timezone.now(),
    )
    balance_work({unit.pk}, received.audience_ids)

    record(actor, "correspondence.refused", incoming, reason=incoming.reason)
    return incoming
