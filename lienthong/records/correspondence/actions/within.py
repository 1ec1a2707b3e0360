"""Within a body: a part is handed on to a person, taken back, and its answer begun as a document."""

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import Purpose
from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.procedures.public import Holder, WorkItem, reassign, steps_of
from lienthong.records.documents.public import DRAFT, Addressee, Document, start_letter

from .. import permissions, procedures
from ..models import Assignment, IncomingDocument
from ..queries.received import colleagues_of
from .handling import assignment_of, take
from .outside import WITHOUT_NUMBER


def _own_step(incoming: IncomingDocument, assignment: Assignment) -> WorkItem:
    open_now = steps_of(incoming).filter(step=procedures.HANDLE, closed_at=None)
    step = open_now.filter(unit=assignment.unit_id).first()
    if step is None:
        raise RuleBroken(_("Your body has already answered."))
    return step


@transaction.atomic
def hand_on(incoming_id: int, *, post_id: int | None, words: str, actor: Actor) -> WorkItem:
    """Whoever has the part of a body gives it to one person of the same body, saying what is to be done."""
    incoming = take(incoming_id)
    assignment = assignment_of(incoming, actor)
    authorize(actor, permissions.HANDLE, assignment.unit.path)

    words = required(words, _("Write what is to be done."), field="words")
    if not colleagues_of(assignment.unit).filter(pk=post_id or 0).exists():
        raise RuleBroken(_("Choose a person of your own body."), field="post")

    step = _own_step(incoming, assignment)
    # The engine records it, notifies the person and keeps who had it before.
    return reassign(step.pk, Holder(assignment.unit_id, post_id), reason=words, actor=actor)


@transaction.atomic
def take_back(incoming_id: int, *, reason: str, actor: Actor) -> WorkItem:
    """The part lies again with the whole body, on the desks of all who may handle it."""
    incoming = take(incoming_id)
    assignment = assignment_of(incoming, actor)
    authorize(actor, permissions.HANDLE, assignment.unit.path)

    step = _own_step(incoming, assignment)
    if step.post_id is None:
        raise RuleBroken(_("Nobody of your body has been given this by name."))
    return reassign(step.pk, Holder(assignment.unit_id), reason=reason, actor=actor)


@transaction.atomic
def begin_answer(incoming_id: int, *, actor: Actor) -> Document:
    """Begin the letter that answers an arrived document; each leads to the other. Once only."""
    incoming = take(incoming_id)
    assignment = assignment_of(incoming, actor)
    authorize(actor, permissions.HANDLE, assignment.unit.path)
    authorize(actor, DRAFT, incoming.unit.path)

    if assignment.answer_draft is not None and not _is_given_up(assignment.answer_draft):
        return assignment.answer_draft

    called = named(incoming)
    day = f" ngày {incoming.issued_on:%d/%m/%Y}" if incoming.issued_on else ""
    letter = start_letter(
        incoming.unit,
        f"V/v trả lời {called} của {incoming.sender}",
        [
            f"Phúc đáp {called}{day} của {incoming.sender} "
            f"({incoming.subject}), {incoming.unit} có ý kiến như sau:"
        ],
        [_whom_to_answer(incoming)],
        actor=actor,
    )
    assignment.answer_draft = letter
    assignment.save(update_fields=["answer_draft"])

    record(actor, "correspondence.answer_begun", incoming, letter=letter.pk)
    record(actor, "correspondence.answers", letter, notation=incoming.notation)
    return letter


def named(incoming: IncomingDocument) -> str:
    """What the letter calls it: by its number, where it bears one."""
    kind = incoming.type.name if incoming.type else "Văn bản"
    has_number = incoming.notation not in ("", WITHOUT_NUMBER)
    return f"{kind} số {incoming.notation}" if has_number else kind


def _is_given_up(draft: Document) -> bool:
    return draft.state == "cancelled"


def _whom_to_answer(incoming: IncomingDocument) -> Addressee:
    if incoming.document is None:
        return Addressee(incoming.sender)
    issuer = incoming.document.issuer
    is_above = incoming.unit.path.startswith(issuer.path)
    return Addressee(str(issuer), issuer, Purpose.REPORT if is_above else Purpose.KNOW)
