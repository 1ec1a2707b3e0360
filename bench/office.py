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
from lienthong.kernel.search.public import index
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import NewUnit, Unit, UnitKind, place_unit
from lienthong.records.correspondence.actions.owing import owe_what_was_issued
from lienthong.records.correspondence.models import IncomingDocument
from lienthong.records.documents.public import SEARCHED_AS, Document
from lienthong.records.texts.public import Text, TextVersion, typeset

from .documents import official_document
from .nation import SINCE

AT_ONCE, INDEXED_AT_ONCE = 1_000, 500
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
        self.province = self.unit(None, UnitKind.PROVINCIAL_COMMITTEE, "Tỉnh ủy Thử", "TU")
        self.commune = self.unit(self.province, UnitKind.COMMUNE_COMMITTEE, "Đảng ủy xã Thử", "ĐU")
        self.office = self.unit(
            self.commune, UnitKind.ADVISORY_BODY, "Văn phòng Đảng ủy", "VP", serves=self.commune
        )
        for number in range(self.branch_count):
            name = f"Chi bộ thôn {number + 1}"
            self.branches.append(self.unit(self.commune, UnitKind.BASE_BRANCH, name))
        self._appoint("province_clerk", self.province, Role.CLERK)
        self._appoint("clerk", self.commune, Role.CLERK)
        self._appoint("secretary", self.commune, Role.SECRETARY)
        self._appoint("chief", self.office, Role.OFFICE_CHIEF)
        for number, branch in enumerate(self.branches):
            self._appoint(f"branch_{number}", branch, Role.BRANCH_SECRETARY)
        self.terms: dict[int, Term] = {}
        for unit in (self.province, self.commune):
            self.open_term(unit)
        self.file = store(typeset(official_document(1)).pdf, media_type="application/pdf")

    def open_term(self, unit: Unit) -> None:
        self.terms[unit.pk] = Term.objects.create(unit=unit, starts_on=SINCE)

    def unit(
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
        return _account(self.posts[who])

    def signed_in(self, who: str) -> Client:
        """The browser of somebody who has shown the second factor."""
        return _signed_in(self.account(who))

    def cookies(self, who: str) -> str:
        return self.cookies_of(self.posts[who])

    def cookies_of(self, post: Post) -> str:
        session = _signed_in(_account(post)).cookies[settings.SESSION_COOKIE_NAME].value
        return f"{settings.SESSION_COOKIE_NAME}={session}"

    def resolutions(self, number: int) -> list[Document]:
        """Resolutions of the province to the commune, to be forwarded as far as the branches."""
        return self._issue(number, self.province, "resolution", [self.commune], Scope.BRANCHES)

    def note_issued(self, documents: list[Document]) -> None:
        """What follows from issuing: it is found, and lies on the desks of those who may act."""
        let_them_be_found(documents)
        for document in documents:
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
        numbers = take_numbers(issuer, kind.code, term, len(audiences))
        now = timezone.now()
        documents = []
        for place, audience in enumerate(audiences):
            subject = f"{SUBJECT} {next(self._numbers)}"
            number = numbers[place]
            documents.append(
                Document(
                    type=kind,
                    subject=subject,
                    subject_folded=fold(subject),
                    issuer=issuer,
                    drafting_unit=issuer,
                    drafter=clerk,
                    text=texts[place],
                    version=versions[place],
                    scope=audience.scope,
                    state="issued",
                    term=term,
                    number=number,
                    notation=f"{number.number:02d}-{kind.abbreviation}/{issuer.symbol}",
                    issued_on=audience.frozen_on,
                    issued_at=now,
                    issued_by=clerk,
                    audience=audience,
                    carries=carried[place].audience if carried else None,
                    form_file=self.file,
                    signed_file=self.file,
                    sealed_file=self.file,
                )
            )
        return Document.objects.bulk_create(documents, batch_size=AT_ONCE)

    def closed_entries(self, number: int) -> None:
        """Documents that the commune has registered, handled and closed long ago."""
        documents = self.resolutions(number)
        now, year = timezone.now(), timezone.localdate().year
        numbers = _take(series_for_incoming(self.commune, year), number)
        clerk = self.posts["clerk"]
        IncomingDocument.objects.bulk_create(
            [
                IncomingDocument(
                    unit=self.commune,
                    audience_id=document.audience_id,
                    document=document,
                    sender=str(document.issuer),
                    sender_folded=document.issuer.name_folded[:200],
                    notation=document.notation,
                    issued_on=document.issued_on,
                    type_id=document.type_id,
                    subject=document.subject,
                    subject_folded=document.subject_folded,
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
        let_them_be_found(documents)


def let_them_be_found(documents: list[Document]) -> None:
    keys = [document.pk for document in documents]
    for since in range(0, len(keys), INDEXED_AT_ONCE):
        index(SEARCHED_AS, keys[since : since + INDEXED_AT_ONCE])


def _account(post: Post) -> Account:
    known = Account.objects.filter(person=post.person).first()
    return known or Account.objects.create_user(f"nguoi.{post.pk}", None, person=post.person)


def _signed_in(account: Account) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(account)
    session = client.session
    show_second_factor(session, account)
    session.save()
    return client


def take_numbers(unit: Unit, type_code: str, term: Term, number: int) -> list[TakenNumber]:
    """The next numbers of a register, so many at once."""
    return _take(series_for_outgoing(unit, type_code, term), number)


def _take(key: SeriesKey, number: int) -> list[TakenNumber]:
    series, _is_new = Series.objects.get_or_create(**vars(key))
    first, series.last_number = series.last_number + 1, series.last_number + number
    series.save(update_fields=["last_number"])
    return TakenNumber.objects.bulk_create(
        TakenNumber(series=series, number=one) for one in range(first, series.last_number + 1)
    )
