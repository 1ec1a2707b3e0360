"""How a task looks: its work state and its time state, always a word and an icon beside the colour."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lienthong.kernel.web.public import numbered
from lienthong.ui.lists.columns import Mark
from lienthong.ui.records.page import Link

from ..models import Evidence, State, Task, TaskReport
from ..time import TimeState

ICONS = {
    State.DRAFT: "pencil",
    State.ASSIGNED: "send",
    State.RECEIVED: "inbox",
    State.REFUSED: "x",
    State.UNDER_WAY: "progress",
    State.AWAITING: "signature",
    State.RETURNED: "corner-up-left",
    State.DONE: "circle-check",
    State.PAUSED: "player-pause",
    State.CANCELLED: "x",
}


def state_mark(task: Any) -> Mark:
    """The work state; grey where nothing moves, green once it is done in time."""
    tones = {State.UNDER_WAY: "info", State.AWAITING: "warn", State.RETURNED: "warn"}
    tone = tones.get(State(task.state), "line" if task.state in ("paused", "refused") else "")
    return Mark(State(task.state).label, tone, ICONS[State(task.state)])


def time_mark(task: Any, today: dt.date, soon: int) -> Mark | None:
    """The time state, where there is something to say of it."""
    return mark_of(task.time_on(today, soon=soon))


def mark_of(time: TimeState) -> Mark | None:
    if time.figure == "done":
        return Mark(_("In time"), "ok", "check")
    if time.figure == "done_late":
        return Mark(_("Done late") + f" · {time.said}", "line", "alert-triangle")
    if time.is_late:
        return Mark(_("Late") + f" · {time.said}", "bad", "alert-triangle")
    if time.is_soon:
        return Mark(_("Soon due") + f" · {time.said}", "warn", "clock")
    return None


def marks_on_page(task: Any) -> list[Mark]:
    """As it stands today, by the days of the rule that came with its row."""
    return marks_of(task, timezone.localdate(), task.soon)


def said_in(report: TaskReport) -> str:
    return _("Nothing arose") if report.nothing_arisen else report.result


def proof(one: Evidence) -> Link | str:
    """A piece of evidence: where it is found, or its words."""
    if one.document is not None:
        url = reverse("commitments:document", args=[one.document_id])
        return Link(f"{one.document.notation} {one.document.subject_line}", url)
    if one.file_id is not None:
        url = reverse("commitments:evidence", args=[one.report.task_id, one.pk])
        return Link(one.name, url)
    if one.task is not None:
        return Link(
            f"{one.task.code} {one.task.content}", numbered("commitments:task", one.task.pk)
        )
    return one.words


def listed(evidence: Iterable[Evidence]) -> SafeString | str:
    """Each piece of evidence on a line of its own."""
    lines = format_html_join("", "<li>{}</li>", ((proof(one),) for one in evidence))
    return format_html('<ul class="plain-list">{}</ul>', lines) if lines else ""


def marks_of(task: Task, today: dt.date, soon: int) -> list[Mark]:
    marks = [state_mark(task), time_mark(task, today, soon)]
    return [one for one in marks if one is not None]
