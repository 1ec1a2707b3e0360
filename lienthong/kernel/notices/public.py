"""Notices to persons, shown in the application."""

from lienthong.kernel.notices.actions import (
    READ_BY_THE_ACT,
    mark_all_read,
    mark_read,
    notify,
    read_by_the_act,
)
from lienthong.kernel.notices.models import Notice, page_of_thing
from lienthong.kernel.notices.queries import notices_of, unread_count

__all__ = [
    "READ_BY_THE_ACT",
    "Notice",
    "mark_all_read",
    "mark_read",
    "notices_of",
    "notify",
    "page_of_thing",
    "read_by_the_act",
    "unread_count",
]
