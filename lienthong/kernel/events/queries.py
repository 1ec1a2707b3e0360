"""What has not been heard."""

from django.db.models import QuerySet

from lienthong.kernel.events.models import Delivery


def undelivered() -> QuerySet[Delivery]:
    """Reactions that have failed and not yet succeeded, oldest first."""
    return (
        Delivery.objects.filter(delivered_at__isnull=True, failures__gt=0)
        .select_related("entry")
        .order_by("id")
    )
