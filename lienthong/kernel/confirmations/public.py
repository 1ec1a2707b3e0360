"""The door of the room."""

from .actions import confirm, mark_seen, propose, refuse, withdraw
from .allowed import refuse_lost_posts, refuse_proposed
from .events import ProposalMoved
from .laying import Way, lay_to_confirm, lay_to_propose, lay_to_refuse, lay_to_withdraw, take_up
from .models import Proposal
from .permissions import FOLLOW
from .procedures import TO_CONFIRM
from .queries import (
    confirmers,
    laid_to_propose,
    leaders_and_auditors,
    leads,
    may_confirm,
    proposals_seen_by,
)

__all__ = [
    "FOLLOW",
    "TO_CONFIRM",
    "Proposal",
    "ProposalMoved",
    "Way",
    "confirm",
    "confirmers",
    "laid_to_propose",
    "lay_to_confirm",
    "lay_to_propose",
    "lay_to_refuse",
    "lay_to_withdraw",
    "leaders_and_auditors",
    "leads",
    "mark_seen",
    "may_confirm",
    "proposals_seen_by",
    "propose",
    "refuse",
    "refuse_lost_posts",
    "refuse_proposed",
    "take_up",
    "withdraw",
]
