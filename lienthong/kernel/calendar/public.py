"""A person's deadlines in a calendar of their own."""

from .actions import change_feed, end_feed, make_feed, note_reading
from .entries import Entry, in_calendars
from .queries import calendar_of, feed_of, feed_with, mark_of

__all__ = [
    "Entry",
    "calendar_of",
    "change_feed",
    "end_feed",
    "feed_of",
    "feed_with",
    "in_calendars",
    "make_feed",
    "mark_of",
    "note_reading",
]
