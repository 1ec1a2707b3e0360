"""The door of the room."""

from .actions.handling import Instruction, answer, close, direct, propose
from .actions.receiving import brief_members, confirm_receipt, forward_with_letter
from .actions.registering import open_received, register_incoming
from .actions.result_files import BroughtFile, FileToKeep, look_into
from .models import IncomingDocument
from .queries.lists import newest_received
from .queries.received import ReceivedDocument, received_for

__all__ = [
    "BroughtFile",
    "FileToKeep",
    "IncomingDocument",
    "Instruction",
    "ReceivedDocument",
    "answer",
    "brief_members",
    "close",
    "confirm_receipt",
    "direct",
    "forward_with_letter",
    "look_into",
    "newest_received",
    "open_received",
    "propose",
    "received_for",
    "register_incoming",
]
