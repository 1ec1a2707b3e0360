"""Issuing, the first move: number and date, and the clerk's agreement to the seal; and cancelling."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.jobs.public import crash_point, defer
from lienthong.kernel.numbering.public import cancel_number, series_for_outgoing, take_number
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.procedures.public import advance, cancel
from lienthong.kernel.reference.public import term_on
from lienthong.kernel.text.public import Notation, format_notation
from lienthong.records.signing.public import (
    Certificate,
    NumberRefused,
    PinAndCode,
    agree_to_seal,
    release_number,
)

from .. import permissions
from ..events import DocumentCancelled
from ..models import Document, State
from .appraisal import refuse_unsound_form, take_away_laid_document
from .signature import clerk_and_seal, lay_before_seal


@transaction.atomic
def issue(document_id: int, *, pin: str, code: str, actor: Actor) -> Document:
    """The clerk numbers, dates and seals a signed document; it is dispatched as soon as it is sealed.

    The printed date is the day of issue; a number once taken stays with its document.
    """
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.ISSUE, document.issuer.path)

    if document.state != State.SIGNED:
        raise RuleBroken(_("Only a signed document can be issued; this one is not waiting for it."))
    # 36-HD/VPTW §I.4: the clerk checks the form again before issuing.
    refuse_unsound_form(document)
    clerk, unit_seal = clerk_and_seal(document, actor)
    document.issued_on = today = timezone.localdate()
    document.term = term_on(document.issuer, today)
    crash_point("issue.before_number")

    _number(document, (clerk, unit_seal), actor)
    crash_point("issue.after_number")
    agree_to_seal(document.agreement, clerk, PinAndCode(pin, code))
    document.issued_by_id = actor.post_id
    document.trouble = ""
    crash_point("issue.after_agreement")
    taken_fields = ("number", "term", "issued_on", "notation", "issued_by", "agreement", "trouble")
    advance(document, "issued", actor=actor, changed=taken_fields)

    record(actor, "documents.numbered", document, notation=document.notation, on=today)
    defer("documents.seal", document_id=document.pk)
    crash_point("issue.before_commit")
    return document


def _number(document: Document, keys: tuple[Certificate, Certificate], actor: Actor) -> None:
    """The next number, laid before the signer together with the file that is to bear it.

    The signer's register decides. A number that it gave away and the database forgot, because the
    act died before its end, is kept here as cancelled.
    """
    assert document.term is not None, "a number belongs to a term"
    series = series_for_outgoing(document.issuer, document.type_id, document.term)
    while True:
        document.number = taken = take_number(series, actor=actor)
        document.notation = format_notation(
            Notation(taken.number, "", document.type.abbreviation, document.issuer.symbol)
        )
        try:
            document.agreement = lay_before_seal(document, keys)
        except NumberRefused as refused:
            release_number(document.issuer_id, document.term.label, document.notation)
            cancel_number(taken.pk, reason=refused.sentence, actor=None)
        else:
            return


@transaction.atomic
def cancel_document(document_id: int, reason: str, *, actor: Actor) -> Document:
    """Give a document up before it is issued, saying why; it stays in the history."""
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.DRAFT, document.drafting_unit.path)

    if not document.is_running:
        raise RuleBroken(
            _("A document that has a number cannot be cancelled. It is recalled by another one.")
        )
    reason = required(reason, _("Say why the document is given up."))

    document.open_requests.update(withdrawn_at=timezone.now())
    take_away_laid_document(document)
    document.trouble = reason
    cancel(document, state=State.CANCELLED, changed=("trouble",))

    record(actor, "documents.cancelled", document)
    announce(DocumentCancelled(document.pk))
    return document
