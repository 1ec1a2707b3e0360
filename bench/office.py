"""An office at work: a province, a commune with its clerk and its branches, and what it has received."""

import hashlib
from dataclasses import dataclass, field
from itertools import count

from django.conf import settings
from django.test import Client
from django.utils import timezone

from lienthong.kernel.audiences.public import (
    AddressedUnit,
    Audience,
    Purpose,
    Receipt,
    Scope,
    ScopeRule,
)
from lienthong.kernel.files.public import store
from lienthong.kernel.numbering.actions import SeriesKey
from lienthong.kernel.numbering.public import (
    Series,
    TakenNumber,
    series_for_incoming,
    series_for_outgoing,
)
from lienthong.kernel.people.demo import show_second_factor
from lienthong.kernel.people.public import Account, Person, Post, Role, actor_in
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import DocumentType, Term, seed
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import NewUnit, Unit, UnitKind, place_unit
from lienthong.records.correspondence.actions.finding import index_arrived
from lienthong.records.correspondence.actions.owing import owe_what_was_issued
from lienthong.records.correspondence.models import IncomingDocument
from lienthong.records.documents.public import Document
from lienthong.records.texts.public import Text, TextVersion, typeset

from .documents import official_document
from .nation import SINCE

AT_ONCE = 1_000
SUBJECT = "về chăm sóc rừng ngập mặn ven đầm, đợt"
CLERKED = (UnitKind.PROVINCIAL_COMMITTEE, UnitKind.COMMUNE_COMMITTEE)


