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
    PasskeyAnswer,
    PinAndCode,
    Proof,
    agree_to_seal,
    challenge_to_seal,
    release_number,
)

from .. import permissions
from ..events import DocumentCancelled
from ..models import Document, LaidDocument, State
from ..queries.passkey import laid_before
from .appraisal import refuse_unsound_form, take_away_laid_document
from .signature import (
    Keys,
    clerk_and_seal,
    keep_before_passkey,
    lay_before_seal,
    number_at_signer,
    refuse_without_passkey,
)


@transaction.atomic
def issue(document_id: int, *, pin: str, code: str, actor: Actor) -> Document:
    """The clerk numbers, dates and seals a signed document; it is dispatched as soon as it is sealed.

    The printed date is the day of issue; a number once taken stays with its document.
    """
    document, keys = _ready_to_issue(document_id, actor)
    _number(document, keys, actor)
    return _issued(document, keys[0], PinAndCode(pin, code), actor)


@transaction.atomic
def lay_before_clerks_passkey(document_id: int, *, actor: Actor) -> LaidDocument:
    """Lay the signed file before the signer with the next number, and have it ask the clerk's passkey.

    The number is not taken yet: who does not go on leaves no gap.
    """
    document, keys = _ready_to_issue(document_id, actor)
    refuse_without_passkey(keys[0])

    with transaction.atomic():
        _number(document, keys, actor)
        transaction.set_rollback(True)
    asked = challenge_to_seal(document.agreement, keys[0])
    return keep_before_passkey(document, keys[0], document.agreement, asked)


@transaction.atomic
def issue_by_passkey(document_id: int, answer: PasskeyAnswer, *, actor: Actor) -> Document:
    """The clerk issues what was laid before the passkey, if its number is still the next one."""
    document, keys = _ready_to_issue(document_id, actor)
    laid = laid_before(document, keys[0]).first()
    if laid is not None:
        _number(document, keys, actor)
    if laid is None or laid.handle != document.agreement:
        raise RuleBroken(
            _(
                "The document no longer lies before the passkey under the next number. Choose to "
                "issue with the passkey again."
            )
        )
    return _issued(document, keys[0], answer, actor)


def _ready_to_issue(document_id: int, actor: Actor) -> tuple[Document, Keys]:
    """The document, taken, and the keys it is issued with, if it waits for a clerk like this one."""
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.ISSUE, document.issuer.path)

    if document.state != State.SIGNED:
        raise RuleBroken(_("Only a signed document can be issued; this one is not waiting for it."))
    # 36-HD/VPTW §I.4: the clerk checks the form again before issuing.
    refuse_unsound_form(document)
    keys = clerk_and_seal(document, actor)
    document.issued_on = timezone.localdate()
    document.term = term_on(document.issuer, document.issued_on)
    return document, keys


def _issued(document: Document, clerk: Certificate, proof: Proof, actor: Actor) -> Document:
    """Change and tell: the clerk has agreed, and the document is being sealed."""
    crash_point("issue.after_number")
    agree_to_seal(document.agreement, clerk, proof)
    document.issued_by_id = actor.post_id
    document.trouble = ""
    crash_point("issue.after_agreement")
    taken_fields = ("number", "term", "issued_on", "notation", "issued_by", "agreement", "trouble")
    advance(document, "issued", actor=actor, changed=taken_fields)
    take_away_laid_document(document)

    on = document.issued_on
    record(actor, "documents.numbered", document, notation=document.notation, on=on)
    defer("documents.seal", document_id=document.pk)
    crash_point("issue.before_commit")
    return document


def _number(document: Document, keys: Keys, actor: Actor) -> None:
    """The next number, laid before the signer together with the file that is to bear it.

    The signer's register decides. A number that it gave away and the database forgot, because the
    act died before its end, is kept here as cancelled.
    """
    assert document.term is not None, "a number belongs to a term"
    crash_point("issue.before_number")
    series = series_for_outgoing(document.issuer, document.type_id, document.term)
    while True:
        document.number = taken = take_number(series, actor=actor)
        document.notation = format_notation(
            Notation(taken.number, "", document.type.abbreviation, document.issuer.symbol)
        )
        try:
            document.agreement = lay_before_seal(document, keys)
        except NumberRefused as refused:
            release_number(*number_at_signer(document))
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
