"""Submitting for signature, signing, and what the signer is asked for."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.files.public import store
from lienthong.kernel.jobs.public import crash_point
from lienthong.kernel.permissions.public import Actor, NotAnswered, RuleBroken, authorize
from lienthong.kernel.procedures.public import advance
from lienthong.kernel.reference.public import term_on
from lienthong.records.signing.public import (
    Certificate,
    SigningRefused,
    ToSeal,
    ToSign,
    certificate_of_post,
    has_signed,
    lay_to_seal,
    prepare_form,
    refuse_seal_by,
    refuse_suspended,
    seal_of,
    sealed,
    sign_at,
    signed,
    verify,
)
from lienthong.records.signing.public import lay_to_sign as lay_form
from lienthong.records.texts.public import freeze

from .. import permissions
from ..models import Document, LaidDocument, State
from ..queries.document import official_document, type_signed, typeset_document
from ..queries.laid import file_laid, laid_before
from .appraisal import refuse_unsound_form, take_away_laid_document

# The clerk's own key, and the seal of the issuer.
Keys = tuple[Certificate, Certificate]


@transaction.atomic
def submit(document_id: int, *, actor: Actor) -> Document:
    """Fix the text and the official form, number and date still empty, and lay it before the signer."""
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.DRAFT, document.drafting_unit.path)

    if document.state != State.SUBMISSION:
        raise RuleBroken(_("This document is not ready to be submitted for signature."))
    # 36-HD/VPTW §I.4: the form is checked before the document is laid before the signer.
    refuse_unsound_form(document)

    document.version = freeze(document.text, actor=actor)
    document.check_token = secrets.token_urlsafe(32) if settings.VERIFICATION_QR else ""
    form = prepare_form(typeset_document(document))
    document.form_file = store(form, media_type="application/pdf")
    crash_point("submit.after_form_stored")
    fixed = ("version", "form_file", "check_token")
    advance(document, "submitted", actor=actor, changed=fixed)

    record(actor, "documents.submitted", document, sha256=document.form_file_id)
    return document


@transaction.atomic
def lay_to_sign(document_id: int, *, actor: Actor) -> Callable[[str], str] | None:
    """Lay the form before the signer; the leader reads and signs it at the window this leads to.

    Whoever has signed there already is led nowhere. Nobody is notified: nothing has been signed here yet.
    """
    document, certificate = _ready_to_sign(document_id, actor)

    handle = _laid(document, certificate)
    keep_laid(document, certificate, handle)

    return None if has_signed(handle, certificate) else sign_at(handle, certificate.key_id)


@transaction.atomic
def sign(document_id: int, *, actor: Actor) -> Document:
    """Enter what the leader has signed at the window; the document goes on to the clerk."""
    document = _taken_by_signer(document_id, actor)
    if document.signed_file is not None:
        return document  # entered before, when its signer had not come back yet

    _refuse_unless_waiting(document)
    laid = laid_before(document, actor.post_id).first()
    if laid is None or not has_signed(laid.handle, laid.certificate):
        raise NotAnswered(_("You have not signed at the signing window. Press “Sign” to go there."))

    crash_point("sign.before_signer")
    file = _signed_file(document, laid.handle)
    crash_point("sign.after_signer")
    document.signed_file = store(file, media_type="application/pdf")
    document.signed_at = timezone.now()
    crash_point("sign.after_file_stored")
    advance(document, "signed", actor=actor, changed=("signed_file", "signed_at"))
    take_away_laid_document(document)

    record(actor, "documents.signed", document, sha256=document.signed_file_id)
    crash_point("sign.before_commit")
    return document


def _signed_file(document: Document, handle: str) -> bytes:
    """What the signer made of the form that was submitted, and of no other."""
    assert document.form_file is not None, "a submitted document has its form"
    made = signed(handle)
    if not made.startswith(document.form_file.read()):
        raise SigningRefused(_("The signed document is another one than was submitted."))
    return made


def keep_laid(
    document: Document, certificate: Certificate, handle: str, **agreed: Any
) -> LaidDocument:
    """What is laid before this key, until its holder has answered and what was agreed to is entered."""
    values = {
        "file": file_laid(document),
        "handle": handle,
        "number": None,
        "on": None,
    }
    laid, _is_new = LaidDocument.objects.update_or_create(
        document=document, certificate=certificate, defaults=values | agreed
    )
    return laid


def _ready_to_sign(document_id: int, actor: Actor) -> tuple[Document, Certificate]:
    """The document, taken, if it waits for this very signer and the signer has a key."""
    document = _taken_by_signer(document_id, actor)
    _refuse_unless_waiting(document)
    return document, _key_of(actor)


def _taken_by_signer(document_id: int, actor: Actor) -> Document:
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.SIGN, document.issuer.path)
    if actor.for_post_id is not None or actor.post_id != document.signer_id:
        raise PermissionDenied(permissions.SIGN.codename)
    return document


def _refuse_unless_waiting(document: Document) -> None:
    if document.state != State.SIGNING or document.form_file is None:
        raise RuleBroken(_("This document is not waiting for a signature."))


def _key_of(actor: Actor) -> Certificate:
    certificate = certificate_of_post(actor.post_id)
    if certificate is None:
        refuse_suspended(actor.post_id)
        raise RuleBroken(
            _("The post has no signing key yet. An administrator gives it out on the page of keys.")
        )
    return certificate


def _laid(document: Document, certificate: Certificate) -> str:
    """The whole form before the signer, with what it is signed as."""
    assert document.form_file is not None, "a submitted document has its form"
    to_sign = ToSign(
        id=_agreement_id("sign", document),
        form=document.form_file.read(),
        type=type_signed(document),
        title=official_document(document).title,
        term=term_on(document.issuer, timezone.localdate()).label,
    )
    return lay_form(to_sign, certificate)


def _agreement_id(act: str, document: Document) -> str:
    """The same for an act until it is done: begun again after a crash, it is the same agreement."""
    named = f"{act} {document.pk} {document.changed_at.isoformat()}"
    return hashlib.sha256(named.encode("ascii")).hexdigest()[:32]


def clerk_and_seal(document: Document, actor: Actor) -> Keys:
    """The keys with which a document is issued: the clerk's own, and the seal of the issuer."""
    if document.signer is not None:
        refuse_seal_by(actor.person_id, signed_by=document.signer.person_id)
    clerk, unit_seal = _key_of(actor), seal_of(document.issuer_id)
    if unit_seal is None:
        raise RuleBroken(_("%(unit)s has no digital seal yet.") % {"unit": document.issuer})
    return clerk, unit_seal


