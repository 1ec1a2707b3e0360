"""Opening an arrived paper, entering it in the register of arrivals, or sending it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import (
    READ,
    mark_opened,
    mark_opened_by_person,
    mark_refused,
    mark_registered,
)
from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.numbering.public import series_for_incoming, take_number
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, paths_where
from lienthong.kernel.procedures.public import start
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import crash_point

from .. import permissions, procedures
from ..events import IncomingRegistered
from ..models import Assignment, IncomingDocument
from ..queries.papers import Paper, paper_at

State = IncomingDocument.State


def signed_by(actor: Actor) -> str:
    """The name that stays in the history, whatever happens to the post."""
    return ", ".join(part for part in (actor.name, actor.title) if part)


def open_paper(paper: Paper, *, actor: Actor) -> None:
    """The first time somebody of the unit, of the body it was given to, or a named person reads it."""
    if _opens_it_first(paper, actor):
        _note_opening(paper, actor)


def _opens_it_first(paper: Paper, actor: Actor) -> bool:
    return (
        (paper.addressed_person is not None and paper.addressed_person.opened_at is None)
        or _opens_for_the_unit(paper, actor)
        or _begins_the_work(paper)
    )


def _opens_for_the_unit(paper: Paper, actor: Actor) -> bool:
    if paper.unit is None or paper.standing is None:
        return False
    is_new = paper.receipt is None or paper.receipt.opened_at is None
    return is_new and paths_where(actor, READ).covers(paper.unit.path)


def _begins_the_work(paper: Paper) -> bool:
    given = paper.assignment
    is_waiting = paper.incoming is not None and paper.incoming.state == State.DIRECTED
    return is_waiting and given is not None and given.part != Assignment.Part.KNOW


@transaction.atomic
def _note_opening(paper: Paper, actor: Actor) -> None:
    if paper.addressed_person is not None and paper.addressed_person.opened_at is None:
        mark_opened_by_person(paper.audience_id, actor=actor)
    if paper.unit is not None and _opens_for_the_unit(paper, actor):
        for audience_id in paper.audience_ids:
            mark_opened(audience_id, paper.unit, actor=actor)
    if paper.incoming is not None and _begins_the_work(paper):
        IncomingDocument.objects.filter(pk=paper.incoming.pk, state=State.DIRECTED).update(
            state=State.IN_PROGRESS
        )


@transaction.atomic
def register_incoming(audience_id: int, unit_id: int, *, actor: Actor) -> IncomingDocument:
    """Enter an arrived paper in the year's register; its number of arrival is never given again.

    # 36-HD/VPTW §II.1.3 (likely): one sequence of arrivals per calendar year.
    """
    unit = Unit.objects.get(pk=unit_id)
    authorize(actor, permissions.REGISTER, unit.path)
    paper = _taken_paper(unit, audience_id)

    if paper.waits_for_own_committee:
        raise RuleBroken(
            _("The committee directly above has not yet carried this paper on; please wait for it.")
        )
    crash_point("register.before_receipt")
    for one in paper.audience_ids:
        mark_registered(one, unit, actor=actor)
    crash_point("register.after_receipt")
    # The receipt's lock makes a second clerk wait here and then see the first one's entry.
    _refuse_if_entered(paper, unit)

    today = timezone.localdate()
    number = take_number(series_for_incoming(unit, today.year), actor=actor)
    crash_point("register.after_number")
    incoming = IncomingDocument.objects.create(
        unit=unit,
        audience_id=paper.audience_id,
        document=paper.document,
        year=today.year,
        number=number,
        arrived_on=today,
        registered_by_id=actor.post_id,
        registered_by_name=signed_by(actor),
    )
    crash_point("register.after_entry")
    start(procedures.HANDLING, incoming)

    record(actor, "correspondence.registered", incoming, number=number.number, year=today.year)
    announce(IncomingRegistered(incoming.pk))
    crash_point("register.before_commit")
    return incoming


def _taken_paper(unit: Unit, audience_id: int) -> Paper:
    paper = paper_at(unit, audience_id)
    if paper is None:
        raise RuleBroken(_("This paper did not reach this organisation."))
    return paper


def _refuse_if_entered(paper: Paper, unit: Unit) -> None:
    """A paper is entered once: the same arrival, or the same issuer, number and day of issue."""
    document = paper.document
    entered = (
        IncomingDocument.objects.filter(unit=unit, number__isnull=False)
        .filter(
            document__issuer=document.issuer,
            document__notation=document.notation,
            document__issued_on=document.issued_on,
        )
        .select_related("number")
        .first()
    )
    if entered is not None and entered.number is not None:
        raise RuleBroken(
            _("This paper is already registered under the number of arrival %(number)s/%(year)s.")
            % {"number": entered.number.number, "year": entered.year}
        )


@transaction.atomic
def refuse_incoming(
    audience_id: int, unit_id: int, *, reason: str, actor: Actor
) -> IncomingDocument:
    """Send a wrong or broken paper back, saying why; it takes no number of arrival."""
    unit = Unit.objects.get(pk=unit_id)
    authorize(actor, permissions.REGISTER, unit.path)
    paper = _taken_paper(unit, audience_id)

    if not reason.strip():
        raise RuleBroken(_("Say why the paper is refused."), field="reason")
    mark_refused(paper.audience_id, unit, reason=reason, actor=actor)
    existing = IncomingDocument.objects.filter(unit=unit, audience_id=paper.audience_id).first()
    if existing is not None:
        return existing

    today = timezone.localdate()
    incoming = IncomingDocument.objects.create(
        unit=unit,
        audience_id=paper.audience_id,
        document=paper.document,
        year=today.year,
        arrived_on=today,
        registered_by_id=actor.post_id,
        registered_by_name=signed_by(actor),
        state=State.REFUSED,
        reason=reason.strip()[:300],
        closed_at=timezone.now(),
    )

    record(actor, "correspondence.refused", incoming, reason=incoming.reason)
    return incoming
