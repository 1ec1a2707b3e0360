"""The door of the room."""

from .actions.drafting import start_forwarding_letter
from .actions.letters import (
    Addressee,
    SentAlong,
    start_letter,
    start_letter_below,
    start_report,
)
from .events import DocumentCancelled, DocumentIssued
from .labels import by_number, marks_of, read_in_lists
from .models import Attachment, Document, Effect, State, Urgency
from .permissions import DRAFT, VIEW
from .procedures import caption_of_document, facts_of_document
from .queries.attached import opens_held_back
from .queries.cited import cited_by, mentions_in
from .queries.document import body_of
from .queries.effects import Told, told
from .queries.in_force import ENDING, acted_on, in_force, said_of
from .queries.pages import WIDTHS, page_count, page_picture
from .queries.readers import Readers, by_unit
from .queries.searched import ROOM as SEARCHED_AS
from .queries.seen import documents_seen_by, issued_document_of, issued_document_with

__all__ = [
    "DRAFT",
    "ENDING",
    "SEARCHED_AS",
    "VIEW",
    "WIDTHS",
    "Addressee",
    "Attachment",
    "Document",
    "DocumentCancelled",
    "DocumentIssued",
    "Effect",
    "Readers",
    "SentAlong",
    "State",
    "Urgency",
    "Told",
    "acted_on",
    "body_of",
    "by_number",
    "by_unit",
    "caption_of_document",
    "cited_by",
    "documents_seen_by",
    "facts_of_document",
    "in_force",
    "issued_document_of",
    "issued_document_with",
    "marks_of",
    "mentions_in",
    "opens_held_back",
    "page_count",
    "page_picture",
    "read_in_lists",
    "said_of",
    "start_forwarding_letter",
    "told",
    "start_letter",
    "start_letter_below",
    "start_report",
]
