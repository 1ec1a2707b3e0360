"""What the work list does when steps open and when a post is lost."""

from lienthong.kernel.events.public import on
from lienthong.kernel.people.public import PostEnded

from .events import StepsOpened
from .public import notify_those_asked, release_post


@on(PostEnded)
def give_back_the_work(event: PostEnded) -> None:
    release_post(event.post_id)


@on(StepsOpened)
def notify_who_must_act(event: StepsOpened) -> None:
    notify_those_asked(event.item_ids)
