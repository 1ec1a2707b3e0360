"""Later deadlines, pauses, withdrawal: decided by who gave the task, asked for by who has it."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.reference.public import rule

from .. import permissions
from ..models import Extension, State, Task
from ..procedures import NO_TIME, PAUSED, RESUMED, TIME_ASKED, TIME_GIVEN, WITHDRAWN
from .answering import authorize_lead
from .groups import close_group, take_after_its_group
from .owing import owe_by_state, settle_lines, tell_assigner, tell_lead
from .own_matter import refuse_who_asked_for_time, refuse_who_would_not
from .standing import change, take


@transaction.atomic
def ask_extension(
    task_id: int, *, asked_day: dt.date | None, reason: str, actor: Actor
) -> Extension:
    """The lead asks for a later day and says why (T-36)."""
    task = take(task_id)
    authorize_lead(task, actor)

    if not task.is_carried:
        raise RuleBroken(_("Only a task that is being carried out can be extended."))
    if task.due_on is None:
        raise RuleBroken(_("This task has no day by which it must be done."))
    reason = required(reason, _("Say why more time is needed."))
    if asked_day is None or asked_day <= task.due_on:
        raise RuleBroken(_("The new day must lie after the present deadline."), field="asked_day")
    if task.extensions.filter(decided_on=None).exists():
        raise RuleBroken(_("An extension has been asked for already; it waits for a decision."))

    extension = Extension.objects.create(
        task=task,
        due_before=task.due_on,
        asked_day=asked_day,
        reason=reason[:300],
        asked_on=timezone.localdate(),
        asked_by_name=actor.signature,
        asked_by_person_id=actor.person_id,
    )
    owe_by_state(task)
    tell_assigner(task, TIME_ASKED, actor, day=f"{asked_day:%d/%m/%Y}")

    record(actor, "commitments.extension_asked", task, day=asked_day)
    return extension


@transaction.atomic
def decide_extension(
    task_id: int,
    *,
    granted_day: dt.date | None,
    answer: str = "",
    document_words: str = "",
    actor: Actor,
) -> Extension:
    """The assigner grants a day, or none; earlier days and deciders stay to be seen (T-36)."""
    task = take(task_id)
    authorize(actor, permissions.ASSIGN, task.unit.path)

    extension = task.extensions.filter(decided_on=None).first()
    if extension is None:
        raise RuleBroken(_("No extension waits for a decision."))
    if not task.is_open:
        raise RuleBroken(_("This task is finished; its deadline is not moved any more."))
    refuse_who_asked_for_time(
        task,
        actor,
        _(
            "Somebody else decides on the time that you have asked for yourself, or on a task for which you are "
            "responsible."
        ),
    )
    if granted_day is None:
        required(answer, _("Say why the extension is not granted."), field="answer")
    elif granted_day <= extension.due_before:
        raise RuleBroken(_("The new day must lie after the present deadline."), field="granted_day")
    elif not document_words.strip():
        _refuse_beyond_the_limit(task)

    extension.decided_on, extension.decided_by_name = timezone.localdate(), actor.signature
    extension.granted_day, extension.answer = granted_day, answer.strip()[:300]
    extension.document_words = document_words.strip()[:200]
    extension.save()
    if granted_day is not None:
        change(task, due_on=granted_day)
    owe_by_state(task)
    if granted_day is None:
        tell_lead(task, NO_TIME, actor, reason=extension.answer)
    else:
        tell_lead(task, TIME_GIVEN, actor, day=f"{granted_day:%d/%m/%Y}")

    record(actor, "commitments.extension_decided", task, day=granted_day)
    return extension


def end_waiting_extension(task: Task, answer: str, actor: Actor) -> None:
    """With the task an extension that waits for a decision ends: no day is moved (T-36)."""
    task.extensions.filter(decided_on=None).update(
        decided_on=timezone.localdate(), decided_by_name=actor.signature, answer=answer[:300]
    )


def _refuse_beyond_the_limit(task: Task, *, field: str = "document_words") -> None:
    most = int(rule("commitments.most_extensions", timezone.localdate()).value["times"])
    granted = task.extensions.filter(granted_day__isnull=False).count()
    if granted >= most:
        raise RuleBroken(
            _("Extended %(n)d times already: name the document that allows one more.")
            % {"n": granted}
            if field == "document_words"
            else _(
                "Extended %(n)d times already: a pause gives no more time; an extension is asked for."
            )
            % {"n": granted},
            field=field,
        )


@transaction.atomic
def pause(task_id: int, *, reason: str, due_on: dt.date | None = None, actor: Actor) -> Task:
    """By a document or a conclusion the task rests; its day stays unless that gives another (T-34)."""
    task = take(task_id)
    authorize(actor, permissions.ASSIGN, task.unit.path)

    if not task.is_open or task.state in (State.PAUSED, State.AWAITING, State.REFUSED):
        raise RuleBroken(_("This task cannot be paused as it stands now."))
    reason = required(reason, _("Name the document or conclusion by which it is paused."))

    fields: dict[str, Any] = {}
    if due_on is not None and task.due_on is not None and due_on != task.due_on:
        fields["due_on"] = _moved_by_a_pause(task, due_on, reason, actor)
    change(task, state=State.PAUSED, state_before=task.state, reason=reason[:300], **fields)
    owe_by_state(task)
    tell_lead(task, PAUSED, actor, reason=reason[:300])

    record(actor, "commitments.paused", task, reason=reason, due_on=task.due_on)
    return task


def _moved_by_a_pause(task: Task, day: dt.date, reason: str, actor: Actor) -> dt.date:
    """The day that the document of the pause gives; it stays to be seen as an extension, and counts (T-36).

    No person has asked for it, so that who gives it may decide once more.
    """
    refuse_who_asked_for_time(
        task, actor, _("Somebody else moves the day of a task for which you are responsible.")
    )
    if task.is_own:
        raise RuleBroken(
            _(
                "What your organisation gave itself is not given time by a pause: ask for an extension, on "
                "which somebody else decides."
            ),
            field="due_on",
        )
    if task.due_on is None or day <= task.due_on:
        raise RuleBroken(_("The new day must lie after the present deadline."), field="due_on")
    if task.extensions.filter(decided_on=None).exists():
        raise RuleBroken(_("An extension has been asked for already; it waits for a decision."))
    _refuse_beyond_the_limit(task, field="due_on")
    today = timezone.localdate()
    Extension.objects.create(
        task=task,
        due_before=task.due_on,
        asked_day=day,
        granted_day=day,
        reason=reason[:300],
        document_words=reason[:200],
        asked_on=today,
        decided_on=today,
        asked_by_name=actor.signature,
        decided_by_name=actor.signature,
    )
    return day


@transaction.atomic
def resume(task_id: int, *, actor: Actor) -> Task:
    """The pause is over; the task stands as before it."""
    task = take(task_id)
    authorize(actor, permissions.ASSIGN, task.unit.path)

    if task.state != State.PAUSED:
        raise RuleBroken(_("This task is not paused."))

    change(task, state=task.state_before, state_before="")
    owe_by_state(task)
    tell_lead(task, RESUMED, actor)

    record(actor, "commitments.resumed", task)
    return task


@transaction.atomic
def withdraw(task_id: int, *, reason: str, actor: Actor) -> Task:
    """The assigner withdraws a task with all that was given on from it; they leave the figures (T-24)."""
    task = take_after_its_group(task_id)
    authorize(actor, permissions.ASSIGN, task.unit.path)

    if not task.is_open:
        raise RuleBroken(_("This task is finished or has not been assigned."))
    refuse_who_would_not(
        task,
        actor,
        _(
            "Somebody else withdraws a task that you have refused, or for which you are responsible."
        ),
    )
    reason = required(reason, _("Say why the task is withdrawn."))

    for one in [task, *_all_beneath(task)]:
        change(one, state=State.CANCELLED, reason=reason[:300])
        owe_by_state(one)
        settle_lines(one)
        tell_lead(one, WITHDRAWN, actor, reason=reason[:300])
        record(actor, "commitments.withdrawn", one, reason=reason)
    close_group(task.parent, actor)
    return task


def _all_beneath(task: Task) -> list[Task]:
    """What was given on from it and is not finished, level by level."""
    found: list[Task] = []
    level = [task.pk]
    while level:
        children = Task.objects.filter(parent__in=level).exclude(
            state__in=[State.DONE, State.CANCELLED]
        )
        level = list(children.order_by("pk").values_list("pk", flat=True))
        found += [take(key) for key in level]
    return found
