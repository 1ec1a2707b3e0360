"""What can be allowed, and which role holds it."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise


class Reach(StrEnum):
    """How far a permission goes from the unit of the post that holds it."""

    OWN = "own"
    SERVED = "served"
    SUBTREE = "subtree"
    AUDIENCE = "audience"


OWN, SERVED, SUBTREE, AUDIENCE = Reach.OWN, Reach.SERVED, Reach.SUBTREE, Reach.AUDIENCE


@dataclass(frozen=True)
class Permission:
    codename: str
    label: str | Promise = field(compare=False)
    reach: Reach = OWN


_declared: dict[str, Permission] = {}
_granted: dict[str, frozenset[str]] = {}


class UnknownPermission(LookupError):
    """A role was granted something no room has declared."""


def declare(codename: str, label: str | Promise, *, reach: Reach = OWN) -> Permission:
    """Make a permission known under a codename no other room uses."""
    if codename in _declared:
        raise ValueError(f"{codename} is declared twice")
    permission = Permission(codename, label, reach)
    _declared[codename] = permission
    return permission


def declared() -> dict[str, Permission]:
    return dict(_declared)


def grant(role: str, codenames: frozenset[str]) -> None:
    """Give a role its permissions; the whole set at once, so that the table is the truth."""
    unknown = codenames - _declared.keys()
    if unknown:
        raise UnknownPermission(f"{role}: {', '.join(sorted(unknown))}")
    _granted[role] = codenames


def permissions_of(role: str) -> frozenset[str]:
    return _granted.get(role, frozenset())


def roles_holding(permission: Permission) -> frozenset[str]:
    return frozenset(role for role, held in _granted.items() if permission.codename in held)
