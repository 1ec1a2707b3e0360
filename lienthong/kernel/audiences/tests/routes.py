"""Whom an issued document reaches, written by hand; the room has no pages."""

from dataclasses import dataclass
from typing import Literal

from attack.oracle import AUDIENCE, OWN, SUBTREE, held
from attack.places import Place
from attack.rules import Access

Scope = Literal["none", "committees", "branches"]


@dataclass(eq=False, kw_only=True)
class Sent:
    """Who is named on something that was sent, and how far it goes below them."""

    addressed: frozenset[str] = frozenset()
    scope: Scope = "none"
    scope_top: Place | None = None
    persons: frozenset[int] = frozenset()


def reached(place: Place, sent: Sent) -> bool:
    """Whether it came to an organisation: named on it, or in its scope."""
    if place.key in sent.addressed:
        return True
    if sent.scope == "none" or sent.scope_top is None or not place.in_line:
        return False
    return place in sent.scope_top.under() and not (sent.scope == "committees" and place.is_branch)


ACCESS = Access(
    permissions={
        "audiences.read": held(
            AUDIENCE, "secretary", "deputy_secretary", "standing_member", "committee_member",
            "clerk", "branch_secretary", "branch_committee_member", "member", "probationary_member",
        ),
        # A body that is addressed reads the document and confirms it; it reads nothing in scope.
        "audiences.acknowledge": held(
            OWN, "secretary", "clerk", "office_chief", "unit_head", "branch_secretary"
        ),
        "audiences.watch": held(SUBTREE, "secretary", "deputy_secretary", "clerk"),
    }
)  # fmt: skip
