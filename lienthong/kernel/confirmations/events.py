from dataclasses import dataclass


@dataclass(frozen=True)
class ProposalMoved:
    """Something is proposed, or a proposal has come to its end."""

    proposal_id: int
