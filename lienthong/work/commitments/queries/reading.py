"""x"""

from ..models import Plan, Proposal


def proposals_of(plan: Plan) -> list[Proposal]:
    return []