def lay_before_seal(document: Document, keys: Keys) -> str:
    """The signed file before the signer, with the number and the day it is to bear."""
    assert document.signed_file is not None, "a signed document has its file"
    assert document.issued_on is not None, "the number is taken before the seal is agreed to"
    assert document.term is not None, "a number belongs to a term"
    to_seal = ToSeal(
        id=_agreement_id("seal", document),
        signed=document.signed_file.read(),
        type=type_signed(document),
        notation=document.notation,
        day=document.issued_on,
        term=document.term.label,
    )
    return lay_to_seal(to_seal, *keys)


def number_at_signer(document: Document) -> tuple[int, str, str, str]:
    """Organisation, term, type and number, as the signer's register has them."""
    assert document.term is not None, "a number belongs to a term"
    return document.issuer_id, document.term.label, type_signed(document), document.notation


def sealed_document(document: Document) -> bytes:
    """Number, date and seal set onto the signed document, and judged like any stranger's file."""
    made = sealed(document.agreement)
    refuse_unless_sealed(document, made)
    return made


def refuse_unless_sealed(document: Document, made: bytes) -> None:
    assert document.signed_file is not None, "a numbered document has its signed file"
    if not made.startswith(document.signed_file.read()):
        raise SigningRefused(_("The sealed document is another one than the leader signed."))
    verdict = verify(made)
    if not verdict.valid:
        raise SigningRefused(" ".join(reason.said(_) for reason in verdict.reasons))
    if verdict.number != document.notation or verdict.date != document.issued_on:
        raise SigningRefused(
            _("The sealed document bears another number or date than the register.")
        )
