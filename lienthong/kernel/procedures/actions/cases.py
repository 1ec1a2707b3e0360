"""Starting, advancing, ending cases: the procedure's own part of what the rooms' actions do.

They are called in the transaction of a room's action, which has taken and authorised the record.
"""

from collections.abc import Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import DateField, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.events.public import announce
from lienthong.kernel.permissions.public import Actor, RuleBroken

from ..definitions import Holder, Procedure, Step
from ..events import StepsOpened
from ..models import Case, WorkItem
from ..queries import may_do, running_cases, steps_of


@transaction.atomic
def start(procedure: Procedure, subject: Model, *, at: tuple[str, ...] = ()) -> Case:
    """Open a case over a record and its first steps, or those `at` which it begins; its state follows."""
    case = Case.objects.create(
        procedure_key=procedure.key,
        procedure_version=procedure.version,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
    )
    steps = at or procedure.first
    open_steps(case, steps, subject)
    write_state(subject, procedure.by_key[steps[0]].state)
    return case


def open_steps(case: Case, keys: tuple[str, ...], subject: Model) -> None:
    for key in keys:
        step = case.procedure.by_key[key]
        open_items(case, step, step.holders(subject))


def open_items(
    case: Case, step: Step, holders: Sequence[Holder], *, suspended: bool = False
) -> list[WorkItem]:
    """One work item for each holder of a step."""
    if not holders:
        raise RuleBroken(_("Nobody would have the next step: %(step)s.") % {"step": step.label})
    items = WorkItem.objects.bulk_create(
        WorkItem(
            case=case,
            step=step.key,
            kind=step.kind.key,
            subject_type_id=case.subject_type_id,
            subject_id=case.subject_id,
            permission=step.permission,
            office_first=step.office_first,
            unit_id=holder.unit_id,
            post_id=holder.post_id,
            person_id=holder.person_id,
            is_shared=holder.shared,
            due_at=holder.due_at,
            is_suspended=suspended,
        )
        for holder in holders
    )
    announce(StepsOpened([item.pk for item in items]))
    return items


def write_state(subject: Model, state: str, changed: Sequence[str] = ()) -> None:
    """The record's state, and what else the action has changed, in one statement; nothing if nothing."""
    fields = list(changed)
    if state and state != getattr(subject, "state", ""):
        subject.state = state  # type: ignore[attr-defined]  # checked when it was declared
        fields.append("state")
    if fields:
        stamps = [
            field.name
            for field in subject._meta.concrete_fields
            if isinstance(field, DateField) and field.auto_now
        ]
        subject.save(update_fields=[*fields, *stamps])


@transaction.atomic
def advance(
    subject: Model,
    outcome: str,
    *,
    actor: Actor,
    step: str = "",
    note: str = "",
    changed: Sequence[str] = (),
) -> WorkItem:
    """The actor closes their open step of a record; with the last sibling the procedure goes on.

    The record's state follows, and is written together with the fields the action has `changed`.
    """
    # The cases first, as everywhere: siblings closed at once wait here, none holding what another needs.
    cases = {case.pk: case for case in running_cases(subject).order_by("pk").select_for_update()}
    open_items = _open_items_of(cases)
    item = _own_item(subject, open_items, outcome, step, actor)

    if item.is_suspended:
        raise RuleBroken(_("This is suspended at the moment; it must be resumed first."))

    _close(item, outcome, note.strip(), actor)
    siblings = [one for one in open_items if one.step == item.step and one != item]
    _go_on(item, siblings, subject, changed)
    return item


def _open_items_of(cases: dict[int, Case]) -> list[WorkItem]:
    items = list(WorkItem.objects.filter(case__in=cases, closed_at=None).order_by("pk"))
    for item in items:
        item.case = cases[item.case_id or 0]
    return items


