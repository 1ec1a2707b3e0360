"""What came from outside is forwarded to those below by a letter of the committee, its scan attached."""

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import crash_point
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.records.documents.public import DRAFT, Document, SentAlong, State, start_letter_below

from .. import permissions
from ..models import IncomingDocument
from .handling import take
from .within import named

DECIDED = (
    IncomingDocument.State.DIRECTED,
    IncomingDocument.State.IN_PROGRESS,
    IncomingDocument.State.CLOSED,
)


@transaction.atomic
def forward_outside(incoming_id: int, *, actor: Actor) -> Document:
    """Begin the letter that sends a paper from outside to all directly beneath, with its scan. Once only.

    Nobody is sent anything before the letter is signed and issued like any other.
    """
    incoming = take(incoming_id)
    authorize(actor, permissions.FORWARD, incoming.unit.path)
    authorize(actor, DRAFT, incoming.unit.path)

    scan = getattr(incoming, "scan", None)
    if incoming.document_id is not None or scan is None:
        raise RuleBroken(_("Only what came from outside with a scan is forwarded so."))
    if incoming.state not in DECIDED:
        raise RuleBroken(_("Somebody decides on it first; then it is forwarded."))
    begun = incoming.forwarded_with
    if begun is not None and begun.state != State.CANCELLED:
        return begun

    enclosed = scan.enclosures.select_related("file")
    files = [SentAlong(one.name, one.file) for one in (scan, *enclosed)]
    letter = start_letter_below(
        incoming.unit,
        f"V/v gửi {named(incoming)} của {incoming.sender}",
        _words(incoming),
        files,
        actor=actor,
    )
    crash_point("send_down.after_letter")
    incoming.forwarded_with = letter
    incoming.save(update_fields=["forwarded_with"])

    record(actor, "correspondence.letter_started", incoming, letter=letter.pk)
    return letter


def _words(incoming: IncomingDocument) -> list[str]:
    """The letter's own words, printed in Vietnamese whatever the drafter's language."""
    day = f" ngày {incoming.issued_on:%d/%m/%Y}" if incoming.issued_on else ""
    return [
        f"{incoming.unit} gửi kèm {named(incoming)}{day} của {incoming.sender} ({incoming.subject}).",
        "Đề nghị các tổ chức đảng trực thuộc nghiên cứu, tổ chức thực hiện theo chức năng, nhiệm vụ.",
    ]
