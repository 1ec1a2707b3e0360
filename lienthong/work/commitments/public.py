"""The door of the room."""

from .actions.answering import receive
from .actions.below import give_on
from .actions.plans import accept_proposal, open_plan
from .actions.reporting import Told, accept_result, report_progress, send_result
from .actions.tasks import GivenTask, assign, enter_task
from .models import Plan, Task

__all__ = [
    "GivenTask",
    "Plan",
    "Task",
    "Told",
    "accept_proposal",
    "accept_result",
    "assign",
    "enter_task",
    "give_on",
    "open_plan",
    "receive",
    "report_progress",
    "send_result",
]
