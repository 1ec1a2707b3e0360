"""Who receives a document: the lines of "Nơi nhận"."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import Purpose
from lienthong.kernel.audit.public import record
from lienthong.kernel.people.public import Person
from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.text.public import one_line
from lienthong.kernel.units.public import Unit
from lienthong.records.texts.public import refuse_unprintable

from ..models import Document, Recipient
from .editing import change_of_draft

ONLY_ONCE = {
    Recipient.Kind.SUBORDINATES,
    Recipient.Kind.BODIES,
    Recipient.Kind.MEMBERS,
    Recipient.Kind.SUPERIOR,
}


@transaction.atomic
def set_recipients(document_id: int, lines: Sequence[Recipient], *, actor: Actor) -> Document:
    """Say who receives the document, with what purpose, and who keeps the file copy."""
    with change_of_draft(document_id, actor=actor) as document:
        _refuse_wrong_lines(lines)

        document.recipients.all().delete()
        write_recipients(document, lines)

    record(actor, "documents.recipients_set", document, lines=len(lines))
    return document


@transaction.atomic
def add_recipient(document_id: int, line: Recipient, *, actor: Actor) -> Document:
    """Add one line; the file copy stays last."""
    lines = [*Document.objects.taken(document_id).recipients.all(), line]
    lines.sort(key=lambda one: one.kind == Recipient.Kind.FILE)
    return set_recipients(document_id, lines, actor=actor)


@transaction.atomic
def remove_recipient(document_id: int, recipient_id: int, *, actor: Actor) -> Document:
    """Take one line out."""
    kept = Document.objects.taken(document_id).recipients.exclude(pk=recipient_id)
    return set_recipients(document_id, list(kept), actor=actor)


def write_recipients(document: Document, lines: Sequence[Recipient]) -> None:
    """Keep the lines in their order, each a new row."""
    for position, line in enumerate(lines, start=1):
        line.pk, line.document, line.position = None, document, position
        line.label = one_line(line.label)[:200]
    Recipient.objects.bulk_create(lines)


def _names_somebody(line: Recipient) -> bool:
    """A single organisation or person is one the system knows; groups and outsiders need nobody."""
    if line.kind == Recipient.Kind.UNIT:
        return Unit.objects.filter(pk=line.unit_id or 0).exists()
    if line.kind == Recipient.Kind.PERSON:
        return Person.objects.filter(pk=line.person_id or 0).exists()
    return line.unit_id is None and line.person_id is None


def _refuse_wrong_lines(lines: Sequence[Recipient]) -> None:
    seen: set[tuple[str, int | None, int | None]] = set()
    for line in lines:
        if not line.label.strip():
            raise RuleBroken(_("Every recipient needs the words that are printed."), field="label")
        refuse_unprintable(line.label, field="label")
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
