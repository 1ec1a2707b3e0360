"""What the lists of received documents show of one, and what they are narrowed by."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lienthong.kernel.reference.public import types_titled, words_of_types
from lienthong.kernel.web.public import numbered
from lienthong.records.documents.public import Urgency, by_number, marks_of
from lienthong.ui.lists.columns import Column, at_path
from lienthong.ui.lists.filters import Choice, Days, Filter, Named
from lienthong.ui.lists.narrowing import Searched

from ..models import IncomingDocument


def counted(count: int) -> str:
    return ngettext("%(count)d document", "%(count)d documents", count) % {"count": count}


def received_at(audience_id: int | None) -> str:
    return numbered("correspondence:received", audience_id or 0)


def filters(place: str = "") -> tuple[Filter, ...]:
    """What received documents are narrowed by; `place` leads from a row to its document."""
    return (
        Choice("type", _("Type"), f"{place}type_id", lambda: list(words_of_types().items())),
        Choice("urgency", _("Urgency"), f"{place}urgency", Urgency.choices),
        Named("from", _("Sender"), f"{place}issuer__name_folded"),
        Days("issued", _("Issued on"), f"{place}issued_on"),
    )


def words(place: str = "") -> tuple[Searched, ...]:
    """What a row shows of a document: its type, subject, number and sender."""
    return (
        f"{place}subject_folded",
        f"{place}notation",
        f"{place}issuer__name_folded",
        lambda word: (f"{place}type_id__in", types_titled(word)),
    )


def columns(place: str = "") -> dict[str, Column]:
    """The columns that say what document it is."""
    path = place.replace("__", ".")
    return {
        "subject": Column(
            "subject",
            _("Subject"),
            f"{path}heading",
            "lead",
            order=(f"{place}subject_folded",),
            also=lambda row: marks_of(
                at_path(row, path.rstrip(".")) if path else row, getattr(row, "acted_on", None)
            ),
        ),
        "number": Column(
            "number", _("Number and symbol"), f"{path}notation", "short", by_number(place)
        ),
        "sender": Column(
            "sender", _("Sender"), f"{path}issuer", order=(f"{place}issuer__name_folded",)
        ),
        "issued": Column(
            "issued", _("Issued on"), f"{path}issued_on", "short", (f"{place}issued_on",)
        ),
    }


def entry_columns(place: str = "") -> dict[str, Column]:
    """The same of the register's own line, which also says it of what came from outside."""
    path = place.replace("__", ".")
    numbers = (f"{place}type__position", f"{place}document__number__number", f"{place}notation")
    return columns(place) | {
        "number": Column("number", _("Number and symbol"), f"{path}notation", "short", numbers),
        "sender": Column("sender", _("Sender"), f"{path}sender", order=(f"{place}sender_folded",)),
    }


def entry_filters(place: str = "") -> tuple[Filter, ...]:
    kind, urgency, _sender, issued = filters(place)
    return kind, urgency, Named("from", _("Sender"), f"{place}sender_folded"), issued


def entry_words(place: str = "") -> tuple[Searched, ...]:
    subject, notation, _sender, kind = words(place)
    return subject, notation, f"{place}sender_folded", kind


def entry_page_of(entry: IncomingDocument) -> str:
    if entry.audience_id is not None:
        return received_at(entry.audience_id)
    return numbered("correspondence:outside:entry", entry.pk)
