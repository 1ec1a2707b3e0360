"""Pages of what one person proposes and a second one confirms."""

from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.confirmations.public import (
    FOLLOW,
    Proposal,
    confirm,
    confirmers,
    lay_to_confirm,
    lay_to_refuse,
    lay_to_withdraw,
    mark_seen,
    may_confirm,
    proposals_seen_by,
    propose,
    refuse,
    withdraw,
)
from lienthong.kernel.people.public import (
    INVITE,
    MANAGE,
    RECOVER,
    RESTORE_ACCOUNT,
    Account,
    InviteHolder,
    Person,
    Post,
    RecoverAccount,
    RestoreAccount,
    has_half_to_show,
    has_power,
    power_giving,
    unit_of_power,
)
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import ActionView, ActorRequest, offered, page
from lienthong.records.signing.public import (
    certificate_of_post,
    posts_with_key,
)
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.page import Empty, ListPage, Tab
from lienthong.ui.lists.views import show_list

from .. import codes, queries
from ..forms import InviteForm, ReasonForm
from .declaring import Given, action, by_key, on_its_page, words_of_decision

TONES = {
    Proposal.State.PROPOSED: "warn",
    Proposal.State.CONFIRMED: "info",
    Proposal.State.DONE: "ok",
}


def _may_confirm(proposal: Proposal, actor: Actor) -> bool:
    return proposal.waits and may_confirm(proposal, actor)


def _before_confirming(proposal: Proposal) -> Any:
    """Asked back where nothing else is read before it takes effect."""
    if proposal.power.witness is not None:
        return ""
    return _("What is described here takes effect in your name as the second person.")


ACTIONS = (
    ActionView(
        "proposal_confirm",
        FOLLOW,
        path="confirm/",
        place="page",
        offered=_may_confirm,
        label=_("Confirm"),
        icon="shield-check",
        confirm=_before_confirming,
        second_factor=True,
        window=by_key(lay_to_confirm),
        do=by_key(confirm),
        said=lambda _proposal, done: _outcome(done),
    ),
    ActionView(
        "proposal_refuse",
        FOLLOW,
        path="refuse/",
        place="page",
        offered=lambda proposal, actor: proposal.is_open and may_confirm(proposal, actor),
        form=ReasonForm,
        title=_("Refuse"),
        label=_("Refuse"),
        second_factor=True,
        window=by_key(lay_to_refuse),
        do=by_key(refuse),
        said=_("The proposal is refused; everybody named is notified."),
    ),
    ActionView(
        "proposal_withdraw",
        FOLLOW,
        path="withdraw/",
        place="page",
        offered=lambda proposal, actor: (
            proposal.is_open and proposal.proposer_id == actor.person_id
        ),
        label=_("Withdraw the proposal"),
        second_factor=True,
        window=by_key(lay_to_withdraw),
        do=by_key(withdraw),
        said=_("The proposal is withdrawn."),
    ),
    ActionView(
        "proposal_half",
        FOLLOW,
        path="half/",
        place="page",
        offered=lambda proposal, actor: _has_half(proposal, actor),
        label=_("Show my half of the code"),
        confirm=_("It is shown once. The person needs the halves of both who agreed."),
        second_factor=True,
        do=lambda proposal, _given, actor: codes.show_half(proposal, actor=actor),
        shows="administration/code.html",
    ),
)


def _has_half(proposal: Proposal, actor: Actor) -> bool:
    concerned = proposal.concerned_id
    return concerned is not None and has_half_to_show(concerned, actor)


def _outcome(proposal: Proposal) -> str:
    if proposal.state == Proposal.State.FAILED:
        return proposal.because
    if proposal.state == Proposal.State.CONFIRMED:
        return str(_("Confirmed; it takes effect later."))
    return str(_("Confirmed; it has taken effect."))


def state_mark(proposal: Proposal) -> Mark:
    words = capfirst(proposal.get_state_display())
    return Mark(words, TONES.get(Proposal.State(proposal.state), "line"))


PROPOSALS = ListPage(
    name="proposals",
    title=_("To confirm"),
    link=lambda proposal: reverse("administration:proposal", args=[proposal.pk]),
    counted=lambda count: (
        ngettext("%(count)d proposal", "%(count)d proposals", count) % {"count": count}
    ),
    columns=(
        Column("what", _("What is proposed"), str, "lead"),
        Column("whom", _("Person concerned"), "concerned", order=("concerned__sort_key",)),
        Column("where", _("Organisation"), "unit", order=("unit__name_folded",)),
        Column("proposer", _("Proposed by"), "proposer", order=("proposer__sort_key",)),
        Column("until", _("Until"), "last_day", "short", order=("until",)),
        Column("state", _("State"), state_mark),
    ),
    empty=Empty(
        _("Nothing is proposed"), _("What needs two persons appears here."), "shield-check"
    ),
)


@page(FOLLOW, second_factor=True)
@require_http_methods(["GET", "POST"])
def proposal_list(request: ActorRequest) -> HttpResponse:
    every = proposals_seen_by(request.actor)
    waiting = every.filter(state__in=Proposal.OPEN)
    answered = every.exclude(state__in=Proposal.OPEN)
    current = "answered" if request.GET.get("tab") == "answered" else "waiting"
    tabs = [
        Tab("waiting", _("Waiting"), waiting.count()),
        Tab("answered", _("Answered"), answered.count()),
    ]
    rows = answered if current == "answered" else waiting
    lede = _("Single-administrator mode") if settings.SINGLE_ADMINISTRATOR else ""
    return show_list(request, PROPOSALS, rows, tabs=tabs, current=current, lede=lede)


