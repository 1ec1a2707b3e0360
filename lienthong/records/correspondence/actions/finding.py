"""Making an issued document findable where it has arrived."""

from django.urls import reverse

from lienthong.kernel.audiences.public import ACKNOWLEDGE, READ
from lienthong.kernel.search.public import Findable, VisibleTo, index
from lienthong.records.documents.public import Document

from .. import permissions

ROOM = "correspondence"
FINDERS = (permissions.VIEW, READ, ACKNOWLEDGE)


def index_arrived(document_id: int) -> None:
    """Those a document reached find it by its number, type, subject and issuer, wherever they stand now."""
    documents = Document.objects.filter(audience__isnull=False, issued_on__isnull=False)
    document = documents.select_related("type", "issuer", "audience").filter(pk=document_id).first()
    if document is not None:
        index(*_entry(document))


def _entry(document: Document) -> tuple[Findable, VisibleTo]:
    """A document as the committee finds it, its readers, a body to which it was sent, and persons named."""
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
    persons = tuple(audience.addressed_persons.values_list("person_id", flat=True))
    return thing, VisibleTo(FINDERS, (), audience.pk, persons)
