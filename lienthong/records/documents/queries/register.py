"""The register of outgoing documents (Sổ văn bản đi): every number, cancelled ones too."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lienthong.kernel.numbering.public import Series, TakenNumber, newest_numbers
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import DocumentType, Term
from lienthong.kernel.units.public import Unit, units_where
from lienthong.ui.lists.paging import Among

from .. import permissions
from ..models import Document
from .in_force import acted_on

# What the register shows of a number and of the document that bears it.
READ = (
    *("number", "taken_at", "cancelled_at", "cancelled_reason", "record_lost"),
    *("document__subject", "document__notation", "document__issued_on", "document__state"),
    "document__signer__person__full_name",
)


@dataclass(frozen=True)
class Book:
    """The register of one issuer in one term: a body's is its own, in the terms of the committee it serves."""

    issuer: Unit
    term: Term

    @property
    def key(self) -> str:
        return f"{self.term.pk}-{self.issuer.pk}"

    @property
    def is_current(self) -> bool:
        """Whether its term runs today; one that begins later has no numbers yet."""
        today, ends_on = timezone.localdate(), self.term.ends_on
        return self.term.starts_on <= today and (ends_on is None or ends_on >= today)

    @property
    def period(self) -> str:
        until = date_format(self.term.ends_on, "d/m/Y") if self.term.ends_on else "…"
        return f"{date_format(self.term.starts_on, 'd/m/Y')} – {until}"


def books_of(actor: Actor) -> list[Book]:
    """The registers of the issuers whose documents the actor may see: the present ones first, then the newest."""
    seen = units_where(actor, permissions.VIEW).exclude(
        serves__isnull=False, has_seal=False, has_register=False
    )
    terms = Term.objects.filter(unit=Coalesce(OuterRef("serves"), OuterRef("pk")))
    read = terms.values(read=JSONObject(id="id", starts_on="starts_on", ends_on="ends_on"))
    units = seen.annotate(of_term=ArraySubquery(read)).order_by("path")
    books = [Book(unit, _term(**read)) for unit in units for read in vars(unit)["of_term"]]
    books.sort(key=lambda book: book.term.starts_on, reverse=True)
    return sorted(books, key=lambda book: not book.is_current)


def _term(id: int, starts_on: str, ends_on: str | None) -> Term:
    until = dt.date.fromisoformat(ends_on) if ends_on else None
    return Term(pk=id, starts_on=dt.date.fromisoformat(starts_on), ends_on=until)


def said(book: Book, books: Sequence[Book]) -> str:
    """What its tab is called: by its period, and by its issuer where there are several."""
    several = len({one.issuer.pk for one in books}) > 1
    return f"{book.issuer.symbol} · {book.period}" if several else book.period


def numbers_of(book: Book | None, *, most: int | None = None) -> QuerySet[TakenNumber]:
    """The numbers of a register that the actor may see, type by type, the last first.

    With `most`, so many of each series, read from its end: there are at least so many in all, if there are.
    """
    if book is None:
        return TakenNumber.objects.none()
    series = Series.objects.filter(
        unit=book.issuer, register=Series.Register.OUTGOING, term=book.term
    )
    numbers = TakenNumber.objects.filter(
        Q(series__in=series) if most is None else Among(newest_numbers(series, most))
    )
    type_ = DocumentType.objects.filter(code=OuterRef("series__type_code"))
    return (
        numbers.annotate(
            type_name=Subquery(type_.values("name")),
            abbreviation=Subquery(type_.values("abbreviation")),
            type_code=F("series__type_code"),
            symbol=F("series__unit__symbol"),
            acted_on=acted_on("document"),
        )
        .select_related("document__signer__person")
        .only(*READ)
        .order_by("series__type_code", "-number")
    )


def document_of(number: TakenNumber) -> Document | None:
    """The document that bears a number; none if it was cancelled."""
    return getattr(number, "document", None)


def notation_of(number: TakenNumber) -> str:
    """As the document bears it; a number without one is written by its series."""
    document = document_of(number)
    if document is not None:
        return document.notation
    of_series = vars(number)
    short = of_series["abbreviation"] or of_series["type_code"]
    return f"{number.number:02d}-{short}/{of_series['symbol']}"


def day_of(number: TakenNumber) -> dt.date:
    document = document_of(number)
    return (document and document.issued_on) or number.taken_at.date()


def subject_of(number: TakenNumber) -> str:
    document = document_of(number)
    if document is None:
        return _("Record lost") if number.record_lost else _("Cancelled number")
    return document.subject_line
