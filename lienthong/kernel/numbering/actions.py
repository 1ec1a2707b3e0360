"""Taking and cancelling numbers; the terms with which they begin again."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel.audit.public import record
from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.permissions.public import Actor, Agreed, RuleBroken, required
from lienthong.kernel.reference.public import Term, end_of_day
from lienthong.kernel.units.public import Unit

from .models import Series, SeriesKey, TakenNumber

A_YEAR = dt.timedelta(days=365)


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
    series = _taken_series(key)

    series.last_number += 1
    series.save_taken("last_number")
    taken = TakenNumber.objects.create(series=series, number=series.last_number)

    record(actor, "numbering.taken", taken, series=series.pk, number=taken.number)
    return taken


def _taken_series(key: SeriesKey) -> Series:
    Series.objects.get_or_create(**key.__dict__)
    series = Series.objects.select_for_update().get(**key.__dict__)
    if not series.is_marked():
        raise RuleBroken(
            _(
                "This register is not as this system wrote it, so no number is taken from it: "
                "the check of the history says more."
            )
        )
    return series


@transaction.atomic
def enter_lost_number(
    key: SeriesKey, number: int, file: StoredFile | None, *, actor: Actor | None
) -> TakenNumber:
    """Keep a number that a signed document bears and whose record was lost; it is not given out again.

    The caller has authorised it.
    """
    series = _taken_series(key)

    if TakenNumber.objects.filter(series=series, number=number).exists():
        raise RuleBroken(_("This number stands in the register already."))

    series.last_number = max(series.last_number, number)
    series.save_taken("last_number")
    entered = TakenNumber.objects.create(
        series=series, number=number, record_lost=True, kept_file=file
    )

    facts = {"series": series.pk, "number": number, "sha256": file.sha256 if file else ""}
    record(actor, "numbering.entered", entered, **facts)
    return entered


@transaction.atomic
def go_on_from(key: SeriesKey, last_number: int, *, agreed: Agreed) -> Series:
    """Let a register go on where that on paper ends, as two persons agreed."""
    series = _taken_series(key)

    refuse_going_on(key)

    series.last_number = last_number
    series.save_taken("last_number")

    facts = {"series": series.pk, "number": last_number, "by": agreed.proposal_id}
    record(agreed.actor, "numbering.went_on", series, **facts)
    return series


def refuse_going_on(key: SeriesKey) -> None:
    """Only a register in which nothing stands yet goes on from another number."""
    begun = Series.objects.filter(**key.__dict__)
    if begun.filter(last_number__gt=0).exists():
        said = _("Numbers have been taken from this register, or it goes on from one already.")
        raise RuleBroken(said, field="register")


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
def open_term(unit_id: int, *, starts_on: dt.date, agreed: Agreed) -> Term:
    """Open a committee's term, as two persons agreed; the one before ends the day before (# 36-HD/VPTW §II.1.3)."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)

    former = newest_terms(unit)[0]
    refuse_start(former, starts_on)

    _end_before(former, starts_on)
    term = Term.objects.create(unit=unit, starts_on=starts_on)

    facts = {"starts_on": starts_on.isoformat(), "by": agreed.proposal_id}
    record(agreed.actor, "numbering.term_opened", unit, **facts)
    return term


@transaction.atomic
def correct_term(term_id: int, *, starts_on: dt.date, agreed: Agreed) -> Term:
    """Correct the first day of a committee's newest term, as two persons agreed.

    That is done only while no number has been taken in it.
    """
    unit = Unit.objects.select_for_update().get(terms=term_id)
    term = Term.objects.get(pk=term_id)

    refuse_correction(unit, term_id)
    former = newest_terms(unit)[1]
    refuse_start(former, starts_on)

    was, term.starts_on = term.starts_on, starts_on
    term.save(update_fields=["starts_on"])
    _end_before(former, starts_on)

    facts = {"was": was.isoformat(), "starts_on": starts_on.isoformat(), "by": agreed.proposal_id}
    record(agreed.actor, "numbering.term_corrected", unit, **facts)
    return term


def newest_terms(unit: Unit) -> tuple[Term | None, Term | None]:
    """The newest term of a committee, and the one before it."""
    terms = [one for one in unit.terms.order_by("-starts_on") if one.is_marked()]
    newest, before = [*terms, None, None][:2]
    return newest, before


def refuse_start(former: Term | None, starts_on: dt.date) -> None:
    if former is not None and starts_on <= former.starts_on + dt.timedelta(days=1):
        raise RuleBroken(_("The new term must start after the present one."), field="starts_on")


def refuse_correction(unit: Unit, term_id: int) -> None:
    newest = newest_terms(unit)[0]
    if newest is None or newest.pk != term_id:
        raise RuleBroken(_("Another term has been opened meanwhile. Propose it anew."))
    if TakenNumber.objects.filter(series__term=term_id).exists():
        raise RuleBroken(
            _("Numbers have been taken in this term; its first day stays."), field="starts_on"
        )


def ask_back(former: Term | None, starts_on: dt.date) -> None:
    """Slips of the year are common, and numbers of the former term stay with it."""
    away = starts_on - timezone.localdate()
    # The first term that is entered may have begun years ago.
    if away > A_YEAR or (former is not None and away < -A_YEAR):
        said = _("This day is more than a year away. If it is meant, say so below.")
        raise RuleBroken(said, field="starts_on")
    if count := numbers_since(former, starts_on).count():
        said = ngettext(
            "Since that day %(n)d number of the former term has been taken; it stays in that term, and the new one begins with 01 again. If this is meant, say so below.",
            "Since that day %(n)d numbers of the former term have been taken; they stay in that term, and the new one begins with 01 again. If this is meant, say so below.",
            count,
        )
        raise RuleBroken(said % {"n": count}, field="starts_on")


def numbers_since(former: Term | None, starts_on: dt.date) -> QuerySet[TakenNumber]:
    """The numbers that were taken in the former term on or after the first day of the next one."""
    if former is None:
        return TakenNumber.objects.none()
    since = end_of_day(starts_on - dt.timedelta(days=1))
    return TakenNumber.objects.filter(series__term=former, taken_at__gte=since)


def _end_before(former: Term | None, starts_on: dt.date) -> None:
    if former is not None:
        former.ends_on = starts_on - dt.timedelta(days=1)
        former.save(update_fields=["ends_on"])
