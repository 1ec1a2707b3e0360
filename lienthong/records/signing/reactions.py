"""What signing does when a post is lost."""

from lienthong.kernel.events.public import on
from lienthong.kernel.people.public import PostEnded

from .actions import withdraw_of_post


@on(PostEnded)
def withdraw_signing_authority(event: PostEnded) -> None:
    withdraw_of_post(event.post_id)
