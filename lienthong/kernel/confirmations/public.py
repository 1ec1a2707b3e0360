"""The door of the room."""

from .actions import confirm, mark_seen, propose, refuse, withdraw
from .models import Proposal
from .permissions import FOLLOW
from .procedures import TO_CONFIRM
from .queries import may_confirm, proposals_seen_by

__all__ = [
    "FOLLOW",
    "TO_CONFIRM",
    "Proposal",
    "confirm",
    "mark_seen",
    "may_confirm",
    "proposals_seen_by",
    "propose",
    "refuse",
    "withdraw",
]
