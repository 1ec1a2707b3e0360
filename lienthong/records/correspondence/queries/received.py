"""One document as it lies before one reader."""

from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from lienthong.kernel.audiences.public import (
    ACKNOWLEDGE,
    READ,
    AddressedPerson,
    Receipt,
    Scope,
    Standing,
)
from lienthong.kernel.people.public import Post, holders
from lienthong.kernel.permissions.public import Actor, holds, paths_where
from lienthong.kernel.procedures.public import WorkItem
from lienthong.kernel.units.public import Unit, bodies_serving
from lienthong.records.documents.public import Document, acted_on

from .. import permissions
from ..models import Assignment, Direction, Forwarding, IncomingDocument, TimeRequest
from .handled import Handled, act_in_handling, read_the_handling
from .items import READ_WITH_A_PAPER, Placed, item_around


@dataclass
class ReceivedDocument(Handled):
    """A document in the place of a unit, or before a body it was given to, or a person it names."""

    document: Document
    unit: Unit | None
    # A letter of the unit's own committee and the document of somebody else that it carries.
    letter: Document | None = None
    original: Document | None = None
    standing: Standing | None = None
    incoming: IncomingDocument | None = None
    assignment: Assignment | None = None
    addressed_person: AddressedPerson | None = None
    # Every document of the item, in the one order in which receipts are taken: what is done with a
    # letter is done with what it carries.
    audience_ids: list[int] = field(default_factory=list)
    # At a clerk's: documents of their own that this one carries, or that carry it.
    related: list[Placed] = field(default_factory=list)
    # Whether somebody beneath waits until the unit forwards the document to them.
    is_awaited: bool = False
    # Whether the receipt of the committee above says already that it has forwarded the document.
    is_noted_above: bool = False
    # The letter by which the unit itself forwards the document, drafted or issued.
    own_letter: Document | None = None
    steps: list[WorkItem] = field(default_factory=list)
    directions: list[Direction] = field(default_factory=list)
    time_requests: list[tuple[Assignment, TimeRequest]] = field(default_factory=list)

    @property
    def audience_id(self) -> int:
        return self.document.audience_id or 0

    @property
    def receipt(self) -> Receipt | None:
        return self.standing.receipt if self.standing else None

    @property
    def waits_for_own_committee(self) -> bool:
        return self.standing is not None and self.standing.waits_for_own_committee

    @cached_property
    def forwarding(self) -> Forwarding | None:
        """The words with which a committee without a register forwarded a document to this unit."""
        if self.unit is None or self.waits_for_own_committee:
            return None
        return Forwarding.objects.filter(
            unit_id=self.unit.parent_id or 0, audience_id__in=self.audience_ids
        ).first()

    @property
    def is_refused(self) -> bool:
        return self.receipt is not None and self.receipt.refused_at is not None


def documents_of(audience_ids: list[int]) -> QuerySet[Document]:
    """The issued documents behind audiences."""
    issued = Document.objects.filter(audience_id__in=audience_ids)
    return issued.select_related(*READ_WITH_A_PAPER).annotate(acted_on=acted_on())


def places_read_from(actor: Actor) -> list[Unit]:
    """The units in whose place an actor reads: the committee whose business it is, then the actor's own."""
    reading = (permissions.VIEW, READ, ACKNOWLEDGE)
    paths = {path for needed in reading for path in paths_where(actor, needed).exact}
    if not paths:
        return []
    return sorted(Unit.objects.filter(path__in=paths), key=lambda unit: (len(unit.path), unit.pk))


def received_for(actor: Actor, audience_id: int) -> ReceivedDocument | None:
    """A document as the actor may read it; None when it reached neither unit, nor body, nor person."""
    received = (
        _received_in_a_place(actor, audience_id)
        or _received_given_to_a_body(actor, audience_id)
        or _received_for_a_person(actor, audience_id)
    )
    if received is not None and received.incoming is not None:
        read_the_handling(received, actor)
    return received


def _received_in_a_place(actor: Actor, audience_id: int) -> ReceivedDocument | None:
    found = (received_at_place(unit, audience_id) for unit in places_read_from(actor))
    return next((received for received in found if received is not None), None)


def received_at_place(unit: Unit, audience_id: int) -> ReceivedDocument | None:
    """A document in the place of a unit, whoever asks; for the actions, which authorise themselves."""
    placed = item_around(unit, audience_id)
    asked = next((one for one in placed if one.audience_id == audience_id), None)
    if asked is None or asked.standing is None:
        return None
    carried = asked.document.carries_id
    original = next((one for one in placed if one.audience_id == carried), asked)
    letters = [
        one
        for one in placed
        if one.standing is not None and one.document.carries_id == original.audience_id
    ]
    letters.sort(key=lambda one: one.document.issuer.path, reverse=True)
    if unit.has_register:
        received = _at_a_register(unit, asked, original, letters)
    else:
        received = _without_register(unit, original, letters)
    received.own_letter = _letter_of(unit, placed, original)
    return received


def _at_a_register(
    unit: Unit, asked: Placed, original: Placed, letters: list[Placed]
) -> ReceivedDocument:
    """What is addressed to a unit with a clerk is a document of its own, letter and original alike.

    An original that is only in scope is the enclosure of the letter, registered together with it.
    """
    main, covers = asked, [one for one in letters if one.is_released]
    if asked is original and covers and not original.stands_alone:
        main = next((one for one in covers if one.entry is not None), covers[0])
    received = ReceivedDocument(main.document, unit, standing=main.standing, incoming=main.entry)
    documents = [main]
    if main is not original:
        received.original = original.document
        if original.standing is not None and not original.stands_alone:
            documents.append(original)
    received.audience_ids = sorted(one.audience_id for one in documents)
    received.related = [one for one in (original, *letters) if one.stands_alone and one is not main]
    return received


