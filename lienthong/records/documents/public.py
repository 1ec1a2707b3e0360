"""The door of the room."""

from .actions.drafting import start_forwarding_letter
from .events import DocumentCancelled, DocumentIssued, DocumentReturned
from .labels import urgency_mark
from .models import Attachment, Document, Recipient, State, Urgency
from .permissions import DRAFT, ISSUE, VIEW
from .procedures import caption_of_document, facts_of_document
from .queries.pages import WIDTHS, page_count, page_picture
from .queries.seen import (
    documents_for_audiences,
    documents_seen_by,
    issued_document_of,
    issued_document_with,
)

__all__ = [
    "DRAFT",
    "ISSUE",
    "VIEW",
    "WIDTHS",
    "Attachment",
    "Document",
    "DocumentCancelled",
    "DocumentIssued",
    "DocumentReturned",
    "Recipient",
    "State",
    "Urgency",
    "caption_of_document",
    "documents_for_audiences",
    "documents_seen_by",
    "facts_of_document",
    "issued_document_of",
    "issued_document_with",
    "page_count",
    "page_picture",
    "start_forwarding_letter",
    "urgency_mark",
]
