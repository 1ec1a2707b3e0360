"""A province's library: what a committee and its communes have issued over the years, with their texts.

All of it is fiction, made by chance from a few hundred words. Some documents hold a needle: two syllables that
stand side by side nowhere else, so that who finds which of them is known without asking any index.
"""

import datetime as dt
import hashlib
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from lienthong.kernel.audiences.public import AddressedUnit, Audience, Purpose, Scope, ScopeRule
from lienthong.kernel.people.public import Person, Post, Role, actor_in
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import DocumentType
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit, UnitKind
from lienthong.records.documents.public import Document, State
from lienthong.records.texts.public import Text, TextVersion

from .nation import SINCE
from .office import Office, take_numbers
from .prose import NEEDLES, Prose

AT_ONCE = 1_000
YEARS = 8
TYPES = ("resolution", "plan", "report", "notice", "official_letter", "conclusion", "decision")
DRAFTS, OF_THE_PROVINCE, WITH_A_NEEDLE = 0.02, 0.15, 0.01
SIGNERS = (
    "Nguyễn Hữu Lâm",
    "Trần Thị Bích Ngân",
    "Lê Quang Duy",
    "Phạm Thúy Hạnh",
    "Hoàng Đức Thịnh",
)


@dataclass
class Library:
    """The organisations and their people; `fill` writes the documents in bulk."""

    office: Office
    commune_count: int = 40
    seed: int = 11
    communes: list[Unit] = field(default_factory=list)
    branches: dict[int, list[Unit]] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    # By needle, the keys of the documents that hold it.
    needles: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)  # noqa: S311 -- fictional texts
        self.prose = Prose(self.rng)
        office = self.office
        self.types = {code: DocumentType.objects.get(code=code) for code in TYPES}
        for number in range(self.commune_count):
            commune = office.unit(
                office.province, UnitKind.COMMUNE_COMMITTEE, self._named(number), "ĐU"
            )
            self.communes.append(commune)
            self.branches[commune.pk] = [
                office.unit(commune, UnitKind.BASE_BRANCH, f"Chi bộ thôn {one}")
                for one in (1, 2, 3)
            ]
            office.open_term(commune)
        self._staff()

    def _named(self, number: int) -> str:
        return f"Đảng ủy xã {self.prose.place(number)}"

    def _staff(self) -> None:
        province, commune = self.office.province, self.communes[0]
        body = self.office.unit(
            province, UnitKind.ADVISORY_BODY, "Văn phòng Tỉnh ủy Thử", "VPTU", serves=province
        )
        branch = self.branches[commune.pk][0]
        for who, unit, role in (
            ("province_clerk", province, Role.CLERK),
            ("province_secretary", province, Role.SECRETARY),
            ("specialist", body, Role.SPECIALIST),
            ("auditor", province, Role.SECURITY_AUDITOR),
            ("commune_clerk", commune, Role.CLERK),
            ("commune_secretary", commune, Role.SECRETARY),
            ("branch_secretary", branch, Role.BRANCH_SECRETARY),
            ("member", branch, Role.MEMBER),
        ):
            self.posts[who] = self._post(unit, role, f"Người {who}")
        self.signers = [self._post(province, Role.DEPUTY_SECRETARY, name) for name in SIGNERS]
        self.clerk = self.posts["province_clerk"]

    def _post(self, unit: Unit, role: str, name: str) -> Post:
        person = Person.objects.create(full_name=name)
        return Post.objects.create(person=person, unit=unit, role=role, valid_from=SINCE)

    def actor(self, who: str) -> Actor:
        return actor_in(self.posts[who])

    def fill(self, number: int) -> None:
        """So many documents more."""
        for since in range(0, number, AT_ONCE):
            self._batch(min(AT_ONCE, number - since))

    def _batch(self, number: int) -> None:
        plans = [self._planned() for _ in range(number)]
        texts = Text.objects.bulk_create(Text(body=[]) for _ in plans)
        versions = TextVersion.objects.bulk_create(
            TextVersion(text=text, number=1, body=plan.body, sha256=plan.sha256)
            for text, plan in zip(texts, plans, strict=True)
        )
        audiences = self._audiences([plan for plan in plans if plan.is_issued])
        numbers = self._numbers(plans)
        documents = Document.objects.bulk_create(
            self._document(
                plan, text, version, next(audiences) if plan.is_issued else None, numbers
            )
            for plan, text, version in zip(plans, texts, versions, strict=True)
        )
        for plan, document in zip(plans, documents, strict=True):
            if plan.needle:
                self.needles[plan.needle].add(document.pk)

    def _planned(self) -> "Planned":
        rng = self.rng
        is_of_province = rng.random() < OF_THE_PROVINCE
        issuer = self.office.province if is_of_province else rng.choice(self.communes)
        needle = rng.choice(NEEDLES) if rng.random() < WITH_A_NEEDLE else ""
        return Planned(
            issuer=issuer,
            type_code=rng.choice(TYPES),
            subject=f"về {self.prose.subject()}",
            body=self.prose.body(needle),
            on=timezone.localdate() - dt.timedelta(days=rng.randrange(YEARS * 365)),
            is_issued=rng.random() >= DRAFTS,
            needle=needle,
            below=self.communes if is_of_province else self.branches[issuer.pk],
            is_for_all=rng.random() < 0.5,
        )

    def _audiences(self, plans: list["Planned"]) -> Any:
        """To two of those beneath, or besides to all as far as the branches."""
        now = timezone.now()
        audiences = Audience.objects.bulk_create(
            Audience(
                issuer=plan.issuer,
                frozen_on=timezone.localdate(),
                published_at=now,
                scope=Scope.BRANCHES if plan.is_for_all else Scope.NONE,
                top_path=plan.issuer.path,
            )
            for plan in plans
        )
        pairs = list(zip(audiences, plans, strict=True))
        AddressedUnit.objects.bulk_create(
            AddressedUnit(audience=one, unit=unit, purpose=Purpose.CARRY_OUT, published_at=now)
            for one, plan in pairs
            for unit in self.rng.sample(plan.below, 2)
        )
        ScopeRule.objects.bulk_create(
            ScopeRule(
                audience=one,
                path=plan.issuer.path,
                frozen_on=timezone.localdate(),
                to_branches=True,
                published_at=now,
            )
            for one, plan in pairs
            if plan.is_for_all
        )
        return iter(audiences)

    def _numbers(self, plans: list["Planned"]) -> dict[tuple[int, str], Any]:
        wanted: dict[tuple[int, str], int] = defaultdict(int)
        for plan in plans:
            if plan.is_issued:
                wanted[plan.issuer.pk, plan.type_code] += 1
        units = {unit.pk: unit for unit in [self.office.province, *self.communes]}
        return {
            (unit, code): iter(take_numbers(units[unit], code, self.office.terms[unit], count))
            for (unit, code), count in wanted.items()
        }

    def _document(
        self,
        plan: "Planned",
        text: Text,
        version: TextVersion,
        audience: Audience | None,
        numbers: dict[tuple[int, str], Any],
    ) -> Document:
        kind, file = self.types[plan.type_code], self.office.file
        document = Document(
            type=kind,
            subject=plan.subject,
            subject_folded=fold(plan.subject),
            issuer=plan.issuer,
            drafting_unit=plan.issuer,
            drafter=self.clerk,
            signer=self.rng.choice(self.signers),
            text=text,
            version=version,
        )
        if audience is None:
            return document
        taken = next(numbers[plan.issuer.pk, plan.type_code])
        document.state, document.audience, document.scope = State.ISSUED, audience, audience.scope
        document.term, document.number = self.office.terms[plan.issuer.pk], taken
        document.notation = f"{taken.number:02d}-{kind.abbreviation}/{plan.issuer.symbol}"
        document.issued_on, document.issued_at = plan.on, timezone.now()
        document.issued_by = self.clerk
        document.form_file = document.signed_file = document.sealed_file = file
        return document


@dataclass(frozen=True)
class Planned:
    """What chance has decided about one document."""

    issuer: Unit
    type_code: str
    subject: str
    body: list[dict[str, Any]]
    on: dt.date
    is_issued: bool
    needle: str
    below: list[Unit]
    is_for_all: bool

    @property
    def sha256(self) -> str:
        return hashlib.sha256(repr(self.body).encode()).hexdigest()
