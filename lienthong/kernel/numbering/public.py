"""The door of the room."""

from .actions import SeriesKey, cancel_number, series_for_incoming, series_for_outgoing, take_number
from .models import Series, TakenNumber

__all__ = [
    "Series",
    "SeriesKey",
    "TakenNumber",
    "cancel_number",
    "series_for_incoming",
    "series_for_outgoing",
    "take_number",
]
