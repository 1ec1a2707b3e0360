"""The text of a draft as it is written in the editor: many small changes, and versions of it by name."""

from django.db import transaction

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, authorize
from lienthong.records.texts import public as texts
from lienthong.records.texts.public import Changes, Written

from .. import permissions
from ..models import Document
from .editing import change_of_draft


@transaction.atomic
def write_text(
    document_id: int, changes: Changes, *, take_over: bool = False, actor: Actor
) -> Written:
    """Take what was written in the editor since it last sent.

    The history says at most every ten minutes that somebody writes, since each word would be an entry:
    what they wrote stands between two versions (docs/adr/0051).
    """
    with change_of_draft(document_id, actor=actor) as document:
        written = texts.write(document.text_id, changes, take_over=take_over, actor=actor)

    if written.was_taken_over:
        record(actor, "documents.writing_taken_over", document)
    if written.is_to_be_noted:
        record(actor, "documents.text_edited", document)
    return written


@transaction.atomic
def keep_version(document_id: int, *, name: str, actor: Actor) -> Document:
    """Keep the text of a draft as it stands now under a name, to compare with it later."""
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.DRAFT, document.drafting_unit.path)

    version = texts.keep_version(document.text_id, name=name, actor=actor)

    record(actor, "documents.version_kept", document, version=version.number)
    return document
