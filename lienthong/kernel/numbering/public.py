"""The door of the room."""

from .actions import (
    cancel_number,
    correct_term,
    enter_lost_number,
    open_term,
    series_for_incoming,
    series_for_outgoing,
    take_number,
)
from .models import Series, TakenNumber

__all__ = [
    "Series",
    "TakenNumber",
    "cancel_number",
    "correct_term",
    "open_term",
    "enter_lost_number",
    "series_for_incoming",
    "series_for_outgoing",
    "take_number",
]
