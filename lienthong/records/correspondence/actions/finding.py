"""Making an issued paper findable where it has arrived."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from lienthong.kernel.audiences.public import (
    ACKNOWLEDGE,
    READ,
    AddressedUnit,
    Scope,
)
from lienthong.kernel.search.public import Findable, VisibleTo, index
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from .. import permissions

ROOM = "correspondence"


def index_arrived(document_id: int) -> None:
    """Those a paper reached find it by its number, type, subject and issuer, in their own place."""
    document = Document.objects.select_related("type", "issuer", "audience").get(pk=document_id)
    audience = document.audience
    if audience is None or document.issued_on is None:
        return
    thing = {
        "room": ROOM,
        "title": f"{document.notation} {document.title}",
        "path": reverse("correspondence:paper", args=[audience.pk]),
        "happened_on": audience.frozen_on,
        "summary": str(document.issuer),
    }
    units = tuple(audience.addressed_units.values_list("unit__path", flat=True))
    persons = tuple(audience.addressed_persons.values_list("person_id", flat=True))
    scope = tuple(audience.scope_rules.values_list("path", flat=True))
    to_branches = audience.scope == Scope.BRANCHES
    index(
        Findable(key=f"{audience.pk}", **thing),  # type: ignore[arg-type]  # the fields above
        VisibleTo(permissions.VIEW, units, scope, to_branches, persons),
    )
    index(
        Findable(key=f"{audience.pk}/read", **thing),  # type: ignore[arg-type]  # the fields above
        VisibleTo(READ, units, scope, to_branches),
    )
    index(
        Findable(key=f"{audience.pk}/body", **thing),  # type: ignore[arg-type]  # the fields above
        VisibleTo(ACKNOWLEDGE, units),
    )


def index_after_a_move(unit_id: int) -> None:
    """What was addressed to an organisation, or one beneath it, is found from its new place.

    What it has only in scope needs nothing: search reads scope against the places of the day.
    """
    path = Unit.objects.get(pk=unit_id).path
    named = AddressedUnit.objects.filter(audience=OuterRef("audience"), unit__path__startswith=path)
    addressed = Document.objects.filter(Exists(named))
    for document_id in addressed.values_list("pk", flat=True):
        index_arrived(document_id)
