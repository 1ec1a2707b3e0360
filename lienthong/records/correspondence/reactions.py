"""What this room does when a document is issued or a step opens."""

from lienthong.kernel.events.public import on
from lienthong.kernel.procedures.public import StepOpened, register_work_items
from lienthong.records.documents.public import DocumentIssued

from .actions.finding import index_arrived
from .actions.notifying import notify_of_the_arrival, notify_the_holders
from .actions.receiving import note_forwarding
from .queries.work_items import work_items_in_correspondence

register_work_items(work_items_in_correspondence)


@on(DocumentIssued)
def carry_the_original_on(event: DocumentIssued) -> None:
    note_forwarding(event.document_id)


@on(DocumentIssued)
def let_it_be_found(event: DocumentIssued) -> None:
    index_arrived(event.document_id)


@on(DocumentIssued)
def notify_who_receives_it(event: DocumentIssued) -> None:
    notify_of_the_arrival(event.document_id)


@on(StepOpened)
def notify_who_must_act(event: StepOpened) -> None:
    notify_the_holders(event.visit_id)
