"""The door of the room."""

from .actions.handling import (
    Instruction,
    answer,
    ask_for_more,
    close,
    direct,
    file_away,
    propose,
    return_assignment,
    return_proposal,
)
from .actions.receiving import confirm_receipt, forward_on, forward_with_letter, pass_on
from .actions.registering import open_received, refuse_incoming, register_incoming
from .actions.reminding import remind
from .models import Assignment, Direction, Forwarding, IncomingDocument, Reminder
from .permissions import (
    CLOSE,
    DIRECT,
    HANDLE,
    PROPOSE,
    REGISTER,
    REMIND,
    VIEW,
    WATCH_SERVED,
)
from .procedures import HANDLING
from .queries.board import counts_under, watched_by
from .queries.lists import arrivals_to_register, cards_of, entries_in, newest_received
from .queries.received import ReceivedDocument, act_due, received_for

__all__ = [
    "CLOSE",
    "DIRECT",
    "HANDLE",
    "HANDLING",
    "PROPOSE",
    "REGISTER",
    "REMIND",
    "VIEW",
    "WATCH_SERVED",
    "Assignment",
    "Direction",
    "Forwarding",
    "IncomingDocument",
    "Instruction",
    "ReceivedDocument",
    "Reminder",
    "act_due",
    "answer",
    "arrivals_to_register",
    "ask_for_more",
    "cards_of",
    "close",
    "confirm_receipt",
    "counts_under",
    "direct",
    "entries_in",
    "file_away",
    "forward_on",
    "forward_with_letter",
    "newest_received",
    "open_received",
    "received_for",
    "pass_on",
    "propose",
    "refuse_incoming",
    "register_incoming",
    "remind",
    "return_assignment",
    "return_proposal",
    "watched_by",
]
