"""The door of the room."""

from .actions import confirm, mark_seen, prepare, propose, refuse, withdraw
from .events import ProposalMoved
from .models import Proposal
from .permissions import FOLLOW
from .procedures import TO_CONFIRM
from .queries import confirmers, leads, may_confirm, proposals_seen_by

__all__ = [
    "FOLLOW",
    "TO_CONFIRM",
    "Proposal",
    "ProposalMoved",
    "confirm",
    "confirmers",
    "leads",
    "mark_seen",
    "may_confirm",
    "proposals_seen_by",
    "prepare",
    "propose",
    "refuse",
    "withdraw",
]
