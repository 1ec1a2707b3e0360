"""What one organisation, and those beneath it, still owe on the documents of one committee."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from lienthong.kernel.audiences.public import BRIEF, FORWARD, RECEIVE, Audience, owing
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.procedures.public import WorkItem
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from ..models import IncomingDocument
from .board import place_in, watched_by

MOST_NAMED = 50
# As the letter says it: printed, so in Vietnamese whatever the drafter's language.
OWED = {
    RECEIVE: "chưa xác nhận đã nhận",
    FORWARD: "chưa triển khai xuống cấp dưới",
    BRIEF: "chưa phổ biến đến đảng viên",
}


@dataclass(frozen=True)
class Matter:
    """One document, and how many organisations at and beneath the place owe what on it."""

    document: Document
    due_on: dt.date | None
    owed: Counter[str]

    @property
    def words(self) -> str:
        """One line of the letter."""
        one, on = self.document, self.document.issued_on
        day = f" ngày {on:%d/%m/%Y}" if on else ""
        due = f", hạn {self.due_on:%d/%m/%Y}" if self.due_on else ""
        said = "; ".join(f"còn {count} tổ chức {OWED[owes]}" for owes, count in self.owed.items())
        return f"{one.type.name} số {one.notation}{day} ({one.subject_line}){due}: {said}."


def matters_of(place: Unit, issuer_id: int, actor: Actor) -> list[Matter]:
    """The documents of an issuer on which somebody at or beneath a place can act and has not.

    Only those whose board shows the place to the actor: a place that has moved stands on some of them elsewhere.
    """
    kind = ContentType.objects.get_for_model
    lying = WorkItem.objects.filter(
        case=None, closed_at=None, unit__path__startswith=place.path
    ).order_by()
    arrivals = lying.filter(subject_type=kind(Audience)).values("subject_id")
    entries = lying.filter(subject_type=kind(IncomingDocument)).values("subject_id")
    entered = IncomingDocument.objects.filter(pk__in=entries).values("audience_id")
    of_issuer = Audience.objects.filter(issuer=issuer_id)
    audiences = of_issuer.filter(Q(pk__in=arrivals) | Q(pk__in=entered))
    documents = Document.objects.filter(audience__in=audiences).select_related("type", "audience")
    found = []
    for document in documents.order_by("issued_at")[:MOST_NAMED]:
        assert document.audience is not None
        watched = watched_by(actor, document.audience.pk)
        if watched is None or place_in(watched, place.pk) is None:
            continue
        owed = Counter(one.owes for one in owing(document.audience, place))
        if owed:
            found.append(Matter(document, document.audience.due_on, owed))
    return sorted(found, key=lambda one: one.due_on or timezone.localdate() + dt.timedelta(3650))
