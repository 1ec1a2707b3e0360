"""The register of outgoing documents (Sổ văn bản đi): every number, cancelled ones too."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lienthong.kernel.numbering.public import Series, TakenNumber, newest_numbers
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import DocumentType, Term
from lienthong.kernel.units.public import units_where
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


def terms_of(actor: Actor) -> list[Term]:
    """The terms of the committees whose documents the actor may see, the present one first."""
    units = units_where(actor, permissions.VIEW)
    return list(Term.objects.filter(unit__in=units).order_by("-starts_on"))


def current(terms: Sequence[Term]) -> Term | None:
    """The term that runs today; one that begins later has no numbers yet."""
    today = timezone.localdate()
    begun = (term for term in terms if term.starts_on <= today)
    return next((term for term in begun if term.ends_on is None or term.ends_on >= today), None)


def said(term: Term) -> str:
    until = date_format(term.ends_on, "d/m/Y") if term.ends_on else "…"
    return f"{date_format(term.starts_on, 'd/m/Y')} – {until}"


def numbers_of(
    actor: Actor, term: Term | None, *, most: int | None = None
) -> QuerySet[TakenNumber]:
    """The numbers of the committees whose documents the actor may see, type by type, the last first.

    With `most`, so many of each series, read from its end: there are at least so many in all, if there are.
    """
    units = units_where(actor, permissions.VIEW)
    series = Series.objects.filter(unit__in=units, register=Series.Register.OUTGOING)
    if term is not None:
        series = series.filter(term=term)
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
