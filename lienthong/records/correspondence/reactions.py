"""What this room does when a document is issued or given up, and when an organisation moves or ends."""

from lienthong.kernel.events.public import on
from lienthong.kernel.units.public import UnitDissolved, UnitMoved
from lienthong.records.documents.public import DocumentCancelled, DocumentIssued

from .actions.finding import index_arrived
from .actions.notifying import notify_of_the_arrival
from .actions.owing import balance_work_of, owe_again, owe_what_was_issued
from .actions.receiving import note_forwarding


@on(DocumentIssued)
def carry_the_original_on(event: DocumentIssued) -> None:
    note_forwarding(event.document_id)


@on(DocumentIssued)
def let_it_be_found(event: DocumentIssued) -> None:
    index_arrived(event.document_id)


@on(DocumentIssued)
def notify_who_receives_it(event: DocumentIssued) -> None:
    notify_of_the_arrival(event.document_id)


@on(DocumentIssued)
def lay_it_on_the_desks(event: DocumentIssued) -> None:
    owe_what_was_issued(event.document_id)


@on(DocumentCancelled)
def lay_it_on_the_desk_again(event: DocumentCancelled) -> None:
    owe_again(event.document_id)


@on(UnitMoved)
def settle_what_a_move_changes(event: UnitMoved) -> None:
    balance_work_of(event.unit_id)


@on(UnitDissolved)
def settle_what_an_end_changes(event: UnitDissolved) -> None:
    balance_work_of(event.unit_id)
