"""Where something dies: every named point of the product, and trouble that comes between them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from config.floor_plan import rooms

from .findings import Finding
from .stage import Scene, Theatre


@dataclass(frozen=True)
class Action:
    """What is done under trial: how the scene before it is set, and what it must have brought about."""

    name: str
    set_the_scene: Callable[[Theatre], Scene]
    effect: Callable[[Mapping[str, Any]], Iterable[Finding]]

    def dies(self, *at: str, under: str = "web") -> list["Point"]:
        """The process that does it dies at each of these named points."""
        return [Point(one, self, f"{under}_dies", one) for one in at]

    def loses_database(self, at: str, under: str = "web") -> "Point":
        return Point(f"{at}+database", self, f"database_dies_under_{under}", at)

    def suffers(self, trial: str, name: str, documents: int = 1) -> "Point":
        """Trouble that comes at no named point."""
        return Point(name, self, trial, documents=documents)


@dataclass(frozen=True)
class Point:
    """One trial: the action, what befalls it, and at which named point, if it is one."""

    name: str
    action: Action
    trial: str
    at: str = ""
    documents: int = 1


Check = Callable[[], Iterable[Finding]]


@dataclass(frozen=True)
class Dying:
    """What a room brings to the chaos, in its `tests/crash_points.py`."""

    points: tuple[Point, ...] = ()
    # Looks at all the room keeps, after every trial, and once more when all have been played.
    checks: tuple[Check, ...] = ()
    at_the_end: tuple[Check, ...] = ()


@cache
def brought() -> tuple[Dying, ...]:
    """By every room that has something to lose, the lowest first."""
    return tuple(
        import_module(f"{room.module}.tests.crash_points").DYING
        for room in rooms()
        if (room.folder / "tests" / "crash_points.py").exists()
    )


@cache
def points() -> dict[str, Point]:
    return {point.name: point for dying in brought() for point in dying.points}


def look() -> list[Finding]:
    """At everything there is."""
    return [finding for dying in brought() for check in dying.checks for finding in check()]


def last_look() -> list[Finding]:
    ends = [check for dying in brought() for check in dying.at_the_end]
    return [*look(), *(finding for check in ends for finding in check())]