@dataclass
class Office:
    """Who works there; `issue` and `receive` fill its shelves in bulk."""

    branch_count: int = 8
    posts: dict[str, Post] = field(default_factory=dict)
    branches: list[Unit] = field(default_factory=list)

    def __post_init__(self) -> None:
        seed()
        self._numbers = count(1)
        self.province = self._unit(None, UnitKind.PROVINCIAL_COMMITTEE, "Tỉnh ủy Thử", "TU")
        self.commune = self._unit(self.province, UnitKind.COMMUNE_COMMITTEE, "Đảng ủy xã Thử", "ĐU")
        self.office = self._unit(
            self.commune, UnitKind.ADVISORY_BODY, "Văn phòng Đảng ủy", "VP", serves=self.commune
        )
        for number in range(self.branch_count):
            name = f"Chi bộ thôn {number + 1}"
            self.branches.append(self._unit(self.commune, UnitKind.BASE_BRANCH, name))
        self._appoint("province_clerk", self.province, Role.CLERK)
        self._appoint("clerk", self.commune, Role.CLERK)
        self._appoint("secretary", self.commune, Role.SECRETARY)
        self._appoint("chief", self.office, Role.OFFICE_CHIEF)
        for number, branch in enumerate(self.branches):
            self._appoint(f"branch_{number}", branch, Role.BRANCH_SECRETARY)
        self.terms = {
            unit.pk: Term.objects.create(unit=unit, starts_on=SINCE)
            for unit in (self.province, self.commune)
        }
        self.file = store(typeset(official_document(1)).pdf, media_type="application/pdf")

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
            place="Thử",
            has_register=kind in CLERKED,
            serves_id=serves.pk if serves else None,
        )
        return place_unit(new, parent=parent, on=SINCE)

    def _appoint(self, who: str, unit: Unit, role: str) -> None:
        person = Person.objects.create(full_name=f"Nguyễn Văn {who}")
        self.posts[who] = Post.objects.create(person=person, unit=unit, role=role, valid_from=SINCE)

    def actor(self, who: str) -> Actor:
        return actor_in(self.posts[who])

    def account(self, who: str) -> Account:
        person = self.posts[who].person
        known = Account.objects.filter(person=person).first()
        return known or Account.objects.create_user(f"nguoi.{who}", None, person=person)

    def signed_in(self, who: str) -> Client:
        """The browser of somebody who has shown the second factor."""
        client, account = Client(SERVER_NAME="localhost"), self.account(who)
        client.force_login(account)
        session = client.session
        show_second_factor(session, account)
        session.save()
        return client

    def cookies(self, who: str) -> str:
        session = self.signed_in(who).cookies[settings.SESSION_COOKIE_NAME].value
        return f"{settings.SESSION_COOKIE_NAME}={session}"

    def resolutions(self, number: int) -> list[Document]:
        """Resolutions of the province to the commune, to be forwarded as far as the branches."""
        return self._issue(number, self.province, "resolution", [self.commune], Scope.BRANCHES)

    def note_issued(self, documents: list[Document]) -> None:
        """What follows from issuing: it is found, and lies on the desks of those who may act."""
        for document in documents:
            index_arrived(document.pk)
            owe_what_was_issued(document.pk)

    def letters(self, carried: list[Document]) -> list[Document]:
        """The letters by which the commune has forwarded them; it has received and forwarded both."""
        letters = self._issue(
            len(carried), self.commune, "official_letter", self.branches, Scope.NONE, carried
        )
        now, commune = timezone.now(), self.commune
        Receipt.objects.bulk_create(
            Receipt(
                audience_id=original.audience_id,
                unit=commune,
                path=commune.path,
                received_at=now,
                forwarded_at=now,
                forwarded_with_id=letter.audience_id,
            )
            for original, letter in zip(carried, letters, strict=True)
        )
        return letters

    def _issue(
        self,
        number: int,
        issuer: Unit,
        code: str,
        to: list[Unit],
        scope: str,
        carried: list[Document] | None = None,
    ) -> list[Document]:
        """Issued documents as they stand in the database, by the thousand."""
        now, kind = timezone.now(), DocumentType.objects.get(code=code)
        audiences = Audience.objects.bulk_create(
            Audience(
                issuer=issuer,
                frozen_on=now.date(),
                published_at=now,
                scope=scope,
                top_path=issuer.path,
            )
            for _ in range(number)
        )
        AddressedUnit.objects.bulk_create(
            [
                AddressedUnit(audience=one, unit=unit, purpose=Purpose.CARRY_OUT, published_at=now)
                for one in audiences
                for unit in to
            ],
            batch_size=AT_ONCE,
        )
        if scope != Scope.NONE:
            ScopeRule.objects.bulk_create(
                ScopeRule(
                    audience=one,
                    path=self.commune.path,
                    frozen_on=now.date(),
                    to_branches=True,
                    published_at=now,
                )
                for one in audiences
            )
        return self._documents(audiences, issuer, kind, carried)

    def _documents(
        self,
        audiences: list[Audience],
        issuer: Unit,
        kind: DocumentType,
        carried: list[Document] | None,
    ) -> list[Document]:
        term = self.terms[issuer.pk]
        clerk = self.posts["clerk" if issuer == self.commune else "province_clerk"]
        texts = Text.objects.bulk_create(Text(body=[]) for _ in audiences)
        sha256 = hashlib.sha256(b"[]").hexdigest()
        versions = TextVersion.objects.bulk_create(
            TextVersion(text=text, number=1, body=[], sha256=sha256) for text in texts
        )
        series = series_for_outgoing(issuer, kind.code, term)
        numbers = self._take(series, len(audiences))
        now = timezone.now()
        documents = []
        for index, audience in enumerate(audiences):
            subject = f"{SUBJECT} {next(self._numbers)}"
            number = numbers[index]
            documents.append(
                Document(
                    type=kind,
                    subject=subject,
                    subject_folded=fold(subject),
                    issuer=issuer,
                    drafting_unit=issuer,
                    drafter=clerk,
                    text=texts[index],
                    version=versions[index],
                    scope=audience.scope,
                    state="issued",
                    term=term,
                    number=number,
                    notation=f"{number.number:02d}-{kind.abbreviation}/{issuer.symbol}",
                    issued_on=audience.frozen_on,
                    issued_at=now,
                    issued_by=clerk,
                    audience=audience,
                    carries=carried[index].audience if carried else None,
                    form_file=self.file,
                    signed_file=self.file,
                    sealed_file=self.file,
                )
            )
        return Document.objects.bulk_create(documents, batch_size=AT_ONCE)

    def _take(self, key: SeriesKey, number: int) -> list[TakenNumber]:
        series, _is_new = Series.objects.get_or_create(**vars(key))
        first, series.last_number = series.last_number + 1, series.last_number + number
        series.save(update_fields=["last_number"])
        return TakenNumber.objects.bulk_create(
            TakenNumber(series=series, number=one) for one in range(first, series.last_number + 1)
        )

    def closed_entries(self, number: int) -> None:
        """Documents that the commune has registered, handled and closed long ago."""
        documents = self.resolutions(number)
        now, year = timezone.now(), timezone.localdate().year
        numbers = self._take(series_for_incoming(self.commune, year), number)
        clerk = self.posts["clerk"]
        IncomingDocument.objects.bulk_create(
            [
                IncomingDocument(
                    unit=self.commune,
                    audience_id=document.audience_id,
                    document=document,
                    year=year,
                    number=taken,
                    arrived_on=now.date(),
                    registered_by=clerk,
                    registered_by_name=clerk.person.full_name,
                    state=IncomingDocument.State.CLOSED,
                    closed_at=now,
                )
                for document, taken in zip(documents, numbers, strict=True)
            ],
            batch_size=AT_ONCE,
        )
        self.letters(documents)
        for document in documents:
            index_arrived(document.pk)
