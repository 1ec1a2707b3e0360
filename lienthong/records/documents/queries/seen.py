"""Which documents an actor may see, and the lists of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audiences.public import READ
from lienthong.kernel.permissions.public import Actor, holds, paths_where, scope_of

from .. import permissions
from ..models import Document, OpinionRequest, State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DRAFTING = (State.DRAFT, State.APPRAISAL, State.ADOPTION, State.SUBMISSION)
WAITING_TO_BE_ISSUED = (State.SIGNED, State.SEALING)


def own_documents(actor: Actor) -> QuerySet[Document]:
    """The documents of the actor's own unit and of the committee it serves."""
    ranges = paths_where(actor, permissions.VIEW)
    return Document.objects.filter(ranges.q("issuer__path") | ranges.q("drafting_unit__path"))


def documents_seen_by(actor: Actor) -> QuerySet[Document]:
    """Own documents, drafts the own body was asked about, and issued ones that reached the actor."""
    ranges = paths_where(actor, permissions.VIEW)
    condition = ranges.q("issuer__path") | ranges.q("drafting_unit__path")
    if holds(actor, permissions.OPINE):
        asked = OpinionRequest.objects.filter(document=OuterRef("pk"), unit_id=actor.unit_id)
        condition |= Q(Exists(asked))
    condition |= Q(state=State.ISSUED) & scope_of(actor, READ).q("audience")
    return Document.objects.filter(condition)


def documents_for_audiences(audience_ids: list[int]) -> dict[int, Document]:
    """The document behind each audience, in one statement for any number of them."""
    documents = Document.objects.filter(audience__in=audience_ids, state=State.ISSUED)
    return {
        document.audience_id: document
        for document in documents.select_related("type", "issuer", "signer__person", "sealed_file")
        if document.audience_id is not None
    }


def issued_document_with(token: str) -> Document | None:
    """The issued document whose QR was scanned; the token says nothing about it."""
    found = Document.objects.filter(check_token=token, state=State.ISSUED)
    return found.select_related("sealed_file").first() if token else None


def issued_document_of(sha256: str) -> Document | None:
    """The issued document whose sealed file this is, for whoever verifies a file."""
    return (
        Document.objects.filter(sealed_file=sha256, state=State.ISSUED)
        .select_related("type", "issuer")
        .first()
    )


@dataclass(frozen=True)
class Tab:
    """One view of the list."""

    key: str
    label: "StrOrPromise"
    states: tuple[str, ...]


TABS = (
    Tab("drafts", _("Being drafted"), DRAFTING),
    Tab("opinions", _("Waiting for opinions"), ()),
    Tab("signing", _("Waiting for signature"), (State.SIGNING,)),
    Tab("issuing", _("Waiting to be issued"), WAITING_TO_BE_ISSUED),
    Tab("issued", _("Issued"), (State.ISSUED,)),
    Tab("cancelled", _("Given up"), (State.CANCELLED,)),
)


def _open_request() -> Exists:
    """An opinion still asked for; made when needed, since models are not ready at import."""
    return Exists(
        OpinionRequest.objects.filter(document=OuterRef("pk"), answered_at=None, withdrawn_at=None)
    )


def listed(actor: Actor, tab: Tab) -> QuerySet[Document]:
    """One tab of the actor's list, the newest first."""
    documents = documents_listed_for(actor)
    if tab.key == "opinions":
        documents = documents.filter(_open_request(), state=State.DRAFT)
    else:
        documents = documents.filter(state__in=tab.states)
    order = "-issued_at" if tab.key == "issued" else "-changed_at"
    return documents.select_related("type", "issuer", "drafter__person", "signer__person").order_by(
        order, "-pk"
    )


def documents_listed_for(actor: Actor) -> QuerySet[Document]:
    """Own documents and drafts one's body was asked about; what merely arrived is listed elsewhere."""
    documents = own_documents(actor)
    if not holds(actor, permissions.OPINE):
        return documents
    asked = OpinionRequest.objects.filter(document=OuterRef("pk"), unit_id=actor.unit_id)
    ranges = paths_where(actor, permissions.VIEW)
    return Document.objects.filter(
        ranges.q("issuer__path") | ranges.q("drafting_unit__path") | Q(Exists(asked))
    )


@dataclass(frozen=True)
class ShownTab:
    key: str
    label: "StrOrPromise"
    count: int


def tabs_for(actor: Actor) -> list[ShownTab]:
    """The tabs with how much is in each; documents given up only if there are any."""
    counts = counts_by_tab(actor)
    return [
        ShownTab(tab.key, tab.label, counts[tab.key])
        for tab in TABS
        if tab.key != "cancelled" or counts[tab.key]
    ]


def counts_by_tab(actor: Actor) -> dict[str, int]:
    """How much is in each tab, in one statement."""
    documents = documents_listed_for(actor)
    counts = {tab.key: Count("pk", filter=Q(state__in=tab.states)) for tab in TABS if tab.states}
    waiting = Count("pk", filter=Q(_open_request(), state=State.DRAFT))
    return documents.aggregate(**counts, opinions=waiting)
