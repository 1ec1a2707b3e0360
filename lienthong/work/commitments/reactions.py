"""What this room does when a document is issued."""

from lienthong.kernel.events.public import on
from lienthong.records.documents.public import DocumentIssued

from .actions.urging import count_urged_by


@on(DocumentIssued)
def count_what_the_letter_urged(event: DocumentIssued) -> None:
    count_urged_by(event.document_id)
