"""Why something is proposed, in sentences."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

REASONS: Final = {
    "row": gettext_noop("It is a row of a table of tasks."),
    "measured": gettext_noop("A measurable end state is named."),
    "dated": gettext_noop("An end state with a date is named."),
    "given": gettext_noop("The act is given to a named body or person."),
    "own_deadline": gettext_noop("The act has its own deadline."),
    "carrying_out": gettext_noop("It stands in the part on carrying out."),
    "work_programme": gettext_noop("It is an item of a work programme."),
    "report": gettext_noop("Somebody is to report, review or sum up."),
    "product": gettext_noop("The product of the task is measurable."),
    "linked": gettext_noop("The task is measurable; the target belongs to it."),
}


def why_said(reason: str) -> str:
    return _(REASONS[reason])
