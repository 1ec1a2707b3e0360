"""Beginning a document, and what it is, who signs it, how far it goes."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import Audience, Scope
from lienthong.kernel.audit.public import record
from lienthong.kernel.files.public import StoredFile, store
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.procedures.public import restart, start
from lienthong.kernel.reference.public import DocumentType
from lienthong.kernel.text.public import fold, in_marks, nfc, one_line, several_lines
from lienthong.kernel.units.public import Unit
from lienthong.records.texts.public import new_text, profile_on, refuse_unprintable

from .. import permissions
from ..models import Attachment, Document, Recipient
from ..procedures import procedure_of
from ..queries import proposals
from ..queries.bodies import issuers_for, signers_for
from ..queries.document import Node
from ..queries.progress import STILL_CHANGEABLE
from ..queries.proposals import Details
from .adoption import BroughtFile, inspected, record_brought
from .editing import change_of_draft
from .finding import let_it_be_found
from .recipients import write_recipients


@dataclass(frozen=True)
class Beginning:
    """What a draft begins with besides its particulars."""

    body: Sequence[Node] = ()
    recipients: Sequence[Recipient] = ()
    source: StoredFile | None = None
    scope: str = Scope.NONE
    carries: Audience | None = None
    # What became of the file the body was read from.
    account: dict[str, Any] | None = None


@transaction.atomic
def start_document(
    details: Details, beginning: Beginning | None = None, *, actor: Actor
) -> Document:
    """Begin a draft in the name of a committee one drafts for."""
    authorize(actor, permissions.DRAFT, details.issuer.path)

    beginning = beginning or Beginning()
    if beginning.account is None:  # a file may print no subject; whoever types says it
        _refuse_no_subject(details)
    _refuse_wrong_details(details, actor)

    document = Document(
        drafting_unit_id=actor.unit_id,
        drafter_id=actor.post_id,
        text=new_text(list(beginning.body), beginning.account, actor=actor),
        source_file=beginning.source,
        scope=beginning.scope,
        carries=beginning.carries,
    )
    _set_details(document, details)
    document.save()
    write_recipients(document, beginning.recipients or proposals.usual_lines(document.issuer))
    start(procedure_of(document), document)
    let_it_be_found(document.pk)

    record(actor, "documents.started", document, type=document.type_id)
    return document


def _set_details(document: Document, details: Details) -> None:
    document.issuer = details.issuer
    document.type = details.type
    # A line ended by hand ends there in print too.
    document.subject = several_lines(in_marks(details.subject))
    document.subject_folded = fold(document.subject)
    document.urgency = details.urgency
    document.authority = details.authority
    document.signing_body = one_line(details.signing_body)
    document.address_word = details.address_word
    document.signer = details.signer
    document.beside = blocks_of(details.beside)


def blocks_of(words: str) -> str:
    """Blocks of lines, each a signer; one blank line parts them."""
    return re.sub(r"\n{3,}", "\n\n", several_lines(in_marks(words)))


def _refuse_no_subject(details: Details) -> None:
    required(details.subject, _("Say what the document is about."), field="subject")


def _refuse_wrong_details(details: Details, actor: Actor) -> None:
    if not issuers_for(actor).filter(pk=details.issuer.pk).exists():
        raise RuleBroken(
            _("%(unit)s keeps no register and issues no documents of its own.")
            % {"unit": details.issuer},
            field="issuer",
        )
    signer = details.signer
    if signer is not None and not signers_for(details.issuer).filter(pk=signer.pk).exists():
        raise RuleBroken(
            _("%(name)s may not sign for this committee.") % {"name": signer.person.full_name},
            field="signer",
        )


@transaction.atomic
def edit_details(document_id: int, details: Details, *, actor: Actor) -> Document:
    """Change what a draft is and who signs it; a change of kind begins its way anew."""
    with change_of_draft(document_id, actor=actor) as document:
        _refuse_no_subject(details)
        _refuse_wrong_details(details, actor)
        refuse_unprintable(details.subject, field="subject")
        refuse_unprintable(details.signing_body, field="signing_body")
        refuse_unprintable(details.beside, field="beside")
        if details.issuer.pk != document.issuer_id:
            authorize(actor, permissions.DRAFT, details.issuer.path)

        way_before = procedure_of(document)
        _set_details(document, details)
        document.save()
        if procedure_of(document) is not way_before:
            restart(procedure_of(document), document)

    record(actor, "documents.details_edited", document)
    return document


@transaction.atomic
def edit_reach(document_id: int, scope: str, due_on: dt.date | None, *, actor: Actor) -> Document:
    """Say how far below its recipients a document is forwarded, and by when; the same again is no change."""
    known = Document.objects.taken(document_id)
    authorize(actor, permissions.DRAFT, known.drafting_unit.path)
    if known.state in STILL_CHANGEABLE and (known.scope, known.due_on) == (scope, due_on):
        return known

    with change_of_draft(document_id, actor=actor) as document:
        if scope not in Scope.values:
            raise RuleBroken(_("Choose how far the document is forwarded."), field="scope")
        if due_on is not None and due_on < timezone.localdate():
            raise RuleBroken(
                _("The deadline has already passed; choose a later day."), field="due_on"
            )

        document.scope = scope
        document.due_on = due_on
        document.save(update_fields=["scope", "due_on"])

    record(actor, "documents.details_edited", document, scope=scope)
    return document


@transaction.atomic
def attach_file(document_id: int, file: BroughtFile, *, actor: Actor) -> Attachment:
    """Let a file travel with the document."""
    with change_of_draft(document_id, actor=actor) as document:
        found = inspected(file, "file")

        attachment = Attachment.objects.create(
            document=document,
            position=document.attachments.count() + 1,
            name=nfc(file.name)[:200],
            file=store(file.data, media_type=found.media_type),
        )

    record_brought(file, found, document, actor=actor)
    record(actor, "documents.attached", document, file=attachment.file_id)
    return attachment


@transaction.atomic
def detach_file(document_id: int, attachment_id: int, *, actor: Actor) -> Document:
    """Take an attached file out of a draft."""
    with change_of_draft(document_id, actor=actor) as document:
        document.attachments.filter(pk=attachment_id).delete()

    record(actor, "documents.detached", document)
    return document


@transaction.atomic
def start_forwarding_letter(original: Document, unit: Unit, *, actor: Actor) -> Document:
    """Begin the official letter with which a committee forwards a received document to all beneath it.

    The signed original travels with the letter and is named in it, as 264-CV/ĐU did.
    """
    letter = DocumentType.objects.get(code="official_letter")
    named = f"{original.type.name} số {original.notation}"
    details = Details(
        issuer=unit,
        type=letter,
        subject=f"V/v phổ biến, triển khai thực hiện {named} của {original.issuer}"[:500],
        signing_body=proposals.STANDING_BOARD,
        signer=proposals.proposed_signer(unit),
    )
    beginning = Beginning(
        body=_forwarding_words(original, unit),
        recipients=[
            proposals.proposed_line(kind, unit)
            for kind in (Recipient.Kind.SUBORDINATES, Recipient.Kind.FILE)
        ],
        scope=original.scope,
        carries=original.audience,
    )
    return start_document(details, beginning, actor=actor)


def _forwarding_words(original: Document, unit: Unit) -> list[Node]:
    """The letter's own words, printed in Vietnamese whatever the drafter's language."""
    on = original.issued_on
    day = f" ngày {on:%d/%m/%Y}" if on else ""
    document = f"{original.type.name} số {original.notation}{day} của {original.issuer}"
    return [
        _paragraph(f"{unit} gửi kèm {document} ({original.subject_line})."),
        _paragraph(
            "Đề nghị các tổ chức đảng trực thuộc phổ biến đến toàn thể cán bộ, đảng viên; xây dựng kế "
            "hoạch thực hiện phù hợp với nhiệm vụ của địa phương, đơn vị và báo cáo kết quả về "
            f"{unit}{profile_on(timezone.localdate()).closings[0]}"
        ),
    ]


def _paragraph(text: str) -> Node:
    return {"kind": "paragraph", "marker": None, "heading": None, "text": text, "children": []}
