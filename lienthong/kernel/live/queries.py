"""What has changed since a moment, told by transactions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from .models import Change

KEPT = dt.timedelta(hours=1)
# A page was made a moment before its browser began to listen.
JUST_NOW = dt.timedelta(seconds=15)


@dataclass(frozen=True)
class Mark:
    """How far somebody has heard: what was written by transactions before this one is known.

    Transactions commit in another order than they begin. What is still open has this number or a higher
    one, so that asking again from here misses nothing and may repeat something.
    """

    transaction: int
    at: int

    def __str__(self) -> str:
        return f"{self.transaction}.{self.at}"

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        parts = text.split(".")
        if len(parts) != 2 or not all(one.isascii() and one.isdecimal() for one in parts):
            return None
        transaction, at = (int(one[:18]) for one in parts)
        return cls(transaction, at)


def mark_now() -> Mark:
    """Before everything that is not yet to be seen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, extract(epoch FROM now())::bigint"
        )
        return Mark(*cursor.fetchone())


def changes_since(mark: Mark) -> list[tuple[int, str, str]]:
    """Key, topic and part of what was written since; some of it may be known already."""
    rows = Change.objects.filter(transaction__gte=mark.transaction).order_by("pk")
    return list(rows.values_list("pk", "topic", "part"))


def parts_missed(topics: Iterable[str], last_heard: Mark | None) -> set[str] | None:
    """The parts that changed for somebody while nobody told them; None where that is not known any more."""
    mine = Change.objects.filter(topic__in=list(topics))
    now = timezone.now()
    if last_heard is None:
        missed = mine.filter(at__gte=now - JUST_NOW)
    elif is_forgotten(last_heard):
        return None
    else:
        missed = mine.filter(transaction__gte=last_heard.transaction)
    return set(missed.values_list("part", flat=True))


def is_forgotten(mark: Mark) -> bool:
    """Whether what came after a mark may have been cleared away, or the mark is of another database."""
    now = mark_now()
    return mark.at < now.at - KEPT.total_seconds() or mark.transaction > now.transaction
