"""The door of the room."""

from .actions.codes import identify_unit
from .actions.correcting import Printed, correct_unit
from .actions.founding import found_topmost
from .actions.refusing import NewUnit
from .actions.tree import (
    dissolve_unit,
    found_unit,
    place_unit,
    rename_unit,
)
from .deciding import NO_DECISION, Decision
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
)
from .permissions import MANAGE, VIEW
from .possible import SURE, VERIFY, kinds_beneath, table_in_force
from .powers import (
    CORRECT,
    END,
    FOUND,
    MOVE,
    RENAME,
    CorrectUnit,
    EndUnit,
    FoundUnit,
    MoveUnit,
    RenameUnit,
)
from .queries import (
    bodies_serving,
    direct_subordinates,
    placements_frozen,
    superior_committee,
    units_where,
)

__all__ = [
    "COMMITTEES",
    "CORRECT",
    "CorrectUnit",
    "END",
    "EndUnit",
    "FOUND",
    "FoundUnit",
    "ISSUING_BODIES",
    "LINE_OF_COMMAND",
    "MANAGE",
    "MOVE",
    "MoveUnit",
    "NO_DECISION",
    "PATH_STEP",
    "Printed",
    "Decision",
    "RENAME",
    "RenameUnit",
    "SURE",
    "TOPMOST",
    "VERIFY",
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
    "correct_unit",
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
    "table_in_force",
    "units_where",
]
