"""What stands around a paper on its page."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from lienthong.kernel.audiences.public import WATCH, Absence, Audience, Purpose
from lienthong.kernel.audit.public import AuditEntry, history_of
from lienthong.kernel.permissions.public import Actor, paths_where
from lienthong.kernel.procedures.public import StepVisit
from lienthong.kernel.reference.public import add_working_days, rule
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Attachment

from .. import permissions, procedures
from .papers import Paper, carries_on

SHOWN_ENTRIES = 50


def purpose_of(paper: Paper) -> str:
    """Why the paper came: to carry out, to report, for information."""
    if paper.addressed_person is not None:
        return paper.addressed_person.get_purpose_display()
    if paper.standing is None or not paper.standing.arrival.is_addressed:
        return ""
    return str(Purpose(paper.standing.arrival.purpose).label)


def due_on(paper: Paper) -> dt.date | None:
    """The day by which the issuer wants it received and passed on."""
    for document in (paper.original, paper.document):
        if document is not None and document.audience is not None and document.audience.due_on:
            return document.audience.due_on
    return None


def is_late(paper: Paper) -> bool:
    """Whether the day has passed by which the body must answer, or the unit receive and pass on."""
    answers = paper.assignment is not None and paper.direction is not None
    day = paper.direction.due_on if answers and paper.direction else due_on(paper)
    return day is not None and day < timezone.localdate()


def last_proposal(paper: Paper) -> StepVisit | None:
    """The newest proposal that somebody made in words."""
    made = [
        visit
        for visit in paper.visits
        if visit.step == procedures.PROPOSE and visit.outcome == procedures.PROPOSED and visit.note
    ]
    return made[-1] if made else None


def has_answers(paper: Paper) -> bool:
    direction = paper.direction
    return direction is not None and any(
        one.answered_at or one.answer for one in direction.assignments.all()
    )


def absentees(paper: Paper) -> list[str]:
    """Who was not there when the branch passed the paper on."""
    if paper.receipt is None or paper.receipt.passed_on_at is None:
        return []
    absent = Absence.objects.filter(receipt=paper.receipt).order_by("person__sort_key")
    return list(absent.values_list("person__full_name", flat=True))


def attachments_of(paper: Paper) -> list[Attachment]:
    """The files that travel with the papers of an item."""
    papers = [one for one in (paper.document, paper.letter, paper.original) if one is not None]
    return list(Attachment.objects.filter(document__in=papers).select_related("file"))


def board_to_see(paper: Paper, actor: Actor, *, owes: bool) -> int | None:
    """The receipts board that a reader may open from here: of the paper, else of what carries it.

    The issuer's own people see the whole board; a committee that carries a paper on, what lies beneath.
    """
    watched, served = paths_where(actor, WATCH), paths_where(actor, permissions.WATCH_SERVED)
    papers = [one for one in (paper.document, paper.letter, paper.original) if one is not None]
    for one in papers:
        if watched.covers(one.issuer.path) or served.covers(one.issuer.path):
            return one.audience_id
    if paper.unit is None or paper.unit.path not in watched.below:
        return None
    carried = next((one for one in papers if carries_on(one)), None)
    below = Unit.objects.filter(parent=paper.unit, serves=None, valid_to=None)
    carries = owes or paper.own_letter is not None or below.exists()
    return carried.audience_id if carried is not None and carries else None


def history_in_place(paper: Paper) -> QuerySet[AuditEntry]:
    """The deeds done to a paper in this one place; what other places did is not shown here."""
    if paper.unit is None:
        return AuditEntry.objects.none()
    audiences = Audience(pk=paper.audience_id)
    here = history_of(audiences).filter(facts__unit=paper.unit.pk)
    if paper.incoming is not None:
        here = here | history_of(paper.incoming)
    return here.order_by("-id")[:SHOWN_ENTRIES]


def usual_deadline() -> dt.date:
    """The day proposed for an answer; the leader may choose another."""
    today = timezone.localdate()
    days = rule("correspondence.handling_working_days", today).value["days"]
    return add_working_days(today, int(days))
