"""Whom a reminder reaches, who has been reminded, and who hears it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from lienthong.kernel.audiences.public import ACKNOWLEDGE, Audience, owing
from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import roles_holding
from lienthong.kernel.units.public import Unit, UnitKind, UnitQuerySet

from ..models import RemindedUnit


def reminder_interval() -> dt.timedelta:
    """A unit is reminded of one paper no more often than this."""
    return dt.timedelta(hours=settings.REMINDER_INTERVAL_HOURS)


def outstanding(audience: Audience, place: Unit, reminder_unit_id: int) -> UnitQuerySet:
    """Those at and beneath a place that can act and have not; nobody reminds the own committee.

    From the top of the issuer's board the bodies and others addressed beside the tree are among them.
    """
    issuer = audience.issuer
    at_the_top = place.pk == (issuer.serves_id or issuer.pk)
    return owing(audience, place, beside=at_the_top).exclude(pk=reminder_unit_id)


def not_lately_reminded(units: UnitQuerySet, audience: Audience) -> UnitQuerySet:
    """Without those reminded of the paper less than a day ago."""
    since = timezone.now() - reminder_interval()
    heard = RemindedUnit.objects.filter(audience=audience, reminded_at__gt=since)
    return units.exclude(pk__in=heard.values("unit"))


def what_each_owes(units: UnitQuerySet) -> dict[int, str]:
    return dict(units.values_list("pk", "owes"))  # type: ignore[misc]  # annotated by `owing`


@dataclass(frozen=True)
class ToRemind:
    """So many units of one kind owe one thing."""

    kind: str
    owes: str
    units: int

    @property
    def level(self) -> str:
        return str(UnitKind(self.kind).label)


def reminder_in_words(units: UnitQuerySet) -> list[ToRemind]:
    """Who would be reminded, level by level, counted by the database."""
    counted = units.values_list("kind", "owes").annotate(Count("pk"))  # type: ignore[misc]  # as above
    order = {kind: place for place, kind in enumerate(UnitKind)}
    return sorted(
        (ToRemind(kind, owes, count) for kind, owes, count in counted),
        key=lambda one: (order[UnitKind(one.kind)], one.owes),
    )


def last_reminded(audience: Audience, unit_ids: Iterable[int]) -> dict[int, dt.datetime]:
    """When each of these units was last reminded of a paper."""
    heard = RemindedUnit.objects.filter(audience=audience, unit_id__in=unit_ids).order_by()
    return dict(heard.values_list("unit_id").annotate(Max("reminded_at")))


def urged_posts(unit_ids: list[int]) -> QuerySet[Post]:
    """The posts that confirm receipts for these units: clerks and secretaries."""
    return Post.objects.valid_on(timezone.localdate()).filter(
        unit_id__in=unit_ids, role__in=roles_holding(ACKNOWLEDGE)
    )
