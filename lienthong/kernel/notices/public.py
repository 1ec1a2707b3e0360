"""Notices to persons, shown in the application."""

from lienthong.kernel.notices.actions import mark_all_read, mark_read, notify
from lienthong.kernel.notices.models import Notice
from lienthong.kernel.notices.queries import notices_of, unread_count

__all__ = ["Notice", "mark_all_read", "mark_read", "notices_of", "notify", "unread_count"]
