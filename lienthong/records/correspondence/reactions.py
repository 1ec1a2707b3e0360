"""What this room does when a document is issued or given up, and when an organisation moves or ends."""

from lienthong.kernel.events.public import on
from lienthong.kernel.search.public import also_found, searchable
from lienthong.kernel.units.public import UnitDissolved, UnitMoved
from lienthong.records.documents.public import (
    SEARCHED_AS,
    DocumentCancelled,
    DocumentIssued,
    opens_held_back,
)

from .actions.ending import take_off_the_desks
from .actions.finding import let_it_be_found_after_a_move
from .actions.notifying import notify_of_the_arrival, notify_who_has_the_earlier
from .actions.owing import balance_work_of, owe_again, owe_what_was_issued
from .actions.receiving import note_forwarding
from .queries import searched
from .queries.outside import reads_what_it_forwards

also_found(SEARCHED_AS, searched.ways)
searchable(searched.SOURCE)
opens_held_back(reads_what_it_forwards)


@on(DocumentIssued)
def carry_the_original_on(event: DocumentIssued) -> None:
    note_forwarding(event.document_id)


@on(DocumentIssued)
def notify_who_receives_it(event: DocumentIssued) -> None:
    notify_of_the_arrival(event.document_id)


@on(DocumentIssued)
def notify_who_has_the_earlier_document(event: DocumentIssued) -> None:
    notify_who_has_the_earlier(event.document_id)


@on(DocumentIssued)
def take_what_it_ends_off_the_desks(event: DocumentIssued) -> None:
    take_off_the_desks(event.document_id)


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


@on(UnitMoved)
def let_it_be_found_from_its_new_place(event: UnitMoved) -> None:
    let_it_be_found_after_a_move(event.unit_id)
