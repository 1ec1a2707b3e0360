"""Plans and their proposals: opened from a document, accepted, edited, merged, split, rejected by a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize, required
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document, documents_seen_by

from .. import permissions
from ..models import Plan, Proposal, Rhythm, Target, Task
from ..queries.about import who_may_direct
from ..queries.reading import leads_by_name, proposals_of
from .owing import owe_approval
from .tasks import GivenTask, Source, make_task

RHYTHMS = {
    "monthly": Rhythm.MONTH,
    "quarterly": Rhythm.QUARTER,
    "yearly": Rhythm.YEAR,
    "months:3,6,9,12": Rhythm.QUARTER,
    "months:6,12": Rhythm.HALF,
    "months:9": Rhythm.NINE,
    "months:12": Rhythm.YEAR,
}
MONTHS = "months:"
MOST_MERGED = 20


@transaction.atomic
def open_plan(
    unit_id: int, *, title: str, year: int, document_id: int | None = None, actor: Actor
) -> Plan:
    """The office opens the plan by which its committee carries out a document, or works in a year (T-20)."""
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit_id)
    authorize(actor, permissions.PLAN, unit.path)

    document = _directive(document_id, actor)
    before = Plan.objects.filter(unit=unit, document=document).first() if document else None
    if before is not None:
        return before
    title = required(title, _("Write what the plan is called."), field="title")
    if not 2000 <= year <= 2100:  # noqa: PLR2004 -- a year, not a slip of the hand
        raise RuleBroken(_("Write the year of the plan in four figures."), field="year")

    plan = Plan.objects.create(
        unit=unit,
        title=title[:500],
        title_folded=fold(title[:500]),
        year=year,
        document=document,
        opened_by_name=actor.signature,
    )
    rows = Proposal.objects.bulk_create(proposals_of(plan))

    record(actor, "commitments.plan_opened", plan, proposals=len(rows))
    return plan


def _directive(document_id: int | None, actor: Actor) -> Document | None:
    """An issued document that the actor may read; any other is not found."""
    if document_id is None:
        return None
    seen = documents_seen_by(actor).filter(audience__isnull=False)
    document = (
        seen.select_related("type", "issuer", "text", "version").filter(pk=document_id).first()
    )
    if document is None:
        raise PermissionDenied(permissions.PLAN.codename)
    return document


def take_proposal(proposal_id: int) -> Proposal:
    about = ("plan__unit", "plan__document", "lead")
    rows = Proposal.objects.select_related(*about).select_for_update(of=("self", "plan"))
    return rows.get(pk=proposal_id)


@transaction.atomic
def accept_proposal(proposal_id: int, *, actor: Actor) -> Task | Target:
    """A person takes a proposal into the plan: a target, or the draft of a task."""
    proposal = take_proposal(proposal_id)
    authorize(actor, permissions.PLAN, proposal.plan.unit.path)

    _refuse_unless_open(proposal)

    _decide(proposal, Proposal.State.ACCEPTED, actor)
    made = _target(proposal) if proposal.is_target else _task(proposal)
    owe_approval(proposal.plan)

    record(actor, "commitments.proposal_accepted", proposal.plan, clause=proposal.clause)
    return made


def _target(proposal: Proposal) -> Target:
    copied = [
        "value",
        "value_to",
        "measure",
        "comparator",
        "direction",
        "baseline",
        "series",
        "wid",
        "clause",
        "content",
        "due_words",
        "due_on",
    ]
    columns = {name: getattr(proposal, name) for name in copied}
    if proposal.value is not None and proposal.value_to is not None:
        columns["value"], columns["value_to"] = sorted((proposal.value, proposal.value_to))
    target = Target.objects.create(plan=proposal.plan, proposal=proposal, **columns)
    if proposal.wid:
        proposal.plan.tasks.filter(wid=proposal.wid, target=None).update(target=target)
    return target


def _task(proposal: Proposal) -> Task:
    plan = proposal.plan
    # Two proposals of one clause, a measure and an act: the task leads to its target, whichever of
    # them is taken first (T-16).
    target = plan.targets.filter(wid=proposal.wid).first() if proposal.wid else None
    source = Source(
        plan=plan,
        proposal=proposal,
        target=target,
        document=plan.document,
        wid=proposal.wid,
        year=plan.year,
    )
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=plan.unit_id)
    return make_task(unit, _given(proposal), source)


def _given(proposal: Proposal) -> GivenTask:
    dated = proposal.due_on is not None
    kind = proposal.due_kind or (Task.DueKind.DATE if dated else Task.DueKind.NONE)
    if kind in (Task.DueKind.DATE, Task.DueKind.PERIOD, Task.DueKind.YEARLY) and not dated:
        kind = Task.DueKind.NONE
    lead_id = None if proposal.to_all_below else proposal.lead_id
    coordinators, unmatched = _coordinators(proposal, lead_id)
    rhythm, months = _rhythm(proposal.period)
    return GivenTask(
        content=proposal.content,
        lead_id=lead_id,
        coordinator_ids=coordinators,
        coordinator_words=unmatched,
        directing_id=_directing(proposal),
        to_all_below=proposal.to_all_below,
        products=(proposal.product,) if proposal.product else (),
        due_kind=kind,
        due_words=proposal.due_words,
        due_on=proposal.due_on if kind not in (Task.DueKind.STANDING, Task.DueKind.NONE) else None,
        rhythm=rhythm,
        report_months=months,
        group=proposal.group,
        basis=Task.Basis.DOCUMENT if proposal.plan.document_id else Task.Basis.NONE,
        basis_words="" if proposal.plan.document_id else proposal.plan.title[:300],
        clause=proposal.clause,
    )


def _coordinators(proposal: Proposal, lead_id: int | None) -> tuple[tuple[int, ...], str]:
    """Who may be asked, in the printed order; the names of all others stay as words."""
    if not proposal.coordinator_words:
        return (), ""
    known = leads_by_name(proposal.plan.unit)
    found: dict[int, None] = {}
    others = []
    for words in proposal.coordinator_words.split("; "):
        unit = known.get(fold(words))
        if unit is None:
            others.append(words)
        elif unit.pk != lead_id:
            found[unit.pk] = None
    return tuple(found), "; ".join(others)


def _directing(proposal: Proposal) -> int | None:
    """The one member of the standing board whom the text names."""
    words = f" {fold(proposal.directing_words)} "
    if not words.strip():
        return None
    posts = who_may_direct(proposal.plan.unit)
    named = [one.pk for one in posts if f" {fold(one.person.full_name)} " in words]
    return named[0] if len(named) == 1 else None


def _rhythm(period: str) -> tuple[str, str]:
    """A usual rhythm, or the months that the text names."""
    if period not in RHYTHMS and period.startswith(MONTHS):
        return Rhythm.MONTHS, period.removeprefix(MONTHS).replace(",", ", ")
    return RHYTHMS.get(period, Rhythm.ONCE), ""


@dataclass(frozen=True)
class Edited:
    """What a person changes of a proposal before it is decided."""

    kind: str
    content: str
    lead_id: int | None = None
    to_all_below: bool = False
    due_kind: str = ""
    due_words: str = ""
    due_on: object = None
    product: str = ""
    value: object = None
    measure: str = ""


@transaction.atomic
def edit_proposal(proposal_id: int, edited: Edited, *, actor: Actor) -> Proposal:
    """A person changes what was read; its clause stays beside it."""
    proposal = take_proposal(proposal_id)
    authorize(actor, permissions.PLAN, proposal.plan.unit.path)

    _refuse_unless_open(proposal)
    required(edited.content, _("Write what is proposed."), field="content")
    if edited.to_all_below and edited.lead_id:
        raise RuleBroken(
            _("Choose one leading organisation, or all directly beneath; not both."), field="lead"
        )

    for name, value in vars(edited).items():
        setattr(proposal, name, value.strip() if isinstance(value, str) else value)
    proposal.save()

    record(actor, "commitments.proposal_edited", proposal.plan, clause=proposal.clause)
    return proposal


@transaction.atomic
def reject_proposal(proposal_id: int, *, reason: str = "", actor: Actor) -> Proposal:
    """What was read is no obligation of this organisation, or none at all."""
    proposal = take_proposal(proposal_id)
    authorize(actor, permissions.PLAN, proposal.plan.unit.path)

    _refuse_unless_open(proposal)

    proposal.reason = reason.strip()[:300]
    _decide(proposal, Proposal.State.REJECTED, actor)

    record(actor, "commitments.proposal_rejected", proposal.plan, clause=proposal.clause)
    return proposal


@transaction.atomic
def reopen_proposal(proposal_id: int, *, actor: Actor) -> Proposal:
    """A proposal that was rejected is to be decided once more."""
    proposal = take_proposal(proposal_id)
    authorize(actor, permissions.PLAN, proposal.plan.unit.path)

    if proposal.state != Proposal.State.REJECTED:
        raise RuleBroken(_("Only a rejected proposal is taken up again."))

    proposal.state, proposal.reason = Proposal.State.OPEN, ""
    proposal.decided_at, proposal.decided_by_name = None, ""
    proposal.save()

    record(actor, "commitments.proposal_reopened", proposal.plan, clause=proposal.clause)
    return proposal


@transaction.atomic
def merge_proposals(plan_id: int, proposal_ids: Sequence[int], *, actor: Actor) -> Proposal:
    """Several proposals that say one thing become one; the first keeps its clause and takes in the words."""
    plan = Plan.objects.select_related("unit").select_for_update(of=("self",)).get(pk=plan_id)
    authorize(actor, permissions.PLAN, plan.unit.path)

    chosen = list(
        plan.proposals.select_for_update().filter(pk__in=proposal_ids).order_by("position")
    )
    if len(chosen) < 2:  # noqa: PLR2004 -- merging takes two
        raise RuleBroken(_("Choose at least two proposals to be merged."))
    if len(chosen) > MOST_MERGED:
        raise RuleBroken(_("At most %(n)d proposals are merged at once.") % {"n": MOST_MERGED})
    for one in chosen:
        _refuse_unless_open(one)
    if len({one.kind for one in chosen}) > 1:
        raise RuleBroken(_("Only proposals of one kind are merged."))

    first, *others = chosen
    first.content = "; ".join(one.content.rstrip(".; ") for one in chosen)
    first.save(update_fields=["content"])
    for one in others:
        one.into = first
        _decide(one, Proposal.State.MERGED, actor)

    record(actor, "commitments.proposals_merged", plan, merged=len(chosen))
    return first


@transaction.atomic
def split_proposal(proposal_id: int, *, parts: str, actor: Actor) -> list[Proposal]:
    """One proposal that says several things becomes one for each line; all keep its clause."""
    proposal = take_proposal(proposal_id)
    authorize(actor, permissions.PLAN, proposal.plan.unit.path)

    _refuse_unless_open(proposal)
    lines = [line.strip() for line in parts.splitlines() if line.strip()]
    if len(lines) < 2:  # noqa: PLR2004 -- splitting makes two
        raise RuleBroken(_("Write each part on a line of its own: at least two."), field="parts")

    _decide(proposal, Proposal.State.SPLIT, actor)
    made = []
    for line in lines:
        part = Proposal.objects.get(pk=proposal.pk)
        part.pk, part.content, part.state = None, line, Proposal.State.OPEN
        part.decided_at, part.decided_by_name = None, ""
        part.save(force_insert=True)
        made.append(part)

    record(actor, "commitments.proposal_split", proposal.plan, parts=len(made))
    return made


def _refuse_unless_open(proposal: Proposal) -> None:
    if not proposal.is_open:
        raise RuleBroken(_("This proposal has been decided already. Reload the page."))


def _decide(proposal: Proposal, state: str, actor: Actor) -> None:
    proposal.state = state
    proposal.decided_at, proposal.decided_by_name = timezone.now(), actor.signature
    proposal.save()
