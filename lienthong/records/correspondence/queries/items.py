"""The documents of one item and how each stands with one unit, read in one statement.

An item is a document and the letters by which committees have forwarded it.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from lienthong.kernel.audiences.public import (
    AddressedUnit,
    Arrival,
    HasWaiting,
    Reached,
    Released,
    Standing,
)
from lienthong.kernel.database.public import Asked, OneOf
from lienthong.kernel.units.public import Unit, ancestor_paths
from lienthong.records.documents.public import Document, acted_on
from lienthong.records.documents.public import State as DocumentState

from ..models import IncomingDocument

READ_WITH_A_PAPER = ("type", "issuer", "audience", "sealed_file")


@dataclass(frozen=True)
class Placed:
    """One document of an item: how it reached the unit, if it did, and its entry in the register."""

    document: Document
    standing: Standing | None
    entry: IncomingDocument | None

    @property
    def audience_id(self) -> int:
        return self.document.audience_id or 0

    @property
    def is_addressed(self) -> bool:
        return self.standing is not None and self.standing.arrival.is_addressed

    @property
    def is_awaited(self) -> bool:
        """Whether it is for the unit to forward the document to somebody beneath."""
        return self.standing is not None and bool(getattr(self.document, "is_awaited", False))

    @property
    def is_released(self) -> bool:
        return self.standing is not None and not self.standing.waits_for_own_committee

    @property
    def stands_alone(self) -> bool:
        """Whether a clerk registers it for itself, whatever else carries it or is carried by it."""
        return self.is_addressed or self.entry is not None


def item_around(unit: Unit, audience_id: int) -> list[Placed]:
    """A document, what it carries, and the letters that carry the same, the unit's own among them.

    Letters of the unit's superiors only: how other committees forward a document is not read here.
    """
    found = ITEM(
        unit=unit.pk,
        audience=audience_id,
        above=ancestor_paths(unit.path),
        today=timezone.localdate(),
    )
    return [_placed(row, unit) for row in found]


def _item(unit: int, audience: int, above: list[str], today: dt.date) -> QuerySet[Document]:
    asked = Document.objects.filter(audience_id=audience)
    carried = Subquery(asked.values("carries_id")[:1])
    received = Q(audience_id=audience) | Q(audience_id=carried)
    letters = Q(carries_id=audience) | Q(carries_id=carried)
    by_superiors = Q(OneOf("issuer__path", above))
    documents = Document.objects.filter(received | letters).filter(received | by_superiors)
    rows = how_they_stand(documents, unit, today)
    return rows.exclude(state=DocumentState.CANCELLED, audience=None).order_by("pk")


ITEM = Asked(_item, unit=7_000_001, audience=7_000_002, above=["\u0001"], today=dt.date.min)


def how_they_stand(documents: QuerySet[Document], unit: int, today: dt.date) -> QuerySet[Document]:
    """Documents, each with whether and why it came here, its receipt and its entry, and whether
    somebody beneath waits for it.
    """
    here = AddressedUnit.objects.filter(unit=unit, audience=OuterRef("audience"))
    stand = documents.select_related(*READ_WITH_A_PAPER).annotate(
        purpose_here=Subquery(here.values("purpose")),
        has_reached=Reached("audience", unit),
        is_released=Released("audience", unit),
        is_awaited=HasWaiting("audience", unit, today),
        acted_on=acted_on(),
        receipt_here=FilteredRelation(
            "audience__receipts", condition=Q(audience__receipts__unit=unit)
        ),
        entry_here=FilteredRelation("arrivals", condition=Q(arrivals__unit=unit)),
    )
    return stand.select_related("receipt_here", "entry_here__number")  # type: ignore[misc]  # the two annotated


def _placed(row: Document, unit: Unit) -> Placed:
    return Placed(row, _standing(row), _entry(row, unit))


def _standing(row: Document) -> Standing | None:
    asked = vars(row)
    if row.audience is None or not asked["has_reached"]:
        return None
    arrival = Arrival(row.audience.pk, row.audience.published_at, asked["purpose_here"] or "")
    return Standing(arrival, getattr(row, "receipt_here", None), asked["is_released"])


def _entry(row: Document, unit: Unit) -> IncomingDocument | None:
    entry: IncomingDocument | None = getattr(row, "entry_here", None)
    if entry is not None:
        entry.unit, entry.document = unit, row
    return entry
