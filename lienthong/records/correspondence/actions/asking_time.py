"""A body asks for more time; the leader agrees, names another day, or declines. What was asked and said is kept."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import crash_point
from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.public import holders
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.procedures.public import Holder, owe, settle

from .. import permissions, procedures
from ..models import Assignment, IncomingDocument, TimeRequest
from .changing import extend
from .handling import assignment_of, take
from .own_matter import refuse_who_needs_time

Outcome = TimeRequest.Outcome
ASKED = gettext_noop("%(unit)s asks for more time for %(notation)s.")
ANSWERED = {
    Outcome.GRANTED: gettext_noop("More time for %(notation)s was granted, until %(day)s."),
    Outcome.CHANGED: gettext_noop("More time for %(notation)s was granted, until %(day)s."),
    Outcome.DECLINED: gettext_noop("More time for %(notation)s was declined."),
}


@transaction.atomic
def ask_for_time(
    incoming_id: int, *, until: dt.date | None, reason: str, actor: Actor
) -> TimeRequest:
    """A leading or coordinating body asks the leader for a later day, saying why."""
    incoming = take(incoming_id)
    assignment = assignment_of(incoming, actor)
    authorize(actor, permissions.HANDLE, assignment.unit.path)

    day = assignment.direction.due_on
    until = _refuse_unless_asked_rightly(assignment, until, day)
    reason = required(reason, _("Say why your body needs more time."))[:300]

    request = TimeRequest.objects.create(
        assignment=assignment,
        was=day,
        until=until,
        reason=reason,
        asked_by_id=actor.post_id,
        asked_by_name=actor.signature,
    )
    crash_point("ask_time.after_request")
    owe(procedures.GIVE_TIME, request, Holder(incoming.unit_id))

    facts = {"unit": assignment.unit_id, "until": f"{until:%d/%m/%Y}", "reason": reason}
    record(actor, "correspondence.time_asked", incoming, **facts)
    leaders = holders(incoming.unit, permissions.DIRECT).values_list("person_id", flat=True)
    _notify(leaders, ASKED, incoming, actor, unit=str(assignment.unit))
    return request


def _refuse_unless_asked_rightly(
    assignment: Assignment, until: dt.date | None, day: dt.date | None
) -> dt.date:
    if not assignment.is_awaited:
        raise RuleBroken(_("Your body has already answered."))
    if assignment.time_requests.filter(outcome=Outcome.OPEN).exists():
        raise RuleBroken(_("Your body has asked already and waits for the leader's answer."))
    if day is None:
        raise RuleBroken(_("This document has no deadline; no time is asked for."))
    if until is None:
        raise RuleBroken(_("Choose the day until which you need."), field="until")
    if until <= max(day, timezone.localdate()):
        raise RuleBroken(_("Choose a day after the deadline and after today."), field="until")
    return until


@transaction.atomic
def answer_time(
    incoming_id: int,
    *,
    request_id: int | None,
    outcome: str,
    until: dt.date | None = None,
    words: str = "",
    actor: Actor,
) -> TimeRequest:
    """The leader grants what a body asked for, grants until another day, or declines, saying why.

    A day that is granted is that of all bodies that have not answered: the direction has one day.
    """
    incoming = take(incoming_id)
    authorize(actor, permissions.DIRECT, incoming.unit.path)

    request = _open_requests(incoming).filter(pk=request_id or 0).first()
    if request is None:
        raise RuleBroken(_("This request has been answered already. Reload the page."))
    refuse_who_needs_time(
        incoming,
        actor,
        _("Somebody else gives time to what you have asked for or answer for yourself."),
    )
    day = _day_given(request, outcome, until)
    if outcome == Outcome.DECLINED:
        words = required(words, _("Say why you decline."), field="words")

    request.outcome, request.granted_until = outcome, day
    request.words, request.answered_at = words.strip()[:300], timezone.now()
    request.answered_by_name = actor.signature
    request.save()
    settle(request)
    due_on = request.assignment.direction.due_on
    if day is not None and (due_on is None or day > due_on):
        extend(incoming_id, due_on=day, reason=request.reason, actor=actor)

    said = f"{day:%d/%m/%Y}" if day else ""
    record(
        actor, f"correspondence.time_{outcome}", incoming, unit=request.assignment.unit_id, day=said
    )
    _notify({request.asked_by.person_id}, ANSWERED[Outcome(outcome)], incoming, actor, day=said)
    return request


def _open_requests(incoming: IncomingDocument) -> QuerySet[TimeRequest]:
    return TimeRequest.objects.filter(
        assignment__direction__incoming=incoming,
        assignment__direction__is_current=True,
        outcome=Outcome.OPEN,
    ).select_related("assignment__direction", "asked_by")


def _day_given(request: TimeRequest, outcome: str, until: dt.date | None) -> dt.date | None:
    """The day that is given; one that gives no time any more is refused."""
    if outcome == Outcome.DECLINED:
        return None
    if outcome == Outcome.GRANTED:
        until = request.until
    elif outcome != Outcome.CHANGED:
        raise RuleBroken(_("Say whether you grant the time."), field="outcome")
    if until is None:
        raise RuleBroken(_("Choose the day until which you give time."), field="until")
    today = timezone.localdate()
    if until <= max(request.was or today, today):
        raise RuleBroken(_("Choose a day after the deadline and after today."), field="until")
    return until


def _notify(
    persons: Iterable[int], words: str, incoming: IncomingDocument, actor: Actor, **facts: Any
) -> None:
    where = procedures.entry_address(incoming.pk, incoming.audience_id)
    named = incoming.notation or incoming.subject
    notify(persons, words, where, actor=actor, source="correspondence", notation=named, **facts)
