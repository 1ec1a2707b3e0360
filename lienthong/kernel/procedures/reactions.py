"""What the work list does when steps open and when a post is lost."""

from lienthong.kernel.events.public import on
from lienthong.kernel.people.public import PostEnded

from .actions.cases import release_post
from .actions.reminding import notify_those_asked
from .events import StepsOpened


@on(PostEnded)
def give_back_the_work(event: PostEnded) -> None:
    release_post(event.post_id)


@on(StepsOpened)
def notify_who_must_act(event: StepsOpened) -> None:
    notify_those_asked(event.item_ids)
