"""The door of the room."""

from .actions.codes import identify_unit
from .actions.founding import found_topmost
from .actions.tree import (
    NewUnit,
    dissolve_unit,
    found_unit,
    place_unit,
    rename_unit,
)
from .events import UnitDissolved, UnitMoved
from .models import (
    COMMITTEES,
    ISSUING_BODIES,
    LINE_OF_COMMAND,
    PATH_STEP,
    TOPMOST,
    Unit,
    UnitIdentifier,
    UnitKind,
    UnitPlacement,
    UnitQuerySet,
    ancestor_paths,
    kinds_beneath,
)
from .permissions import MANAGE, VIEW
from .powers import END, FOUND, MOVE, RENAME, EndUnit, FoundUnit, MoveUnit, RenameUnit
from .queries import (
    bodies_serving,
    direct_subordinates,
    placements_frozen,
    superior_committee,
    units_where,
)

__all__ = [
    "COMMITTEES",
    "END",
    "EndUnit",
    "FOUND",
    "FoundUnit",
    "ISSUING_BODIES",
    "LINE_OF_COMMAND",
    "MANAGE",
    "MOVE",
    "MoveUnit",
    "PATH_STEP",
    "RENAME",
    "RenameUnit",
    "TOPMOST",
    "VIEW",
    "NewUnit",
    "Unit",
    "UnitDissolved",
    "UnitMoved",
    "UnitIdentifier",
    "UnitKind",
    "UnitPlacement",
    "UnitQuerySet",
    "ancestor_paths",
    "bodies_serving",
    "direct_subordinates",
    "dissolve_unit",
    "found_topmost",
    "found_unit",
    "identify_unit",
    "kinds_beneath",
    "place_unit",
    "placements_frozen",
    "rename_unit",
    "superior_committee",
    "units_where",
]
