"""The lists of outgoing documents and the register of the numbers."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lienthong.kernel.numbering.public import TakenNumber
from lienthong.kernel.permissions.public import holds
from lienthong.kernel.reference.public import types_called, types_titled, words_of_types
from lienthong.kernel.web.public import ActorRequest, numbered, page
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.filters import Choice, Days, Named
from lienthong.ui.lists.page import Button, Empty, ListPage, Tab
from lienthong.ui.lists.paging import most_needed
from lienthong.ui.lists.views import show_list

from .. import permissions
from ..labels import by_number, marks_of, state_mark, where_it_stands
from ..models import Document, State, Urgency
from ..queries import register, seen
from ..queries.in_force import in_force_mark
from ..queries.register import document_of


def counted(count: int) -> str:
    return ngettext("%(count)d document", "%(count)d documents", count) % {"count": count}


def remark_on(number: TakenNumber) -> Any:
    """That a number is cancelled and why, that its record was lost, or what became of its document."""
    if number.record_lost:
        return (Mark(_("Record lost"), "warn", "ban"), _("Signed and sealed before a restore"))
    if number.cancelled_at:
        return (Mark(_("Cancelled"), "bad", "ban"), number.cancelled_reason)
    document = register.document_of(number)
    if document and document.state == State.SEALING:
        return state_mark(document)
    return in_force_mark(vars(number).get("acted_on"))


def address_of(document: Document) -> str:
    return numbered("documents:document", document.pk)


HEADING = Column(
    "subject", _("Document"), "heading", "lead", order=("subject_folded",), also=marks_of
)
DRAFTER = Column("drafter", _("Drafter"), "drafter.person", order=("drafter__person__sort_key",))
SIGNER = Column("signer", _("Signer"), "signer.person", order=("signer__person__sort_key",))
DRAFTS = ListPage(
    name="documents",
    live="work",
    title=_("Outgoing documents"),
    link=address_of,
    counted=counted,
    columns=(
        HEADING,
        DRAFTER,
        SIGNER,
        Column("state", _("State"), where_it_stands),
        Column("changed", _("Changed"), "changed_at", "short", order=("changed_at",)),
    ),
    filters=(
        Choice("type", _("Type"), "type", lambda: list(words_of_types().items())),
        Choice("urgency", _("Urgency"), "urgency", Urgency.choices),
        Named("drafter", _("Drafter"), "drafter__person__name_folded"),
        Named("signer", _("Signer"), "signer__person__name_folded"),
        Named("issuer", _("In whose name it is issued"), "issuer__name_folded"),
    ),
    words=("subject_folded", "notation", lambda word: ("type__in", types_titled(word))),
    words_label=_("Number or subject"),
    empty=Empty(_("No documents here"), _("Documents appear here as they go their way."), "send"),
)
ISSUED = replace(
    DRAFTS,
    name="issued",
    columns=(
        Column("number", _("Number and symbol"), "notation", "short", order=by_number()),
        HEADING,
        DRAFTER,
        SIGNER,
        Column("issued", _("Issued on"), "issued_on", "short", order=("issued_on",)),
    ),
    filters=(*DRAFTS.filters, Days("issued", _("Issued on"), "issued_on")),
)


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def documents_page(request: ActorRequest) -> HttpResponse:
    counts = seen.counts_by_tab(request.actor)
    # Documents given up have a tab only if there are any.
    tabs = [
        Tab(tab, label, counts[tab])
        for tab, (label, _states) in seen.TABS.items()
        if tab != "cancelled" or counts[tab]
    ]
    asked = request.GET.get("tab", "")
    tab = asked if asked in seen.TABS else "drafts"
    buttons = [Button(_("Register of outgoing documents"), reverse("documents:register"), "book-2")]
    if holds(request.actor, permissions.DRAFT):
        buttons.append(Button(_("New document"), reverse("documents:new"), "plus", "main"))
    return show_list(
        request,
        ISSUED if tab == "issued" else DRAFTS,
        seen.listed(request.actor, tab),
        tabs=tabs,
        current=tab,
        count=counts[tab],
        buttons=buttons,
    )


REGISTER = ListPage(
    name="outgoing-register",
    live="work",
    title=_("Register of outgoing documents"),
    link=lambda number: address_of(number.document) if document_of(number) else "",
    counted=lambda count: (
        ngettext("%(count)d number", "%(count)d numbers", count) % {"count": count}
    ),
    columns=(
        Column("number", _("Number and symbol"), register.notation_of, "short"),
        Column("issued", _("Issued on"), register.day_of, "short", order=("taken_at",)),
        Column("type", _("Type"), "type_name", order=("series__type_code", "number")),
        Column("subject", _("Subject"), register.subject_of, "lead"),
        Column("signer", _("Signer"), "document.signer.person"),
        Column("remark", _("Remark"), remark_on),
        Column("receiver", _("Who received the copy kept"), lambda _number: "", on="paper"),
        Column("signature", _("Signed for it"), lambda _number: "", on="paper"),
    ),
    filters=(
        Choice("type", _("Type"), "series__type_code", lambda: list(words_of_types().items())),
        Named("signer", _("Signer"), "document__signer__person__name_folded"),
        Days("issued", _("Issued on"), "document__issued_on"),
    ),
    words=(
        "document__subject_folded",
        "document__notation",
        lambda word: ("series__type_code__in", types_called(word)),
    ),
    words_label=_("Number or subject"),
    empty=Empty(
        _("No number has been taken yet"),
        _("Numbers appear here when documents are issued."),
        "book-2",
    ),
    is_wide=True,
)


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def register_page(request: ActorRequest) -> HttpResponse:
    """Sổ văn bản đi of a committee or a body: every number of a term, cancelled ones too."""
    books = register.books_of(request.actor)
    asked = request.GET.get("book", "")
    book = next((one for one in books if one.key == asked), next(iter(books), None))
    most = most_needed(request.GET, view=("book",))
    lede = _("%(unit)s: every number that was taken, cancelled ones too.")
    return show_list(
        request,
        REGISTER,
        register.numbers_of(book, most=most),
        as_many=register.numbers_of(book),
        lede=lede % {"unit": book.issuer} if book else "",
        back=reverse("documents:documents"),
        tabs=[Tab(one.key, register.said(one, books)) for one in books] if len(books) > 1 else (),
        current=book.key if book else "",
        tabs_by="book",
    )
