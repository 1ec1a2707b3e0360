"""What rooms hand in: their things, and who finds each of them where."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lienthong.kernel.permissions.public import Permission


@dataclass(frozen=True)
class VisibleTo:
    """Who finds a thing at a path: holders of one of the permissions in these units, which are named as they are
    today, or wherever what has the audience has reached; and single persons. `text_path` leads to its passages.
    """

    path: str
    permissions: tuple[Permission, ...] = ()
    unit_paths: tuple[str, ...] = ()
    audience_id: int | None = None
    person_ids: tuple[int, ...] = ()
    text_path: str = ""


@dataclass(frozen=True)
class Passage:
    """A piece of a text that is shown and led to by itself: what it is called, its anchor, its words."""

    place: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Findable:
    """A thing as its room describes it. `facts` are known exactly, `names` are found by their words."""

    room: str
    key: int
    title: str
    happened_on: date
    ways: tuple[VisibleTo, ...]
    summary: str = ""
    state: str = ""
    number: str = ""
    passages: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


Keys = Sequence[int]


@dataclass(frozen=True)
class Source:
    """A room whose things are found. What it no longer returns is found no more."""

    room: str
    things: Callable[[Keys], Iterable[Findable]]
    # The next keys after one, at most so many.
    keys_after: Callable[[int, int], Keys]
    # The texts of what is shown, in their order.
    passages: Callable[[Keys], Mapping[int, Iterable[Passage]]]


Ways = Callable[[Keys], Mapping[int, Sequence[VisibleTo]]]
_sources: dict[str, Source] = {}
_ways: dict[str, list[Ways]] = {}


def searchable(source: Source) -> None:
    """Let the things of a room be found."""
    _sources[source.room] = source


def also_found(room: str, ways: Ways) -> None:
    """Let a room above say who else finds the things of another, and where they are opened there."""
    _ways.setdefault(room, []).append(ways)


def source_of(room: str) -> Source | None:
    return _sources.get(room)


def sources() -> list[Source]:
    return list(_sources.values())


def further_ways(room: str, keys: Keys) -> dict[int, list[VisibleTo]]:
    """What the rooms above add, by key."""
    found: dict[int, list[VisibleTo]] = {}
    for ways in _ways.get(room, ()):
        for key, more in ways(keys).items():
            found.setdefault(key, []).extend(more)
    return found
