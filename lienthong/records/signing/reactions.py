"""What signing does when a post is given or lost, an account is opened anew, or the history is to be sealed."""

from lienthong.kernel.audit.public import check_daily, keep_heads_with
from lienthong.kernel.confirmations.public import Proposal, ProposalMoved
from lienthong.kernel.events.public import on
from lienthong.kernel.people.public import AccountRecovered, Post, PostEnded, PostGiven

from .actions.keys import ask_to_make_key
from .actions.making import ask_again_to_propose, stop_asking_to_propose
from .actions.withdrawing import withdraw_of_person, withdraw_of_post
from .comparing import journal_is_not_whole, proposals_without_receipt
from .keeping import SignerKeeper
from .powers import KEY_KINDS

keep_heads_with(SignerKeeper())
check_daily(journal_is_not_whole)
check_daily(proposals_without_receipt)


@on(PostGiven)
def ask_for_key(event: PostGiven) -> None:
    ask_to_make_key(Post.objects.select_related("unit__serves").get(pk=event.post_id))


@on(ProposalMoved)
def ask_while_nothing_is_proposed(event: ProposalMoved) -> None:
    proposal = Proposal.objects.get(pk=event.proposal_id)
    if proposal.kind in KEY_KINDS:
        ask = stop_asking_to_propose if proposal.is_open else ask_again_to_propose
        ask(int(proposal.subject))


@on(PostEnded)
def withdraw_signing_authority(event: PostEnded) -> None:
    withdraw_of_post(event.post_id)


@on(AccountRecovered)
def withdraw_keys(event: AccountRecovered) -> None:
    withdraw_of_person(event.person_id)
