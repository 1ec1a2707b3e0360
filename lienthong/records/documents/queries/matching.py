"""From what stands printed in a brought document to what the system knows."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from lienthong.kernel.audiences.public import Purpose, Scope
from lienthong.kernel.people.public import Post
from lienthong.kernel.reference.public import DocumentType, document_types_on
from lienthong.kernel.text.public import fold, nfc
from lienthong.kernel.units.public import Unit, superior_committee
from lienthong.records.texts.public import signers_beside

from ..models import Authority, Recipient, Urgency
from ..wording import PRINTED_PURPOSES
from .bodies import committee_of, signers_for
from .proposals import Details, proposed_purpose, proposed_signer, usual_authority

Kind = Recipient.Kind
Printed = dict[str, Any]
URGENCY_MARKS = {
    "khan": Urgency.URGENT,
    "thuong_khan": Urgency.VERY_URGENT,
    "hoa_toc": Urgency.EXPRESS,
    "hoa_toc_hen_gio": Urgency.EXPRESS,
}
OF_THE_COMMITTEE = ("uy vien ban chap hanh", "trong ban chap hanh", "cap uy vien", "uy vien bch")
SERVING = ("tham muu", "cac ban dang", "cac ban xay dung dang", "van phong va cac ban")
WHEN_UNKNOWN = "plan"
MOST_BESIDE = 600


def main_document(documents: list[Printed]) -> Printed:
    """The document a file is about: the one sent on by a letter rather than the letter itself."""
    of_weight = [one for one in documents if (one["type"] or {}).get("key") != "official_letter"]
    return max(of_weight or documents, key=lambda one: len(one["body"]))


def details_of(document: Printed, issuer: Unit) -> Details:
    """What a document is and who signs it, as printed; what is not said is as usual.

    A document that prints no subject has none, and one signed by somebody who is not found among the
    signers of this committee has no signer: the drafter is asked.
    """
    signing = document["signing"] or {}
    code = (document["type"] or {}).get("key", "")
    authority = signing.get("authority") or ""
    signer = _signer_printed(signing, issuer)
    printed = authority if authority in Authority.values else ""
    usual = usual_authority(issuer, signer, board="")
    body = str(signing.get("body") or "") if printed or not issuer.is_issuing_body else usual[1]
    return Details(
        issuer=issuer,
        type=document_types_on(timezone.localdate()).filter(code=code).first()
        or DocumentType.objects.get(code=WHEN_UNKNOWN),
        subject=_subject_of(document),
        urgency=URGENCY_MARKS.get(document["urgency"] or "", Urgency.NORMAL),
        authority=printed or usual[0],
        signing_body=body.upper()[:120],
        signer=signer,
        address_word=document["addressed_as"] or "",
        beside=_beside(document),
    )


def _signer_printed(signing: Printed, issuer: Unit) -> Post | None:
    """The signer of that name; where none is printed, the only one with that title; else the usual one."""
    name, title = fold(signing.get("name") or ""), fold(signing.get("title") or "")
    if not (name or title):
        return proposed_signer(issuer)
    found = [
        post
        for post in signers_for(issuer)
        if (fold(post.person.full_name) == name if name else fold(post.title) == title)
    ]
    return found[0] if len(found) == 1 or (name and found) else None


def _beside(document: Printed) -> str:
    """Who signs at the left, as lines the drafter may change."""
    blocks = (
        "\n".join(filter(None, (one.authority, one.title, one.name)))
        for one in signers_beside(document)
    )
    return "\n\n".join(blocks)[:MOST_BESIDE]


def _subject_of(document: Printed) -> str:
    """The abstract, after what a longer name of the type says beyond it ("Chương trình hành động")."""
    title = document["title"]
    name = fold((document["type"] or {}).get("name") or "")
    beyond = "hành động " if title and name.endswith("hanh dong") else ""
    return nfc(f"{beyond}{title or ''}")[:500]


def scope_of(document: Printed) -> str:
    reach = (document["dissemination_scope"] or {}).get("reach", "")
    return reach if reach in Scope.values else Scope.NONE


def recipients_of(document: Printed, issuer: Unit) -> list[Recipient]:
    """The printed addressees and recipients as lines, not yet kept; a group stands only once."""
    lines: list[Recipient] = []
    groups: set[str] = set()
    for printed, is_above in _printed_lines(document):
        line = _line(printed, issuer)
        line.is_above = is_above
        if line.kind in groups:
            line.kind = Kind.OUTSIDE
        if line.kind not in (Kind.UNIT, Kind.OUTSIDE):
            groups.add(line.kind)
        lines.append(line)
    for copy in document["file_copy"] or []:
        lines.append(Recipient(kind=Kind.FILE, label=copy[:200]))
    return lines


def _printed_lines(document: Printed) -> Iterator[tuple[Printed, bool]]:
    """Each line, and whether it is named above the text; "Như trên" is a line like the others."""
    for name in document["addressees"] or []:
        yield {"name": name, "purpose": Purpose.CARRY_OUT, "purpose_text": None}, True
    for line in document["recipients"] or []:
        yield line, False


def _line(printed: Printed, issuer: Unit) -> Recipient:
    """One line with the words it was printed with; where no purpose stood, none is printed.

    A purpose worded otherwise than usual ("để theo dõi") stays among the words.
    """
    kind, unit = _meaning(fold(printed["name"]), issuer)
    purpose, written = printed["purpose"], printed["purpose_text"]
    is_usual = purpose is not None and written == PRINTED_PURPOSES[purpose]
    is_other = written and not is_usual
    return Recipient(
        kind=kind,
        label=(f"{printed['name']} ({written})" if is_other else printed["name"])[:200],
        unit=unit,
        purpose=purpose or proposed_purpose(kind) or Purpose.KNOW,
        purpose_printed=is_usual,
    )


def _meaning(folded: str, issuer: Unit) -> tuple[str, Unit | None]:
    superior = superior_committee(committee_of(issuer))
    if superior is not None and fold(str(superior)) in folded:
        return Kind.SUPERIOR, None
    if any(words in folded for words in OF_THE_COMMITTEE):
        return Kind.MEMBERS, None
    if any(words in folded for words in SERVING):
        return Kind.BODIES, None
    if "truc thuoc" in folded:
        return Kind.SUBORDINATES, None
    unit = _unit_named(folded, issuer)
    return (Kind.UNIT, unit) if unit else (Kind.OUTSIDE, None)


def _unit_named(folded: str, issuer: Unit) -> Unit | None:
    """An organisation below the committee that bears exactly this name, if it is the only one."""
    root = committee_of(issuer).path
    near = Unit.objects.existing_on(timezone.localdate()).filter(
        path__startswith=root, name_folded__contains=folded
    )
    named = [
        unit for unit in near[:5] if folded in (fold(unit.name_committee), fold(unit.name_body))
    ]
    return named[0] if len(named) == 1 else None
