"""What this room does when a step opens, a document is issued or an organisation moves."""

from lienthong.kernel.audit.public import check_daily
from lienthong.kernel.events.public import on
from lienthong.kernel.procedures.public import StepsOpened
from lienthong.kernel.search.public import searchable
from lienthong.kernel.units.public import UnitMoved
from lienthong.records.signing.public import KeyDisowned

from .actions import finding, notifying
from .against_history import (
    documents_unlike_the_history,
    effects_nobody_began,
    questions_nobody_asked,
)
from .comparing import numbers_unlike_the_signers, sealed_by_their_signer
from .events import DocumentIssued, DocumentReturned, OpinionGiven, OpinionsComplete
from .queries.searched import SOURCE

check_daily(numbers_unlike_the_signers)
check_daily(sealed_by_their_signer)
check_daily(documents_unlike_the_history)
check_daily(questions_nobody_asked)
check_daily(effects_nobody_began)
searchable(SOURCE)


@on(StepsOpened)
def notify_the_drafter_it_went_on(event: StepsOpened) -> None:
    notifying.notify_the_drafter_it_went_on(event.item_ids)


@on(OpinionGiven)
def notify_the_drafter_of_an_opinion(event: OpinionGiven) -> None:
    notifying.notify_the_drafter_of_an_opinion(event.request_id)


@on(OpinionsComplete)
def notify_the_drafter_of_the_opinions(event: OpinionsComplete) -> None:
    notifying.notify_the_drafter_of_the_opinions(event.document_id)


@on(DocumentReturned)
def notify_the_drafter(event: DocumentReturned) -> None:
    notifying.notify_the_drafter_of_a_return(event.document_id)


@on(KeyDisowned)
def notify_of_a_disowned_signature(event: KeyDisowned) -> None:
    notifying.notify_of_a_disowned_signature(event.post_id)


@on(DocumentIssued)
def notify_of_the_issue(event: DocumentIssued) -> None:
    notifying.notify_of_the_issue(event.document_id)


@on(UnitMoved)
def let_it_be_found_after_a_move(event: UnitMoved) -> None:
    finding.let_it_be_found_after_a_move(event.unit_id)
