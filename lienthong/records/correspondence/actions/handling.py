"""Proposing, directing, answering and closing the handling of a registered document."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import crash_point
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, holds, required
from lienthong.kernel.procedures.public import advance
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document

from .. import permissions, procedures
from ..models import Assignment, Direction, IncomingDocument
from ..queries.handled import standing_proposals
from ..queries.received import answering_documents, assignable_bodies, colleagues_of
from .ending_requests import end_requests
from .finding import let_the_bodies_find
from .owing import balance_work
from .own_matter import refuse_who_answered
from .result_files import BroughtFile, keep_files, look_into

State = IncomingDocument.State
Part = Assignment.Part


@dataclass(frozen=True)
class Instruction:
    """What a leader decides about an arrived document."""

    lead_id: int | None
    instruction: str
    coordinator_ids: tuple[int, ...] = ()
    know_ids: tuple[int, ...] = ()
    due_on: dt.date | None = None
    expected: str = Direction.Result.NOTE
    person_id: int | None = None  # the post of somebody of the body that leads


def take(incoming_id: int) -> IncomingDocument:
    """The entry of the register, locked until the action is done."""
    return (
        IncomingDocument.objects.select_related("unit")
        .select_for_update(of=("self",))
        .get(pk=incoming_id)
    )


@transaction.atomic
def propose(
    incoming_id: int, *, opinion: str, given: Instruction | None = None, actor: Actor
) -> IncomingDocument:
    """The chief of the office, or the secretary, says how an arrived document should be handled.

    What is proposed is the direction itself, whole: the leader agrees to it, or changes it. Words alone
    are kept too, so that what was proposed before them stands no longer.
    """
    incoming = take(incoming_id)
    authorize(actor, permissions.PROPOSE, incoming.unit.path)

    opinion = required(opinion, _("Write the opinion you propose."), field="opinion")
    if given is not None:
        _refuse_wrong_parts(incoming, given)
    whole = replace(given or Instruction(None, ""), instruction=opinion)
    _write_direction(incoming, whole, actor, is_proposal=True)

    advance(incoming, procedures.PROPOSED, actor=actor, note=opinion)

    record(actor, "correspondence.proposed", incoming, lead=given.lead_id if given else None)
    return incoming


@transaction.atomic
def agree(incoming_id: int, *, proposal_id: int | None, actor: Actor) -> Direction:
    """The leader agrees to the proposal that was read, if it still stands: it becomes the direction."""
    incoming = take(incoming_id)
    authorize(actor, permissions.DIRECT, incoming.unit.path)

    _refuse_if_given(incoming)
    proposal = standing_proposals().filter(incoming=incoming).first()
    if proposal is None and proposal_id is None:
        raise RuleBroken(_("Nothing has been proposed to which you could agree."))
    if proposal is None or proposal.pk != proposal_id:
        raise RuleBroken(_("The proposal has changed. Read it again."))
    return direct(incoming_id, given=instruction_of(proposal), actor=actor, agreed_to=proposal)


def instruction_of(direction: Direction) -> Instruction:
    """What a direction, or a proposal, says and gives to whom."""
    units: dict[str, list[int]] = {part: [] for part in Part.values}
    for one in direction.assignments.all():
        units[one.part].append(one.unit_id)
    return Instruction(
        lead_id=next(iter(units[Part.LEAD]), None),
        instruction=direction.instruction,
        coordinator_ids=tuple(units[Part.COORDINATE]),
        know_ids=tuple(units[Part.KNOW]),
        due_on=direction.due_on,
        expected=direction.expected,
        person_id=direction.person_id,
    )


@transaction.atomic
def direct(
    incoming_id: int, *, given: Instruction, actor: Actor, agreed_to: Direction | None = None
) -> Direction:
    """The leader says who leads, who coordinates, what is expected and by when (Ý kiến chỉ đạo).

    A secretary may direct without waiting for a proposal; whose words those of a proposal are stays said.
    """
    incoming = take(incoming_id)
    authorize(actor, permissions.DIRECT, incoming.unit.path)

    _refuse_unless_directable(incoming, given)
    if incoming.state == State.REGISTERED and holds(actor, permissions.PROPOSE):
        # Who directs at once has thereby also passed the proposal.
        advance(incoming, procedures.PROPOSED, actor=actor)

    incoming.directions.filter(is_current=True).update(is_current=False)
    direction = _write_direction(incoming, given, actor, is_proposal=False, agreed_to=agreed_to)
    own_words = "" if agreed_to else given.instruction
    advance(incoming, procedures.DIRECTED, actor=actor, note=own_words)
    let_the_bodies_find(incoming)
    _owe_forwarding(incoming)

    record(actor, "correspondence.directed", incoming, lead=given.lead_id, due_on=given.due_on)
    crash_point("direct.before_commit")
    return direction


def _write_direction(
    incoming: IncomingDocument,
    given: Instruction,
    actor: Actor,
    *,
    is_proposal: bool,
    agreed_to: Direction | None = None,
) -> Direction:
    direction = Direction.objects.create(
        incoming=incoming,
        instruction=given.instruction.strip(),
        due_on=given.due_on,
        expected=given.expected,
        person_id=given.person_id,
        given_by_id=actor.post_id,
        given_for_id=actor.for_post_id,
        given_by_name=actor.signature,
        is_proposal=is_proposal,
        agreed_to=agreed_to,
        is_current=not is_proposal,
    )
    crash_point("direct.after_direction")
    Assignment.objects.bulk_create(
        Assignment(direction=direction, unit_id=unit_id, part=part)
        for part, units in _parts(given)
        for unit_id in units
    )
    crash_point("direct.after_assignments")
    return direction


def _parts(given: Instruction) -> list[tuple[str, tuple[int, ...]]]:
    lead = (given.lead_id,) if given.lead_id else ()
    return [
        (Part.LEAD, lead),
        (Part.COORDINATE, given.coordinator_ids),
        (Part.KNOW, given.know_ids),
    ]


def _refuse_if_given(incoming: IncomingDocument) -> None:
    if not incoming.waits_for_direction:
        raise RuleBroken(_("This document has already been given to somebody. Reload the page."))


def _refuse_unless_directable(incoming: IncomingDocument, given: Instruction) -> None:
    _refuse_if_given(incoming)
    if given.lead_id is None:
        raise RuleBroken(_("Choose the body that leads."), field="lead")
    required(given.instruction, _("Write what is to be done."), field="instruction")
    _refuse_wrong_parts(incoming, given)


def _refuse_wrong_parts(incoming: IncomingDocument, given: Instruction) -> None:
    """Who is given what, and by when; in a proposal as in a direction."""
    if given.lead_id is None:
        raise RuleBroken(_("Choose the body that leads."), field="lead")
    chosen = [given.lead_id, *given.coordinator_ids, *given.know_ids]
    if len(set(chosen)) < len(chosen):
        raise RuleBroken(_("A body has one part only: leading, coordinating or informed."))
    bodies = set(assignable_bodies(incoming.unit).values_list("pk", flat=True))
    if not set(chosen) <= bodies:
        raise RuleBroken(_("Choose among the bodies that serve the committee."), field="lead")
    if given.person_id and not _is_of_the_lead(given):
        raise RuleBroken(_("Choose a person of the body that leads."), field="person")
    if given.due_on is not None and given.due_on < timezone.localdate():
        raise RuleBroken(_("The deadline lies in the past."), field="due_on")


def _is_of_the_lead(given: Instruction) -> bool:
    return colleagues_of(Unit(pk=given.lead_id)).filter(pk=given.person_id or 0).exists()


@transaction.atomic
def return_proposal(incoming_id: int, *, reason: str, actor: Actor) -> IncomingDocument:
    """The leader gives a proposal back to the office, saying what is missing."""
    incoming = take(incoming_id)
    authorize(actor, permissions.DIRECT, incoming.unit.path)

    reason = required(reason, _("Say why you return the document."))

    advance(incoming, procedures.RETURNED, step=procedures.DIRECT, actor=actor, note=reason)

    record(actor, "correspondence.proposal_returned", incoming)
    return incoming


@transaction.atomic
def file_away(incoming_id: int, *, note: str, actor: Actor) -> IncomingDocument:
    """Keep a document that asks for nothing: read, filed, closed."""
    incoming = take(incoming_id)
    authorize(actor, permissions.CLOSE, incoming.unit.path)

    _refuse_if_given(incoming)

    _end(incoming, procedures.FILED, note, actor)
    _owe_forwarding(incoming)

    record(actor, "correspondence.filed", incoming)
    return incoming


@transaction.atomic
def answer(
    incoming_id: int,
    *,
    note: str,
    document_id: int | None = None,
    files: Sequence[BroughtFile] = (),
    actor: Actor,
) -> Assignment:
    """A leading or coordinating body answers what it was given: by a note, a document it issued, files."""
    looked_into = look_into(files)
    incoming = take(incoming_id)
    assignment = assignment_of(incoming, actor)
    authorize(actor, permissions.HANDLE, assignment.unit.path)

    document = _refuse_unless_answerable(assignment, note, document_id)

    assignment.answer = note.strip()
    assignment.answer_document = document
    assignment.answered_at = timezone.now()
    assignment.answered_by_name = actor.signature
    assignment.answered_by_person_id = actor.person_id
    said = ("answer", "answer_document", "answered_at", "answered_by_name", "answered_by_person_id")
    assignment.save(update_fields=said)
    kept = keep_files(assignment, looked_into)
    end_requests(incoming, unit_id=assignment.unit_id)
    advance(incoming, procedures.ANSWERED, actor=actor, note=note)

    record(
        actor,
        "correspondence.answered",
        incoming,
        unit=assignment.unit_id,
        document=document_id,
        files=[one.file_id for one in kept],
        said_unmarked=[
            one.file_id for one, seen in zip(kept, looked_into, strict=True) if not seen.is_read
        ],
    )
    return assignment


def assignment_of(incoming: IncomingDocument, actor: Actor) -> Assignment:
    """What the direction that counts gives to the actor's body; a stranger finds nothing to answer."""
    given = (
        Assignment.objects.filter(
            direction__incoming=incoming, direction__is_current=True, unit_id=actor.unit_id
        )
        .select_related("unit", "direction__incoming")
        .first()
    )
    if given is None or not given.is_marked():
        authorize(actor, permissions.HANDLE, "")
        raise PermissionDenied(permissions.HANDLE.codename)
    return given


