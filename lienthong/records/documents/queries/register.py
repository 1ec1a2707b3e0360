"""The register of outgoing documents (Sổ văn bản đi): every number, cancelled ones too."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery, Window

from lienthong.kernel.numbering.public import Series, TakenNumber
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import DocumentType, Term, words_of_types
from lienthong.kernel.units.public import units_where

from .. import permissions
from ..models import Document


@dataclass(frozen=True)
class Book:
    """One view of the register: what can be chosen, what is chosen, and the numbers."""

    types: dict[str, str]
    terms: list[Term]
    type_code: str
    term_id: int | None
    numbers: QuerySet[TakenNumber]


@dataclass(frozen=True)
class Line:
    """One number of the register and the document that bears it, or why none does."""

    taken: TakenNumber
    type_name: str
    abbreviation: str
    document: Document | None

    @property
    def notation(self) -> str:
        if self.document is not None:
            return self.document.notation
        return f"{self.taken.number:02d}-{self.abbreviation}/{self.taken.series.unit.symbol}"


def register(actor: Actor, type_code: str, term_id: str) -> Book:
    """The numbers of the committees whose documents the actor may see, by type and term."""
    units = units_where(actor, permissions.VIEW)
    numbers = TakenNumber.objects.filter(
        series__unit__in=units, series__register=Series.Register.OUTGOING
    )
    terms = list(Term.objects.filter(unit__in=units).order_by("-starts_on"))
    chosen = next((term for term in terms if str(term.pk) == term_id), None)
    chosen = chosen or next((term for term in terms if term.ends_on is None), None)
    types = words_of_types()
    if chosen is not None:
        numbers = numbers.filter(series__term=chosen)
    if type_code in types:
        numbers = numbers.filter(series__type_code=type_code)
    else:
        type_code = ""
    return Book(
        types=types,
        terms=terms,
        type_code=type_code,
        term_id=chosen.pk if chosen else None,
        numbers=numbers.select_related("series__unit", "document__signer__person").order_by(
            "series__type_code", "-number"
        ),
    )


def counted(book: Book, page: int, size: int) -> tuple[list[TakenNumber], int]:
    """One page of the register and how many numbers there are, in one statement.

    A page that is not there is the first one.
    """
    type_ = DocumentType.objects.filter(code=OuterRef("series__type_code"))
    numbers = book.numbers.annotate(
        in_all=Window(Count("pk")),
        type_name=Subquery(type_.values("name")),
        abbreviation=Subquery(type_.values("abbreviation")),
    )
    shown: list[TakenNumber] = list(numbers[(page - 1) * size : page * size])
    if not shown and page > 1:
        return counted(book, 1, size)
    return shown, getattr(shown[0], "in_all", 0) if shown else 0


def lines(numbers: Iterable[TakenNumber]) -> list[Line]:
    """A page of the register, each number with the document that bears it."""
    return [
        Line(
            number,
            getattr(number, "type_name", None) or "",
            getattr(number, "abbreviation", None) or number.series.type_code,
            getattr(number, "document", None),
        )
        for number in numbers
    ]
