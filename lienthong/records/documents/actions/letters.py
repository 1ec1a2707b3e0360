"""Beginning a letter of the committee to somebody, in words that a room above has found."""

from collections.abc import Sequence
from dataclasses import dataclass

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import DocumentType
from lienthong.kernel.units.public import Unit

from ..models import Document, Recipient
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
    paragraphs: Sequence[str],
    to: Sequence[Addressee],
    *,
    actor: Actor,
) -> Document:
    """Begin an official letter of a committee or a body: whom it addresses stands above and among the recipients."""
    signer = proposals.proposed_signer(unit)
    board = proposals.STANDING_BOARD
    authority, body = proposals.usual_authority(unit, signer, board=board)
    details = Details(
        issuer=unit,
        type=DocumentType.objects.get(code="official_letter"),
        subject=subject[:500],
        authority=authority,
        signing_body=body,
        signer=signer,
    )
    lines = [_line(one, is_above=True) for one in to]
    lines.append(proposals.proposed_line(Recipient.Kind.FILE, unit))
    beginning = Beginning(body=[_paragraph(words) for words in paragraphs], recipients=lines)
    return start_document(details, beginning, actor=actor)


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


def _paragraph(text: str) -> Node:
    return {"kind": "paragraph", "marker": None, "heading": None, "text": text, "children": []}
