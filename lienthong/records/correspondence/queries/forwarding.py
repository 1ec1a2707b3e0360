"""What a committee with a clerk has yet to forward to the organisations beneath it."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lienthong.kernel.audiences.public import (
    ACKNOWLEDGE,
    Audience,
    HasWaiting,
    Receipt,
    waiting_below,
)
from lienthong.kernel.people.public import Post, Role
from lienthong.kernel.procedures.public import open_work
from lienthong.kernel.units.public import Unit, UnitQuerySet
from lienthong.records.documents.public import Document
from lienthong.records.documents.public import State as DocumentState

from .. import procedures
from ..models import IncomingDocument
from .received import ReceivedDocument

State = IncomingDocument.State


def entries_to_forward(unit_id: int) -> QuerySet[IncomingDocument]:
    """Registered documents for which somebody beneath a committee waits until it forwards them.

    A letter and the original it carries are one task where both are registered: the original's. Nobody
    forwards what waits for a proposal or a direction.
    """
    carried = Receipt.objects.filter(
        Q(audience=OuterRef("audience")) | Q(audience=OuterRef("document__carries")),
        unit=unit_id,
        forwarded_at__isnull=False,
    )
    entered = IncomingDocument.objects.filter(
        HasWaiting("audience", unit_id),
        unit=unit_id,
        audience=OuterRef("document__carries"),
        number__isnull=False,
    )
    is_awaited = HasWaiting("audience", unit_id) | HasWaiting("document__carries", unit_id)
    return (
        IncomingDocument.objects.filter(
            is_awaited, ~Exists(carried), ~Exists(entered), unit=unit_id
        )
        .exclude(state__in=[State.REFUSED, State.REGISTERED, State.PROPOSED])
        .order_by("registered_at")
    )


def letters_to_begin(unit_id: int) -> QuerySet[IncomingDocument]:
    """Of these, the documents for which nobody has begun the committee's letter.

    From then on the letter is a draft on the desks of those who draft, appraise, sign and issue it.
    """
    owed = open_work(unit_id, procedures.FORWARD_WITH_LETTER.key).values("subject_id")
    return (
        IncomingDocument.objects.filter(pk__in=owed)
        .select_related("type", "audience", "number")
        .order_by("registered_at")
    )


def owes_forwarding(received: ReceivedDocument) -> bool:
    """Whether a committee with a clerk has yet to forward this registered document to those below."""
    incoming, unit = received.incoming, received.unit
    if incoming is None or unit is None or received.standing is None:
        return False
    if incoming.waits_for_direction:
        return False
    return entries_to_forward(unit.pk).filter(pk=incoming.pk).exists()


def own_letter(unit: Unit, audience_id: int) -> Document | None:
    """The committee's own letter for a document, drafted or issued."""
    return (
        Document.objects.filter(issuer=unit, carries_id=audience_id)
        .exclude(state=DocumentState.CANCELLED)
        .order_by("-pk")
        .first()
    )


def units_below(received: ReceivedDocument) -> UnitQuerySet:
    """The organisations directly beneath that wait for the unit to forward a document to them."""
    waiting = Q(pk__in=[])
    if received.unit is not None:
        for audience in (Audience(pk=one) for one in received.audience_ids):
            waiting |= Q(pk__in=waiting_below(audience, received.unit).values("pk"))
    return Unit.objects.filter(waiting)


def responsible_posts(units: UnitQuerySet) -> QuerySet[Post]:
    """Who looks after what arrives at these units: the clerk; where there is none, the secretary."""
    posts = Post.objects.valid_on(timezone.localdate())
    clerks = posts.filter(role=Role.CLERK, unit=OuterRef("unit"))
    return posts.filter(unit__in=units.values("pk"), role__in=ACKNOWLEDGE.held_by).filter(
        Q(role=Role.CLERK) | ~Exists(clerks)
    )
