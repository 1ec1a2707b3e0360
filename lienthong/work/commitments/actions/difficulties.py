"""A difficulty goes up one level, and that level owes an answer (F133)."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import crash_point
from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.public import holders
from lienthong.kernel.permissions.public import (
    Actor,
    Permission,
    RuleBroken,
    authorize,
    refuse_own_matter,
    required,
)
from lienthong.kernel.procedures.public import Holder, owe, settle
from lienthong.kernel.reference.public import add_working_days, end_of_day, rule
from lienthong.kernel.units.public import Unit, superior_committee

from .. import permissions
from ..models import Difficulty, Task
from ..procedures import ANSWER, DIFFICULTY_ANSWERED, DIFFICULTY_RAISED
from ..queries.seen import led_by
from .content import answered_in, raised_in
from .own_matter import responsible_for


@transaction.atomic
def raise_difficulty(
    unit_id: int, *, words: str, asked: str = "", task_id: int | None = None, actor: Actor
) -> Difficulty:
    """An organisation says what it cannot solve itself; of a task it asks who gave the task."""
    unit = Unit.objects.select_related("serves").get(pk=unit_id)
    authorize(actor, permissions.CARRY, unit.path)

    words = required(words, _("Write what the difficulty is."), field="difficulty")
    task = None
    if task_id is not None:
        task = (
            Task.objects.filter(led_by(actor), lead=unit, pk=task_id).select_related("unit").first()
        )
        if task is None:
            raise RuleBroken(_("Choose a task that your organisation leads."), field="task")
    to = _asked(unit, task)

    today = timezone.localdate()
    days = int(rule("commitments.answer_difficulties", today).value["days"])
    difficulty = Difficulty.objects.create(
        unit=unit,
        to=to,
        task=task,
        words=words,
        asked=asked.strip(),
        raised_by_name=actor.signature,
        raised_by_person_id=actor.person_id,
        due_on=add_working_days(today, days),
    )
    owe(ANSWER, difficulty, Holder(to.pk, due_at=end_of_day(difficulty.due_on)))
    _tell(to, permissions.ASSIGN, DIFFICULTY_RAISED, difficulty, actor)

    record(
        actor, "commitments.difficulty_raised", difficulty, to=to.pk, content=raised_in(difficulty)
    )
    crash_point("commitments.raise.before_commit")
    return difficulty


def _asked(unit: Unit, task: Task | None) -> Unit:
    """Who gave the task; else the committee served, or the one above."""
    if task is not None and task.unit_id != unit.pk:
        return task.unit
    above = unit.serves or superior_committee(unit)
    if above is None:
        raise RuleBroken(_("Nobody is above your organisation in this installation."))
    return above


@transaction.atomic
def answer_difficulty(difficulty_id: int, *, answer: str, actor: Actor) -> Difficulty:
    """The organisation above answers, once; the answer stays with the question."""
    about = Difficulty.objects.select_related("to", "unit", "task").select_for_update(of=("self",))
    difficulty = about.get(pk=difficulty_id)
    authorize(actor, permissions.ASSIGN, difficulty.to.path)

    if difficulty.answered_at is not None:
        raise RuleBroken(_("This difficulty has been answered already. Reload the page."))
    persons = {difficulty.raised_by_person_id}
    if difficulty.task is not None:
        persons |= responsible_for(difficulty.task)
    refuse_own_matter(
        actor, persons, _("Somebody else answers the difficulty that is your own."), field="answer"
    )
    difficulty.answer = required(answer, _("Write the answer."), field="answer")

    difficulty.answered_at, difficulty.answered_by_name = timezone.now(), actor.signature
    difficulty.save(update_fields=["answer", "answered_at", "answered_by_name"])
    settle(difficulty)
    _tell(difficulty.unit, permissions.CARRY, DIFFICULTY_ANSWERED, difficulty, actor)

    record(actor, "commitments.difficulty_answered", difficulty, content=answered_in(difficulty))
    return difficulty


def _tell(
    unit: Unit, permission: Permission, message: str, difficulty: Difficulty, actor: Actor
) -> None:
    notify(
        holders(unit, permission).values_list("person_id", flat=True),
        message,
        reverse("commitments:difficulty", args=[difficulty.pk]),
        actor=actor,
        source="commitments",
        unit=actor.unit_name,
    )
