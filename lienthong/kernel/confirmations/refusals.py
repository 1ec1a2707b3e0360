"""Who answers no proposal, and which proposals are answered no more."""

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import Actor, RuleBroken

from .models import Proposal


def refuse_acting(actor: Actor) -> None:
    """Nobody uses the power of a post they only stand in for: two posts could be one person."""
    if actor.for_post_id is not None:
        raise RuleBroken(_("This is done only in a post of one's own, not in somebody's place."))


def refuse_own(proposal: Proposal, actor: Actor) -> None:
    if actor.person_id == proposal.proposer_id:
        raise RuleBroken(_("Nobody confirms what they have proposed: a second person does."))
    if actor.person_id == proposal.concerned_id:
        raise RuleBroken(_("Nobody confirms a power for themselves."))


def refuse_unmarked(proposal: Proposal) -> None:
    if not proposal.is_marked():
        raise RuleBroken(_("This system did not write this proposal as it is. Tell the auditor."))


def refuse_unless_waiting(proposal: Proposal) -> None:
    refuse_unmarked(proposal)
    if proposal.state != Proposal.State.PROPOSED:
        raise RuleBroken(_("This proposal has been answered already."))
    if proposal.until <= timezone.now():
        raise RuleBroken(_("This proposal has expired. Propose it anew."))


def refuse_lost_posts(proposal: Proposal) -> None:
    answered = [proposal.proposed_by_id, proposal.confirmed_by_id]
    needed = [post_id for post_id in answered if post_id is not None]
    held = [post for post in Post.objects.held().filter(pk__in=needed) if post.is_marked()]
    if len(held) < len(needed):
        raise RuleBroken(_("Who proposed or confirmed it no longer holds the post."))
