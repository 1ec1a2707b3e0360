"""A task given to all beneath is carried out in its children: it ends with the last of them (T-27)."""

from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor

from ..models import State, Task
from .owing import owe_by_state
from .standing import change, take

HUNDRED = 100


def take_after_its_group(task_id: int) -> Task:
    """A task locked after the group it is part of, so that two who end children wait for one another."""
    group = Task.objects.filter(children=task_id, to_all_below=True).first()
    if group is not None:
        take(group.pk)
    return take(task_id)


def close_group(group: Task | None, actor: Actor) -> None:
    """Once no child is open the group is done, on the day the last result was sent; or withdrawn like all."""
    if group is None or not group.to_all_below:
        return
    group = take(group.pk)
    left = group.children.exclude(state=State.CANCELLED)
    if not group.is_open or left.exclude(state=State.DONE).exists():
        return
    days = [one.sent_on for one in left if one.sent_on]
    if days:
        change(group, state=State.DONE, sent_on=max(days), percent=HUNDRED)
        record(actor, "commitments.group_done", group)
    else:
        reason = _("All tasks given on from it were withdrawn.")
        change(group, state=State.CANCELLED, reason=reason[:300])
        record(actor, "commitments.withdrawn", group, reason=reason)
    owe_by_state(group)
