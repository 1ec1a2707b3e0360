"""What is proposed to a drafter: lines of recipients, signer, authority."""

from django.utils import timezone

from lienthong.kernel.audiences.public import Purpose
from lienthong.kernel.people.public import Post, Role
from lienthong.kernel.reference.public import DocumentType
from lienthong.kernel.units.public import Unit, UnitKind, direct_subordinates, superior_committee

from ..models import Document, Recipient
from .bodies import committee_of, signers_for

Kind = Recipient.Kind
EXECUTIVE_COMMITTEE = "BAN CHẤP HÀNH"
STANDING_BOARD = "BAN THƯỜNG VỤ"

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


def proposed_label(kind: str, issuer: Unit) -> str:
    """How a line is usually worded for this committee."""
    committee = committee_of(issuer)
    if kind == Kind.SUPERIOR:
        above = superior_committee(committee)
        return str(above) if above else WORDS[Kind.SUPERIOR]
    if kind == Kind.FILE:
        return OFFICE_OF.get(UnitKind(committee.kind), WORDS[Kind.FILE])
    if kind == Kind.MEMBERS:
        return MEMBERS_OF.get(UnitKind(committee.kind), WORDS[Kind.MEMBERS])
    return WORDS.get(Kind(kind), "")


def proposed_purpose(kind: str) -> str:
    return PURPOSES.get(Kind(kind), Purpose.KNOW)


def usual_kinds(issuer: Unit) -> list[str]:
    """The lines a new draft starts with."""
    committee = committee_of(issuer)
    kinds = [Kind.SUBORDINATES, Kind.MEMBERS, Kind.FILE]
    if not direct_subordinates(committee, timezone.localdate()).exists():
        kinds.remove(Kind.SUBORDINATES)
    if superior_committee(committee) is not None:
        kinds.insert(0, Kind.SUPERIOR)
    return [kind.value for kind in kinds]


def missing_quick_kinds(document: Document) -> list[str]:
    """The groups not yet among the recipients."""
    there = {line.kind for line in document.recipients.all()}
    return [kind.value for kind in QUICK_KINDS if kind not in there]


def proposed_signer(issuer: Unit) -> Post | None:
    """The secretary signs unless somebody else is chosen."""
    posts = sorted(signers_for(issuer), key=lambda post: post.role != Role.SECRETARY)
    return posts[0] if posts else None


def proposed_signing_body(type_: DocumentType) -> str:
    """A committee's resolution is signed in the name of the whole committee, the rest of its board."""
    return EXECUTIVE_COMMITTEE if type_.code == "resolution" else STANDING_BOARD
