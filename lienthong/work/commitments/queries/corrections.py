"""A line and its corrections: what was said last, what of it counts, what waits (T-50)."""

from ..models import TaskReport

SENT, ACCEPTED, RETURNED = (
    TaskReport.State.SENT,
    TaskReport.State.ACCEPTED,
    TaskReport.State.RETURNED,
)


def corrections_of(line: TaskReport) -> list[TaskReport]:
    """The newest first; what was sent back with its line is none any more."""
    found = [one for one in line.corrections.all() if one.state != RETURNED]
    return sorted(found, key=lambda one: -one.correction)


def newest(line: TaskReport) -> TaskReport:
    """A line as it was last corrected, whether that was accepted or not."""
    return next(iter(corrections_of(line)), line)


def counted(line: TaskReport) -> TaskReport:
    """What the levels above may build upon: once something was accepted, that; before, what was last sent."""
    if line.state != ACCEPTED:
        return newest(line)
    return next((one for one in corrections_of(line) if one.state == ACCEPTED), line)


def waiting(line: TaskReport) -> list[TaskReport]:
    """What the assigner decides: the line with its corrections, or the corrections of an accepted one."""
    corrections = [one for one in corrections_of(line) if one.state == SENT]
    return [line, *corrections] if line.state == SENT else corrections


def is_reopened(line: TaskReport) -> bool:
    """Whether an accepted line was corrected and nobody has decided on that."""
    return line.state == ACCEPTED and bool(waiting(line))
