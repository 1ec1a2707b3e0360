"""The door of the room."""

from .actor import Actor, signature
from .permissions import (
    AUDIENCE,
    OWN,
    SERVED,
    SUBTREE,
    Permission,
    Reach,
    declare,
    declared,
    permissions_of,
)
from .ranges import PathRanges, authorize, holds, paths_where
from .refusals import RuleBroken, required
from .roles import Role

__all__ = [
    "AUDIENCE",
    "OWN",
    "SERVED",
    "SUBTREE",
    "Actor",
    "PathRanges",
    "Permission",
    "Reach",
    "Role",
    "RuleBroken",
    "authorize",
    "declare",
    "declared",
    "holds",
    "paths_where",
    "permissions_of",
    "required",
    "signature",
]
