"""The door of the room."""

from .actor import Actor, signature
from .own_matter import refuse_own_matter
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
from .powers import (
    EITHER,
    Agreed,
    Confirmer,
    Matter,
    Power,
    Relation,
    Witnessed,
    declare_power,
    power_of,
)
from .ranges import PathRanges, answer_for, authorize, holds, paths_where, scope_of
from .refusals import NotAnswered, NotNow, RuleBroken, required
from .roles import Role

__all__ = [
    "AUDIENCE",
    "EITHER",
    "OWN",
    "SERVED",
    "SUBTREE",
    "Actor",
    "Agreed",
    "Confirmer",
    "Matter",
    "NotAnswered",
    "NotNow",
    "PathRanges",
    "Permission",
    "Power",
    "Reach",
    "Relation",
    "Role",
    "RuleBroken",
    "Witnessed",
    "answer_for",
    "authorize",
    "declare",
    "declare_power",
    "declared",
    "holds",
    "paths_where",
    "power_of",
    "permissions_of",
    "refuse_own_matter",
    "required",
    "scope_of",
    "signature",
]
