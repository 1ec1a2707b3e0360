"""Beside the tree of the receipts board: bodies and others, persons by name, and who refused."""

import datetime as dt
from dataclasses import dataclass

from lienthong.kernel.audiences.public import (
    AddressedPerson,
    Audience,
    Receipt,
    addressed_beside,
    state_of,
)
from lienthong.kernel.units.public import Unit

from ..models import IncomingDocument
from .board import Watched, units_of_number

MOST_REFUSALS = 100


@dataclass(frozen=True)
class Beside:
    """A recipient outside the line of command: a body, the superior, somebody elsewhere."""

    unit: Unit
    purpose: str
    state: str
    receipt: Receipt | None


def recipients_beside(watched: Watched) -> list[Beside]:
    """Those addressed who are no row of the board, with what they have done.

    Only the issuer's side sees them: a committee below watches what is beneath itself, not its
    neighbours.
    """
    if not watched.is_issuers_side:
        return []
    audience = watched.audience
    top = watched.path_of(watched.top)
    outside = list(addressed_beside(audience, top).select_related("unit").order_by("pk"))
    keys = [one.unit_id for one in outside]
    receipts = {one.unit_id: one for one in audience.receipts.filter(unit_id__in=keys)}
    return [
        Beside(one.unit, one.get_purpose_display(), state_of(receipt), receipt)
        for one in outside
        for receipt in [receipts.get(one.unit_id)]
    ]


def persons_named(watched: Watched) -> list[AddressedPerson]:
    """The persons the document names, each with the moment of first reading; for the issuer's side only."""
    if not watched.is_issuers_side:
        return []
    named = AddressedPerson.objects.filter(audience=watched.audience)
    return list(named.select_related("person").order_by("person__sort_key", "pk"))


@dataclass(frozen=True)
class Refusal:
    """A unit that sent the document back: why, when, and who in which post."""

    unit: Unit
    reason: str
    at: dt.datetime | None
    by: str


def refusals(watched: Watched, place: Unit, beside: list[Beside]) -> list[Refusal]:
    """Those under a place, and of those beside the tree, that refused the document."""
    under = units_of_number(watched, place, "refused")[:MOST_REFUSALS]
    refused = [(one.unit, one) for one in under]
    refused += [(one.unit, one.receipt) for one in beside if one.receipt and one.state == "refused"]
    by = _who_refused(watched.audience, [unit.pk for unit, _said in refused])
    return [
        Refusal(unit, said.refused_reason, said.refused_at, by.get(unit.pk, str(unit)))
        for unit, said in refused
    ]


def _who_refused(audience: Audience, unit_ids: list[int]) -> dict[int, str]:
    """The person with post and unit, as the entry of the refusal keeps them."""
    entries = IncomingDocument.objects.filter(
        audience=audience, unit_id__in=unit_ids, state=IncomingDocument.State.REFUSED
    ).select_related("registered_by__unit")
    return {
        one.unit_id: f"{one.registered_by_name}, {one.registered_by.unit}"
        for one in entries.order_by("pk")
    }
