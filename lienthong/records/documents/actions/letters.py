"""Beginning a letter or a report of the committee, in words that a room above has found."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from lienthong.kernel.audit.public import record
from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import DocumentType
from lienthong.kernel.units.public import Unit, superior_committee

from ..models import Attachment, Document, Recipient
from ..queries import proposals
from ..queries.document import Node
from ..queries.proposals import Details
from .drafting import Beginning, start_document


@dataclass(frozen=True)
class Addressee:
    """To whom a letter is written: an organisation of the system, or somebody outside by name."""

    name: str
    unit: Unit | None = None
    purpose: str = ""


def start_letter(
    unit: Unit,
    subject: str,
    paragraphs: Sequence[str | Node],
    to: Sequence[Addressee],
    *,
    actor: Actor,
) -> Document:
    """Begin an official letter of a committee or a body: whom it addresses stands above and among the recipients."""
    details = _details(unit, subject)
    lines = [_line(one, is_above=True) for one in to]
    lines.append(proposals.proposed_line(Recipient.Kind.FILE, unit))
    beginning = Beginning(body=[_paragraph(words) for words in paragraphs], recipients=lines)
    return start_document(details, beginning, actor=actor)


def start_report(unit: Unit, subject: str, body: Sequence[Node], *, actor: Actor) -> Document:
    """Begin a report of a committee to the one above it, with clauses and tables that a room above has compiled."""
    kinds = [Recipient.Kind.MEMBERS, Recipient.Kind.FILE]
    if superior_committee(unit) is not None:
        kinds.insert(0, Recipient.Kind.SUPERIOR)
    lines = [proposals.proposed_line(kind, unit) for kind in kinds]
    beginning = Beginning(body=body, recipients=lines)
    return start_document(_details(unit, subject, code="report"), beginning, actor=actor)


@dataclass(frozen=True)
class SentAlong:
    """A file that is kept already and travels with a letter."""

    name: str
    file: StoredFile


@transaction.atomic
def start_letter_below(
    unit: Unit,
    subject: str,
    paragraphs: Sequence[str],
    files: Sequence[SentAlong],
    *,
    actor: Actor,
) -> Document:
    """Begin a letter of a committee to all directly beneath it, with files that came to it.

    Before it is issued they are held back: a draft is read by more people than what came to the committee.
    """
    details = _details(unit, subject)
    kinds = (Recipient.Kind.SUBORDINATES, Recipient.Kind.FILE)
    lines = [proposals.proposed_line(kind, unit) for kind in kinds]
    beginning = Beginning(body=[_paragraph(words) for words in paragraphs], recipients=lines)
    letter = start_document(details, beginning, actor=actor)
    for position, one in enumerate(files, start=1):
        attached = Attachment.objects.create(
            document=letter,
            name=one.name[:200],
            file=one.file,
            position=position,
            is_held_back=True,
        )
        record(actor, "documents.attached", letter, file=attached.file_id)
    return letter


def _details(unit: Unit, subject: str, *, code: str = "official_letter") -> Details:
    signer = proposals.proposed_signer(unit)
    board = proposals.STANDING_BOARD
    authority, body = proposals.usual_authority(unit, signer, board=board)
    return Details(
        issuer=unit,
        type=DocumentType.objects.get(code=code),
        subject=subject[:500],
        authority=authority,
        signing_body=body,
        signer=signer,
    )


def _line(to: Addressee, *, is_above: bool) -> Recipient:
    kind = Recipient.Kind.UNIT if to.unit else Recipient.Kind.OUTSIDE
    return Recipient(
        kind=kind,
        label=to.name[:200],
        unit=to.unit,
        purpose=to.purpose,
        purpose_printed=False,
        is_above=is_above,
    )


def _paragraph(words: str | Node) -> Node:
    """A paragraph of these words; a clause or table is one already."""
    if not isinstance(words, str):
        return words
    return {"kind": "paragraph", "marker": None, "heading": None, "text": words, "children": []}
