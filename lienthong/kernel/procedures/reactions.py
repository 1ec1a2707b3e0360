"""What the work list does when a post is lost."""

from lienthong.kernel.events.public import on
from lienthong.kernel.people.public import PostEnded

from .public import release_post


@on(PostEnded)
def give_back_the_steps(event: PostEnded) -> None:
    release_post(event.post_id)
