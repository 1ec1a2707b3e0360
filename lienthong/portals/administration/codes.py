"""The halves of a one-time code, each shown to one of the two who agreed."""

from lienthong.kernel.confirmations.public import Proposal, refuse_lost_posts
from lienthong.kernel.people import public as people
from lienthong.kernel.people.public import INVITE, RECOVER, IssuedCode
from lienthong.kernel.permissions.public import Actor


def show_half(proposal: Proposal, *, actor: Actor) -> IssuedCode:
    """Show one of the two their half of a code, while both hold the posts in which they agreed to it."""
    agreed = Proposal.objects.filter(
        kind__in=(INVITE.kind, RECOVER.kind),
        concerned=proposal.concerned_id,
        state=Proposal.State.DONE,
    )
    if (newest := agreed.order_by("-pk").first()) is not None:
        refuse_lost_posts(newest)
    return people.show_half(proposal.concerned_id or 0, actor=actor)
