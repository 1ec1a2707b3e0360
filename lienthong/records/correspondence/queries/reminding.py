"""Who has been reminded, and who hears a reminder."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from lienthong.kernel.audiences.public import ACKNOWLEDGE, Audience
from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import roles_holding

from ..models import RemindedUnit


def reminded_since(audience: Audience, since: dt.datetime) -> set[int]:
    """The units that were reminded of a paper after a moment."""
    heard = RemindedUnit.objects.filter(audience=audience, reminded_at__gt=since)
    return set(heard.values_list("unit_id", flat=True))


def urged_posts(unit_ids: list[int]) -> QuerySet[Post]:
    """The posts that confirm receipts for these units: clerks and secretaries."""
    return Post.objects.valid_on(timezone.localdate()).filter(
        unit_id__in=unit_ids, role__in=roles_holding(ACKNOWLEDGE)
    )
