"""A fictional province, its people, and documents at every step of their way."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from lienthong.kernel.people.public import Person, Post, Role, actor_in
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import DocumentType, Term
from lienthong.kernel.units.public import NewUnit, Unit, UnitKind, place_unit

from ..actions import adoption, appraisal, drafting, issuing, signature
from ..actions.adoption import BroughtFile
from ..actions.drafting import Beginning
from ..models import Adoption, Document, Recipient
from ..queries.proposals import Details

LONG_AGO = dt.date(2020, 1, 1)
MEMBERS = 11
MINUTES = BroughtFile("bien-ban.txt", "Biên bản hội nghị Ban Chấp hành.".encode())


def a_clause(kind: str, marker: str, heading: str = "", text: str = "", *children: dict) -> dict:
    return {
        "kind": kind,
        "marker": marker or None,
        "heading": heading or None,
        "text": text,
        "children": list(children),
    }


def a_body() -> list[dict]:
    return [
        a_clause(
            "section",
            "I-",
            "MỤC TIÊU",
            "",
            a_clause("clause", "1.", "", "Trồng mới hai nghìn héc-ta rừng ngập mặn ven đầm."),
            a_clause("clause", "2.", "", "Mỗi chi bộ nhận chăm sóc một đoạn bờ."),
        ),
        a_clause(
            "section",
            "II-",
            "TỔ CHỨC THỰC HIỆN",
            "",
            a_clause("clause", "1.", "", "Nghị quyết này phổ biến đến chi bộ."),
        ),
    ]


@dataclass
class Province:
    """A provincial committee with its office, commissions, communes and people."""

    signing: object = None
    people: int = 0
    posts: dict[str, Post] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.committee = self._unit(
            None,
            UnitKind.PROVINCIAL_COMMITTEE,
            "Đảng bộ tỉnh Đồng Xuân",
            "Tỉnh ủy Đồng Xuân",
            "TU",
        )
        self.office = self._body("Văn phòng Tỉnh ủy", "VPTU")
        self.organisation = self._body("Ban Tổ chức Tỉnh ủy", "BTCTU")
        self.mobilisation = self._body("Ban Tuyên giáo và Dân vận Tỉnh ủy", "BTGDVTU")
        self.communes = [self._commune(name) for name in ("An Thành", "Bình Lạc", "Cẩm Sơn")]
        self.term = Term.objects.create(unit=self.committee, starts_on=LONG_AGO)
        self._staff()

    def _unit(
        self,
        parent: Unit | None,
        kind: str,
        body: str,
        name: str = "",
        symbol: str = "",
        serves: Unit | None = None,
    ) -> Unit:
        new = NewUnit(
            kind=kind,
            name_body=body,
            name_committee=name,
            symbol=symbol,
            place="Đồng Xuân",
            has_register=kind in (UnitKind.PROVINCIAL_COMMITTEE, UnitKind.COMMUNE_COMMITTEE),
            serves_id=serves.pk if serves else None,
        )
        return place_unit(new, parent=parent, on=LONG_AGO)

    def _body(self, name: str, symbol: str) -> Unit:
        return self._unit(
            self.committee, UnitKind.ADVISORY_BODY, name, name, symbol, self.committee
        )

    def _commune(self, name: str) -> Unit:
        commune = self._unit(
            self.committee,
            UnitKind.COMMUNE_COMMITTEE,
            f"Đảng bộ xã {name}",
            f"Đảng ủy xã {name}",
            "ĐU",
        )
        for number in (1, 2):
            self._unit(commune, UnitKind.BASE_BRANCH, f"Chi bộ thôn {number}, xã {name}")
        Term.objects.create(unit=commune, starts_on=LONG_AGO)
        return commune

    def post(self, unit: Unit, role: str, title: str, name: str = "") -> Post:
        self.people += 1
        person = Person.objects.create(full_name=name or f"Nguyễn Văn Người {self.people}")
        return Post.objects.create(
            person=person, unit=unit, role=role, title=title, valid_from=LONG_AGO
        )

    def _staff(self) -> None:
        committee, office = self.committee, self.office
        self.posts = {
            "secretary": self.post(committee, Role.SECRETARY, "Bí thư", "Trần Minh Quang"),
            "deputy": self.post(committee, Role.DEPUTY_SECRETARY, "Phó Bí thư", "Lê Thị Hạnh"),
            "clerk": self.post(committee, Role.CLERK, "Văn thư", "Phạm Thu Cúc"),
            "chief": self.post(office, Role.OFFICE_CHIEF, "Chánh Văn phòng", "Đỗ Văn Bình"),
            "specialist": self.post(office, Role.SPECIALIST, "Chuyên viên", "Ngô Thùy Linh"),
            "head": self.post(self.organisation, Role.UNIT_HEAD, "Trưởng Ban", "Vũ Đức Long"),
            "other_head": self.post(self.mobilisation, Role.UNIT_HEAD, "Trưởng Ban", "Bùi Kim Chi"),
        }
        for _number in range(MEMBERS - 2):
            self.post(committee, Role.COMMITTEE_MEMBER, "Ủy viên Ban Chấp hành")

    def staff_commune(self, *, chief: bool = False) -> Unit:
        """The first commune gets a secretary and a clerk, and a chief of office only if asked."""
        commune = self.communes[0]
        self.posts["commune_secretary"] = self.post(
            commune, Role.SECRETARY, "Bí thư", "Hoàng Văn Sơn"
        )
        self.posts["commune_clerk"] = self.post(commune, Role.CLERK, "Văn thư", "Mai Thị Tươi")
        if chief:
            body = self._unit(
                commune, UnitKind.ADVISORY_BODY, "Văn phòng Đảng ủy", "", "VPĐU", commune
            )
            self.posts["commune_chief"] = self.post(body, Role.OFFICE_CHIEF, "Chánh Văn phòng")
        return commune

    def actor(self, who: str) -> Actor:
        return actor_in(self.posts[who])

    @cached_property
    def stranger(self) -> Actor:
        return actor_in(self.post(self.communes[1], Role.SPECIALIST, "Chuyên viên"))

    def details(self, code: str = "resolution", **changes: object) -> Details:
        values: dict[str, object] = {
            "issuer": self.committee,
            "type": DocumentType.objects.get(code=code),
            "subject": "về chăm sóc rừng ngập mặn ven đầm giai đoạn 2026 - 2030",
            "authority": "T/M",
            "signing_body": "BAN CHẤP HÀNH",
            "signer": self.posts["secretary"],
        }
        return Details(**{**values, **changes})  # type: ignore[arg-type]

    def draft(
        self,
        code: str = "resolution",
        *,
        scope: str = "branches",
        recipients: list[Recipient] | None = None,
        **changes,
    ) -> Document:
        lines = recipients or self.lines()
        beginning = Beginning(body=a_body(), recipients=lines, scope=scope)
        details = self.details(code, **changes)
        return drafting.start_document(details, beginning, actor=self.actor("specialist"))

    def lines(self) -> list[Recipient]:
        return [
            Recipient(kind="subordinates", label="Các đảng ủy trực thuộc", purpose="carry_out"),
            Recipient(kind="members", label="Các đồng chí trong Ban Chấp hành", purpose="know"),
            Recipient(kind="bodies", label="Các ban của Tỉnh ủy", purpose="coordinate"),
            Recipient(kind="file", label="Lưu Văn phòng Tỉnh ủy"),
        ]

    def vote(self, votes_for: int = 10, **changes: object) -> Adoption:
        values: dict[str, object] = {
            "body": "Ban Chấp hành Đảng bộ tỉnh",
            "held_on": timezone.localdate(),
            "votes_for": votes_for,
            "votes_against": 0,
            "votes_abstained": 0,
            "members_count": MEMBERS,
        }
        return Adoption(**{**values, **changes})  # type: ignore[arg-type]

    # Documents on their way, by what was done last.

    def finalised(self, code: str = "resolution", **changes) -> Document:
        document = self.draft(code, **changes)
        return appraisal.finalise(document.pk, actor=self.actor("specialist"))

    def initialled(self, code: str = "resolution", **changes) -> Document:
        document = self.finalised(code, **changes)
        return appraisal.appraise_and_initial(document.pk, actor=self.actor("chief"))

    def adopted(self, code: str = "resolution", **changes) -> Document:
        document = self.initialled(code, **changes)
        if document.needs_adoption:
            adoption.record_adoption(document.pk, self.vote(), MINUTES, actor=self.actor("chief"))
        return Document.objects.get(pk=document.pk)

    def submitted(self, code: str = "resolution", **changes) -> Document:
        document = self.adopted(code, **changes)
        return signature.submit(document.pk, actor=self.actor("specialist"))

    def signed(self, code: str = "resolution", **changes) -> Document:
        return self.sign(self.submitted(code, **changes))

    def sign(self, document: Document, who: str = "secretary") -> Document:
        """Led to the window, agreed there, come back."""
        signature.lay_to_sign(document.pk, actor=self.actor(who))
        self.signing.agrees(document, who)
        return signature.sign(document.pk, actor=self.actor(who))

    def issue(self, document: Document, who: str = "clerk") -> Document:
        issuing.lay_to_issue(document.pk, actor=self.actor(who))
        self.signing.agrees(document, who)
        return issuing.issue(document.pk, actor=self.actor(who))

    def numbered(self, code: str = "resolution", **changes) -> Document:
        return self.issue(self.signed(code, **changes))
