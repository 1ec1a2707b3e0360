"""Whom a reminder reaches, who has been reminded, and who hears it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import ACKNOWLEDGE, Audience, Owing, owing, units_behind
from lienthong.kernel.people.public import Post
from lienthong.kernel.units.public import Unit, UnitKind

from ..models import RemindedUnit
from .board import Watched


def reminder_interval() -> dt.timedelta:
    """A unit is reminded of one document no more often than this."""
    return dt.timedelta(hours=settings.REMINDER_INTERVAL_HOURS)


@dataclass(frozen=True)
class Outstanding:
    """Who at and under a place owes something: all of them, and those not reminded within the day."""

    everybody: list[Owing]
    to_remind: list[Owing]


def outstanding(audience: Audience, place: Unit, reminder: Unit) -> Outstanding:
    """Those at and beneath a place that can act and have not; nobody reminds their own committee.

    When the issuer's side reminds from the top of its board, the bodies and others addressed beside
    the tree are among them.
    """
    top = audience.issuer.serves_id or audience.issuer_id
    beside = place.pk == top and top in (reminder.pk, reminder.serves_id)
    everybody = [one for one in owing(audience, place, beside=beside) if one.unit_id != reminder.pk]
    since = timezone.now() - reminder_interval()
    heard = RemindedUnit.objects.filter(audience=audience, reminded_at__gt=since)
    lately = set(heard.values_list("unit_id", flat=True))
    return Outstanding(everybody, [one for one in everybody if one.unit_id not in lately])


def why_nobody(watched: Watched, place: Unit, owing: Outstanding) -> str:
    """Said instead when a reminder would reach nobody."""
    if owing.everybody:
        return _("These units were reminded within the last %(hours)d hours.") % {
            "hours": settings.REMINDER_INTERVAL_HOURS
        }
    if units_behind(watched.audience, place, "not_received").exists():
        return _("All units here still wait for the committee above them; nobody can act yet.")
    return _("Nobody here owes anything at the moment; nobody needs a reminder.")


@dataclass(frozen=True)
class ToRemind:
    """So many units of one kind owe one thing."""

    kind: str
    owes: str
    units: int

    @property
    def level(self) -> str:
        return str(UnitKind(self.kind).label)


def reminder_in_words(units: list[Owing]) -> list[ToRemind]:
    """Who would be reminded, level by level."""
    counted = Counter((one.kind, one.owes) for one in units)
    order = {kind: place for place, kind in enumerate(UnitKind)}
    return sorted(
        (ToRemind(kind, owes, count) for (kind, owes), count in counted.items()),
        key=lambda one: (order[UnitKind(one.kind)], one.owes),
    )


def last_reminded(audience: Audience, unit_ids: Iterable[int]) -> dict[int, dt.datetime]:
    """When each of these units was last reminded of a document."""
    heard = RemindedUnit.objects.filter(audience=audience, unit_id__in=unit_ids).order_by()
    return dict(heard.values_list("unit_id").annotate(Max("reminded_at")))


def urged_posts(unit_ids: list[int]) -> QuerySet[Post]:
    """The posts that confirm receipts for these units: clerks and secretaries."""
    return Post.objects.valid_on(timezone.localdate()).filter(
        unit_id__in=unit_ids, role__in=ACKNOWLEDGE.held_by
    )
