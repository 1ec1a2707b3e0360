"""What has not been heard."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from lienthong.kernel.events.hearing import event_name
from lienthong.kernel.events.models import Delivery, OutboxEntry


def undelivered() -> QuerySet[Delivery]:
    """Reactions that have failed and not yet succeeded, oldest first."""
    return (
        Delivery.objects.filter(delivered_at__isnull=True, failures__gt=0)
        .select_related("entry")
        .order_by("id")
    )


def unheard_since(event_class: type[Any]) -> dt.datetime | None:
    """The moment of the oldest event of a kind that waits for its batch; None when none waits."""
    waiting = OutboxEntry.objects.filter(event=event_name(event_class), relayed_at=None)
    return waiting.order_by("id").values_list("announced_at", flat=True).first()
