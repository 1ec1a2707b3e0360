"""Finding the document a page is about, and where an action leads back to."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from lienthong.kernel.web.public import ActorRequest

from ..models import Document
from ..queries.progress import Turn
from ..queries.seen import documents_listed_for, documents_seen_by

RELATED = (
    "type",
    "issuer__serves",
    "issuer__parent",
    "drafting_unit",
    "drafter__person",
    "signer__person",
    "signer__unit",
    "form_file",
    "signed_file",
    "sealed_file",
    "text",
    "version",
)


def found(request: ActorRequest, document_id: int) -> Document:
    """The document, if it is one of the actor's own; else it does not exist."""
    documents = documents_listed_for(request.actor).select_related(*RELATED)
    return get_object_or_404(
        documents.prefetch_related("recipients__unit", "attachments", "adoptions"), pk=document_id
    )


def found_turn(request: ActorRequest, document_id: int) -> Turn:
    return Turn(found(request, document_id), request.actor)


def found_by_reader(request: ActorRequest, document_id: int) -> Document:
    """The document, also for those whom it reached."""
    return get_object_or_404(
        documents_seen_by(request.actor).select_related(*RELATED), pk=document_id
    )


def address_of(document: Document) -> str:
    return reverse("documents:document", args=[document.pk])
