"""Who can and must do something with a document now: those, and only those, a reminder reaches."""

import datetime as dt
from typing import NamedTuple

from django.db import connection
from django.db.models import BooleanField, DateField, Exists, Func, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.utils import timezone

from lienthong.kernel.units.public import Unit, UnitQuerySet, placements_frozen

from .board import place_at_issue
from .models import AddressedUnit, Audience, Purpose

RECEIVE, FORWARD, BRIEF = "receive", "forward", "brief_members"
ACTING = (Purpose.CARRY_OUT, Purpose.COORDINATE)


class Owing(NamedTuple):
    """A unit that can act and has not, and what it owes."""

    unit_id: int
    kind: str
    owes: str


def owing(audience: Audience, place: Unit, *, beside: bool = False) -> list[Owing]:
    """The units at and beneath a place that can act and have not, each with what it owes.

    A receipt is owed at once by those addressed and by those whose own committee has forwarded
    the document; forwarding, by a committee for which others wait; briefing members, by a branch once
    the day for it is past. With `beside`, the bodies and others addressed outside the line of command
    owe their receipt too, if the document asks them to act.
    """
    path, today = place_at_issue(place, audience), timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audiences_owing(%s, %s, %s)", [audience.pk, path, today])
        found = {row[0]: Owing(*row) for row in cursor.fetchall()}
    if beside:
        found |= {one.unit_id: one for one in _owing_beside(audience, path)}
    return list(found.values())


def addressed_beside(audience: Audience, top: str) -> QuerySet[AddressedUnit]:
    """Those addressed who are no row of the board beneath a place: bodies, superiors, others."""
    on_the_board = placements_frozen(audience.frozen_on, audience.published_at).filter(
        unit=OuterRef("unit"),
        unit__kind_in_line=True,
        path__startswith=top,
        path__gt=top,
    )
    return audience.addressed_units.filter(~Exists(on_the_board))


def _owing_beside(audience: Audience, top: str) -> list[Owing]:
    answered = audience.receipts.filter(Q(received_at__isnull=False) | Q(refused_at__isnull=False))
    asked_to_act = addressed_beside(audience, top).filter(purpose__in=ACTING)
    units = (
        Unit.objects.existing_on(timezone.localdate())
        .filter(pk__in=asked_to_act.values("unit"))
        .exclude(pk__in=answered.values("unit"))
    )
    return [Owing(pk, kind, RECEIVE) for pk, kind in units.values_list("pk", "kind")]


def waiting_below(audience: Audience, committee: Unit) -> UnitQuerySet:
    """The units beneath a committee that wait today for it to forward a document.

    The scope decides, not the purpose with which the document reached the committee.
    """
    waiting = RawSQL(  # noqa: S611 -- constant
        "SELECT unit_id FROM audiences_waiting(%s, %s, %s)",
        (audience.pk, committee.pk, timezone.localdate()),
    )
    return Unit.objects.filter(pk__in=waiting).order_by("path")


class HasWaiting(Func):
    """`waiting_below` as a condition of a query over documents: whether anybody waits for the committee.

    `IncomingDocument.objects.filter(HasWaiting("audience", committee.pk))`
    """

    template = "EXISTS (SELECT 1 FROM audiences_waiting(%(expressions)s))"
    output_field = BooleanField()

    def __init__(
        self, audience: str | OuterRef, committee: int | OuterRef, today: dt.date | None = None
    ) -> None:
        day = Value(today or timezone.localdate(), DateField())
        super().__init__(audience, committee, day)