def _own_item(
    subject: Model, items: Iterable[WorkItem], outcome: str, step: str, actor: Actor
) -> WorkItem:
    """The actor's own among the open steps that can end in this way."""

    def fitting(items: Iterable[WorkItem]) -> list[WorkItem]:
        return [
            item
            for item in items
            if step in ("", item.step) and outcome in getattr(item.definition, "outcomes", ())
        ]

    open_ones = fitting(items)
    own = next((item for item in open_ones if may_do(actor, item)), None)
    if own is not None:
        return own
    # Who had it before has a page that is no longer true; for anybody else it never was.
    had_it = any(may_do(actor, item) for item in fitting(steps_of(subject)) if not item.is_open)
    if open_ones and not had_it:
        raise PermissionDenied(open_ones[0].permission)
    raise RuleBroken(_("This step has already been closed. Reload the page to see the new state."))


def _close(item: WorkItem, outcome: str, note: str, actor: Actor) -> None:
    item.closed_at = timezone.now()
    item.outcome = outcome
    item.note = note
    item.closed_by_id = actor.post_id
    item.closed_for_id = actor.for_post_id
    item.closed_by_name = actor.signature
    item.save(
        update_fields=["closed_at", "outcome", "note", "closed_by", "closed_for", "closed_by_name"]
    )


def _go_on(
    item: WorkItem, siblings: list[WorkItem], subject: Model, changed: Sequence[str]
) -> None:
    """Open what follows once the last sibling is closed, or the outcome cancels the others."""
    case, step = item.case, item.definition
    assert case is not None
    assert isinstance(step, Step)
    cut_short = item.outcome in step.cuts_short
    if siblings and not cut_short:
        write_state(subject, step.begun, changed)
        return
    _cancel_items(siblings)
    # Written first: who holds the next step may depend on it.
    write_state(subject, case.procedure.state_after(step, item.outcome), changed)
    open_steps(case, step.after(item.outcome).steps, subject)
    if not case.items.filter(closed_at=None).exists():
        case.closed_at = timezone.now()
        case.save(update_fields=["closed_at"])


def _cancel_items(items: Iterable[WorkItem]) -> None:
    keys = [item.pk for item in items]
    if keys:
        WorkItem.objects.filter(pk__in=keys).update(closed_at=timezone.now(), is_cancelled=True)


@transaction.atomic
def cancel(
    subject: Model,
    procedure: Procedure | None = None,
    *,
    state: str = "",
    changed: Sequence[str] = (),
) -> None:
    """End a record's cases before their time, or that of one procedure; the record comes to `state`.

    Their open steps disappear from every desk and stay in the history.
    """
    cases = running_cases(subject)
    if procedure is not None:
        cases = cases.filter(procedure_key=procedure.key)
    ended = list(cases.order_by("pk").select_for_update())
    if not state and any(case.procedure.owns_state for case in ended):
        raise ValueError("a record whose procedure is cancelled comes to another state")

    now = timezone.now()
    WorkItem.objects.filter(case__in=ended, closed_at=None).update(closed_at=now, is_cancelled=True)
    Case.objects.filter(pk__in=[case.pk for case in ended]).update(closed_at=now)
    write_state(subject, state, changed)


@transaction.atomic
def restart(procedure: Procedure, subject: Model) -> Case:
    """Begin a procedure anew; the one that owned the record's state ends, what was done stays."""
    for case in running_cases(subject):
        if case.procedure.owns_state:
            cancel(subject, case.procedure, state=procedure.by_key[procedure.first[0]].state)
    return start(procedure, subject)


@transaction.atomic
def release_post(post_id: int) -> int:
    """Work held by a lost post goes back to all who hold the permission in the unit."""
    held = WorkItem.objects.filter(post_id=post_id, closed_at=None, unit__isnull=False)
    lost = list(held.select_for_update())
    for item in lost:
        item.post, item.is_shared = None, False
        item.save(update_fields=["post", "is_shared"])
    return len(lost)
