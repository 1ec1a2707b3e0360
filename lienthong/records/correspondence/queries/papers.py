"""One paper as it lies before one reader."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from lienthong.kernel.audiences.public import (
    ACKNOWLEDGE,
    READ,
    AddressedPerson,
    Arrival,
    Receipt,
    Scope,
    Standing,
    arrival_at,
    standing_of,
)
from lienthong.kernel.permissions.public import Actor, holds, paths_where
from lienthong.kernel.procedures.public import StepVisit, may_close, visits_of
from lienthong.kernel.units.public import (
    Unit,
    ancestor_paths,
    bodies_serving,
    direct_subordinates,
)
from lienthong.records.documents.public import Document
from lienthong.records.documents.public import State as DocumentState

from .. import permissions, procedures
from ..models import Assignment, Direction, Forwarding, IncomingDocument


@dataclass
class Paper:
    """A paper in the place of a unit, or before a body it was given to, or a person it names."""

    document: Document
    unit: Unit | None
    # A letter of the unit's own committee and the paper of somebody else that it carries.
    letter: Document | None = None
    original: Document | None = None
    standing: Standing | None = None
    incoming: IncomingDocument | None = None
    assignment: Assignment | None = None
    addressed_person: AddressedPerson | None = None
    forwarding: Forwarding | None = None
    # Every paper of the item: what is done with a letter is done with what it carries.
    audience_ids: list[int] = field(default_factory=list)
    visits: list[StepVisit] = field(default_factory=list)
    directions: list[Direction] = field(default_factory=list)

    @property
    def audience_id(self) -> int:
        return self.document.audience_id or 0

    @property
    def receipt(self) -> Receipt | None:
        return self.standing.receipt if self.standing else None

    @property
    def direction(self) -> Direction | None:
        return next((one for one in self.directions if one.is_current), None)

    @property
    def waits_for_own_committee(self) -> bool:
        return self.standing is not None and self.standing.waits_for_own_committee

    @property
    def is_refused(self) -> bool:
        return self.receipt is not None and self.receipt.refused_at is not None


def documents_of(audience_ids: list[int]) -> QuerySet[Document]:
    """The issued documents behind audiences."""
    return Document.objects.filter(audience_id__in=audience_ids).select_related(
        "type", "issuer", "audience", "sealed_file"
    )


def letters_carrying(audience_id: int) -> QuerySet[Document]:
    """The issued letters by which committees have carried a paper on."""
    return Document.objects.filter(carries_id=audience_id, audience__isnull=False).select_related(
        "type", "issuer", "audience", "sealed_file"
    )


def places_read_from(actor: Actor) -> list[Unit]:
    """The units in whose place an actor reads: the committee whose business it is, then the own one."""
    reading = (permissions.VIEW, READ, ACKNOWLEDGE)
    paths = {path for needed in reading for path in paths_where(actor, needed).exact}
    if not paths:
        return []
    return sorted(Unit.objects.filter(path__in=paths), key=lambda unit: (len(unit.path), unit.pk))


def paper_for(actor: Actor, audience_id: int) -> Paper | None:
    """A paper as the actor may read it; None when it reached neither unit, nor body, nor person."""
    document = documents_of([audience_id]).first()
    if document is None:
        return None
    paper = _paper_in_a_place(actor, document) or _paper_given_to_a_body(actor, document)
    paper = paper or _paper_for_a_person(actor, document)
    if paper is not None and paper.incoming is not None:
        _read_the_handling(paper, actor)
    return paper


def _paper_in_a_place(actor: Actor, document: Document) -> Paper | None:
    for unit in places_read_from(actor):
        arrival = arrival_at(unit, document.audience_id or 0)
        if arrival is not None:
            return _paper_at(unit, arrival, document)
    return None


def paper_at(unit: Unit, audience_id: int) -> Paper | None:
    """A paper in the place of a unit, whoever asks; for the deeds, which authorise themselves."""
    arrival = arrival_at(unit, audience_id)
    document = documents_of([audience_id]).first()
    return _paper_at(unit, arrival, document) if arrival and document else None


def _paper_at(unit: Unit, arrival: Arrival, document: Document) -> Paper:
    """The item a paper belongs to in a place: the original, and the letters that carried it on."""
    original = _carried_by(document) or document
    reached = arrival if original is document else _arrival(unit, original)
    letters = _letters_at(unit, original)
    letter, brought = letters[0] if letters else (None, None)
    item = item_at(unit, (original, reached), (letter, brought))
    main = item.document
    item.audience_ids = [main.audience_id or 0]
    item.audience_ids += [one.audience_id or 0 for one, _at in letters if one is not main]
    if reached is not None and original is not main:
        item.audience_ids.append(original.audience_id or 0)
    own = brought if main is letter else reached
    assert own is not None
    standing = standing_of(unit, [own])[own.audience_id]
    released = standing.is_released or (brought is not None and brought.is_addressed)
    item.standing = Standing(own, standing.receipt, released)
    item.incoming = _entry(unit, item.audience_ids)
    item.forwarding = Forwarding.objects.filter(
        unit_id=unit.parent_id or 0, audience_id__in=item.audience_ids
    ).first()
    return item


Brought = tuple[Document | None, Arrival | None]


def item_at(unit: Unit, original: tuple[Document, Arrival | None], letter: Brought) -> Paper:
    """Which of the two is the paper itself: a clerk registers the letter, its enclosure beside it;
    where there is no register, the letter is the cover of the paper it carries.
    """
    paper, reached = original
    cover, _brought = letter
    if cover is None:
        return Paper(paper, unit)
    by_letter = unit.has_register and not (reached is not None and reached.is_addressed)
    if by_letter or reached is None:
        return Paper(cover, unit, original=paper)
    return Paper(paper, unit, letter=cover)


def _arrival(unit: Unit, document: Document) -> Arrival | None:
    return arrival_at(unit, document.audience_id or 0)


def _carried_by(letter: Document) -> Document | None:
    return documents_of([letter.carries_id]).first() if letter.carries_id else None


def _letters_at(unit: Unit, original: Document) -> list[tuple[Document, Arrival]]:
    """The letters of the committees above by which a paper came to a unit, the nearest first."""
    letters = letters_carrying(original.audience_id or 0).filter(
        issuer__path__in=ancestor_paths(unit.path)[:-1]
    )
    reached = [(letter, _arrival(unit, letter)) for letter in letters.order_by("-issuer__path")]
    return [(letter, arrival) for letter, arrival in reached if arrival is not None]


def _entry(unit: Unit, audience_ids: list[int]) -> IncomingDocument | None:
    return (
        IncomingDocument.objects.filter(unit=unit, audience_id__in=audience_ids)
        .select_related("number", "unit", "document")
        .first()
    )


def _paper_given_to_a_body(actor: Actor, document: Document) -> Paper | None:
    if not holds(actor, permissions.HANDLE):
        return None
    given = (
        Assignment.objects.filter(
            unit_id=actor.unit_id,
            direction__is_current=True,
            direction__incoming__audience_id=document.audience_id or 0,
        )
        .select_related("direction__incoming__unit", "direction__incoming__number")
        .order_by("-pk")
        .first()
    )
    if given is None:
        return None
    incoming = given.direction.incoming
    paper = Paper(document, incoming.unit, incoming=incoming)
    paper.original = _carried_by(document)
    return paper


def _paper_for_a_person(actor: Actor, document: Document) -> Paper | None:
    named = AddressedPerson.objects.filter(
        audience_id=document.audience_id or 0, person_id=actor.person_id
    ).first()
    return Paper(document, None, addressed_person=named) if named else None


def _read_the_handling(paper: Paper, actor: Actor) -> None:
    """What was proposed, directed and answered, and what of it concerns the actor's own body."""
    assert paper.incoming is not None
    paper.visits = list(visits_of(paper.incoming))
    assignments = Assignment.objects.select_related("unit", "answer_document")
    paper.directions = list(
        paper.incoming.directions.prefetch_related(Prefetch("assignments", assignments)).order_by(
            "given_at"
        )
    )
    if paper.direction is not None and holds(actor, permissions.HANDLE):
        paper.assignment = next(
            (one for one in paper.direction.assignments.all() if one.unit_id == actor.unit_id), None
        )


