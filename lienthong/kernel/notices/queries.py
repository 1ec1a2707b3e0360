"""What a person has been told."""

from django.db.models import QuerySet

from lienthong.kernel.notices.models import Notice

_SHOWN_AT_MOST = 100  # the badge says "99+"


def notices_of(person_id: int) -> QuerySet[Notice]:
    """The person's own notices, latest first."""
    return Notice.objects.filter(person_id=person_id).order_by("-id")


def unread_count(person_id: int) -> int:
    """How many notices the person has not read, counted to a hundred."""
    unread = Notice.objects.filter(person_id=person_id, read_at__isnull=True)
    return unread[:_SHOWN_AT_MOST].count()
