"""The door of the room."""

from .actor import Actor
from .permissions import (
    AUDIENCE,
    OWN,
    SERVED,
    SUBTREE,
    Permission,
    Reach,
    declare,
    declared,
    grant,
    permissions_of,
    roles_holding,
)
from .ranges import PathRanges, authorize, holds, paths_where
from .rules import RuleBroken

__all__ = [
    "AUDIENCE",
    "OWN",
    "SERVED",
    "SUBTREE",
    "Actor",
    "PathRanges",
    "Permission",
    "Reach",
    "RuleBroken",
    "authorize",
    "declare",
    "declared",
    "grant",
    "holds",
    "paths_where",
    "permissions_of",
    "roles_holding",
]
