"""What signing does when a post is given or lost, an account is opened anew, or the history is to be sealed."""

from lienthong.kernel.audit.public import keep_heads_with
from lienthong.kernel.events.public import on
from lienthong.kernel.people.public import AccountRecovered, Post, PostEnded, PostGiven

from .actions import ask_to_make_key, withdraw_of_person, withdraw_of_post
from .keeping import SignerKeeper

keep_heads_with(SignerKeeper())


@on(PostGiven)
def ask_for_key(event: PostGiven) -> None:
    ask_to_make_key(Post.objects.select_related("unit__serves").get(pk=event.post_id))


@on(PostEnded)
def withdraw_signing_authority(event: PostEnded) -> None:
    withdraw_of_post(event.post_id)


@on(AccountRecovered)
def withdraw_keys(event: AccountRecovered) -> None:
    withdraw_of_person(event.person_id)
