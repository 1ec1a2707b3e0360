"""What arrived papers ask of somebody, for the desk and for the counter in the menu."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import ACKNOWLEDGE, READ, AddressedUnit
from lienthong.kernel.people.public import Post, Role
from lienthong.kernel.permissions.public import Actor, holds
from lienthong.kernel.procedures.public import Duty, StepVisit, open_steps_for
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from .. import permissions, procedures
from ..models import IncomingDocument
from .lists import Card, arrivals_to_register, cards_of, entries_to_forward

STEP_PERMISSIONS = (
    permissions.PROPOSE,
    permissions.DIRECT,
    permissions.HANDLE,
    permissions.CLOSE,
)
KIND = "incoming"


def duties_in_correspondence(actor: Actor) -> Iterator[Duty]:
    """Everything arrived papers ask of an actor: to register, direct, handle, close, receive, carry on."""
    if any(holds(actor, needed) for needed in STEP_PERMISSIONS):
        yield from map(_step_duty, _open_steps(actor))
    if not holds(actor, ACKNOWLEDGE):
        return
    unit = Unit.objects.get(pk=actor.unit_id)
    if not unit.has_register:
        yield from (_card_duty(card) for card in cards_of(unit) if card.act not in ("", "wait"))
        return
    if holds(actor, permissions.REGISTER):
        yield from map(_arrival_duty, arrivals_to_register(unit)[:100])
    yield from map(_forwarding_duty, entries_to_forward(unit)[:100])


def _open_steps(actor: Actor) -> QuerySet[StepVisit]:
    """The open steps of arrived papers an actor may close, each with the paper's own words."""
    incoming = IncomingDocument.objects.filter(pk=OuterRef("case__subject_id"))
    steps = open_steps_for(actor).filter(case__procedure_key=procedures.HANDLING.key)
    if actor.role == Role.SECRETARY:
        # The office proposes where there is one; the secretary is not asked twice.
        office = Post.objects.valid_on(timezone.localdate()).filter(
            role=Role.OFFICE_CHIEF, unit__serves_id=actor.unit_id
        )
        steps = steps.exclude(
            step=procedures.PROPOSE, holder_unit__in=office.values("unit__serves")
        )
    return steps.annotate(
        audience_id=Subquery(incoming.values("audience_id")),
        notation=Subquery(incoming.values("document__notation")),
        subject_words=Subquery(incoming.values("document__subject")),
        issuer_name=Subquery(incoming.values("document__issuer__name_committee")),
    )


def open_step_count(actor: Actor) -> int:
    return _open_steps(actor).count()


def _step_duty(visit: StepVisit) -> Duty:
    what = {
        procedures.PROPOSE: _("Propose"),
        procedures.DIRECT: _("Direct"),
        procedures.HANDLE: _("Handle"),
        procedures.CLOSE: _("Close"),
    }
    return Duty(
        what=what[visit.step],
        title=getattr(visit, "subject_words", "") or "",
        meta=_meta(getattr(visit, "notation", "") or "", getattr(visit, "issuer_name", "") or ""),
        url=reverse("correspondence:paper", args=[getattr(visit, "audience_id", 0)]),
        kind=KIND,
        icon="inbox",
        due_at=visit.due_at,
        since=visit.opened_at,
    )


def _meta(notation: str, issuer: str) -> str:
    return " · ".join(part for part in (notation, issuer) if part)


def _arrival_duty(addressed: AddressedUnit) -> Duty:
    return _document_duty(
        addressed.audience.document,
        _("Register"),
        due_on=addressed.audience.due_on,
        since=addressed.published_at,
    )


def _forwarding_duty(incoming: IncomingDocument) -> Duty:
    return _document_duty(
        incoming.document,
        _("Carry on to those below"),
        due_on=incoming.audience.due_on,
        since=incoming.registered_at,
        icon="send",
    )


def _card_duty(card: Card) -> Duty:
    what = {
        "receive": _("Confirm receipt"),
        "pass_on": _("Pass on to the members"),
        "forward_on": _("Carry on to those below"),
    }
    audience = card.document.audience
    return _document_duty(
        card.document,
        what[card.act],
        due_on=audience.due_on if audience else None,
        since=card.standing.arrival.published_at,
        icon="mail-opened" if card.act == "receive" else "users-group",
    )


def _document_duty(
    document: Document,
    what: str,
    *,
    due_on: dt.date | None,
    since: dt.datetime,
    icon: str = "inbox",
) -> Duty:
    return Duty(
        what=what,
        title=document.title,
        meta=_meta(document.notation, str(document.issuer)),
        url=reverse("correspondence:paper", args=[document.audience_id]),
        kind=KIND,
        icon=icon,
        due_at=procedures.end_of(due_on),
        since=since,
    )


def waiting_count(actor: Actor) -> int:
    """The counter of the menu entry: papers that wait for the actor's own act."""
    if holds(actor, permissions.REGISTER):
        return arrivals_to_register_count(actor.unit_id)
    if any(holds(actor, needed) for needed in STEP_PERMISSIONS):
        count = open_step_count(actor)
        if count or not holds(actor, ACKNOWLEDGE):
            return count
    if not holds(actor, ACKNOWLEDGE) or not holds(actor, READ):
        return 0
    unit = Unit.objects.get(pk=actor.unit_id)
    if unit.has_register:
        return 0
    return sum(card.act not in ("", "wait") for card in cards_of(unit))


def arrivals_to_register_count(unit_id: int) -> int:
    entered = IncomingDocument.objects.filter(unit_id=unit_id).values("audience_id")
    return AddressedUnit.objects.filter(unit_id=unit_id).exclude(audience_id__in=entered).count()
