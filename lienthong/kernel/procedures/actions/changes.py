"""What is changed about open work by those who lead a case, or hold its steps."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.people.public import Person, Post, holders
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, declared, required
from lienthong.kernel.reference.public import last_day
from lienthong.kernel.units.public import Unit

from ..course import REASSIGNED
from ..definitions import Holder, Step
from ..models import Case, DeadlineChange, HandOver, Suspension, WorkItem
from ..queries import may_do
from .cases import open_items


def _take_item(item_id: int) -> tuple[WorkItem, Case]:
    """An open step with its case, which is locked as everywhere."""
    case = Case.objects.select_for_update(of=("self",)).get(items=item_id)
    item = WorkItem.objects.select_for_update().get(pk=item_id)
    item.case = case
    if not item.is_open:
        raise RuleBroken(
            _("This step has already been closed. Reload the page to see the new state.")
        )
    return item, case


def _take_case(case_id: int) -> Case:
    return Case.objects.select_for_update().get(pk=case_id)


def _authorize_lead(actor: Actor, case: Case) -> None:
    lead = case.procedure.lead
    if lead is None:
        raise PermissionDenied(case.procedure_key)
    authorize(actor, declared()[lead.permission], lead.unit(_subject(case)).path)


def _subject(case: Case) -> Model:
    subject = case.subject
    assert isinstance(subject, Model), "a record with a case is kept"
    return subject


@transaction.atomic
def reassign(item_id: int, to: Holder, *, reason: str, actor: Actor) -> WorkItem:
    """Give an open step to another unit or post, saying why; the earlier holder stays in the history.

    Whoever leads the case gives it to anyone who may do it; who holds it, to a post of their own unit.
    """
    item, case = _take_item(item_id)
    if to.unit_id != item.unit_id or not may_do(actor, item):
        _authorize_lead(actor, case)

    reason = required(reason, _("Say why."))[:300]
    _refuse_unfit(item, to)

    item.closed_at, item.is_cancelled = timezone.now(), True
    item.outcome, item.note = REASSIGNED, reason
    item.closed_by_id, item.closed_by_name = actor.post_id, actor.signature
    item.save()
    step = case.procedure.by_key[item.step]
    to = Holder(to.unit_id, to.post_id, due_at=item.due_at, shared=to.post_id is not None)
    (given,) = open_items(case, step, [to], suspended=item.is_suspended)

    _record_reassigned(case, item, given, reason, actor)
    return given


def _record_reassigned(
    case: Case, item: WorkItem, given: WorkItem, reason: str, actor: Actor
) -> None:
    """Within a unit the history says to whom it was given by name, or from whom it was taken back."""
    subject, facts = _subject(case), {"unit": given.unit_id, "reason": reason}
    person = Person.objects.filter(posts=given.post_id or item.post_id or 0).first()
    if given.unit_id != item.unit_id or person is None:
        record(actor, "procedures.reassigned", subject, **facts)
    elif given.post_id is None:
        record(actor, "procedures.taken_from", subject, name=str(person), **facts)
    else:
        record(actor, "procedures.assigned", subject, name=str(person), **facts)


def _refuse_unfit(item: WorkItem, to: Holder) -> None:
    able = holders(Unit(pk=to.unit_id), declared()[item.permission])
    if to.post_id is not None:
        able = able.filter(pk=to.post_id)
    if not able.exists():
        raise RuleBroken(_("Nobody there may do this; choose another holder."), field="holder")
    same = WorkItem.objects.filter(case=item.case, step=item.step, closed_at=None)
    if same.filter(unit=to.unit_id, post=to.post_id).exists():
        raise RuleBroken(_("This has been given there already."), field="holder")


@transaction.atomic
def move_deadline(
    case_id: int, step_key: str, due_at: dt.datetime, *, reason: str, actor: Actor
) -> list[DeadlineChange]:
    """Those who lead a case move the deadline of an open step, for all who hold it; the earlier one is kept."""
    case = _take_case(case_id)
    _authorize_lead(actor, case)

    reason = required(reason, _("Say why."))[:300]
    items = list(case.items.filter(step=step_key, closed_at=None).order_by("pk"))
    if due_at < timezone.now():
        raise RuleBroken(_("The deadline lies in the past."), field="due_on")
    moved = [item for item in items if item.due_at != due_at]
    if not moved:
        raise RuleBroken(_("There is no other deadline to be moved to this day."), field="due_on")

    changes = [_move(item, due_at, reason, actor) for item in moved]

    day = f"{last_day(due_at):%d/%m/%Y}"
    record(actor, "procedures.deadline_moved", _subject(case), on=day, reason=reason)
    return changes


def _move(item: WorkItem, due_at: dt.datetime, reason: str, actor: Actor) -> DeadlineChange:
    change = DeadlineChange.objects.create(
        item=item,
        was=item.due_at,
        becomes=due_at,
        reason=reason,
        changed_by_id=actor.post_id,
        changed_by_name=actor.signature,
    )
    item.due_at = due_at
    item.save(update_fields=["due_at"])
    return change


@transaction.atomic
def suspend(case_id: int, *, reason: str, actor: Actor) -> Suspension:
    """Let a case rest, saying why: its open steps lie on no desk and are not late meanwhile."""
    case = _take_case(case_id)
    _authorize_lead(actor, case)

    reason = required(reason, _("Say why."))[:300]
    if case.closed_at is not None:
        raise RuleBroken(_("This has ended; there is nothing to suspend."))
    if case.suspensions.filter(ended_at=None).exists():
        raise RuleBroken(_("This is suspended already."))

    suspension = Suspension.objects.create(
        case=case, reason=reason, began_by_id=actor.post_id, began_by_name=actor.signature
    )
    case.items.filter(closed_at=None).update(is_suspended=True)

    record(actor, "procedures.suspended", _subject(case), reason=reason)
    return suspension


@transaction.atomic
def resume(case_id: int, *, actor: Actor) -> Suspension:
    """Take a case up again: each deadline moves by the days for which it was suspended."""
    case = _take_case(case_id)
    _authorize_lead(actor, case)

    suspension = case.suspensions.filter(ended_at=None).first()
    if suspension is None:
        raise RuleBroken(_("This is not suspended."))

    suspension.ended_at, suspension.ended_by_id = timezone.now(), actor.post_id
    suspension.save(update_fields=["ended_at", "ended_by"])
    rested = timezone.localdate() - timezone.localdate(suspension.began_at)
    items = list(case.items.filter(closed_at=None))
    for item in items:
        if item.due_at is not None and rested:
            _move(item, item.due_at + rested, suspension.reason, actor)
    case.items.filter(closed_at=None).update(is_suspended=False)

    record(actor, "procedures.resumed", _subject(case), days=rested.days)
    return suspension


@transaction.atomic
def add_holders(
    case_id: int, step_key: str, added: Sequence[Holder], *, actor: Actor
) -> list[WorkItem]:
    """Let further holders take part in a step while it is open; who takes part already stays as he is."""
    case = _take_case(case_id)
    _authorize_lead(actor, case)

    open_now = list(case.items.filter(step=step_key, closed_at=None))
    if not open_now:
        raise RuleBroken(_("This step is not open; nobody can be added."))
    taking_part = {(one.unit_id, one.post_id, one.person_id) for one in open_now}
    fresh = [one for one in added if (one.unit_id, one.post_id, one.person_id) not in taking_part]
    if not fresh:
        raise RuleBroken(_("This has been given there already."), field="holder")

    step = case.procedure.by_key[step_key]
    assert isinstance(step, Step)
    items = open_items(case, step, fresh, suspended=open_now[0].is_suspended)

    record(actor, "procedures.holders_added", _subject(case), units=[one.unit_id for one in fresh])
    return items


@transaction.atomic
def hand_over(
    to_post_id: int, *, since: dt.date, until: dt.date, reason: str, actor: Actor
) -> HandOver:
    """While one is absent, a colleague of the unit has the shared work of one's post on the desk too.

    What the post alone may do is not handed over: that takes a delegation, which says its basis.
    """
    post = Post.objects.select_for_update().get(pk=actor.for_post_id or actor.post_id)
    stand_in = Post.objects.valid_on(since).filter(pk=to_post_id, unit=post.unit_id).first()
    if stand_in is None or stand_in.person_id == post.person_id:
        raise RuleBroken(_("Choose a colleague who holds a post in the same unit."), field="post")

    reason = required(reason, _("Say why."))[:300]
    if until < max(since, timezone.localdate()):
        raise RuleBroken(_("The absence ends before it begins."), field="until")

    handed = HandOver.objects.create(
        post=post,
        to_post=stand_in,
        valid_from=since,
        valid_to=until + dt.timedelta(days=1),
        reason=reason,
    )

    record(
        actor,
        "procedures.handed_over",
        handed,
        to=stand_in.pk,
        since=f"{since:%d/%m/%Y}",
        until=f"{until:%d/%m/%Y}",
    )
    return handed


@transaction.atomic
def take_back(hand_over_id: int, *, actor: Actor) -> HandOver:
    """Who is back before the day takes the handed work back; it lies on their own desk alone again."""
    handed = HandOver.objects.select_for_update().get(pk=hand_over_id)
    if handed.post_id not in (actor.post_id, actor.for_post_id):
        raise PermissionDenied("procedures.take_back")

    today = timezone.localdate()
    if handed.valid_to <= today:
        raise RuleBroken(_("This absence has ended already."))

    handed.valid_to = max(today, handed.valid_from)
    handed.save(update_fields=["valid_to"])

    record(actor, "procedures.taken_back", handed)
    return handed
