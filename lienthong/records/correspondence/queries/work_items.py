"""What arrived documents ask of somebody, for the desk and for the counter in the menu."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import ACKNOWLEDGE, READ
from lienthong.kernel.permissions.public import Actor, holds
from lienthong.kernel.procedures.public import StepVisit, WorkItem
from lienthong.kernel.reference.public import DocumentType, end_of_day
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from .. import permissions, procedures
from ..models import IncomingDocument
from .forwarding import letters_to_begin, may_forward
from .lists import (
    Card,
    arrivals_to_receive,
    arrivals_to_register,
    cards_of,
    counted,
    open_steps_in_correspondence,
)

STEP_PERMISSIONS = (
    permissions.PROPOSE,
    permissions.DIRECT,
    permissions.HANDLE,
    permissions.CLOSE,
)
KIND = "incoming"


def work_items_in_correspondence(actor: Actor) -> Iterator[WorkItem]:
    """Everything arrived documents ask of an actor: to register, direct, handle, close, receive, forward."""
    unit = Unit.objects.get(pk=actor.unit_id) if holds(actor, ACKNOWLEDGE) else None
    if _has_steps(actor, unit):
        yield from map(_step_work_item, _open_steps(actor))
    if may_forward(actor, actor.served_path or actor.path):
        yield from map(_forwarding_work_item, letters_to_begin(actor.acts_for_committee_id)[:100])
    if unit is None:
        return
    if not unit.has_register:
        yield from (
            _card_work_item(card) for card in cards_of(unit) if card.act not in ("", "wait")
        )
    elif holds(actor, permissions.REGISTER):
        yield from map(_arrival_work_item, arrivals_to_register(unit.pk)[:100])


def _has_steps(actor: Actor, unit: Unit | None) -> bool:
    """Steps are held by committees with a register and by the bodies that serve them."""
    if unit is not None and not unit.has_register and not holds(actor, permissions.HANDLE):
        return False
    return any(holds(actor, needed) for needed in STEP_PERMISSIONS)


def _open_steps(actor: Actor) -> QuerySet[StepVisit]:
    """The open steps, each with the document's own words."""
    incoming = IncomingDocument.objects.filter(pk=OuterRef("case__subject_id"))
    return open_steps_in_correspondence(actor).annotate(
        audience_id=Subquery(incoming.values("audience_id")),
        notation=Subquery(incoming.values("document__notation")),
        subject_words=Subquery(incoming.values("document__subject")),
        type_code=Subquery(incoming.values("document__type_id")),
        type_name=Subquery(incoming.values("document__type__name")),
        type_printed=Subquery(incoming.values("document__type__has_type_title")),
        issuer_name=Subquery(incoming.values("document__issuer__name_committee")),
    )


def _heading(visit: StepVisit) -> str:
    """The document's heading, as its own words say it."""
    words = vars(visit)
    kind = DocumentType(
        code=words["type_code"], name=words["type_name"], has_type_title=words["type_printed"]
    )
    return Document(type=kind, subject=words["subject_words"]).heading


def _step_work_item(visit: StepVisit) -> WorkItem:
    what = {
        procedures.PROPOSE: _("Propose"),
        procedures.DIRECT: _("Direct"),
        procedures.HANDLE: _("Handle"),
        procedures.CLOSE: _("Close the handling"),
    }
    return WorkItem(
        what=what[visit.step],
        title=_heading(visit),
        meta=_meta(getattr(visit, "notation", "") or "", getattr(visit, "issuer_name", "") or ""),
        url=reverse("correspondence:received", args=[getattr(visit, "audience_id", 0)]),
        kind=KIND,
        icon="inbox",
        due_at=visit.due_at,
        since=visit.opened_at,
    )


def _meta(notation: str, issuer: str) -> str:
    return " · ".join(part for part in (notation, issuer) if part)


def _arrival_work_item(document: Document) -> WorkItem:
    audience = document.audience
    assert audience is not None
    return _document_work_item(
        document, _("Register"), due_on=audience.due_on, since=audience.published_at
    )


def _forwarding_work_item(incoming: IncomingDocument) -> WorkItem:
    return _document_work_item(
        incoming.document,
        _("Forward to those below"),
        due_on=incoming.audience.due_on,
        since=incoming.registered_at,
        icon="send",
    )


def _card_work_item(card: Card) -> WorkItem:
    what = {
        "receive": _("Confirm receipt"),
        "pass_on": _("Pass on to the members"),
        "forward_on": _("Forward to those below"),
    }
    audience = card.document.audience
    return _document_work_item(
        card.document,
        what[card.act],
        due_on=audience.due_on if audience else None,
        since=card.standing.arrival.published_at,
        icon="mail-opened" if card.act == "receive" else "users-group",
    )


def _document_work_item(
    document: Document,
    what: str,
    *,
    due_on: dt.date | None,
    since: dt.datetime,
    icon: str = "inbox",
) -> WorkItem:
    return WorkItem(
        what=what,
        title=document.heading,
        meta=_meta(document.notation, str(document.issuer)),
        url=reverse("correspondence:received", args=[document.audience_id]),
        kind=KIND,
        icon=icon,
        due_at=end_of_day(due_on) if due_on else None,
        since=since,
    )


def waiting_count(actor: Actor, *, unit: Unit | None = None) -> int:
    """The counter of the menu entry: documents that wait for the actor's own act.

    Who has read the actor's own unit already gives it along.
    """
    at_a_clerk = holds(actor, permissions.REGISTER)
    count = sum(counted(waiting_for(actor)).values())
    if count or at_a_clerk or actor.served_id is not None:
        return count
    if not holds(actor, ACKNOWLEDGE) or not holds(actor, READ):
        return 0
    if unit is None or unit.pk != actor.unit_id:
        unit = Unit.objects.get(pk=actor.unit_id)
    return 0 if unit.has_register else acts_owed(cards_of(unit))


def waiting_for(actor: Actor) -> dict[str, QuerySet[Any]]:
    """The same questions as the desk asks, only to be counted."""
    asked: dict[str, QuerySet[Any]] = {}
    if any(holds(actor, needed) for needed in STEP_PERMISSIONS):
        asked["steps"] = open_steps_in_correspondence(actor)
    if may_forward(actor, actor.served_path or actor.path):
        asked["to_begin"] = letters_to_begin(actor.acts_for_committee_id)
    if holds(actor, permissions.REGISTER):
        asked["to_register"] = arrivals_to_register(actor.unit_id)
    if actor.served_id is not None and holds(actor, ACKNOWLEDGE):
        asked["own_body"] = arrivals_to_receive(actor.unit_id)
    return asked


def acts_owed(cards: list[Card]) -> int:
    return sum(card.act not in ("", "wait") for card in cards)
