"""What arrived documents ask of people, and how one is handled."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audiences.public import ACKNOWLEDGE, Audience
from lienthong.kernel.procedures.public import (
    Caption,
    Holder,
    Kind,
    Lead,
    Procedure,
    Reminding,
    Step,
    Then,
    Work,
    caption_by,
    declare_procedure,
    declare_work,
)
from lienthong.kernel.reference.public import DocumentType, end_of_day
from lienthong.records.documents.public import caption_of_document, facts_of_document

from . import permissions
from .models import Assignment, IncomingDocument, TimeRequest

PROPOSE, DIRECT, HANDLE, CLOSE = "propose", "direct", "handle", "close"
PROPOSED, DIRECTED, ANSWERED, CLOSED = "proposed", "directed", "answered", "closed"
RETURNED, FILED = "returned", "filed"
State = IncomingDocument.State
INCOMING = Kind("incoming", _("Incoming documents"))


def _the_committee(incoming: IncomingDocument) -> list[Holder]:
    return [Holder(incoming.unit_id)]


def _the_bodies_at_work(incoming: IncomingDocument) -> list[Holder]:
    """The leading and the coordinating bodies that have not answered the direction that counts."""
    direction = incoming.directions.get(is_current=True)
    at_work = direction.assignments.filter(answered_at=None).exclude(part=Assignment.Part.KNOW)
    due_at = end_of_day(direction.due_on) if direction.due_on else None
    held: list[Holder] = []
    for part in at_work:
        # Whom the leader named has it; the body can take it back or hand it on.
        named = direction.person_id if part.part == Assignment.Part.LEAD else None
        held.append(Holder(part.unit_id, named, due_at=due_at, shared=named is not None))
    return held


_step = partial(Step, kind=INCOMING, icon="inbox")
_DONE = Then(state=State.CLOSED)

HANDLING = declare_procedure(
    Procedure(
        key="correspondence.handling",
        version=1,
        label=_("Handling of an arrived document"),
        subject=IncomingDocument,
        first=(PROPOSE,),
        steps=(
            _step(
                key=PROPOSE,
                label=_("The office proposes"),
                verb=_("Propose"),
                permission=permissions.PROPOSE.codename,
                # The secretary is not asked twice; he may direct at once.
                office_first=True,
                notice=gettext_noop("%(notation)s has been registered and waits for a proposal."),
                state=State.REGISTERED,
                holders=_the_committee,
                outcomes={PROPOSED: (DIRECT,), FILED: _DONE},
            ),
            _step(
                key=DIRECT,
                label=_("The leader directs"),
                verb=_("Direct"),
                permission=permissions.DIRECT.codename,
                notice=gettext_noop("%(notation)s waits for your direction."),
                state=State.PROPOSED,
                holders=_the_committee,
                outcomes={DIRECTED: (HANDLE,), RETURNED: (PROPOSE,), FILED: _DONE},
            ),
            _step(
                key=HANDLE,
                label=_("The bodies handle it"),
                label_each=_("The bodies handle it: %(unit)s"),
                verb=_("Handle"),
                permission=permissions.HANDLE.codename,
                notice=gettext_noop("%(notation)s has been given to your body to handle."),
                state=State.DIRECTED,
                begun=State.IN_PROGRESS,
                holders=_the_bodies_at_work,
                outcomes={ANSWERED: (CLOSE,), RETURNED: (DIRECT,)},
                cuts_short=frozenset({RETURNED}),
            ),
            _step(
                key=CLOSE,
                label=_("The handling is closed"),
                verb=_("Close the handling"),
                permission=permissions.CLOSE.codename,
                notice=gettext_noop("%(notation)s has been answered and can be closed."),
                state=State.IN_PROGRESS,
                holders=_the_committee,
                outcomes={CLOSED: _DONE, RETURNED: Then((HANDLE,), State.IN_PROGRESS)},
            ),
        ),
        lead=Lead(permissions.DIRECT.codename, lambda incoming: incoming.unit),
        reminding=Reminding(
            rule="correspondence.reminders",
            before=gettext_noop("%(notation)s is to be handled by %(day)s."),
            late=gettext_noop("%(notation)s was to be handled by %(day)s."),
            escalated=gettext_noop("%(notation)s was to be handled by %(day)s and has not been."),
        ),
    )
)

_work = partial(Work, kind=INCOMING)
REGISTER = declare_work(
    _work(
        key="correspondence.register",
        verb=_("Register"),
        permission=permissions.REGISTER.codename,
        icon="inbox",
    )
)
RECEIVE = declare_work(
    _work(
        key="correspondence.receive",
        verb=_("Confirm receipt"),
        permission=ACKNOWLEDGE.codename,
        icon="mail-opened",
    )
)
BRIEF = declare_work(
    _work(
        key="correspondence.brief_members",
        verb=_("Brief the members"),
        permission=ACKNOWLEDGE.codename,
        icon="users-group",
    )
)
FORWARD = declare_work(
    _work(
        key="correspondence.forward",
        verb=_("Forward to those below"),
        permission=ACKNOWLEDGE.codename,
        icon="users-group",
    )
)
# Of a committee with a register: it forwards with a letter, which somebody must begin.
FORWARD_WITH_LETTER = declare_work(
    _work(
        key="correspondence.forward_with_letter",
        verb=_("Forward to those below"),
        permission=permissions.FORWARD.codename,
        icon="send",
    )
)


GIVE_TIME = declare_work(
    _work(
        key="correspondence.give_time",
        verb=_("Answer the request for more time"),
        permission=permissions.DIRECT.codename,
        icon="clock",
    )
)


@caption_by(Audience, **facts_of_document("document"))
def _caption_of_arrival(facts: dict[str, Any]) -> Caption:
    """What arrived in the system, before it is registered."""
    return caption_of_document(facts, reverse("correspondence:received", args=[facts["id"]]))


@caption_by(
    IncomingDocument,
    audience="audience_id",
    type="type_id",
    type_name="type__name",
    is_titled="type__has_type_title",
    subject="subject",
    notation="notation",
    sender="sender",
)
def _caption_of_entry(facts: dict[str, Any]) -> Caption:
    """What the register says of it; within the system it lies on the page it arrived on."""
    kind = DocumentType(
        code=facts["type"] or "",
        name=facts["type_name"] or "",
        has_type_title=bool(facts["is_titled"]),
    )
    entry = IncomingDocument(subject=facts["subject"], type=kind if facts["type"] else None)
    meta = " · ".join(part for part in (facts["notation"], facts["sender"]) if part)
    return Caption(entry.heading, meta, entry_address(facts["id"], facts["audience"]))


@caption_by(
    TimeRequest,
    entry="assignment__direction__incoming",
    audience="assignment__direction__incoming__audience",
    subject="assignment__direction__incoming__subject",
    notation="assignment__direction__incoming__notation",
    body="assignment__unit__name_committee",
    other="assignment__unit__name_body",
)
def _caption_of_request(facts: dict[str, Any]) -> Caption:
    """Whose matter it is, and which body asks."""
    meta = " · ".join(filter(None, (facts["notation"], facts["body"] or facts["other"])))
    return Caption(facts["subject"], meta, entry_address(facts["entry"], facts["audience"]))


def entry_address(entry_id: int, audience_id: int | None) -> str:
    """Where an entry of the register is read."""
    if audience_id is not None:
        return reverse("correspondence:received", args=[audience_id])
    return reverse("correspondence:outside:entry", args=[entry_id])