def open_step_of(paper: Paper, actor: Actor) -> StepVisit | None:
    """The open step of a paper that the actor may close, if there is one."""
    mine = (visit for visit in paper.visits if visit.is_open and may_close(actor, visit))
    return next(mine, None)


ACTS = {
    procedures.PROPOSE: "propose",
    procedures.DIRECT: "direct",
    procedures.HANDLE: "answer",
    procedures.CLOSE: "close",
}


def act_due(paper: Paper, actor: Actor) -> str:
    """The one thing the actor must do with a paper now; empty when there is nothing."""
    if paper.incoming is not None:
        return _act_in_handling(paper, actor)
    if paper.unit is None or paper.standing is None or paper.is_refused:
        return ""
    if paper.waits_for_own_committee:
        return "wait"
    if paper.unit.has_register:
        may_register = paths_where(actor, permissions.REGISTER).covers(paper.unit.path)
        return "register" if may_register else ""
    if not paths_where(actor, ACKNOWLEDGE).covers(paper.unit.path):
        return ""
    return act_without_register(paper)


def act_without_register(paper: Paper) -> str:
    """What a branch, or a committee without a register, still owes."""
    receipt, unit = paper.receipt, paper.unit
    if receipt is None or receipt.received_at is None:
        return "receive"
    if unit is not None and unit.is_branch:
        return "" if receipt.passed_on_at else "pass_on"
    if unit is not None and unit.is_committee and carries_on(paper.document):
        return "" if receipt.forwarded_at else "forward_on"
    return ""


