"""What an actor may see of «examples»."""

from django.db.models import QuerySet

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import units_where

from . import permissions
from .models import Example


def examples_seen_by(actor: Actor) -> QuerySet[Example]:
    """Those of the units whose «examples» the actor may see, the newest first."""
    units = units_where(actor, permissions.VIEW)
    return Example.objects.filter(unit__in=units).select_related("unit")
