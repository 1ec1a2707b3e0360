"""Keeping documents findable for the bodies they were given to."""

from lienthong.kernel.search.public import index
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import SEARCHED_AS

from ..models import Assignment, IncomingDocument
from ..queries.searched import OUTSIDE


def let_the_bodies_find(incoming: IncomingDocument) -> None:
    """Whom a direction gives a document finds it, and whom it takes it from finds it no more."""
    if incoming.document_id is None:
        index(OUTSIDE, [incoming.pk])
    else:
        index(SEARCHED_AS, [incoming.document_id])


def let_it_be_found_after_a_move(unit_id: int) -> None:
    """What was given to a body that has moved is found from its new place."""
    path = Unit.objects.get(pk=unit_id).path
    given = Assignment.objects.filter(direction__is_current=True, unit__path__startswith=path)
    entries = given.values_list("direction__incoming__document_id", "direction__incoming_id")
    index(SEARCHED_AS, sorted({document for document, _entry in entries if document is not None}))
    index(OUTSIDE, sorted({entry for document, entry in entries if document is None}))
