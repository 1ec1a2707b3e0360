"""A province with communes, a grassroots committee and branches, and documents issued to them."""

import datetime as dt
import hashlib
import io
from dataclasses import dataclass, field
from itertools import count

import pypdfium2
from django.utils import timezone

from lienthong.kernel.audiences.public import Addressing, Audience, Purpose, Scope, publish
from lienthong.kernel.files.public import store
from lienthong.kernel.numbering.public import series_for_outgoing, take_number
from lienthong.kernel.people.public import Account, Post, Role, actor_in
from lienthong.kernel.people.tests.factories import LONG_AGO, a_person, a_post, an_account
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import DocumentType, Term
from lienthong.kernel.search.public import index
from lienthong.kernel.units.public import NewUnit, Unit, UnitKind, place_unit
from lienthong.records.correspondence.actions.owing import owe_what_was_issued
from lienthong.records.correspondence.queries.received import ReceivedDocument, received_at_place
from lienthong.records.documents.public import SEARCHED_AS, Document
from lienthong.records.texts.models import Text, TextVersion

_numbers = count(1)


def _blank_received() -> bytes:
    with pypdfium2.PdfDocument.new() as pdf:
        pdf.new_page(595, 842)
        saved = io.BytesIO()
        pdf.save(saved)
        return saved.getvalue()


PDF = _blank_received()
CLERKED = (UnitKind.PROVINCIAL_COMMITTEE, UnitKind.COMMUNE_COMMITTEE)


@dataclass
class House:
    """Tỉnh ủy Đồng Xuân, two communes; under the first a grassroots committee and branches."""

    posts: dict[str, Post] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kind = UnitKind
        self.province = self._unit(None, kind.PROVINCIAL_COMMITTEE, "Tỉnh ủy Đồng Xuân", "TU")
        self.province_office = self._body(self.province, "Văn phòng Tỉnh ủy")
        self.province_body = self._body(self.province, "Ban Tổ chức Tỉnh ủy")
        self.commune = self._unit(
            self.province, kind.COMMUNE_COMMITTEE, "Đảng ủy xã An Thành", "ĐU"
        )
        self.other = self._unit(self.province, kind.COMMUNE_COMMITTEE, "Đảng ủy xã Bình Lạc", "ĐU")
        self.office = self._body(self.commune, "Văn phòng Đảng ủy")
        self.building = self._body(self.commune, "Ban Xây dựng Đảng")
        self.inspection = self._body(self.commune, "Ủy ban Kiểm tra")
        self.base = self._unit(self.commune, kind.BASE_COMMITTEE, "Đảng ủy trường học")
        self.part = self._unit(self.base, kind.BRANCH, "Chi bộ tổ Văn")
        self.branch = self._unit(self.commune, kind.BASE_BRANCH, "Chi bộ thôn Đông")
        self.sibling = self._unit(self.commune, kind.BASE_BRANCH, "Chi bộ thôn Tây")
        for committee in (self.province, self.commune, self.other):
            Term.objects.create(unit=committee, starts_on=LONG_AGO)
        self._staff()

    def _unit(
        self,
        parent: Unit | None,
        kind: str,
        name: str,
        symbol: str = "",
        serves: Unit | None = None,
    ) -> Unit:
        new = NewUnit(
            kind=kind,
            name_body=name,
            name_committee=name,
            symbol=symbol,
            place="Đồng Xuân",
            has_register=kind in CLERKED,
            serves_id=serves.pk if serves else None,
        )
        return place_unit(new, parent=parent, on=LONG_AGO)

    def _body(self, committee: Unit, name: str) -> Unit:
        return self._unit(committee, UnitKind.ADVISORY_BODY, name, "VP", committee)

    def _staff(self) -> None:
        staff = {
            "province_secretary": (self.province, Role.SECRETARY, "Bí thư"),
            "province_clerk": (self.province, Role.CLERK, "Văn thư"),
            "province_chief": (self.province_office, Role.OFFICE_CHIEF, "Chánh Văn phòng"),
            "province_specialist": (self.province_office, Role.SPECIALIST, "Chuyên viên"),
            "province_head": (self.province_body, Role.UNIT_HEAD, "Trưởng Ban"),
            "secretary": (self.commune, Role.SECRETARY, "Bí thư"),
            "deputy": (self.commune, Role.DEPUTY_SECRETARY, "Phó Bí thư"),
            "clerk": (self.commune, Role.CLERK, "Văn thư"),
            "committee_member": (self.commune, Role.COMMITTEE_MEMBER, "Ủy viên"),
            "chief": (self.office, Role.OFFICE_CHIEF, "Chánh Văn phòng"),
            "head": (self.building, Role.UNIT_HEAD, "Trưởng Ban"),
            "specialist": (self.building, Role.SPECIALIST, "Chuyên viên"),
            "inspector": (self.inspection, Role.UNIT_HEAD, "Chủ nhiệm"),
            "other_secretary": (self.other, Role.SECRETARY, "Bí thư"),
            "other_clerk": (self.other, Role.CLERK, "Văn thư"),
            "base_secretary": (self.base, Role.SECRETARY, "Bí thư"),
            "part_secretary": (self.part, Role.BRANCH_SECRETARY, "Bí thư chi bộ"),
            "branch_secretary": (self.branch, Role.BRANCH_SECRETARY, "Bí thư chi bộ"),
            "sibling_secretary": (self.sibling, Role.BRANCH_SECRETARY, "Bí thư chi bộ"),
            "member": (self.branch, Role.MEMBER, ""),
        }
        for who, (unit, role, title) in staff.items():
            self.posts[who] = a_post(unit, role, title=title)

    def actor(self, who: str) -> Actor:
        return actor_in(
            Post.objects.select_related("person", "unit__serves").get(pk=self.posts[who].pk)
        )

    def account(self, who: str):
        person = self.posts[who].person
        known = Account.objects.filter(person=person).first()
        return known or an_account(person, password=None)

    def members(self, number: int, unit: Unit | None = None) -> list[int]:
        """So many members of a branch; the house's own member included."""
        unit = unit or self.branch
        mine = 1 if unit == self.branch else 0
        posts = [a_post(unit, Role.MEMBER, person=a_person()) for _ in range(number - mine)]
        return [post.person_id for post in posts]

    def here(self, received: Document, unit: Unit | None = None) -> ReceivedDocument:
        """A document as it lies in the place of a unit; of the branch, if no other is named."""
        found = received_at_place(unit or self.branch, received.audience_id or 0)
        assert found is not None
        return found

    # Documents

    def resolution(
        self, *, scope: str = Scope.BRANCHES, code: str = "resolution", **changes
    ) -> Document:
        """A resolution of the province to its communes, its office's body and one named person."""
        addressing = Addressing(
            units={
                self.commune.pk: Purpose.CARRY_OUT,
                self.other.pk: Purpose.CARRY_OUT,
                self.province_body.pk: Purpose.COORDINATE,
            },
            persons={self.posts["committee_member"].person_id: Purpose.KNOW},
            scope=scope,
            scope_paths=frozenset({self.province.path}) if scope != Scope.NONE else frozenset(),
            **changes,
        )
        return an_issued_document(
            self.province, addressing, self.posts["province_clerk"], code=code
        )

    def letter(self, carried: Audience, issuer: Unit | None = None) -> Document:
        """The letter with which a commune forwards a document to its direct subordinates, as far."""
        issuer = issuer or self.commune
        below = {unit.pk: Purpose.CARRY_OUT for unit in (self.base, self.branch, self.sibling)}
        tops = frozenset({issuer.path} if carried.scope != Scope.NONE else ())
        addressing = Addressing(units=below, scope=carried.scope, scope_paths=tops)
        return an_issued_document(
            issuer, addressing, self.posts["clerk"], code="official_letter", carries=carried
        )

    def answer_document(self, issuer: Unit | None = None) -> Document:
        return an_issued_document(
            issuer or self.building, Addressing(), self.posts["head"], code="report"
        )


