"""Beginning a document from a file somebody brought."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.files.public import FileRefused, StoredFile, inspect_upload, store
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.kernel.units.public import Unit
from lienthong.records.texts.public import (
    ImportedText,
    every_clause,
    of_one,
    read_upload,
)

from .. import permissions
from ..models import Document
from ..queries import matching
from ..queries.known import grounds_as_json
from .adoption import BroughtFile, Inspected, record_brought, refuse_unread
from .drafting import Beginning, start_document


@transaction.atomic
def start_from_file(issuer: Unit, file: BroughtFile, *, actor: Actor) -> Document:
    """Begin a draft from a Word file, a PDF with text or plain text; what is refused leaves nothing.

    What stands printed becomes particulars, recipients and clauses, for the drafter to check.
    """
    authorize(actor, permissions.DRAFT, issuer.path)

    read, found = _read(file)
    if not read.documents:
        raise RuleBroken(_("There is no text in the file."), field="file")

    at = read.documents.index(matching.main_document(read.documents))
    source = store(file.data, media_type=found.media_type)
    document = _begin(issuer, read, at, source, file.name, actor=actor)

    record_brought(file, found, document, actor=actor)
    return document


@transaction.atomic
def start_another(document_id: int, at: int, *, actor: Actor) -> Document:
    """Begin a draft from another document of the file that a draft began with: of a letter and the
    scheme it sends, each is one."""
    begun = Document.objects.taken(document_id)
    authorize(actor, permissions.DRAFT, begun.drafting_unit.path)

    source, account = begun.source_file, begun.text.account or {}
    if source is None or at not in [other["at"] for other in account.get("others", ())]:
        raise RuleBroken(_("The file this draft began with holds no such document."))

    # Who brought the file said of its scans what is to be said.
    read, _found = _read(BroughtFile(account["file"], source.read(), bears_no_mark=True))
    return _begin(begun.issuer, read, at, source, account["file"], actor=actor)


def _begin(
    issuer: Unit, read: ImportedText, at: int, source: StoredFile, name: str, *, actor: Actor
) -> Document:
    recognised = read.documents[at]
    details = matching.details_of(recognised, issuer)
    beginning = Beginning(
        body=recognised["body"],
        recipients=matching.recipients_of(recognised, issuer),
        source=source,
        scope=matching.scope_of(recognised),
        account=_with_what_is_left(of_one(read.account, read.documents, at), recognised)
        | grounds_as_json(recognised, details)
        | {"file": name},
    )
    document = start_document(details, beginning, actor=actor)

    count = sum(1 for _clause in every_clause(recognised["body"]))
    record(actor, "documents.imported", document, clauses=count, file=document.source_file_id)
    return document


def _with_what_is_left(account: dict[str, Any], recognised: dict[str, Any]) -> dict[str, Any]:
    """What was read and no particular of a draft takes is said beside it: "(Kèm theo …)"."""
    left = [
        {"text": words, "reason": "unplaced"} for words in filter(None, [recognised["attached"]])
    ]
    return account | {"set_aside": [*account["set_aside"], *left]}


def _read(file: BroughtFile) -> tuple[ImportedText, Inspected]:
    """The documents in a file, read in a process of its own; marked secrets are refused."""
    try:
        found = inspect_upload(file.data, file.name)
        read = read_upload(file.data, found.kind, file.name)
    except FileRefused as refused:
        raise RuleBroken(str(refused), field="file") from refused
    refuse_unread(file, "file", is_read=not read.has_scans)
    return read, Inspected(found.media_type, is_read=not read.has_scans)
