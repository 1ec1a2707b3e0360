"""The door of the room."""

from .actions import (
    cancel_number,
    enter_lost_number,
    series_for_incoming,
    series_for_outgoing,
    take_number,
)
from .models import Series, TakenNumber
from .powers import GO_ON, TERM, RegisterGoesOn, TermBegins
from .queries import newest_numbers, number_to_come

__all__ = [
    "GO_ON",
    "TERM",
    "RegisterGoesOn",
    "Series",
    "TakenNumber",
    "TermBegins",
    "cancel_number",
    "enter_lost_number",
    "newest_numbers",
    "number_to_come",
    "series_for_incoming",
    "series_for_outgoing",
    "take_number",
]