def _refuse_unless_answerable(
    assignment: Assignment, note: str, document_id: int | None
) -> Document | None:
    if assignment.part == Part.KNOW:
        raise RuleBroken(_("This document was given to you for information; no answer is asked."))
    if assignment.answered_at is not None:
        raise RuleBroken(_("Your body has already answered."))
    if assignment.wants_document and document_id is None:
        raise RuleBroken(
            _("The leader asks for a document; choose the one your body has issued."),
            field="document",
        )
    if not note.strip() and document_id is None:
        raise RuleBroken(_("Write the result, or choose a document."), field="note")
    if document_id is None:
        return None
    document = answering_documents(assignment).filter(pk=document_id).first()
    if document is None:
        raise RuleBroken(_("Choose a document your organisation has issued."), field="document")
    return document


def _owe_forwarding(incoming: IncomingDocument) -> None:
    """Once somebody has decided on it, those beneath the committee need not wait any longer."""
    if incoming.audience_id is not None:
        balance_work({incoming.unit_id}, {incoming.audience_id})


def _end(incoming: IncomingDocument, outcome: str, note: str, actor: Actor) -> None:
    incoming.closed_at = timezone.now()
    advance(incoming, outcome, actor=actor, note=note, changed=("closed_at",))


@transaction.atomic
def return_assignment(incoming_id: int, *, reason: str, actor: Actor) -> IncomingDocument:
    """The leading body gives the document back to the leader who assigned it, saying why."""
    incoming = take(incoming_id)
    assignment = assignment_of(incoming, actor)
    authorize(actor, permissions.HANDLE, assignment.unit.path)

    reason = required(reason, _("Say why you return the document."))
    if assignment.part != Part.LEAD:
        raise RuleBroken(
            _("Only the leading body returns the document; write your reason as your answer.")
        )

    end_requests(incoming)
    advance(incoming, procedures.RETURNED, step=procedures.HANDLE, actor=actor, note=reason)

    record(actor, "correspondence.returned", incoming, unit=assignment.unit_id)
    return incoming


@transaction.atomic
def close(incoming_id: int, *, note: str = "", actor: Actor) -> IncomingDocument:
    """The chief of the office or a leader finds the result sufficient and closes the handling."""
    incoming = take(incoming_id)
    authorize(actor, permissions.CLOSE, incoming.unit.path)

    refuse_who_answered(
        incoming, actor, _("Somebody else closes what you have answered or were to do yourself.")
    )

    _end(incoming, procedures.CLOSED, note, actor)

    record(actor, "correspondence.closed", incoming)
    return incoming


@transaction.atomic
def ask_for_more(incoming_id: int, *, reason: str, actor: Actor) -> IncomingDocument:
    """The result is not sufficient: the leading body takes the document up again."""
    incoming = take(incoming_id)
    authorize(actor, permissions.CLOSE, incoming.unit.path)

    reason = required(reason, _("Say what is missing."))

    Assignment.objects.filter(
        direction__incoming=incoming, direction__is_current=True, part=Part.LEAD
    ).update(answered_at=None)
    advance(incoming, procedures.RETURNED, step=procedures.CLOSE, actor=actor, note=reason)

    record(actor, "correspondence.more_asked", incoming)
    return incoming
