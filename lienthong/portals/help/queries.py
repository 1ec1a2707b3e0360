"""Which words belong to a post and to a page."""

from collections.abc import Iterator

from django.urls import Resolver404, resolve

from .guides import FOR_EVERYBODY, GUIDES, Guide, Task


def guide_of(role: str) -> Guide | None:
    """The guide of a post; none for somebody who holds none."""
    return next((guide for guide in GUIDES if role in guide.roles), None)


def guide_called(slug: str) -> Guide | None:
    return next((guide for guide in GUIDES if guide.slug == slug), None)


def tasks_at(address: str, role: str) -> list[Task]:
    """What can be done on a page: by one's own post where its guide knows the page, else by any."""
    try:
        route = resolve(address).view_name
    except Resolver404:
        return []
    own = guide_of(role)
    mine = [task for task in _tasks(own) if route in task.at]
    return mine or [task for guide in (*GUIDES, None) for task in _tasks(guide) if route in task.at]


def _tasks(guide: Guide | None) -> Iterator[Task]:
    yield from guide.tasks if guide else ()
    if guide is None:
        yield from FOR_EVERYBODY
