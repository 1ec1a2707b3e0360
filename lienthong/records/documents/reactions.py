"""What this room does when a step opens, a document is issued or an organisation moves."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.events.public import on
from lienthong.kernel.procedures.public import StepOpened, register_duties
from lienthong.kernel.units.public import UnitMoved
from lienthong.kernel.web.public import MenuEntry, menu_entry

from . import permissions
from .actions import telling
from .events import DocumentIssued, DocumentReturned, OpinionsComplete
from .queries.duties import duties_in_documents, waiting_count

register_duties(duties_in_documents)
menu_entry(
    MenuEntry(
        label=_("Outgoing documents"),
        url_name="documents:documents",
        icon="send",
        needs=(permissions.VIEW,),
        group=1,
        position=3,
        short_label=_("Outgoing"),
        count=waiting_count,
    )
)


@on(StepOpened)
def tell_who_must_act(event: StepOpened) -> None:
    telling.tell_the_holders(event.visit_id)


@on(StepOpened)
def tell_the_drafter_it_went_on(event: StepOpened) -> None:
    telling.tell_the_drafter_it_went_on(event.visit_id)


@on(OpinionsComplete)
def tell_the_drafter_of_the_opinions(event: OpinionsComplete) -> None:
    telling.tell_the_drafter_of_the_opinions(event.document_id)


@on(DocumentReturned)
def tell_the_drafter(event: DocumentReturned) -> None:
    telling.tell_the_drafter_of_a_return(event.document_id)


@on(DocumentIssued)
def tell_of_the_issue(event: DocumentIssued) -> None:
    telling.tell_of_the_issue(event.document_id)


@on(DocumentIssued)
def let_it_be_found(event: DocumentIssued) -> None:
    telling.let_it_be_found(event.document_id)


@on(UnitMoved)
def let_it_be_found_after_a_move(event: UnitMoved) -> None:
    telling.let_it_be_found_after_a_move(event.unit_id)
