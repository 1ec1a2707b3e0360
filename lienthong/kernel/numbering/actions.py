"""Taking and cancelling numbers; the terms with which they begin again."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel.audit.public import record
from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.reference.public import MANAGE_TERMS, Term, end_of_day
from lienthong.kernel.units.public import Unit

from .models import Series, TakenNumber

A_YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class SeriesKey:
    """Which register a number comes from."""

    unit_id: int
    register: str
    type_code: str = ""
    term_id: int | None = None
    year: int | None = None


def series_for_outgoing(unit: Unit, type_code: str, term: Term) -> SeriesKey:
    """One continuous sequence per type, per term of the committee (# 36-HD/VPTW §II.1.3)."""
    return SeriesKey(unit.pk, Series.Register.OUTGOING, type_code, term_id=term.pk)


def series_for_incoming(unit: Unit, year: int) -> SeriesKey:
    """One sequence of arrivals per calendar year (# 36-HD/VPTW §II.1.3, likely)."""
    return SeriesKey(unit.pk, Series.Register.INCOMING, year=year)


@transaction.atomic
def take_number(key: SeriesKey, *, actor: Actor) -> TakenNumber:
    """Take the next number of a register, in the caller's transaction.

    The caller has authorised the issuing or registering; two clerks at once get consecutive numbers.
    """
    Series.objects.get_or_create(**key.__dict__)
    series = Series.objects.select_for_update().get(**key.__dict__)

    series.last_number += 1
    series.save(update_fields=["last_number"])
    taken = TakenNumber.objects.create(series=series, number=series.last_number)

    record(actor, "numbering.taken", taken, series=series.pk, number=taken.number)
    return taken


@transaction.atomic
def enter_lost_number(
    key: SeriesKey, number: int, file: StoredFile | None, *, actor: Actor | None
) -> TakenNumber:
    """Keep a number that a signed document bears and whose record was lost; it is not given out again.

    The caller has authorised it.
    """
    Series.objects.get_or_create(**key.__dict__)
    series = Series.objects.select_for_update().get(**key.__dict__)

    if TakenNumber.objects.filter(series=series, number=number).exists():
        raise RuleBroken(_("This number stands in the register already."))

    series.last_number = max(series.last_number, number)
    series.save(update_fields=["last_number"])
    entered = TakenNumber.objects.create(
        series=series, number=number, record_lost=True, kept_file=file
    )

    facts = {"series": series.pk, "number": number, "sha256": file.sha256 if file else ""}
    record(actor, "numbering.entered", entered, **facts)
    return entered


@transaction.atomic
def cancel_number(taken_id: int, *, reason: str, actor: Actor | None) -> TakenNumber:
    """Keep a number that will never stand on a document, with the reason; it is not given out again."""
    taken = TakenNumber.objects.select_for_update().get(pk=taken_id)

    if taken.cancelled_at is not None:
        raise RuleBroken(_("This number has already been cancelled."))
    reason = required(reason, _("Say why the number is cancelled."))

    taken.cancelled_at = timezone.now()
    taken.cancelled_reason = reason
    taken.save(update_fields=["cancelled_at", "cancelled_reason"])

    record(actor, "numbering.cancelled", taken, reason=reason)
    return taken


@transaction.atomic
def open_term(unit_id: int, *, starts_on: dt.date, is_meant: bool = False, actor: Actor) -> Term:
    """Open a committee's term; the one before ends the day before (# 36-HD/VPTW §II.1.3).

    A day that is far off, or after which numbers of the former term were taken, is asked back.
    """
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    authorize(actor, MANAGE_TERMS, unit.path)

    former = unit.terms.order_by("-starts_on").first()
    _refuse_start(former, starts_on, is_meant=is_meant)

    _end_before(former, starts_on)
    term = Term.objects.create(unit=unit, starts_on=starts_on)

    record(actor, "numbering.term_opened", unit, starts_on=starts_on.isoformat())
    return term


@transaction.atomic
def correct_term(unit_id: int, *, starts_on: dt.date, is_meant: bool = False, actor: Actor) -> Term:
    """Correct the first day of a committee's newest term, while no number has been taken in it."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    authorize(actor, MANAGE_TERMS, unit.path)

    term, former = [*unit.terms.order_by("-starts_on")[:2], None, None][:2]
    if term is None:
        raise RuleBroken(_("This organisation has no term yet."))
    if TakenNumber.objects.filter(series__term=term).exists():
        raise RuleBroken(
            _("Numbers have been taken in this term; its first day stays."), field="starts_on"
        )
    _refuse_start(former, starts_on, is_meant=is_meant)

    was, term.starts_on = term.starts_on, starts_on
    term.save(update_fields=["starts_on"])
    _end_before(former, starts_on)

    days = {"was": was.isoformat(), "starts_on": starts_on.isoformat()}
    record(actor, "numbering.term_corrected", unit, **days)
    return term


def _refuse_start(former: Term | None, starts_on: dt.date, *, is_meant: bool) -> None:
    if former is not None and starts_on <= former.starts_on + dt.timedelta(days=1):
        raise RuleBroken(_("The new term must start after the present one."), field="starts_on")
    if not is_meant:
        _ask_back(former, starts_on)


def _ask_back(former: Term | None, starts_on: dt.date) -> None:
    """Slips of the year are common, and numbers of the former term stay with it."""
    away = starts_on - timezone.localdate()
    # The first term that is entered may have begun years ago.
    if away > A_YEAR or (former is not None and away < -A_YEAR):
        said = _("This day is more than a year away. If it is meant, say so below.")
        raise RuleBroken(said, field="starts_on")
    since = end_of_day(starts_on - dt.timedelta(days=1))
    taken = TakenNumber.objects.filter(series__term=former, taken_at__gte=since)
    if former is not None and (count := taken.count()):
        said = ngettext(
            "Since that day %(n)d number of the former term has been taken; it stays in that term, and the new one begins with 01 again. If this is meant, say so below.",
            "Since that day %(n)d numbers of the former term have been taken; they stay in that term, and the new one begins with 01 again. If this is meant, say so below.",
            count,
        )
        raise RuleBroken(said % {"n": count}, field="starts_on")


def _end_before(former: Term | None, starts_on: dt.date) -> None:
    if former is not None:
        former.ends_on = starts_on - dt.timedelta(days=1)
        former.save(update_fields=["ends_on"])