def _without_register(unit: Unit, original: Placed, letters: list[Placed]) -> ReceivedDocument:
    """Where there is no register, the letter is the cover of the document it carries: one item."""
    main = original if original.standing is not None else letters[0]
    received = ReceivedDocument(main.document, unit)
    if main is not original:
        received.original = original.document
    elif letters:
        received.letter = letters[0].document
    documents = [main, *(one for one in letters if one is not main)]
    received.audience_ids = sorted(one.audience_id for one in documents)
    received.is_awaited = any(one.is_awaited for one in documents)
    assert main.standing is not None
    received.is_noted_above = main.standing.is_released
    released = received.is_noted_above or any(one.is_addressed for one in letters[:1])
    received.standing = Standing(main.standing.arrival, main.standing.receipt, released)
    return received


def _letter_of(unit: Unit, placed: list[Placed], original: Placed) -> Document | None:
    own = [
        one.document
        for one in placed
        if one.document.issuer_id == unit.pk and one.document.carries_id == original.audience_id
    ]
    return own[-1] if own else None


def _received_given_to_a_body(actor: Actor, audience_id: int) -> ReceivedDocument | None:
    if not holds(actor, permissions.HANDLE):
        return None
    document = "direction__incoming__document"
    given = (
        Assignment.objects.filter(
            unit_id=actor.unit_id,
            direction__is_current=True,
            direction__incoming__audience_id=audience_id,
        )
        .annotate(acted_on=acted_on(document))
        .select_related("direction__incoming__unit", "direction__incoming__number")
        .select_related(*(f"{document}__{one}" for one in READ_WITH_A_PAPER))
        .order_by("-pk")
        .first()
    )
    if given is None or not given.is_marked():
        return None
    incoming = given.direction.incoming
    assert incoming.document is not None
    vars(incoming.document)["acted_on"] = vars(given)["acted_on"]
    received = ReceivedDocument(incoming.document, incoming.unit, incoming=incoming)
    if received.document.carries_id is not None:
        received.original = documents_of([received.document.carries_id]).first()
    return received


def _received_for_a_person(actor: Actor, audience_id: int) -> ReceivedDocument | None:
    named = AddressedPerson.objects.filter(audience_id=audience_id, person_id=actor.person_id)
    person, document = named.first(), documents_of([audience_id]).first()
    if person is None or document is None or not person.is_marked():
        return None
    return ReceivedDocument(document, None, addressed_person=person)


def act_due(received: ReceivedDocument, actor: Actor) -> str:
    """The one thing the actor must do with a document now; empty when there is nothing."""
    if received.incoming is not None:
        return act_in_handling(received, actor)
    if received.unit is None or received.standing is None or received.is_refused:
        return ""
    if received.waits_for_own_committee:
        return "wait"
    if received.unit.has_register:
        may_register = paths_where(actor, permissions.REGISTER).covers(received.unit.path)
        return "register" if may_register else ""
    if not paths_where(actor, ACKNOWLEDGE).covers(received.unit.path):
        return ""
    return act_without_register(received)


def act_without_register(received: ReceivedDocument) -> str:
    """What a branch, or a committee without a register, still owes."""
    receipt, unit = received.receipt, received.unit
    if receipt is None or receipt.received_at is None:
        return "receive"
    if unit is not None and unit.is_branch:
        return "" if receipt.briefed_at else "brief_members"
    return "forward" if received.is_awaited and not receipt.forwarded_at else ""


def is_to_be_forwarded(document: Document) -> bool:
    """Whether a document is to be forwarded below those it is addressed to."""
    return document.audience is not None and document.audience.scope != Scope.NONE


def assignable_bodies(unit: Unit) -> QuerySet[Unit]:
    """The bodies among which a committee's leader divides the work."""
    return bodies_serving(unit, timezone.localdate())


def colleagues_of(body: Unit) -> QuerySet[Post]:
    """The persons of a body who may handle what it is given."""
    return holders(body, permissions.HANDLE).filter(unit=body)


def persons_of_bodies(unit: Unit) -> QuerySet[Post]:
    """Whom a leader may name: those who handle what the bodies of the committee are given."""
    return _who_handle().filter(unit__in=assignable_bodies(unit))


def bodies_with_persons(unit: Unit) -> QuerySet[Unit]:
    """The bodies, each with the posts that may be named in it, in one statement."""
    row = JSONObject(pk="pk", name="person__full_name", title="title", role="role")
    posts = _who_handle().filter(unit=OuterRef("pk")).order_by("person__sort_key")
    return assignable_bodies(unit).annotate(posts_named=ArraySubquery(posts.values(row=row)))


def _who_handle() -> QuerySet[Post]:
    today = timezone.localdate()
    return Post.objects.valid_on(today).filter(role__in=permissions.HANDLE.held_by)


def answering_documents(assignment: Assignment) -> QuerySet[Document]:
    """What a body may give as its answer: issued by itself or its committee, after the document came."""
    unit = assignment.unit
    return Document.objects.filter(
        issuer_id__in=[unit.pk, unit.serves_id or unit.pk],
        audience__isnull=False,
        issued_on__gte=assignment.direction.incoming.arrived_on,
    ).order_by("-issued_at")
