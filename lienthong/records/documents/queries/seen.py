"""Which documents an actor may see, and the lists of them."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audiences.public import READ
from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import Actor, holds, paths_where, scope_of
from lienthong.records.signing.public import disowned_among
from lienthong.ui.lists.paging import how_many

from .. import permissions
from ..models import Document, OpinionRequest, State
from .in_force import acted_on

DRAFTING = (State.DRAFT, State.APPRAISAL, State.ADOPTION, State.SUBMISSION)
WAITING_TO_BE_ISSUED = (State.SIGNED, State.SEALING)


def _own_or_asked(actor: Actor) -> Q:
    """The documents of one's own unit and committee, and drafts one's body was asked about."""
    ranges = paths_where(actor, permissions.VIEW)
    places = ((actor.unit_id, actor.path), (actor.served_id, actor.served_path))
    # By the units' keys, which the lists are indexed by.
    units = [unit for unit, path in places if unit is not None and ranges.covers(path)]
    own = Q(issuer__in=units) | Q(drafting_unit__in=units)
    if not holds(actor, permissions.OPINE):
        return own
    asked = OpinionRequest.objects.filter(document=OuterRef("pk"), unit_id=actor.unit_id)
    return own | Q(Exists(asked))


def documents_seen_by(actor: Actor) -> QuerySet[Document]:
    """One's own documents, drafts one's body was asked about, and issued ones that reached the actor."""
    reached = Q(state=State.ISSUED) & scope_of(actor, READ).q("audience")
    return Document.objects.filter(_own_or_asked(actor) | reached)


def documents_listed_for(actor: Actor) -> QuerySet[Document]:
    """Own documents and drafts one's body was asked about; what merely arrived is listed elsewhere."""
    return Document.objects.filter(_own_or_asked(actor))


def issued_document_with(token: str) -> Document | None:
    """The issued document whose QR was scanned; the token says nothing about it."""
    found = Document.objects.filter(check_token=token, state=State.ISSUED)
    return found.select_related("sealed_file").first() if token else None


def issued_document_of(sha256: str) -> Document | None:
    """The issued document whose sealed file this is, for whoever verifies a file."""
    issued = Document.objects.filter(sealed_file=sha256, state=State.ISSUED)
    return issued.select_related("issuer").first()


# The views of the list: what each is called, and which states it shows.
TABS = {
    "drafts": (_("Being drafted"), DRAFTING),
    "opinions": (_("Waiting for opinions"), (State.DRAFT,)),
    "signing": (_("Waiting for signature"), (State.SIGNING,)),
    "issuing": (_("Waiting to be issued"), WAITING_TO_BE_ISSUED),
    "issued": (_("Issued"), (State.ISSUED,)),
    "cancelled": (_("Given up"), (State.CANCELLED,)),
}


def _in_tab(tab: str) -> Q:
    shown = Q(state__in=TABS[tab][1])
    if tab != "opinions":
        return shown
    asked = OpinionRequest.objects.filter(
        document=OuterRef("pk"), answered_at=None, withdrawn_at=None
    )
    return shown & Q(Exists(asked))


def listed(actor: Actor, tab: str) -> QuerySet[Document]:
    """One tab of the actor's list, the newest first."""
    order = "-issued_at" if tab == "issued" else "-changed_at"
    documents = documents_listed_for(actor).filter(_in_tab(tab)).order_by(order, "-pk")
    if tab == "issuing":
        documents = documents.annotate(is_disowned=disowned_among("signer", "signed_at"))
    if tab == "issued":
        documents = documents.annotate(acted_on=acted_on())
    return documents.select_related("type", "issuer", "drafter__person", "signer__person")


def counts_by_tab(actor: Actor) -> dict[str, int]:
    """How much is in each tab, in one statement."""
    documents = documents_listed_for(actor)
    tabs = {tab: documents.filter(_in_tab(tab)) for tab in TABS}
    return how_many(Post.objects.filter(pk=actor.post_id), tabs)
