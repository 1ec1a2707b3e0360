"""Starting, advancing and cancelling cases; called by the rooms' actions in their own transaction."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.events.public import announce
from lienthong.kernel.permissions.public import Actor, RuleBroken

from .definitions import Holder, Procedure
from .events import StepOpened
from .models import Case, StepVisit
from .queries import may_close


@transaction.atomic
def start(procedure: Procedure, subject: Model) -> Case:
    """Open a case over a record and its first steps."""
    case = Case.objects.create(
        procedure_key=procedure.key,
        procedure_version=procedure.version,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
    )
    _open_steps(case, procedure.first, subject)
    return case


def _open_steps(case: Case, keys: tuple[str, ...], subject: Model) -> None:
    for key in keys:
        step = case.procedure.by_key[key]
        for holder in step.holders(subject):
            visit = _open_visit(case, key, holder)
            announce(StepOpened(visit.pk))


def _open_visit(case: Case, key: str, holder: Holder) -> StepVisit:
    return StepVisit.objects.create(
        case=case,
        step=key,
        permission=case.procedure.by_key[key].permission,
        holder_unit_id=holder.unit_id,
        holder_post_id=holder.post_id,
        due_at=holder.due_at,
    )


@transaction.atomic
def close_step(
    visit_id: int, outcome: str, *, subject: Model, actor: Actor, note: str = ""
) -> StepVisit:
    """Close one's visit to a step; when it was the last of its siblings the procedure goes on."""
    # The case first, as everywhere: siblings closed at once wait here, none holding what the other needs.
    case = Case.objects.select_for_update(of=("self",)).get(visits=visit_id)
    visit = StepVisit.objects.select_for_update().get(pk=visit_id)
    visit.case = case
    if not may_close(actor, visit):
        raise PermissionDenied(visit.permission)

    if not visit.is_open:
        raise RuleBroken(
            _("This step has already been closed. Reload the page to see the new state.")
        )
    step = visit.definition
    if outcome not in step.outcomes:
        raise RuleBroken(_("This step cannot end that way."))

    visit.closed_at = timezone.now()
    visit.outcome = outcome
    visit.note = note
    visit.closed_by_id = actor.post_id
    visit.closed_for_id = actor.for_post_id
    visit.closed_by_name = ", ".join(part for part in (actor.name, actor.title) if part)
    visit.save(
        update_fields=["closed_at", "outcome", "note", "closed_by", "closed_for", "closed_by_name"]
    )
    _advance(visit, outcome, subject)
    return visit


def _advance(visit: StepVisit, outcome: str, subject: Model) -> None:
    case, step = visit.case, visit.definition
    siblings = case.visits.filter(step=visit.step, closed_at=None)
    if outcome in step.cuts_short:
        siblings.update(closed_at=timezone.now(), is_cancelled=True)
    elif siblings.exists():
        return
    _open_steps(case, step.outcomes[outcome], subject)
    if not case.visits.filter(closed_at=None).exists():
        case.closed_at = timezone.now()
        case.save(update_fields=["closed_at"])


@transaction.atomic
def cancel_case(case_id: int) -> None:
    """End a case before its time; open steps disappear from every desk and stay in the history."""
    case = Case.objects.select_for_update().get(pk=case_id)
    now = timezone.now()
    case.visits.filter(closed_at=None).update(closed_at=now, is_cancelled=True)
    case.closed_at = case.closed_at or now
    case.save(update_fields=["closed_at"])


@transaction.atomic
def release_post(post_id: int) -> int:
    """Steps held by a lost post alone go back to all who hold the permission in the unit."""
    return StepVisit.objects.filter(holder_post_id=post_id, closed_at=None).update(holder_post=None)
