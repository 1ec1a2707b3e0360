"""Who can and must do something with a paper now: those, and only those, a reminder reaches."""

import datetime as dt

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone

from lienthong.kernel.units.public import BRANCHES, Unit, UnitQuerySet

from .board import path_on_day
from .models import Audience, Purpose, Receipt

RECEIVE, CARRY_ON, PASS_ON = "receive", "carry_on", "pass_on"
ACTING = (Purpose.CARRY_OUT, Purpose.COORDINATE)


def owing(audience: Audience, place: Unit, *, beside: bool = False) -> UnitQuerySet:
    """The units at and beneath a place that can act and have not, each with what it `owes`.

    A receipt is owed at once by those addressed and by those whose own committee has carried the
    paper on; carrying on, by a committee for which others wait; passing on, by a branch once the
    day for it is past. With `beside`, the bodies and others addressed outside the line of command
    owe their receipt too, if the paper asks them to act.
    """
    path, today = path_on_day(place, audience.frozen_on), timezone.localdate()
    in_line = RawSQL(  # noqa: S611 -- constant
        "SELECT unit_id FROM audiences_owing(%s, %s, %s)", (audience.pk, path, today)
    )
    receipts = Receipt.objects.filter(audience=audience, unit=OuterRef("pk"))
    units = Unit.objects.filter(
        Q(pk__in=in_line) | Q(pk__in=_beside(audience, path, today) if beside else [])
    )
    return units.annotate(
        owes=Case(
            When(~Exists(receipts.filter(received_at__isnull=False)), then=Value(RECEIVE)),
            When(kind__in=BRANCHES, then=Value(PASS_ON)),
            default=Value(CARRY_ON),
        )
    )


def _beside(audience: Audience, path: str, today: dt.date) -> UnitQuerySet:
    """Those addressed who do not stand in the line of command beneath a place, and have not answered."""
    answered = audience.receipts.filter(Q(received_at__isnull=False) | Q(refused_at__isnull=False))
    reached = RawSQL(  # noqa: S611 -- constant
        "SELECT unit_id FROM audiences_reached(%s, %s)", (audience.pk, path)
    )
    return (
        Unit.objects.existing_on(today)
        .filter(pk__in=audience.addressed_units.filter(purpose__in=ACTING).values("unit"))
        .exclude(pk__in=answered.values("unit"))
        .exclude(pk__in=reached)
    )
