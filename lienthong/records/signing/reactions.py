"""What signing does when a post is lost, or an account is opened anew."""

from lienthong.kernel.events.public import on
from lienthong.kernel.people.public import AccountRecovered, PostEnded

from .actions import withdraw_of_person, withdraw_of_post


@on(PostEnded)
def withdraw_signing_authority(event: PostEnded) -> None:
    withdraw_of_post(event.post_id)


@on(AccountRecovered)
def withdraw_keys(event: AccountRecovered) -> None:
    withdraw_of_person(event.person_id)