def found_proposal(request: ActorRequest, proposal_id: int) -> Proposal:
    if request.actor is None:
        raise Http404
    return get_object_or_404(proposals_seen_by(request.actor), pk=proposal_id)


def show_proposal(request: ActorRequest, proposal: Proposal, status: int = 200) -> HttpResponse:
    context = {
        "proposal": proposal,
        "lines": proposal.matter.lines(),
        "answers": proposal.answers.all(),
        "tellings": proposal.tellings.select_related("person").order_by("pk"),
        "actions": offered(request, ACTIONS, proposal),
        "may_confirm": posts_that_may_confirm(proposal) if proposal.waits else [],
        "needs_key": proposal.power.witness is not None,
        "lacks_key": lacks_key(proposal, request.actor),
        "is_single": settings.SINGLE_ADMINISTRATOR,
    }
    return render(request, "administration/proposal.html", context, status=status)


def posts_that_may_confirm(proposal: Proposal) -> list[tuple[Post, bool]]:
    """Who may confirm, and whether each has what it takes: where the signer is asked, a signing key."""
    posts = list(
        confirmers(proposal).select_related("person", "unit").order_by("-unit__path", "pk")
    )
    if proposal.power.witness is None:
        return [(post, True) for post in posts]
    with_key = posts_with_key(posts)
    return [(post, post.pk in with_key) for post in posts]


def lacks_key(proposal: Proposal, actor: Actor) -> bool:
    """Whether the reader may answer, but has no key to prove it with."""
    asked = proposal.is_open and may_confirm(proposal, actor)
    return asked and proposal.power.witness is not None and not certificate_of_post(actor.post_id)


@page(signed_in=True)
@require_GET
def proposal_page(request: ActorRequest, proposal_id: int) -> HttpResponse:
    proposal = found_proposal(request, proposal_id)
    mark_seen(proposal.pk, actor=request.actor)
    return show_proposal(request, proposal)


# --- Proposing --------------------------------------------------------------------------------------


def propose_post(
    given: dict[str, Any], unit: Unit, person: Person | None, actor: Actor
) -> Proposal:
    """Propose a post with power, for somebody known or for somebody who is registered with it."""
    power = power_giving(given["role"])
    born_on = given.get("born_on")
    matter = power.matter(
        unit_id=unit.pk,
        role=given["role"],
        title=given["title"],
        on=given["on"].isoformat(),
        **words_of_decision(given),
        decision_about=given["decision_about"],
        person_id=person.pk if person else None,
        full_name="" if person else given["full_name"],
        born_on=born_on.isoformat() if born_on and not person else "",
    )
    return propose(power, matter, actor=actor)


def propose_invitation(person: Person, username: str, actor: Actor) -> Proposal:
    unit = unit_of_power(person)
    return propose(INVITE, InviteHolder(person.pk, username, unit.pk), actor=actor)


def propose_recovery(account: Account, actor: Actor) -> Proposal:
    person = account.person
    matter = RecoverAccount(account.pk, person.pk, unit_of_power(person).pk)
    return propose(RECOVER, matter, actor=actor)


def propose_return(account: Account, actor: Actor) -> Proposal:
    person = account.person
    matter = RestoreAccount(account.pk, person.pk, unit_of_power(person).pk)
    return propose(RESTORE_ACCOUNT, matter, actor=actor)


_PAGES: dict[type[Model], str] = {Proposal: "proposal", Person: "person", Unit: "unit"}


def address_of(made: Model) -> str:
    """Where what was proposed is seen, or what was done at once because it needs no second person."""
    return reverse(f"administration:{_PAGES[type(made)]}", args=[made.pk])


def said_of(made: Model) -> Any:
    if not isinstance(made, Proposal):
        return _("Saved.")
    if made.is_single:
        return _("Proposed. This installation has one administrator: it takes effect after a wait.")
    return _("Proposed. It takes effect when a second person has confirmed it.")


# What leads to a proposal, and says that it waits.
LED: Given = {
    "to": lambda _thing, made: address_of(made),
    "said": lambda _thing, made: said_of(made),
}
INVITING = (
    action(
        "person_propose_invitation",
        MANAGE,
        path="propose-invitation/",
        do=lambda person, given, actor: propose_invitation(person, given["username"], actor),
        form=InviteForm,
        offered=lambda person, actor: queries.may_be_invited(person, actor) and has_power(person),
        place="other",
        label=_("Propose the invitation"),
        icon="send",
        title=_("Invite to sign in"),
        text=_("The posts of this person carry power: a second person confirms it."),
        **LED,
    ),
)
RECOVERING = (
    on_its_page(
        "account_propose_recovery",
        MANAGE,
        path="propose-recovery/",
        do=lambda account, _given, actor: propose_recovery(account, actor),
        offered=lambda account, _actor: account.is_active and has_power(account.person),
        label=_("Propose the recovery"),
        confirm=_("The posts of this person carry power: a second person confirms it."),
        **LED,
    ),
    on_its_page(
        "account_propose_return",
        MANAGE,
        path="propose-return/",
        do=lambda account, _given, actor: propose_return(account, actor),
        offered=lambda account, _actor: not account.is_active and has_power(account.person),
        label=_("Propose to let sign in again"),
        confirm=_("The posts of this person carry power: a second person confirms it."),
        **LED,
    ),
)
