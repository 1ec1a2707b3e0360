"""Issuing, the first move: number and date, and the clerk's agreement to the seal; and cancelling."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.jobs.public import crash_point, defer
from lienthong.kernel.numbering.public import cancel_number, series_for_outgoing, take_number
from lienthong.kernel.permissions.public import (
    Actor,
    NotAnswered,
    NotNow,
    RuleBroken,
    authorize,
    required,
)
from lienthong.kernel.procedures.public import advance, cancel
from lienthong.kernel.reference.public import term_on
from lienthong.kernel.text.public import Notation, format_notation
from lienthong.records.signing.public import (
    NumberRefused,
    SigningRefused,
    has_agreed_to_seal,
    release_number,
    seal_at,
)

from .. import permissions
from ..events import DocumentCancelled
from ..models import Document, LaidDocument, State
from ..queries.laid import laid_before, laid_under
from ..queries.progress import is_signature_disowned
from .appraisal import refuse_unsound_form, take_away_laid_document
from .finding import let_it_be_found
from .signature import (
    Keys,
    clerk_and_seal,
    keep_laid,
    lay_before_seal,
    number_at_signer,
)

NOT_SIGNED = gettext_noop("Only a signed document can be issued; this one is not waiting for it.")


@transaction.atomic
def lay_to_issue(document_id: int, *, actor: Actor) -> Callable[[str], str] | None:
    """Lay the signed file before the signer with the next number; the clerk agrees at the window this leads to.

    The number is not taken yet: who does not go on leaves no gap. Whoever has agreed already is led nowhere.
    """
    document, keys = _ready_to_issue(document_id, actor)

    laid = laid_before(document, actor.post_id).first()
    if laid is not None and _is_agreed(laid):
        return None

    with transaction.atomic():
        number = _number(document, keys, actor)
        transaction.set_rollback(True)
    agreed = {"number": number, "on": document.issued_on}
    laid = keep_laid(document, keys[0], document.agreement, **agreed)
    return None if _is_agreed(laid) else seal_at(laid.handle, keys[0].key_id)


@transaction.atomic
def issue(document_id: int, *, actor: Actor) -> Document:
    """Enter what the clerk has agreed to at the window: number, day and seal; it is dispatched once it is sealed.

    The printed date is the day of the agreement; a number once taken stays with its document.
    """
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.ISSUE, document.issuer.path)
    if document.state != State.SIGNED and document.issued_by_id == actor.post_id:
        return document  # entered before, when its clerk had not come back yet

    if document.state != State.SIGNED:
        raise RuleBroken(_(NOT_SIGNED))
    laid = laid_before(document, actor.post_id).first()
    if laid is None or not _is_agreed(laid):
        raise NotAnswered(
            _(
                "You have not agreed at the signing window. Press “Number, seal and issue” to go there."
            )
        )

    _take_agreed_number(document, laid, actor)
    crash_point("issue.after_number")
    document.agreement, document.issued_by_id, document.trouble = laid.handle, actor.post_id, ""
    crash_point("issue.after_agreement")
    taken_fields = ("number", "term", "issued_on", "notation", "issued_by", "agreement", "trouble")
    advance(document, "issued", actor=actor, changed=taken_fields)
    take_away_laid_document(document)

    on = document.issued_on
    record(actor, "documents.numbered", document, notation=document.notation, on=on)
    defer("documents.seal", document_id=document.pk)
    crash_point("issue.before_commit")
    return document


def _is_agreed(laid: LaidDocument) -> bool:
    """Whether the clerk has agreed to it; what the signer no longer holds is laid anew."""
    try:
        return has_agreed_to_seal(laid.handle, laid.certificate)
    except SigningRefused:
        return False


def _ready_to_issue(document_id: int, actor: Actor) -> tuple[Document, Keys]:
    """The document, taken, and the keys it is issued with, if it waits for a clerk like this one."""
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.ISSUE, document.issuer.path)

    if document.state != State.SIGNED:
        raise RuleBroken(_(NOT_SIGNED))
    if is_signature_disowned(document):
        raise RuleBroken(
            _("The holder of the key says it was not they who signed. Return it to drafting.")
        )
    # 36-HD/VPTW §I.4: the clerk checks the form again before issuing.
    refuse_unsound_form(document)
    keys = clerk_and_seal(document, actor)
    document.issued_on = timezone.localdate()
    document.term = term_on(document.issuer, document.issued_on)
    return document, keys


def _number(document: Document, keys: Keys, actor: Actor) -> int:
    """The next number that the signer has not given away, laid before it with the file that is to bear it."""
    while True:
        number = _take_next(document, actor)
        try:
            document.agreement = lay_before_seal(document, keys)
        except NumberRefused:
            continue
        return number


def _take_next(document: Document, actor: Actor) -> int:
    assert document.term is not None, "a number belongs to a term"
    crash_point("issue.before_number")
    series = series_for_outgoing(document.issuer, document.type_id, document.term)
    document.number = taken = take_number(series, actor=actor)
    document.notation = format_notation(
        Notation(taken.number, "", document.type.abbreviation, document.issuer.symbol)
    )
    return taken.number


def _take_agreed_number(document: Document, laid: LaidDocument, actor: Actor) -> None:
    """The number that was agreed to, and none before its turn.

    One that another clerk has agreed to meanwhile is entered first. One that the signer gave away and
    nobody here awaits is kept as cancelled: the signer's register decides.
    """
    assert laid.on is not None, "a seal is agreed to for a day"
    assert laid.number is not None, "and for a number"
    document.issued_on = laid.on
    document.term = term_on(document.issuer, laid.on)
    while (number := _take_next(document, actor)) != laid.number:
        if number > laid.number or any(map(_is_agreed, laid_under(document, number))):
            raise NotNow(
                _("Another document of this register is being entered. Try again in a minute.")
            )
        release_number(*number_at_signer(document))
        assert document.number is not None, "it was taken just now"
        reason = _("It was agreed to for a document that was not issued.")
        cancel_number(document.number.pk, reason=reason, actor=None)


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
    let_it_be_found(document.pk)

    record(actor, "documents.cancelled", document)
    announce(DocumentCancelled(document.pk))
    return document
