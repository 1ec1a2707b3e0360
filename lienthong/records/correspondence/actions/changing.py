"""What the leader changes while the bodies are handling a document."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.kernel.procedures.public import (
    Holder,
    WorkItem,
    move_deadline,
    reassign,
    steps_of,
)
from lienthong.kernel.reference.public import end_of_day

from .. import permissions, procedures
from ..models import Assignment, IncomingDocument
from ..queries.received import assignable_bodies
from .ending_requests import end_requests
from .handling import take
from .own_matter import refuse_who_needs_time


@transaction.atomic
def reassign_part(
    incoming_id: int,
    *,
    part_id: int | None,
    to_unit_id: int | None,
    reason: str,
    actor: Actor,
) -> Assignment:
    """The leader gives the part of a body that has not answered to another body, saying why."""
    incoming = take(incoming_id)
    authorize(actor, permissions.DIRECT, incoming.unit.path)

    parts = Assignment.objects.filter(direction__incoming=incoming, direction__is_current=True)
    part = parts.filter(pk=part_id or 0).first()
    if part is None:
        raise RuleBroken(_("Choose the body whose part is given away."), field="part")
    step = _open_handling(incoming).filter(unit=part.unit_id).first()
    if step is None:
        raise RuleBroken(_("This body has already answered. Reload the page."), field="part")
    if not assignable_bodies(incoming.unit).filter(pk=to_unit_id or 0).exists():
        raise RuleBroken(_("Choose among the bodies that serve the committee."), field="to_unit")
    if parts.filter(unit=to_unit_id).exists():
        raise RuleBroken(
            _("A body has one part only: leading, coordinating or informed."), field="to_unit"
        )

    end_requests(incoming, unit_id=part.unit_id)
    part.unit_id = to_unit_id or 0
    part.save(update_fields=["unit"])
    # The engine records it, and keeps who had it before.
    reassign(step.pk, Holder(to_unit_id), reason=reason, actor=actor)
    return part


def _open_handling(incoming: IncomingDocument) -> QuerySet[WorkItem]:
    return steps_of(incoming).filter(step=procedures.HANDLE, closed_at=None)


@transaction.atomic
def extend(
    incoming_id: int, *, due_on: dt.date | None, reason: str, actor: Actor
) -> IncomingDocument:
    """The leader gives the bodies that have not answered until another day, saying why."""
    incoming = take(incoming_id)
    authorize(actor, permissions.DIRECT, incoming.unit.path)

    step = _open_handling(incoming).first()
    if step is None or step.case_id is None:
        raise RuleBroken(_("Nobody is handling this document any more. Reload the page."))
    if due_on is None:
        raise RuleBroken(_("Choose the new deadline."), field="due_on")
    if due_on < timezone.localdate():
        raise RuleBroken(_("The deadline lies in the past."), field="due_on")
    refuse_who_needs_time(
        incoming,
        actor,
        _("Somebody else gives time to what you have asked for or answer for yourself."),
    )

    incoming.directions.filter(is_current=True).update(due_on=due_on)
    # The engine records it, and keeps the deadline before.
    move_deadline(step.case_id, step.step, end_of_day(due_on), reason=reason, actor=actor)
    return incoming
