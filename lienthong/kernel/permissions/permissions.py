"""What can be allowed, and which role holds it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise

from .roles import Role


class Reach(StrEnum):
    """How far a permission goes from the unit of the post that holds it."""

    OWN = "own"
    SERVED = "served"
    SUBTREE = "subtree"
    AUDIENCE = "audience"


OWN, SERVED, SUBTREE, AUDIENCE = Reach.OWN, Reach.SERVED, Reach.SUBTREE, Reach.AUDIENCE


@dataclass(frozen=True)
class Permission:
    """What may be allowed, how far it goes, and whose posts hold it."""

    codename: str
    label: str | Promise = field(compare=False)
    reach: Reach = OWN
    held_by: tuple[str, ...] = ()
    # Whose posts hold it in their own unit alone, however far it reaches for others.
    own_for: tuple[str, ...] = ()

    def reach_for(self, role: str) -> Reach:
        """How far it goes from a post of this role."""
        return Reach.OWN if role in self.own_for else self.reach


_declared: dict[str, Permission] = {}


def declare(
    codename: str,
    label: str | Promise,
    *,
    held_by: Iterable[Role],
    reach: Reach = OWN,
    own_for: Iterable[Role] = (),
) -> Permission:
    """Make a permission known under a codename no other room uses."""
    if codename in _declared:
        raise ValueError(f"{codename} is declared twice")
    permission = Permission(codename, label, reach, tuple(held_by), tuple(own_for))
    if not set(permission.own_for) <= set(permission.held_by):
        raise ValueError(f"{codename} is limited for a role that does not hold it")
    _declared[codename] = permission
    return permission


def declared() -> dict[str, Permission]:
    return dict(_declared)


def permissions_of(role: str) -> list[str]:
    """What a role holds, in the order declared, so that a question is put in the same words each time."""
    return [codename for codename, one in _declared.items() if role in one.held_by]
