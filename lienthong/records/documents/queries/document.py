"""What stands on the document: from the record to what is typeset, and its fingerprints."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils import timezone

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.reference.public import DocumentType
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit, superior_committee
from lienthong.kernel.web.public import way_to
from lienthong.records.texts.public import (
    LetterMissing,
    OfficialDocument,
    SignerBeside,
    Typeset,
    clauses_of,
    labels_of,
    letter_missing,
    profile_on,
    typeset,
)

from ..models import Document, Effect, Recipient, Urgency

Node = dict[str, Any]
# Printed on the document, whatever the language of the person working on it.
PRINTED_URGENCY = {
    Urgency.NORMAL: "",
    Urgency.URGENT: "KHẨN",
    Urgency.VERY_URGENT: "THƯỢNG KHẨN",
    Urgency.EXPRESS: "HỎA TỐC",
}
DRAFT_MARK = "DỰ THẢO"
SUBMISSION = "submission"


def body_of(document: Document) -> list[Node]:
    """The clauses with their labels: of the frozen version once there is one."""
    return clauses_of(document.version or document.text)


def clause_labels(document: Document) -> dict[str, str]:
    """What officials call each clause: "mục II.2"."""
    return labels_of(document.version or document.text)


def official_document(document: Document, *, draft: bool = False) -> OfficialDocument:
    """Everything that stands on the document before its number and date."""
    issuer, signer = document.issuer, document.signer
    return OfficialDocument(
        issuer=_printed_name_of(issuer),
        superior=_superior_of(issuer),
        symbol=f"{document.type.abbreviation}/{issuer.symbol}",
        place=issuer.place,
        type_name=document.type.name.upper() if document.type.has_type_title else "",
        abstract=document.subject,
        body=body_of(document),
        signer_name=signer.person.full_name if signer else "",
        signer_title=signer.title if signer else "",
        authority=document.printed_authority,
        beside=signers_beside(document),
        recipients=tuple(line.printed for line in document.recipients.all() if not line.is_above),
        addressees=_addressees(document),
        address_word=document.address_word,
        urgency=PRINTED_URGENCY[Urgency(document.urgency)],
        draft_mark=DRAFT_MARK if draft else "",
        check_address=_check_address(document),
        template=profile_on(timezone.localdate()).name,
    )


def signers_beside(document: Document) -> list[SignerBeside]:
    """The blocks at the left of the signer: titles line by line, the name in the last."""
    blocks = (block.split("\n") for block in document.beside.split("\n\n") if block.strip())
    return [_signer_beside(*block) for block in blocks]


def _signer_beside(*lines: str) -> SignerBeside:
    """ "T/M BAN KIỂM PHIẾU", "TRƯỞNG BAN", "Lò Văn Ọi": the authority only where there are three lines."""
    *titles, name = lines
    *authority, title = titles or [""]
    return SignerBeside("\n".join(authority), title, name)


def typeset_document(document: Document, *, draft: bool = False) -> Typeset:
    """The document as it is printed; a letter the official typeface lacks is named."""
    try:
        return typeset(official_document(document, draft=draft), fonts=settings.TYPST_FONTS)
    except LetterMissing as missing:
        raise RuleBroken(letter_missing(missing.letter)) from missing


def _check_address(document: Document) -> str:
    if not document.check_token:
        return ""
    return settings.WEB + way_to("check", document.check_token)


def type_signed(document: Document) -> str:
    """What leader and clerk agree to: the abbreviation, and the name where the document prints it.

    A decision and a regulation are both abbreviated QĐ, and each has its own numbers.
    """
    return signed_as(document.type)


def signed_as(type_: DocumentType) -> str:
    return f"{type_.abbreviation} {type_.name}" if type_.has_type_title else type_.abbreviation


def _superior_of(issuer: Unit) -> str:
    """The direct superior in the first line; a provincial committee prints one line only."""
    if issuer.kind in ("provincial_committee", "central_committee", "central_direct_committee"):
        return ""
    above = superior_committee(issuer)
    return above.name if above else issuer.superior_printed


def _printed_name_of(issuer: Unit) -> str:
    """As printed in the head: a body beneath its committee's name does not repeat it.

    TỈNH ỦY ĐỒNG XUÂN, then BAN TỔ CHỨC, for "Ban Tổ chức Tỉnh ủy".
    """
    above = _superior_of(issuer).split() if issuer.is_issuing_body else []
    own = issuer.name.split()
    for length in range(len(above), 1, -1):
        if len(own) > length and fold(" ".join(own[-length:])) == fold(" ".join(above[:length])):
            return " ".join(own[:-length])
    return issuer.name


def names_addressees(type_: DocumentType) -> bool:
    """A letter and a submission name above their text whom they are written to."""
    return not type_.has_type_title or type_.code == SUBMISSION


def _addressees(document: Document) -> tuple[str, ...]:
    """As the file or the drafter named them; else those who are to act."""
    if above := [line.label for line in document.recipients.all() if line.is_above]:
        return tuple(above)
    if not names_addressees(document.type):
        return ()
    lines = (line for line in document.recipients.all() if line.kind != Recipient.Kind.FILE)
    to_act = [line.label for line in lines if line.purpose in ("carry_out", "coordinate")]
    return tuple(to_act)


def _fingerprint(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


PRINTED_PARTS = ("wid", "kind", "marker", "heading", "text", "columns", "cells")
NESTED_PARTS = ("groups", "rows", "children")


def _bare(node: Any) -> Any:
    """A clause without its address, which is counted anew in every version."""
    if not isinstance(node, dict):
        return node
    bare = {part: node[part] for part in PRINTED_PARTS if node.get(part)}
    return bare | {
        part: [_bare(inner) for inner in node[part]] for part in NESTED_PARTS if node.get(part)
    }


def content_sha256(document: Document) -> str:
    """What initials stand for: every word that will be printed, and how far it is forwarded."""
    official = asdict(official_document(document))
    for layout in ("check_address", "template", "shown_number", "shown_date"):
        del official[layout]  # the address is given only at submission; none is content
    for added in ("address_word", "beside"):  # where nothing is said, as before it could be said
        if not official[added]:
            del official[added]
    official["body"] = [_bare(node) for node in official["body"]]
    beside = [document.scope, document.due_on, document.carries_id]
    files = [line.file_id for line in document.attachments.all()]
    return _fingerprint([official, beside, files, *_effects(document)])


def text_sha256(document: Document) -> str:
    """What a collective adopts: type, subject and text."""
    body = [_bare(node) for node in body_of(document)]
    return _fingerprint([document.type_id, document.subject, body, *_effects(document)])


def _effects(document: Document) -> list[list[object]]:
    """What it does to earlier documents is initialled and adopted with it; most do nothing of the kind."""
    return [[one.earlier_id, one.kind] for one in effects_of(document)]


def effects_of(document: Document) -> list[Effect]:
    """What a document does to earlier ones; of one that was read with `acts`, nothing more is asked in vain."""
    if not getattr(document, "acts", True):
        return []
    return list(
        document.effects.select_related("earlier__type", "earlier__issuer", "earlier__audience")
    )
