"""What a calendar shows: dated things that rooms bring, without a word of what they are about."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lienthong.kernel.permissions.public import Actor


@dataclass(frozen=True)
class Entry:
    """One dated thing: its kind in the reader's words and a number, never a subject."""

    key: str
    kind: str
    number: str
    due_at: dt.datetime
    since: dt.datetime
    path: str


Source = Callable[[Actor], Iterable[Entry]]
_sources: list[Source] = []


def in_calendars(source: Source) -> Source:
    """Bring dated things of a person in one of their posts (decorator)."""
    _sources.append(source)
    return source


def entries_of(actors: Iterable[Actor]) -> list[Entry]:
    """What is due for a person in all their posts, each thing once, the nearest first."""
    found = {one.key: one for actor in actors for source in _sources for one in source(actor)}
    return sorted(found.values(), key=lambda one: (one.due_at, one.key))
