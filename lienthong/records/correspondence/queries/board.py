"""The receipts board of a document: what every unit beneath a place has done with it."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from lienthong.kernel.audiences.public import (
    BEHIND,
    WATCH,
    Audience,
    PlaceCount,
    place_at_issue,
    reached_beneath,
    units_behind,
    with_receipts,
)
from lienthong.kernel.permissions.public import Actor, paths_where
from lienthong.kernel.units.public import PATH_STEP, Unit
from lienthong.records.documents.public import Document, read_in_lists

from .. import permissions
from ..models import Reminder


@dataclass(frozen=True)
class Watched:
    """A document whose receipts an actor watches, and the highest place they may look from.

    The issuer's side are those in the issuing committee itself or in a body that serves it; a
    superior looks at the whole tree too, but is not shown who is named and when each of them read.
    """

    document: Document
    audience: Audience
    top: Unit
    is_issuers_side: bool
    _paths: dict[int, str] = field(default_factory=dict, repr=False, compare=False)

    def path_of(self, place: Unit) -> str:
        """Where a place stood on the day of issue; asked once."""
        if place.pk not in self._paths:
            self._paths[place.pk] = place_at_issue(place, self.audience)
        return self._paths[place.pk]

    @property
    def is_from_below(self) -> bool:
        """Whether a committee beneath the issuer looks: the document has arrived there."""
        issuer = self.document.issuer
        return self.top.pk != (issuer.serves_id or issuer.pk)

    @property
    def is_late(self) -> bool:
        due_on = self.audience.due_on
        return due_on is not None and due_on < timezone.localdate()


def watched_by(actor: Actor, audience_id: int) -> Watched | None:
    """The issuer's own people see the whole tree; a committee below sees what is beneath itself."""
    document = (
        Document.objects.filter(audience_id=audience_id)
        .select_related("type", "issuer__serves", "audience__issuer")
        .first()
    )
    if document is None or document.audience is None:
        return None
    issuer, audience = document.issuer, document.audience
    whole = issuer.serves or issuer
    watched = paths_where(actor, WATCH)
    if watched.covers(issuer.path) or paths_where(actor, permissions.WATCH_SERVED).covers(
        issuer.path
    ):
        return Watched(document, audience, whole, whole.path in (actor.path, actor.served_path))
    top = Unit.objects.filter(path__in=watched.below).first()
    if top is None or not reached_beneath(audience, top):
        return None
    return Watched(document, audience, top, is_issuers_side=False)


def received_watched_by(actor: Actor) -> QuerySet[Document]:
    """The issued documents whose receipts an actor watches, newest first, with how many of how many
    received them.
    """
    issued = paths_where(actor, WATCH).q("issuer__path")
    issued |= paths_where(actor, permissions.WATCH_SERVED).q("issuer__path")
    counted = PlaceCount.objects.filter(audience=OuterRef("audience"), path=F("audience__top_path"))
    documents = Document.objects.filter(issued, audience__isnull=False)
    listed: QuerySet[Document] = (
        documents.annotate(
            received_count=Subquery(counted.values("received")),
            unit_count=Subquery(counted.values("units")),
        )
        .select_related("type", "issuer", "audience")
        .only("audience__due_on", *read_in_lists())
        .order_by("-issued_at")
    )
    return listed


def place_in(watched: Watched, unit_id: int | None) -> Unit | None:
    """A place on the board, within what the actor may look at, as the tree stood then."""
    if unit_id is None or unit_id == watched.top.pk:
        return watched.top
    place = Unit.objects.filter(pk=unit_id).first()
    if place is None or not watched.path_of(place).startswith(watched.path_of(watched.top)):
        return None
    return place


def way_to(watched: Watched, place: Unit) -> list[Unit]:
    """From the top of the board down to a place, as the tree stood on the day of issue."""
    path, top = watched.path_of(place), watched.path_of(watched.top)
    keys = [
        int(path[end - PATH_STEP : end], 36)
        for end in range(len(top), len(path) + 1, PATH_STEP)
        if end
    ]
    found = Unit.objects.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def units_of_number(
    watched: Watched,
    place: Unit,
    number: str,
    *,
    with_itself: bool = False,
    most: int | None = None,
) -> QuerySet[Any]:
    """The units that a number of the board counts; a row's number counts the place itself too."""
    behind = units_behind(watched.audience, place, number, with_itself=with_itself, most=most)
    return with_receipts(behind, watched.audience)


def last_reminder(watched: Watched, way: list[Unit]) -> Reminder | None:
    """The newest reminder that covered the place at the end of a way down."""
    return (
        Reminder.objects.filter(audience=watched.audience, place__in=way)
        .select_related("sent_by__unit")
        .order_by("-sent_at")
        .first()
    )


def refused_on_the_way(watched: Watched, way: list[Unit]) -> Unit | None:
    """The committee on a way down that refused the document: those beneath it wait in vain."""
    refused = watched.audience.receipts.filter(unit__in=way, refused_at__isnull=False)
    ids = set(refused.values_list("unit_id", flat=True))
    return next((one for one in way if one.pk in ids), None)


def is_number(name: str) -> bool:
    return name in BEHIND
