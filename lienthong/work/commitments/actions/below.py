"""Down the tree: one child task for each organisation directly beneath, in one statement (T-27)."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.kernel.procedures.public import Holder, Owed, balance
from lienthong.kernel.reference.public import add_working_days, end_of_day, rule
from lienthong.kernel.units.public import Unit, direct_subordinates

from .. import permissions
from ..models import State, Task
from ..procedures import GIVEN_BELOW, RECEIVE
from ..queries.seen import possible_leads
from .codes import next_code
from .standing import take

# What a child has of its parent. The rest is its own.
FROM_PARENT = (
    "year, plan_id, target_id, document_id, basis, basis_words, wid, clause, kind, "
    '"group", content, content_folded, coordinator_words, directing_id, authority, due_kind, due_words, due_on, '
    "first_due_on, rhythm, report_months, priority"
)
CHILDREN = f"""
WITH parent AS (SELECT * FROM commitments_task WHERE id = %s),
given AS (
    INSERT INTO commitments_task (
        {FROM_PARENT}, parent_id, unit_id, lead_id, code, state, state_before, to_all_below,
        percent, assigned_at, assigned_by_name, reason, beyond, beyond_by_name, created_at
    )
    SELECT
        {FROM_PARENT}, parent.id, %s, below.id,
        %s || '.' || %s + row_number() OVER (ORDER BY below.path), 'assigned', '', false,
        0, %s, %s, '', '', '', %s
    FROM parent, ({{below}}) AS below(id, path)
    RETURNING id, unit_id, lead_id, state, due_on
),
standing AS (
    INSERT INTO commitments_standing (task_id, unit_id, lead_id, state, due_on, is_counted, since)
    SELECT id, unit_id, lead_id, state, due_on, true, %s FROM given
),
products AS (
    INSERT INTO commitments_product (task_id, kind, words)
    SELECT given.id, product.kind, product.words
    FROM given, commitments_product AS product WHERE product.task_id = %s
)
SELECT id, lead_id FROM given
"""  # noqa: S608 -- constants


def give_to_all_below(task: Task, *, actor: Actor) -> int:
    """Every committee and branch directly beneath on this day gets a task of its own."""
    below = direct_subordinates(task.unit, timezone.localdate())
    given = _give(task, below, actor)
    if not given:
        raise RuleBroken(
            _("No organisation is directly beneath you; choose who leads."), field="lead"
        )
    return len(given)


@transaction.atomic
def give_on(task_id: int, *, unit_ids: Sequence[int], actor: Actor) -> list[int]:
    """Who received a task gives it on to the organisations chosen among those beneath and its bodies."""
    task = take(task_id)
    lead = task.lead
    authorize(actor, permissions.ASSIGN, lead.path if lead else "")
    assert lead is not None
    # The codes are the lead's: two tasks given on at once must not count from one number.
    Unit.objects.select_for_update(of=("self",)).get(pk=lead.pk)

    if not task.is_carried:
        raise RuleBroken(_("Receive the task before you give it on."))
    possible = {one.pk for one in possible_leads(lead)} - {lead.pk}
    chosen = set(unit_ids)
    if not chosen:
        raise RuleBroken(_("Choose at least one organisation."), field="units")
    if not chosen <= possible:
        raise RuleBroken(
            _("Choose among your own bodies and the organisations directly beneath you."),
            field="units",
        )
    has = set(task.children.exclude(state=State.CANCELLED).values_list("lead_id", flat=True))
    fresh = chosen - has
    if not fresh:
        raise RuleBroken(_("All of them have this task already."), field="units")

    given = _give(task, Unit.objects.filter(pk__in=fresh), actor, by=lead)

    record(actor, "commitments.given_on", task, organisations=len(given))
    return given


def _give(task: Task, below: QuerySet[Unit], actor: Actor, *, by: Unit | None = None) -> list[int]:
    unit, now, today = by or task.unit, timezone.now(), timezone.localdate()
    sql, params = below.order_by().values("pk", "path").query.sql_with_params()
    prefix, begun = _codes_below(task, unit)
    with connection.cursor() as cursor:
        cursor.execute(
            CHILDREN.format(below=sql),
            [task.pk, unit.pk, prefix, begun, now, actor.signature, now, *params, now, task.pk],
        )
        given = dict(cursor.fetchall())
    days = int(rule("commitments.answer_working_days", today).value["days"])
    due = end_of_day(add_working_days(today, days))
    balance(
        Task,
        [Owed(RECEIVE, key, Holder(lead, due_at=due), now) for key, lead in given.items()],
        unit_ids=given.values(),
        subject_ids=given,
    )
    _notify(list(given.values()), unit, actor)
    return list(given)


def _codes_below(task: Task, unit: Unit) -> tuple[str, int]:
    """What the codes of its children begin with, and how many there are: those of the one who gives them."""
    if task.unit_id == unit.pk:
        return task.code, task.children.count()
    before = task.children.order_by("pk").first()
    prefix = before.code.partition(".")[0] if before else next_code(unit, task.year)
    return prefix, task.children.count()


def _notify(unit_ids: list[int], by: Unit, actor: Actor) -> None:
    posts = Post.objects.valid_on(timezone.localdate())
    asked = posts.filter(unit__in=unit_ids, role__in=permissions.CARRY.held_by)
    notify(
        asked.values_list("person_id", flat=True),
        GIVEN_BELOW,
        reverse("commitments:list"),
        actor=actor,
        source="commitments",
        unit=str(by),
    )