def _act_in_handling(paper: Paper, actor: Actor) -> str:
    step = open_step_of(paper, actor)
    if step is None:
        return ""
    assert paper.unit is not None
    if step.step == procedures.PROPOSE and _directs(actor, paper.unit):
        return "direct"
    return ACTS[step.step]


def _directs(actor: Actor, unit: Unit) -> bool:
    return paths_where(actor, permissions.DIRECT).covers(unit.path)


def carries_on(document: Document) -> bool:
    """Whether a paper is to be carried on below those it is addressed to."""
    return document.audience is not None and document.audience.scope != Scope.NONE


def owes_forwarding(paper: Paper) -> bool:
    """Whether a committee with a clerk has yet to carry a registered paper on to those below."""
    incoming, unit = paper.incoming, paper.unit
    if incoming is None or unit is None or incoming.state == IncomingDocument.State.REFUSED:
        return False
    to_carry = paper.original or paper.document
    if not unit.is_committee or not carries_on(to_carry):
        return False
    receipt = Receipt.objects.filter(unit=unit, audience_id=to_carry.audience_id or 0).first()
    if receipt is not None and receipt.forwarded_at is not None:
        return False
    return direct_subordinates(unit, timezone.localdate()).exists()


def assignable_bodies(unit: Unit) -> QuerySet[Unit]:
    """The bodies among which a committee's leader divides the work."""
    return bodies_serving(unit, timezone.localdate())


def answering_documents(assignment: Assignment) -> QuerySet[Document]:
    """What a body may give as its answer: issued by itself or its committee, after the paper came."""
    unit = assignment.unit
    return Document.objects.filter(
        issuer_id__in=[unit.pk, unit.serves_id or unit.pk],
        audience__isnull=False,
        issued_on__gte=assignment.direction.incoming.arrived_on,
    ).order_by("-issued_at")


def letter_begun(paper: Paper) -> Document | None:
    """The committee's own letter for a paper, drafted or issued."""
    if paper.unit is None or not paper.unit.has_register or paper.incoming is None:
        return None
    carried = paper.original or paper.document
    return own_letter(paper.unit, carried.audience_id or 0)


def own_letter(unit: Unit, audience_id: int) -> Document | None:
    return (
        Document.objects.filter(issuer=unit, carries_id=audience_id)
        .exclude(state=DocumentState.CANCELLED)
        .order_by("-pk")
        .first()
    )
