"""Making an issued document findable where it has arrived."""

from dataclasses import replace

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from lienthong.kernel.audiences.public import (
    ACKNOWLEDGE,
    READ,
    AddressedUnit,
    Scope,
)
from lienthong.kernel.search.public import Findable, VisibleTo, index_all
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from .. import permissions

ROOM = "correspondence"
AT_ONCE = 200


def index_arrived(document_id: int) -> None:
    """Those a document reached find it by its number, type, subject and issuer, in their own place."""
    _index(Document.objects.filter(pk=document_id))


def index_after_a_move(unit_id: int) -> None:
    """What was addressed to an organisation, or one beneath it, is found from its new place.

    What it has only in scope needs nothing: search reads scope against the places of the day.
    """
    path = Unit.objects.get(pk=unit_id).path
    named = AddressedUnit.objects.filter(audience=OuterRef("audience"), unit__path__startswith=path)
    _index(Document.objects.filter(Exists(named)))


def _index(documents: QuerySet[Document]) -> None:
    issued = documents.filter(audience__isnull=False, issued_on__isnull=False)
    documents = issued.select_related("type", "issuer", "audience").prefetch_related(
        "audience__addressed_units__unit", "audience__addressed_persons", "audience__scope_rules"
    )
    index_all(
        entry for received in documents.iterator(chunk_size=AT_ONCE) for entry in _entries(received)
    )


def _entries(document: Document) -> list[tuple[Findable, VisibleTo]]:
    """One document as the committee finds it, its readers, and a body to which it was sent."""
    audience = document.audience
    assert audience is not None
    thing = Findable(
        room=ROOM,
        key=f"{audience.pk}",
        title=f"{document.notation} {document.title}",
        path=reverse("correspondence:received", args=[audience.pk]),
        happened_on=audience.frozen_on,
        summary=str(document.issuer),
    )
    units = tuple(one.unit.path for one in audience.addressed_units.all())
    persons = tuple(one.person_id for one in audience.addressed_persons.all())
    scope = tuple(one.path for one in audience.scope_rules.all())
    to_branches = audience.scope == Scope.BRANCHES
    return [
        (thing, VisibleTo(permissions.VIEW, units, scope, to_branches, persons)),
        (replace(thing, key=f"{thing.key}/read"), VisibleTo(READ, units, scope, to_branches)),
        (replace(thing, key=f"{thing.key}/body"), VisibleTo(ACKNOWLEDGE, units)),
    ]