def an_issued_document(
    issuer: Unit,
    addressing: Addressing,
    clerk: Post,
    *,
    code: str = "resolution",
    carries: Audience | None = None,
    subject: str = "về chăm sóc rừng ngập mặn",
) -> Document:
    """A document once it is issued and on the desks; how it came there is the documents room's business."""
    today, number = timezone.localdate(), next(_numbers)
    committee = issuer.serves or issuer
    term, _made = Term.objects.get_or_create(unit=committee, defaults={"starts_on": LONG_AGO})
    kind = DocumentType.objects.get(code=code)
    text = Text.objects.create(body=[])
    sha256 = hashlib.sha256(b"[]").hexdigest()
    version = TextVersion.objects.create(text=text, number=1, body=[], sha256=sha256)
    received = store(PDF + f"\n% {number}\n".encode(), media_type="application/pdf")
    taken = take_number(series_for_outgoing(issuer, code, term), actor=None)  # type: ignore[arg-type]
    audience = publish(addressing, issuer=issuer, on=today, actor=None)
    document = Document.objects.create(
        type=kind,
        subject=subject,
        subject_folded="ve cham soc rung ngap man",
        issuer=issuer,
        drafting_unit=issuer,
        drafter=clerk,
        text=text,
        version=version,
        scope=addressing.scope,
        state="issued",
        term=term,
        number=taken,
        notation=f"{taken.number:02d}-{kind.abbreviation}/{issuer.symbol}",
        issued_on=today,
        issued_at=timezone.now(),
        issued_by=clerk,
        audience=audience,
        carries=carries,
        form_file=received,
        signed_file=received,
        sealed_file=received,
    )
    owe_what_was_issued(document.pk)
    index(SEARCHED_AS, [document.pk])
    return document


def yesterday() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=1)
