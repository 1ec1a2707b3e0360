"""Who is in the scope of a document, by name: of one published, and of one that would be."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from lienthong.kernel.units.public import UnitPlacement, placements_frozen

from .actions import Addressing
from .models import Audience, Scope

AFTER_ANY_SEGMENT = "~"


def foreseen(addressing: Addressing, on: dt.date) -> QuerySet[UnitPlacement]:
    """The places of the units that would be in its scope if it were published on this day."""
    return _in_scope(addressing.scope_paths, addressing.scope, on, timezone.now())


def in_scope(audience: Audience) -> QuerySet[UnitPlacement]:
    """The places of the units in its scope, where they stood when it was published."""
    paths = audience.scope_rules.values_list("path", flat=True)
    return _in_scope(paths, audience.scope, audience.frozen_on, audience.published_at)


def _in_scope(
    tops: Iterable[str], scope: str, day: dt.date, moment: dt.datetime
) -> QuerySet[UnitPlacement]:
    """The rule of the database (`audiences_rule_reaches`); a test holds both together."""
    if scope == Scope.NONE:
        return UnitPlacement.objects.none()
    beneath = Q(pk__in=[])
    for top in tops:
        beneath |= Q(path__gt=top, path__lt=top + AFTER_ANY_SEGMENT)
    placed = placements_frozen(day, moment).filter(beneath, unit__kind_in_line=True)
    if scope == Scope.COMMITTEES:
        placed = placed.filter(unit__kind_is_branch=False)
    return placed.select_related("unit").order_by("path")
