"""What stands around a document on its page."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from lienthong.kernel.audiences.public import WATCH, Absence, Audience, Purpose
from lienthong.kernel.audit.public import AuditEntry, history_of
from lienthong.kernel.permissions.public import Actor, paths_where
from lienthong.kernel.procedures.public import WorkItem
from lienthong.kernel.reference.public import add_working_days, rule
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Attachment

from .. import permissions, procedures
from .handled import Handled
from .received import ReceivedDocument, is_to_be_forwarded

SHOWN_ENTRIES = 50


def purpose_of(received: ReceivedDocument) -> str:
    """Why the document came: to carry out, to report, for information."""
    if received.addressed_person is not None:
        return received.addressed_person.get_purpose_display()
    if received.standing is None or not received.standing.arrival.is_addressed:
        return ""
    return str(Purpose(received.standing.arrival.purpose).label)


def due_on(received: ReceivedDocument) -> dt.date | None:
    """The day by which the issuer wants it received and the members briefed."""
    for document in (received.original, received.document):
        if document is not None and document.audience is not None and document.audience.due_on:
            return document.audience.due_on
    return None


def is_late(received: ReceivedDocument) -> bool:
    """Whether the day has passed by which the body must answer, or the unit receive it and brief its members."""
    answers = received.assignment is not None and received.direction is not None
    day = received.direction.due_on if answers and received.direction else due_on(received)
    return day is not None and day < timezone.localdate()


def last_proposal(received: Handled) -> WorkItem | None:
    """The words with which the office laid the document before the leader, if nothing has come after them."""
    if received.incoming is None or received.incoming.state != procedures.State.PROPOSED:
        return None
    leading_up = (procedures.PROPOSE, procedures.DIRECT)
    closed = [one for one in received.steps if one.step in leading_up and not one.is_open]
    last = closed[-1] if closed else None
    is_proposed = last is not None and last.outcome == procedures.PROPOSED and last.note
    return last if is_proposed else None


def can_be_returned(received: Handled) -> bool:
    """Whether the leader has the document and the office once proposed something that can be given back to it."""
    if received.incoming is None or received.incoming.state != procedures.State.PROPOSED:
        return False
    return any(one.outcome == procedures.PROPOSED and one.note for one in received.steps)


def has_answers(received: Handled) -> bool:
    direction = received.direction
    return direction is not None and any(
        one.answered_at or one.answer for one in direction.assignments.all()
    )


def absentees(received: ReceivedDocument) -> list[str]:
    """Who was not there when the branch briefed its members."""
    if received.receipt is None or received.receipt.briefed_at is None:
        return []
    absent = Absence.objects.filter(receipt=received.receipt).order_by("person__sort_key")
    return list(absent.values_list("person__full_name", flat=True))


def attachments_of(received: ReceivedDocument) -> list[Attachment]:
    """The files that travel with the documents of an item."""
    documents = [
        one for one in (received.document, received.letter, received.original) if one is not None
    ]
    return list(Attachment.objects.filter(document__in=documents).select_related("file"))


def board_to_see(received: ReceivedDocument, actor: Actor, *, owes: bool) -> int | None:
    """The receipts board that a reader may open from here: of the document, else of what carries it.

    The issuer's own people see the whole board; a committee that forwards a document, what lies beneath.
    """
    watched, served = paths_where(actor, WATCH), paths_where(actor, permissions.WATCH_SERVED)
    documents = [
        one for one in (received.document, received.letter, received.original) if one is not None
    ]
    for one in documents:
        if watched.covers(one.issuer.path) or served.covers(one.issuer.path):
            return one.audience_id
    if received.unit is None or received.unit.path not in watched.below:
        return None
    carried = next((one for one in documents if is_to_be_forwarded(one)), None)
    below = Unit.objects.filter(parent=received.unit, serves=None, valid_to=None)
    carries = owes or received.own_letter is not None or below.exists()
    return carried.audience_id if carried is not None and carries else None


def history_in_place(received: ReceivedDocument) -> QuerySet[AuditEntry]:
    """The actions done to a document in this one place; what other places did is not shown here."""
    if received.unit is None:
        return AuditEntry.objects.none()
    audiences = Audience(pk=received.audience_id)
    here = history_of(audiences).filter(facts__unit=received.unit.pk)
    if received.incoming is not None:
        here = here | history_of(received.incoming)
    return here.order_by("-id")[:SHOWN_ENTRIES]


def last_done(received: ReceivedDocument) -> AuditEntry | None:
    """What was last done to a document in this place; who only opened it has done nothing."""
    return next((one for one in history_in_place(received) if one.verb != "audiences.opened"), None)


def usual_deadline() -> dt.date:
    """The day proposed for an answer; the leader may choose another."""
    today = timezone.localdate()
    days = rule("correspondence.handling_working_days", today).value["days"]
    return add_working_days(today, int(days))
