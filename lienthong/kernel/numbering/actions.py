"""Taking and cancelling numbers."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken, required
from lienthong.kernel.reference.public import Term
from lienthong.kernel.units.public import Unit

from .models import Series, TakenNumber


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
