"""Who may propose, confirm, refuse and withdraw, and when: asked by each action, and before somebody is sent
to a witness."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import Actor, Matter, Power, RuleBroken, authorize
from lienthong.kernel.units.public import Unit

from . import queries
from .models import Proposal

ALREADY_PROPOSED = gettext_lazy("The same is proposed already and waits to be confirmed.")


def to_propose(power: Power, matter: Matter, actor: Actor) -> Unit:
    """The organisation concerned, where this actor may propose it and the rules allow it."""
    unit = Unit.objects.get(pk=matter.unit_id)
    authorize(actor, power.proposes, unit.path)
    if power.proposed_in(matter) not in (None, actor.post_id):
        raise PermissionDenied
    _refuse_acting(actor)

    if matter.concerned_id == actor.person_id:
        raise RuleBroken(_("Nobody proposes a power for themselves."))
    matter.check()
    return unit


def refuse_proposed(power: Power, matter: Matter) -> None:
    """Nobody is sent to a witness with what somebody has proposed already."""
    same = Proposal.objects.filter(kind=power.kind, subject=matter.subject())
    if same.filter(state__in=Proposal.OPEN).exists():
        raise RuleBroken(str(ALREADY_PROPOSED))


def to_confirm(proposal_id: int, actor: Actor) -> Proposal:
    """The proposal, where this actor is the second person who may confirm it."""
    proposal = taken(proposal_id)
    _refuse_acting(actor)
    _refuse_own(proposal, actor)
    if not queries.may_confirm(proposal, actor):
        raise PermissionDenied

    _refuse_unmarked(proposal)
    if proposal.state != Proposal.State.PROPOSED:
        raise RuleBroken(_("This proposal has been answered already."))
    return proposal


def refuse_expired(proposal: Proposal) -> None:
    """A witness looks at the clock itself when it is answered; what it took in time counts here, too."""
    if proposal.until <= timezone.now():
        raise RuleBroken(_("This proposal has expired. Propose it anew."))


def to_refuse(proposal_id: int, actor: Actor) -> Proposal:
    """The proposal, where this actor may refuse it, or stop it while it waits."""
    proposal = taken(proposal_id)
    _refuse_acting(actor)
    if not queries.may_confirm(proposal, actor):
        raise PermissionDenied

    _refuse_ended(proposal)
    return proposal


def to_withdraw(proposal_id: int, actor: Actor) -> Proposal:
    """One's own proposal, while it has not taken effect."""
    proposal = taken(proposal_id)
    if actor.person_id != proposal.proposer_id:
        raise PermissionDenied

    _refuse_ended(proposal)
    return proposal


def taken(proposal_id: int) -> Proposal:
    proposals = Proposal.objects.select_for_update(of=("self",)).select_related("unit")
    return proposals.get(pk=proposal_id)


def hindrance(proposal: Proposal) -> str:
    """Why it can take effect no longer, if that is so: a post was lost, or the rules forbid it."""
    try:
        with transaction.atomic():
            _refuse_unmarked(proposal)
            refuse_lost_posts(proposal)
            proposal.matter.check()
    except RuleBroken as broken:
        return broken.sentence
    return ""


def _refuse_acting(actor: Actor) -> None:
    """Nobody uses the power of a post they only stand in for: two posts could be one person."""
    if actor.for_post_id is not None:
        raise RuleBroken(_("This is done only in a post of one's own, not in somebody's place."))


def _refuse_own(proposal: Proposal, actor: Actor) -> None:
    if actor.person_id == proposal.proposer_id:
        raise RuleBroken(_("Nobody confirms what they have proposed: a second person does."))
    if actor.person_id == proposal.concerned_id:
        raise RuleBroken(_("Nobody confirms a power for themselves."))


def _refuse_unmarked(proposal: Proposal) -> None:
    if not proposal.is_marked():
        raise RuleBroken(_("This system did not write this proposal as it is. Tell the auditor."))


def _refuse_ended(proposal: Proposal) -> None:
    if not proposal.is_open:
        raise RuleBroken(_("This proposal has been answered already."))


def refuse_lost_posts(proposal: Proposal) -> None:
    """Both posts are in force when it takes effect: what a room does later, in a job, asks again."""
    answered = [proposal.proposed_by_id, proposal.confirmed_by_id]
    needed = [post_id for post_id in answered if post_id is not None]
    held = [post for post in Post.objects.held().filter(pk__in=needed) if post.is_marked()]
    if len(held) < len(needed):
        raise RuleBroken(_("Who proposed or confirmed it no longer holds the post."))
