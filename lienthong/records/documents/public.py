"""The door of the room."""

from .actions.drafting import start_forwarding_letter
from .events import DocumentCancelled, DocumentIssued
from .labels import by_number, read_in_lists, urgency_mark
from .models import Attachment, Document, State, Urgency
from .permissions import DRAFT, VIEW
from .procedures import caption_of_document, facts_of_document
from .queries.document import body_of
from .queries.pages import WIDTHS, page_count, page_picture
from .queries.readers import Readers, by_unit
from .queries.searched import ROOM as SEARCHED_AS
from .queries.seen import issued_document_of, issued_document_with

__all__ = [
    "DRAFT",
    "SEARCHED_AS",
    "VIEW",
    "WIDTHS",
    "Attachment",
    "Document",
    "DocumentCancelled",
    "DocumentIssued",
    "Readers",
    "State",
    "Urgency",
    "body_of",
    "by_number",
    "by_unit",
    "caption_of_document",
    "facts_of_document",
    "issued_document_of",
    "issued_document_with",
    "page_count",
    "page_picture",
    "read_in_lists",
    "start_forwarding_letter",
    "urgency_mark",
]
