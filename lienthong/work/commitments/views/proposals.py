"""One proposal: what was read, beside its clause, to be accepted, edited, split, merged or rejected."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lienthong.kernel.permissions.public import Actor, paths_where
from lienthong.kernel.web.public import ActionView, ActorRequest, numbered, offered, page
from lienthong.ui.lists.columns import Mark
from lienthong.ui.records.page import Fact, Link, RecordPage
from lienthong.ui.records.views import show_record

from .. import permissions
from ..actions import plans
from ..forms import EditProposalForm, MergeForm, RejectForm, SplitForm
from ..models import Proposal, Task
from ..queries.seen import plans_seen_by, possible_leads

KIND_MARKS = {"target": ("info", "target"), "task": ("", "flag"), "report_duty": ("warn", "send")}


def kind_of(one: Proposal) -> Mark:
    tone, icon = KIND_MARKS[one.kind]
    return Mark(one.get_kind_display(), tone, icon)


def lead_of(one: Proposal) -> Any:
    if one.to_all_below:
        return Mark(_("All directly beneath"), "line", "arrows-split")
    return one.lead or one.lead_words


def due_of(one: Proposal) -> Any:
    day = f"{one.due_on:%d/%m/%Y}" if one.due_on else ""
    return day if not one.due_words else f"{day} ({one.due_words})" if day else one.due_words


def measure_of(one: Any) -> str:
    if one.value is None:
        return ""
    value = f"{one.value.normalize():f}".replace(".", ",")
    to = f" – {one.value_to.normalize():f}".replace(".", ",") if one.value_to is not None else ""
    sign = f"{one.comparator} " if one.comparator in (">=", "<=", ">", "<") else ""
    return f"{sign.replace('>=', '≥').replace('<=', '≤')}{value}{to} {one.measure}".strip()


def found_proposal(request: ActorRequest, proposal_id: int) -> Proposal:
    plans_seen = plans_seen_by(request.actor)
    rows = Proposal.objects.filter(plan__in=plans_seen).select_related("plan__unit", "lead", "into")
    return get_object_or_404(rows, pk=proposal_id)


def _decides(proposal: Proposal, actor: Actor) -> bool:
    may = paths_where(actor, permissions.PLAN).covers(proposal.plan.unit.path)
    return proposal.is_open and may


def _edit_form(proposal: Proposal, _actor: Actor, **given: Any) -> forms.BaseForm:
    return EditProposalForm(leads=possible_leads(proposal.plan.unit), **given)


def _merge_form(proposal: Proposal, _actor: Actor, **given: Any) -> forms.BaseForm:
    others = proposal.plan.proposals.filter(state="open", kind=proposal.kind).exclude(
        pk=proposal.pk
    )
    return MergeForm(others=list(others), **given)


def _as_read(proposal: Proposal) -> dict[str, Any]:
    same = ["kind", "content", "due_kind", "due_on", "due_words", "product", "value", "measure"]
    lead = "all" if proposal.to_all_below else proposal.lead_id
    return {name: getattr(proposal, name) for name in same} | {"lead": lead}


def _back_to_plan(proposal: Proposal, _result: Any) -> str:
    return reverse("commitments:plan", args=[proposal.plan_id])


PROPOSAL_ACTIONS = (
    ActionView(
        "accept_proposal",
        permissions.PLAN,
        do=lambda one, _given, actor: plans.accept_proposal(one.pk, actor=actor),
        offered=_decides,
        place="main",
        label=_("Take into the plan"),
        icon="check",
        said=_("The proposal has been taken into the plan."),
        to=_back_to_plan,
    ),
    ActionView(
        "edit_proposal",
        permissions.PLAN,
        do=lambda one, given, actor: plans.edit_proposal(one.pk, **given, actor=actor),
        form=_edit_form,
        initial=_as_read,
        alone=True,
        offered=_decides,
        place="other",
        label=_("Edit"),
        icon="edit",
        title=_("Edit the proposal"),
        about="commitments/passage.html",
        said=_("The proposal has been changed."),
    ),
    ActionView(
        "split_proposal",
        permissions.PLAN,
        do=lambda one, given, actor: plans.split_proposal(one.pk, **given, actor=actor),
        form=SplitForm,
        initial=lambda one: {"parts": one.content},
        alone=True,
        offered=_decides,
        place="other",
        label=_("Split"),
        icon="arrows-split",
        title=_("Split the proposal"),
        about="commitments/passage.html",
        said=_("The proposal has been split."),
        to=_back_to_plan,
    ),
    ActionView(
        "merge_proposal",
        permissions.PLAN,
        do=lambda one, given, actor: plans.merge_proposals(
            one.plan_id, [one.pk, *given["other_ids"]], actor=actor
        ),
        form=_merge_form,
        alone=True,
        offered=_decides,
        place="other",
        label=_("Merge"),
        icon="link",
        title=_("Merge with others"),
        text=_("The first one in the text keeps its clause and takes in the words of the others."),
        said=_("The proposals have been merged."),
        to=_back_to_plan,
    ),
    ActionView(
        "reject_proposal",
        permissions.PLAN,
        do=lambda one, given, actor: plans.reject_proposal(one.pk, **given, actor=actor),
        form=RejectForm,
        offered=_decides,
        label=_("Reject"),
        icon="x",
        said=_("The proposal has been rejected."),
        to=_back_to_plan,
    ),
    ActionView(
        "reopen_proposal",
        permissions.PLAN,
        do=lambda one, _given, actor: plans.reopen_proposal(one.pk, actor=actor),
        offered=lambda one, actor: (
            one.state == Proposal.State.REJECTED
            and paths_where(actor, permissions.PLAN).covers(one.plan.unit.path)
        ),
        place="other",
        label=_("Take up again"),
        icon="arrow-back-up",
        said=_("The proposal is to be decided again."),
    ),
)


def _made(one: Proposal, _actor: Actor) -> list[Link]:
    links = [
        Link(one.plan.title, reverse("commitments:plan", args=[one.plan_id]), _("Plan"), "list")
    ]
    task = Task.objects.filter(proposal=one).first()
    if task is not None:
        links.append(Link(task.content, numbered("commitments:task", task.pk), _("Task"), "flag"))
    return links


PROPOSAL = RecordPage(
    title=lambda one: one.content,
    back="commitments:plans",
    lede=lambda one: one.plan.title,
    facts=(
        Fact(_("State"), "get_state_display"),
        Fact(_("Kind"), kind_of),
        Fact(_("Clause"), "clause"),
        Fact(_("What the clause says"), "passage"),
        Fact(_("Why"), "reading"),
        Fact(_("Value"), measure_of),
        Fact(_("Leads"), lead_of),
        Fact(_("Lead as printed"), "lead_words"),
        Fact(_("Coordinators as printed"), "coordinator_words"),
        Fact(_("Directing leader as printed"), "directing_words"),
        Fact(_("Deadline"), due_of),
        Fact(_("Product"), "product"),
        Fact(_("Group"), "group"),
        Fact(_("Merged into"), "into.content"),
        Fact(_("Reason"), "reason"),
        Fact(_("Decided by"), "decided_by_name"),
    ),
    related=_made,
    readers=(_("The committee of the plan and the bodies that serve it."),),
)


@page(permissions.VIEW)
@require_GET
def proposal_page(request: ActorRequest, proposal_id: int) -> HttpResponse:
    return show_proposal(request, found_proposal(request, proposal_id))


def show_proposal(request: ActorRequest, proposal: Proposal, status: int = 200) -> HttpResponse:
    actions = offered(request, PROPOSAL_ACTIONS, proposal)
    return show_record(request, PROPOSAL, proposal, actions=actions, status=status)
