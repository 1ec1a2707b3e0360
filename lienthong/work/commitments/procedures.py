"""What tasks and plans lay on desks.

A task is no case: one act gives out as many as there are organisations beneath, and how each stood on a
past day is asked of rows. What is to be done is owed and settled (docs/adr/0065).
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel.procedures.public import Caption, Kind, Work, caption_by, declare_work

from . import permissions
from .models import Difficulty, Plan, Task, TaskReport

TASKS = Kind("commitments.tasks", _("Tasks"))


def _work(key: str, verb: Any, permission: Any, icon: str, notice: str = "") -> Work:
    return declare_work(
        Work(
            key=f"commitments.{key}",
            verb=verb,
            permission=permission.codename,
            kind=TASKS,
            icon=icon,
            notice=notice,
        )
    )


RECEIVE = _work("receive", _("Receive the task"), permissions.CARRY, "inbox")
CARRY_OUT = _work("carry_out", _("Carry out the task"), permissions.CARRY, "progress")
CONFIRM = _work("confirm", _("Confirm your part"), permissions.CARRY, "checklist")
DECIDE = _work("decide", _("Decide on the task"), permissions.ASSIGN, "signature")
REPORT = _work("report_line", _("Report for the period"), permissions.CARRY, "calendar")
DECIDE_CORRECTION = _work(
    "decide_correction", _("Decide on a correction"), permissions.ASSIGN, "signature"
)
ANSWER = _work("answer_difficulty", _("Answer a difficulty"), permissions.ASSIGN, "messages")
APPROVE = _work("approve", _("Assign the tasks"), permissions.ASSIGN, "signature")

ASSIGNED = gettext_noop("%(unit)s has given you the task “%(task)s”.")
GIVEN_BELOW = gettext_noop("%(unit)s has given you a task.")
NOT_ACCEPTED = gettext_noop("%(unit)s does not accept the task “%(task)s”: %(reason)s")
RESULT_SENT = gettext_noop("%(unit)s has handed in the result of the task “%(task)s”.")
RESULT_ACCEPTED = gettext_noop("%(unit)s has accepted the result of the task “%(task)s”.")
SENT_BACK = gettext_noop("%(unit)s has sent back the report on the task “%(task)s”: %(reason)s")
TIME_ASKED = gettext_noop("%(unit)s asks for time until %(day)s for the task “%(task)s”.")
TIME_GIVEN = gettext_noop("%(unit)s has given time until %(day)s for the task “%(task)s”.")
NO_TIME = gettext_noop("%(unit)s has given no more time for the task “%(task)s”: %(reason)s")
PAUSED = gettext_noop("%(unit)s has paused the task “%(task)s”: %(reason)s")
RESUMED = gettext_noop("%(unit)s lets the task “%(task)s” go on.")
WITHDRAWN = gettext_noop("%(unit)s has withdrawn the task “%(task)s”: %(reason)s")
PERIOD_OPENED = gettext_noop("%(unit)s asks for the report of %(period)s.")
DIFFICULTY_RAISED = gettext_noop("%(unit)s reports a difficulty and asks for an answer.")
DIFFICULTY_ANSWERED = gettext_noop("%(unit)s has answered the difficulty you reported.")
CORRECTED = gettext_noop("%(unit)s has corrected an accepted line of the task “%(task)s”.")
DECIDED = gettext_noop("%(unit)s has decided on the task “%(task)s”.")
# What was told before tasks were named by their words is still read.
TOLD_BEFORE = (
    gettext_noop("%(unit)s has given you the task %(code)s."),
    gettext_noop("%(unit)s has answered on the task %(code)s."),
    gettext_noop("%(unit)s has corrected an accepted line of the task %(code)s."),
    gettext_noop("%(unit)s has decided on the task %(code)s."),
    gettext_noop("%(unit)s reminds you of the task %(code)s."),
)


@caption_by(
    Task, content="content", code="code", unit="unit__name_committee", body="unit__name_body"
)
def _caption_of_task(facts: dict[str, Any]) -> Caption:
    meta = " · ".join((facts["code"], facts["unit"] or facts["body"]))
    return Caption(facts["content"], meta, reverse("commitments:task", args=[facts["id"]]))


@caption_by(TaskReport, content="task__content", code="task__code", period="period__name")
def _caption_of_line(facts: dict[str, Any]) -> Caption:
    meta = " · ".join((facts["code"], facts["period"]))
    return Caption(facts["content"], meta, reverse("commitments:line", args=[facts["id"]]))


@caption_by(Plan, title="title", year="year")
def _caption_of_plan(facts: dict[str, Any]) -> Caption:
    return Caption(
        facts["title"], str(facts["year"]), reverse("commitments:plan", args=[facts["id"]])
    )


@caption_by(Difficulty, words="words", unit="unit__name_committee", body="unit__name_body")
def _caption_of_difficulty(facts: dict[str, Any]) -> Caption:
    url = reverse("commitments:difficulty", args=[facts["id"]])
    return Caption(facts["words"], facts["unit"] or facts["body"], url)
