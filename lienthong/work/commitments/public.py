"""The door of the room."""

from .actions.answering import receive
from .actions.below import give_on
from .actions.compiling import compile_report
from .actions.plans import accept_proposal, open_plan
from .actions.reporting import (
    accept_result,
    decide_line,
    open_period,
    report_progress,
    send_line,
    send_result,
)
from .actions.tasks import GivenTask, assign, enter_task
from .actions.told import Told
from .models import Period, Plan, Task

__all__ = [
    "GivenTask",
    "Period",
    "Plan",
    "Task",
    "Told",
    "accept_proposal",
    "accept_result",
    "assign",
    "compile_report",
    "decide_line",
    "enter_task",
    "give_on",
    "open_period",
    "open_plan",
    "receive",
    "report_progress",
    "send_line",
    "send_result",
]
