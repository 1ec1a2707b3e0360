"""Beginning a document from a file somebody brought."""

from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.files.public import FileRefused, inspect_upload, store
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.kernel.text.public import nfc
from lienthong.kernel.units.public import Unit
from lienthong.records.texts.public import every_clause, read_upload

from .. import permissions
from ..models import Document
from ..queries import matching
from .adoption import BroughtFile
from .drafting import Beginning, Details, start_document


@transaction.atomic
def start_from_file(issuer: Unit, brought: BroughtFile, *, actor: Actor) -> Document:
    """Begin a draft from a Word file, a PDF with text or plain text; what is refused leaves nothing.

    What stands printed becomes particulars, recipients and clauses, for the drafter to check.
    """
    authorize(actor, permissions.DRAFT, issuer.path)

    documents, media_type = _read(brought)
    if not documents:
        raise RuleBroken(_("There is no text in the file."), field="file")

    recognised = matching.main_document(documents)
    details = Details(
        issuer=issuer,
        type=matching.type_of(recognised) or matching.type_when_unknown(),
        subject=nfc(recognised["title"] or PurePath(brought.name).stem)[:500],
        urgency=matching.urgency_of(recognised),
        authority=matching.authority_of(recognised),
        signing_body=matching.signing_body_of(recognised),
        signer=matching.signer_of(recognised, issuer),
    )
    beginning = Beginning(
        body=recognised["body"],
        recipients=matching.recipients_of(recognised, issuer),
        source=store(brought.data, media_type=media_type),
        scope=matching.scope_of(recognised),
    )
    document = start_document(details, beginning, actor=actor)

    count = sum(1 for _clause in every_clause(recognised["body"]))
    record(actor, "documents.imported", document, clauses=count, file=document.source_file_id)
    return document


def _read(brought: BroughtFile) -> tuple[list[dict[str, Any]], str]:
    """The documents in a file, read in a process of its own; marked secrets are refused."""
    try:
        inspected = inspect_upload(brought.data, brought.name)
        return read_upload(brought.data, inspected.kind).documents, inspected.media_type
    except FileRefused as refused:
        raise RuleBroken(str(refused), field="file") from refused
