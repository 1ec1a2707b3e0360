"""The door of the room."""

from .actions import cancel_case, close_step, release_post, start
from .definitions import END, Holder, Procedure, Step, declare_procedure
from .events import StepOpened
from .models import Case, StepVisit
from .queries import (
    WorkItem,
    case_of,
    may_close,
    open_steps_for,
    open_visit,
    register_work_items,
    visits_of,
    work_items_of,
)

__all__ = [
    "END",
    "Case",
    "WorkItem",
    "Holder",
    "Procedure",
    "Step",
    "StepOpened",
    "StepVisit",
    "cancel_case",
    "case_of",
    "close_step",
    "declare_procedure",
    "work_items_of",
    "may_close",
    "open_steps_for",
    "open_visit",
    "register_work_items",
    "release_post",
    "start",
    "visits_of",
]
