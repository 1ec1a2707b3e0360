"""How an arrived document is handled: proposed, directed, handled, closed (# domain handbook §2.7)."""

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.procedures.public import Holder, Procedure, Step, declare_procedure
from lienthong.kernel.reference.public import end_of_day

from . import permissions
from .models import Assignment, IncomingDocument

PROPOSE, DIRECT, HANDLE, CLOSE = "propose", "direct", "handle", "close"
PROPOSED, DIRECTED, ANSWERED, CLOSED = "proposed", "directed", "answered", "closed"
RETURNED, FILED = "returned", "filed"


def _the_committee(incoming: Model) -> list[Holder]:
    assert isinstance(incoming, IncomingDocument)
    return [Holder(incoming.unit_id)]


def _the_bodies_at_work(incoming: Model) -> list[Holder]:
    """The leading and the coordinating bodies that have not answered the direction that counts."""
    assert isinstance(incoming, IncomingDocument)
    direction = incoming.directions.get(is_current=True)
    at_work = direction.assignments.filter(answered_at=None).exclude(part=Assignment.Part.KNOW)
    due_at = end_of_day(direction.due_on) if direction.due_on else None
    return [Holder(unit_id, due_at=due_at) for unit_id in at_work.values_list("unit_id", flat=True)]


HANDLING = declare_procedure(
    Procedure(
        key="correspondence.handling",
        version=1,
        label=_("Handling of an arrived document"),
        first=(PROPOSE,),
        steps=(
            Step(
                PROPOSE,
                _("The office proposes"),
                permissions.PROPOSE.codename,
                {PROPOSED: (DIRECT,), FILED: ()},
                _the_committee,
            ),
            Step(
                DIRECT,
                _("The leader directs"),
                permissions.DIRECT.codename,
                {DIRECTED: (HANDLE,), RETURNED: (PROPOSE,), FILED: ()},
                _the_committee,
            ),
            Step(
                HANDLE,
                _("The bodies handle it"),
                permissions.HANDLE.codename,
                {ANSWERED: (CLOSE,), RETURNED: (DIRECT,)},
                _the_bodies_at_work,
                cuts_short=frozenset({RETURNED}),
            ),
            Step(
                CLOSE,
                _("The handling is closed"),
                permissions.CLOSE.codename,
                {CLOSED: (), RETURNED: (HANDLE,)},
                _the_committee,
            ),
        ),
    )
)
