"""Who receives a document: the lines of "Nơi nhận"."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import Purpose
from lienthong.kernel.audit.public import record
from lienthong.kernel.people.public import Person
from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.text.public import nfc
from lienthong.kernel.units.public import Unit

from ..models import Document, Recipient
from .editing import begin_edit, settle_edit

ONLY_ONCE = {
    Recipient.Kind.SUBORDINATES,
    Recipient.Kind.BODIES,
    Recipient.Kind.MEMBERS,
    Recipient.Kind.SUPERIOR,
}


@dataclass(frozen=True)
class RecipientLine:
    """One line as somebody wants it."""

    kind: str
    label: str
    purpose: str = ""
    unit_id: int | None = None
    person_id: int | None = None
    purpose_printed: bool = True


@transaction.atomic
def set_recipients(document_id: int, lines: Sequence[RecipientLine], *, actor: Actor) -> Document:
    """Say who receives the document, with what purpose, and who keeps the file copy."""
    document = Document.objects.taken(document_id)
    begin_edit(document, actor=actor)

    _refuse_wrong_lines(lines)

    document.recipients.all().delete()
    write_recipients(document, lines)
    settle_edit(document, actor=actor)

    record(actor, "documents.recipients_set", document, lines=len(lines))
    return document


@transaction.atomic
def add_recipient(document_id: int, line: RecipientLine, *, actor: Actor) -> Document:
    """Add one line; the file copy stays last."""
    document = Document.objects.taken(document_id)
    lines = lines_of(document)
    return set_recipients(document_id, _file_copy_last([*lines, line]), actor=actor)


@transaction.atomic
def remove_recipient(document_id: int, recipient_id: int, *, actor: Actor) -> Document:
    """Take one line out."""
    document = Document.objects.taken(document_id)
    kept = [line for line in document.recipients.all() if line.pk != recipient_id]
    return set_recipients(document_id, [line_of(line) for line in kept], actor=actor)


def lines_of(document: Document) -> list[RecipientLine]:
    return [line_of(line) for line in document.recipients.all()]


def write_recipients(document: Document, lines: Sequence[RecipientLine]) -> None:
    Recipient.objects.bulk_create(
        Recipient(
            document=document,
            position=position,
            kind=line.kind,
            label=nfc(line.label).strip()[:200],
            unit_id=line.unit_id,
            person_id=line.person_id,
            purpose=line.purpose,
            purpose_printed=line.purpose_printed,
        )
        for position, line in enumerate(lines, start=1)
    )


def line_of(line: Recipient) -> RecipientLine:
    return RecipientLine(
        line.kind,
        line.label,
        line.purpose,
        line.unit_id,
        line.person_id,
        purpose_printed=line.purpose_printed,
    )


def _file_copy_last(lines: list[RecipientLine]) -> list[RecipientLine]:
    return sorted(lines, key=lambda line: line.kind == Recipient.Kind.FILE)


def _names_somebody(line: RecipientLine) -> bool:
    """A single organisation or person is one the system knows; groups and outsiders need nobody."""
    if line.kind == Recipient.Kind.UNIT:
        return Unit.objects.filter(pk=line.unit_id or 0).exists()
    if line.kind == Recipient.Kind.PERSON:
        return Person.objects.filter(pk=line.person_id or 0).exists()
    return line.unit_id is None and line.person_id is None


def _refuse_wrong_lines(lines: Sequence[RecipientLine]) -> None:
    seen: set[tuple[str, int | None, int | None]] = set()
    for line in lines:
        if not line.label.strip():
            raise RuleBroken(_("Every recipient needs the words that are printed."), field="label")
        if line.kind != Recipient.Kind.FILE and line.purpose not in Purpose.values:
            raise RuleBroken(
                _("Say with what purpose “%(name)s” receives the document.") % {"name": line.label},
                field="purpose",
            )
        if not _names_somebody(line):
            raise RuleBroken(
                _("Search for the organisation or the person and choose from what is found."),
                field="kind",
            )
        key = (line.kind, line.unit_id, line.person_id)
        if key in seen and (line.kind in ONLY_ONCE or line.unit_id or line.person_id):
            raise RuleBroken(
                _("“%(name)s” is already among the recipients.") % {"name": line.label},
                field="label",
            )
        seen.add(key)
