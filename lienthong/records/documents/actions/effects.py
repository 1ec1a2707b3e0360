"""Beginning a document that recalls, replaces or amends an earlier one of its issuer."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.kernel.reference.public import DocumentType
from lienthong.records.texts.public import profile_on

from .. import permissions
from ..models import Document, Effect, EffectKind, Recipient
from ..queries import proposals
from ..queries.bodies import signers_for
from ..queries.document import Node, names_addressees
from ..queries.in_force import in_force_of, said_of
from ..queries.proposals import Details
from .drafting import Beginning, start_document
from .editing import change_of_draft

IDENTITY = {"wid", "eid", "label"}


@transaction.atomic
def start_acting_on(earlier_id: int, kind: str, *, actor: Actor) -> Document:
    """Begin the draft of a document that acts on this one; it goes through signature and seal like any other."""
    earlier = Document.objects.taken(earlier_id)
    authorize(actor, permissions.DRAFT, earlier.issuer.path)

    _refuse_unless_in_force(earlier, kind)

    kind = EffectKind(kind)
    beginning = Beginning(
        body=_body(earlier, kind), recipients=_recipients(earlier, kind), scope=earlier.scope
    )
    document = start_document(_details(earlier, kind), beginning, actor=actor)
    Effect.objects.create(document=document, earlier=earlier, kind=kind)

    record(actor, "documents.acts_on", document, earlier=earlier.pk, kind=kind)
    return document


@transaction.atomic
def let_be(document_id: int, effect_id: int, *, actor: Actor) -> Document:
    """A draft is not to act on an earlier document after all."""
    with change_of_draft(document_id, actor=actor) as document:
        document.effects.filter(pk=effect_id).delete()

    record(actor, "documents.acts_on_no_more", document)
    return document


def _refuse_unless_in_force(earlier: Document, kind: str) -> None:
    if kind not in EffectKind.values:
        raise RuleBroken(_("Say what the new document does to this one."), field="kind")
    if not earlier.is_issued:
        raise RuleBroken(_("Only an issued document is recalled, replaced or amended."))
    standing = in_force_of(earlier)
    if not standing.is_in_force and standing.decisive is not None:
        said = said_of(standing.decisive)
        raise RuleBroken(_("This document is not in force any more: %(said)s.") % {"said": said})


def _details(earlier: Document, kind: EffectKind) -> Details:
    signer = earlier.signer
    if signer is None or not signers_for(earlier.issuer).filter(pk=signer.pk).exists():
        signer = proposals.proposed_signer(earlier.issuer)
    return Details(
        issuer=earlier.issuer,
        type=_type(earlier, kind),
        subject=_subject(earlier, kind)[:500],
        urgency=earlier.urgency,
        authority=earlier.authority,
        signing_body=earlier.signing_body,
        signer=signer,
    )


def _type(earlier: Document, kind: EffectKind) -> DocumentType:
    """The same type; what is recalled, by a decision."""
    if kind is EffectKind.RECALLS:
        return DocumentType.objects.get(code="decision")
    return earlier.type


def _subject(earlier: Document, kind: EffectKind) -> str:
    """Printed in Vietnamese whatever the drafter's language."""
    if kind is EffectKind.REPLACES:
        return earlier.subject
    does = "thu hồi" if kind is EffectKind.RECALLS else "sửa đổi, bổ sung"
    opening = "về việc" if _type(earlier, kind).has_type_title else "V/v"
    return f"{opening} {does} {earlier.type.name} số {earlier.notation}"


def _body(earlier: Document, kind: EffectKind) -> list[Node]:
    assert earlier.version is not None, "an issued document has its text"
    named = _named(earlier)
    if kind is EffectKind.RECALLS:
        return [_paragraph(f"Thu hồi {named} ({earlier.subject_line}){_closing()}")]
    if kind is EffectKind.AMENDS:
        return [_paragraph(f"Sửa đổi, bổ sung {named} như sau:")]
    body = [_copied(node) for node in earlier.version.body]
    last = _paragraph(f"{earlier.type.name} này thay thế {named}{_closing()}")
    at = next((i for i, node in enumerate(body) if node["kind"] == "appendix"), len(body))
    return [*body[:at], last, *body[at:]]


def _named(earlier: Document) -> str:
    day: dt.date | None = earlier.issued_on
    assert day is not None, "an issued document has its day"
    return f"{earlier.type.name} số {earlier.notation}, ngày {day:%d/%m/%Y} của {earlier.issuer}"


def _closing() -> str:
    return profile_on(timezone.localdate()).closings[0]


def _copied(piece: Any) -> Any:
    """A clause with what stands in it, without identity and address: it becomes a clause of its own."""
    if isinstance(piece, list):
        return [_copied(one) for one in piece]
    if isinstance(piece, dict):
        return {name: _copied(one) for name, one in piece.items() if name not in IDENTITY}
    return piece


def _paragraph(text: str) -> Node:
    return {"kind": "paragraph", "marker": None, "heading": None, "text": text, "children": []}


def _recipients(earlier: Document, kind: EffectKind) -> list[Recipient]:
    """The lines of the earlier document: who was sent it hears what becomes of it."""
    above = names_addressees(_type(earlier, kind))
    copied = ("kind", "label", "unit", "person", "purpose", "purpose_printed")
    return [
        Recipient(
            **{name: getattr(line, name) for name in copied}, is_above=line.is_above and above
        )
        for line in earlier.recipients.select_related("unit", "person")
    ]
