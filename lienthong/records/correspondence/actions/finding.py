"""Making an issued paper findable where it has arrived."""

from django.urls import reverse

from lienthong.kernel.audiences.public import ACKNOWLEDGE, READ, Scope
from lienthong.kernel.search.public import Findable, VisibleTo, index
from lienthong.kernel.units.public import Unit, direct_subordinates
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
        "happened_on": document.issued_on,
        "summary": str(document.issuer),
    }
    units = tuple(audience.addressed_units.values_list("unit__path", flat=True))
    persons = tuple(audience.addressed_persons.values_list("person_id", flat=True))
    tops = Unit.objects.filter(path__in=audience.scope_rules.values("path"))
    scope = tuple(
        path
        for top in tops
        for path in direct_subordinates(top, audience.frozen_on).values_list("path", flat=True)
    )
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
