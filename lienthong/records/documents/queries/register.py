"""The register of outgoing documents (Sổ văn bản đi): every number, cancelled ones too."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lienthong.kernel.numbering.public import Series, TakenNumber
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import DocumentType, Term
from lienthong.kernel.units.public import units_where

from .. import permissions
from ..models import Document


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


def numbers_of(actor: Actor, term: Term | None) -> QuerySet[TakenNumber]:
    """The numbers of the committees whose documents the actor may see, type by type, the last first."""
    units = units_where(actor, permissions.VIEW)
    numbers = TakenNumber.objects.filter(
        series__unit__in=units, series__register=Series.Register.OUTGOING
    )
    if term is not None:
        numbers = numbers.filter(series__term=term)
    type_ = DocumentType.objects.filter(code=OuterRef("series__type_code"))
    return (
        numbers.annotate(
            type_name=Subquery(type_.values("name")),
            abbreviation=Subquery(type_.values("abbreviation")),
        )
        .select_related("series__unit", "document__signer__person")
        .order_by("series__type_code", "-number")
    )


def document_of(number: TakenNumber) -> Document | None:
    """The document that bears a number; none if it was cancelled."""
    return getattr(number, "document", None)


def notation_of(number: TakenNumber) -> str:
    document = document_of(number)
    if document is not None:
        return document.notation
    short = getattr(number, "abbreviation", None) or number.series.type_code
    return f"{number.number:02d}-{short}/{number.series.unit.symbol}"


def day_of(number: TakenNumber) -> dt.date:
    document = document_of(number)
    return (document and document.issued_on) or number.taken_at.date()


def subject_of(number: TakenNumber) -> str:
    document = document_of(number)
    if document is None:
        return _("Record lost") if number.record_lost else _("Cancelled number")
    return document.subject_line
