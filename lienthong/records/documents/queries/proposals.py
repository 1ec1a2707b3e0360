"""What is proposed to a drafter: lines of recipients, signer, authority."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from lienthong.kernel.audiences.public import Purpose
from lienthong.kernel.people.public import Post, Role
from lienthong.kernel.reference.public import DocumentType
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit, UnitKind, direct_subordinates, superior_committee

from ..models import Authority, Document, Recipient, Urgency
from .bodies import committee_of, signers_for

Kind = Recipient.Kind
EXECUTIVE_COMMITTEE = "BAN CHẤP HÀNH"
STANDING_BOARD = "BAN THƯỜNG VỤ"
INSPECTION = "ỦY BAN KIỂM TRA"
DEPUTY = "pho "  # as the title of every deputy begins, folded

# The words proposed for print; they are the document's, so they stand in Vietnamese.
WORDS = {
    Kind.SUBORDINATES: "Các tổ chức đảng trực thuộc",
    Kind.BODIES: "Các cơ quan tham mưu, giúp việc cấp ủy",
    Kind.MEMBERS: "Các đồng chí Đảng ủy viên",
    Kind.SUPERIOR: "Cấp ủy cấp trên",
    Kind.FILE: "Lưu Văn phòng",
}
# How the members of a committee are addressed, level by level.
MEMBERS_OF = {
    UnitKind.CENTRAL_COMMITTEE: "Các đồng chí Ủy viên Trung ương Đảng",
    UnitKind.PROVINCIAL_COMMITTEE: "Các đồng chí Tỉnh ủy viên",
    UnitKind.BASE_BRANCH: "Các đồng chí Chi ủy viên",
    UnitKind.BRANCH: "Các đồng chí Chi ủy viên",
}
PURPOSES = {
    Kind.SUBORDINATES: Purpose.CARRY_OUT,
    Kind.BODIES: Purpose.COORDINATE,
    Kind.MEMBERS: Purpose.KNOW,
    Kind.SUPERIOR: Purpose.REPORT,
    Kind.FILE: "",
}
OFFICE_OF = {
    UnitKind.PROVINCIAL_COMMITTEE: "Lưu Văn phòng Tỉnh ủy",
    UnitKind.COMMUNE_COMMITTEE: "Lưu Văn phòng Đảng ủy",
}
QUICK_KINDS = (Kind.SUBORDINATES, Kind.SUPERIOR, Kind.MEMBERS, Kind.BODIES, Kind.FILE)


@dataclass(frozen=True)
class Details:
    """What a document is and who signs it."""

    issuer: Unit
    type: DocumentType
    subject: str
    urgency: str = Urgency.NORMAL
    authority: str = Authority.FOR
    signing_body: str = ""
    signer: Post | None = None
    address_word: str = ""
    beside: str = ""


def proposed_label(kind: str, issuer: Unit) -> str:
    """How a line is usually worded for this committee."""
    committee = committee_of(issuer)
    if kind == Kind.SUPERIOR:
        above = superior_committee(issuer)
        return str(above) if above else WORDS[Kind.SUPERIOR]
    if kind == Kind.FILE and issuer.is_issuing_body:
        return f"Lưu {issuer.name}"[:200]
    if kind == Kind.FILE:
        return OFFICE_OF.get(UnitKind(committee.kind), WORDS[Kind.FILE])
    if kind == Kind.MEMBERS:
        return MEMBERS_OF.get(UnitKind(committee.kind), WORDS[Kind.MEMBERS])
    return WORDS.get(Kind(kind), "")


def proposed_purpose(kind: str) -> str:
    return PURPOSES.get(Kind(kind), Purpose.KNOW)


def proposed_line(kind: str, issuer: Unit) -> Recipient:
    """A line of recipients as it is usually worded, not yet kept."""
    return Recipient(kind=kind, label=proposed_label(kind, issuer), purpose=proposed_purpose(kind))


def usual_lines(issuer: Unit) -> list[Recipient]:
    """The lines every new draft starts with; a body's goes to its committee, and to whom its drafter says."""
    if issuer.is_issuing_body:
        return [proposed_line(kind, issuer) for kind in (Kind.SUPERIOR, Kind.FILE)]
    committee = committee_of(issuer)
    kinds = [Kind.SUBORDINATES, Kind.MEMBERS, Kind.FILE]
    if not direct_subordinates(committee, timezone.localdate()).exists():
        kinds.remove(Kind.SUBORDINATES)
    if superior_committee(committee) is not None:
        kinds.insert(0, Kind.SUPERIOR)
    return [proposed_line(kind, issuer) for kind in kinds]


def missing_quick_lines(document: Document) -> list[Recipient]:
    """The groups not yet among the recipients."""
    there = {line.kind for line in document.recipients.all()}
    return [proposed_line(kind, document.issuer) for kind in QUICK_KINDS if kind not in there]


def proposed_signer(issuer: Unit) -> Post | None:
    """The secretary, or the head of the body, signs unless somebody else is chosen."""
    posts = sorted(signers_for(issuer), key=_is_below_the_first)
    return posts[0] if posts else None


def _is_below_the_first(post: Post) -> bool:
    return post.role == Role.DEPUTY_SECRETARY or is_deputy(post)


def is_deputy(post: Post) -> bool:
    """Whether it is the post of a body's deputy: head and deputies hold the same rights, not the same title."""
    return fold(post.title).startswith(DEPUTY)


def is_inspection(unit: Unit) -> bool:
    """The inspection commission is elected and signs as a collective (# 36-HD/VPTW §II.1.7)."""
    return unit.is_issuing_body and fold(unit.name).startswith(fold(INSPECTION))


def usual_authority(issuer: Unit, signer: Post | None, *, board: str) -> tuple[str, str]:
    """How a signer signs, and in whose name: `board` of a committee, the body's own head otherwise.

    # 36-HD/VPTW §II.1.7: T/M for committees and inspection commissions; of the other bodies the head
    signs directly, a deputy K/T the head.
    """
    if not issuer.is_issuing_body:
        return Authority.FOR, board
    if is_inspection(issuer):
        return Authority.FOR, INSPECTION
    if signer is None or not is_deputy(signer):
        return Authority.OWN, ""
    return Authority.INSTEAD, _title_of_the_head(issuer)


def _title_of_the_head(issuer: Unit) -> str:
    heads = (post.title for post in signers_for(issuer) if not is_deputy(post))
    return next(heads, "").upper()


def proposed_details(issuer: Unit | None) -> dict[str, Any]:
    """What a draft begun from an empty form usually is."""
    if issuer is None:
        return {"type": "resolution"}
    signer = proposed_signer(issuer)
    authority, body = usual_authority(issuer, signer, board=EXECUTIVE_COMMITTEE)
    return {
        "type": "official_letter" if issuer.is_issuing_body else "resolution",
        "issuer": issuer,
        "authority": authority,
        "signing_body": body,
        "signer": signer,
    }
