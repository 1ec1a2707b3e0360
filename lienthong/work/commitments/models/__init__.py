"""What this room keeps: plans and what is proposed for them, tasks, and what is said of tasks."""

from .compiled import CompiledReport
from .difficulties import Difficulty
from .plans import Plan, Proposal, Target
from .reports import Evidence, Extension, Period, Refusal, TaskReport, Urging
from .tasks import Coordination, Product, Rhythm, Standing, State, Task

__all__ = [
    "CompiledReport",
    "Coordination",
    "Difficulty",
    "Evidence",
    "Extension",
    "Period",
    "Plan",
    "Product",
    "Proposal",
    "Refusal",
    "Rhythm",
    "Standing",
    "State",
    "Target",
    "Task",
    "TaskReport",
    "Urging",
]
