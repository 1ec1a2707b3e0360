"""Issuing, the second and third move: seal and check the document, then let everybody see it."""

import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import publish
from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.files.public import store
from lienthong.kernel.jobs.public import crash_point, defer
from lienthong.kernel.numbering.public import cancel_number
from lienthong.kernel.permissions.public import NotNow
from lienthong.kernel.procedures.public import start
from lienthong.records.signing.public import SigningRefused, release_number

from ..events import DocumentIssued
from ..models import Document, State
from ..procedures import procedure_of
from ..queries.addressing import addressing_of
from .finding import let_it_be_found
from .signature import number_at_signer, refuse_unless_sealed, sealed_document

log = logging.getLogger(__name__)


def give_up_sealing(document_id: int) -> None:
    """The last try has failed: the number is kept as cancelled, the document waits to be issued anew."""
    document = Document.objects.select_related("signed_file", "term", "type").get(pk=document_id)
    if document.state != State.SEALING:
        return
    try:
        given_up = _give_number_up(document, _("The document could not be sealed."))
    except NotNow:
        # Only the signer says whether a number is free, and what rests it does not give up: it is waited for.
        given_up = False
    if not given_up:
        defer("documents.seal", document_id=document_id)


def seal_and_publish(document_id: int) -> None:
    """Seal a numbered document and publish it; done again after a crash it changes nothing."""
    crash_point("seal.started")
    related = ("signed_file", "sealed_file", "term", "type")
    document = Document.objects.select_related(*related).get(pk=document_id)
    if document.state != State.SEALING:
        return
    if document.sealed_file_id is None and not _seal(document):
        return
    crash_point("publish.started")
    publish_sealed(document_id)


def _seal(document: Document) -> bool:
    """Whether the document is sealed now; if not, its number was given up."""
    try:
        sealed = sealed_document(document)
    except SigningRefused as refused:
        # The signer refuses for good: no further attempt helps.
        log.warning("document %s could not be sealed: %s", document.pk, refused.sentence)
        return not _give_number_up(document, refused.sentence)
    crash_point("seal.after_signer")
    _keep_sealed(document, sealed)
    return True


def _keep_sealed(document: Document, sealed: bytes) -> None:
    stored = store(sealed, media_type="application/pdf")
    crash_point("seal.after_file_stored")
    with transaction.atomic():
        locked = Document.objects.taken(document.pk)
        if locked.state == State.SEALING and locked.sealed_file_id is None:
            locked.sealed_file = stored
            locked.save(update_fields=["sealed_file", "changed_at"])
            record(None, "documents.sealed", locked, sha256=stored.sha256)
        crash_point("seal.before_commit")


def _give_number_up(document: Document, reason: str) -> bool:
    """Cancel the number once the signer bars it for ever; not if the signer did seal this document with it."""
    sealed = release_number(*number_at_signer(document))
    if sealed is not None:
        try:
            refuse_unless_sealed(document, sealed)
        except SigningRefused as refused:
            reason = refused.sentence
        else:
            _keep_sealed(document, sealed)
            return False
    withdraw_number(document.pk, reason)
    return True


@transaction.atomic
def publish_sealed(document_id: int) -> Document:
    """Every recipient finds the sealed document at once, and the event is told."""
    document = Document.objects.taken(document_id)
    if document.state != State.SEALING or document.sealed_file_id is None:
        return document
    on = document.issued_on
    assert on is not None, "a numbered document has its day"

    document.audience = publish(
        addressing_of(document, on), issuer=document.issuer, on=on, actor=None
    )
    crash_point("publish.after_audience")
    document.state = State.ISSUED
    document.issued_at = timezone.now()
    document.agreement = ""
    document.save(update_fields=["audience", "state", "issued_at", "agreement", "changed_at"])
    let_it_be_found(document.pk, *document.effects.values_list("earlier", flat=True))

    record(None, "documents.issued", document, notation=document.notation)
    announce(DocumentIssued(document.pk))
    crash_point("publish.before_commit")
    return document


@transaction.atomic
def withdraw_number(document_id: int, reason: str) -> None:
    """A document that can never be sealed under its number: the number is cancelled, with the reason."""
    document = Document.objects.taken(document_id)
    if document.state != State.SEALING or document.number_id is None:
        return

    cancel_number(document.number_id, reason=reason[:300], actor=None)
    document.number = document.issued_on = document.term = document.issued_by = None
    document.notation = document.agreement = ""
    document.sealed_file = None
    document.trouble = reason
    document.state = State.SIGNED
    document.save()
    # It waits for the clerk again, or goes back to drafting from there.
    start(procedure_of(document), document, at=("issuing",))
    let_it_be_found(document.pk)

    record(None, "documents.sealing_failed", document, reason=reason)
