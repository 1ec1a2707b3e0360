"""Files that travel with a document: several brought at once, and their order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.units.public import Unit

from ..models import Attachment, Document
from .adoption import BroughtFile
from .drafting import attach_file
from .editing import change_of_draft
from .importing import start_from_file


@dataclass(frozen=True)
class Attached:
    """What was done with several files: the draft, how many travel with it now, and which were refused and why."""

    document: Document
    count: int
    refused: list[tuple[str, str]]

    @property
    def pk(self) -> int:
        return self.document.pk


@transaction.atomic
def attach_files(document_id: int, file: Sequence[BroughtFile], *, actor: Actor) -> Attached:
    """Let several files travel with the document: one that is refused keeps none of the others away."""
    count, refused = _each(document_id, file, actor)
    if not count and refused:
        raise RuleBroken(said_refused(refused), field="file")
    return Attached(Document.objects.get(pk=document_id), count, refused)


@transaction.atomic
def start_with_files(
    issuer: Unit, file: BroughtFile, attached: Sequence[BroughtFile] = (), *, actor: Actor
) -> Attached:
    """Begin a draft from one file; the others travel with it."""
    document = start_from_file(issuer, file, actor=actor)
    return Attached(document, *_each(document.pk, attached, actor))


def _each(
    document_id: int, files: Sequence[BroughtFile], actor: Actor
) -> tuple[int, list[tuple[str, str]]]:
    refused = []
    for one in files:
        try:
            with transaction.atomic():
                attach_file(document_id, one, actor=actor)
        except RuleBroken as broken:
            if len(files) == 1:
                raise
            refused.append((one.name, broken.sentence))
    return len(files) - len(refused), refused


def said_refused(refused: Sequence[tuple[str, str]]) -> str:
    """Which files were not taken, each with the reason."""
    return " ".join(f"{name}: {why}" for name, why in refused)


@transaction.atomic
def move_attachment(document_id: int, attachment_id: int, *, up: bool, actor: Actor) -> Document:
    """Change places with the file before it, or after it; at the end it stays."""
    with change_of_draft(document_id, actor=actor) as document:
        rows = list(document.attachments.all())
        at = next((i for i, one in enumerate(rows) if one.pk == attachment_id), None)
        if at is None:
            raise RuleBroken(_("This file has been removed. Reload the page."))
        other = at - 1 if up else at + 1
        if 0 <= other < len(rows):
            rows[at], rows[other] = rows[other], rows[at]
        for position, one in enumerate(rows, start=1):
            one.position = position
        Attachment.objects.bulk_update(rows, ["position"])

    record(actor, "documents.attachments_ordered", document)
    return document
