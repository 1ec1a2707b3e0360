"""Where in the tree an actor holds a permission."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from .actor import Actor
from .permissions import Permission, Reach

AFTER_ANY_SEGMENT = "~"  # sorts after every base-36 character in COLLATE "C"


class Extent(Protocol):
    """How far an actor holds a permission: one source for the list, the check, the search and the count."""

    def q(self, lookup: str) -> Q:
        """The question as a filter; `lookup` leads to what the reach goes by: a path, or an audience."""

    def covers(self, what: Any, /) -> bool:
        """The same question put to one path, or to one audience."""


@dataclass(frozen=True)
class PathRanges:
    """Single units and whole subtrees, as paths of the organisation tree."""

    exact: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()

    def covers(self, path: str) -> bool:
        return path in self.exact or any(path.startswith(top) for top in self.below)

    def q(self, lookup: str) -> Q:
        """The same question as a filter on a path column; nothing at all when nothing is held."""
        condition = Q(pk__in=[])
        if self.exact:
            condition |= Q(**{f"{lookup}__in": sorted(self.exact)})
        for top in sorted(self.below):
            condition |= Q(**{f"{lookup}__gte": top, f"{lookup}__lt": top + AFTER_ANY_SEGMENT})
        return condition


def holds(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's post holds the permission anywhere."""
    return actor.role in permission.held_by


def paths_where(actor: Actor, permission: Permission) -> PathRanges:
    """Tree ranges in which `actor`, by the post acted in, holds `permission`, as far as it reaches."""
    if not holds(actor, permission) or not actor.path:
        return PathRanges()
    reach = permission.reach_for(actor.role)
    if reach is Reach.SUBTREE:
        return PathRanges(below=frozenset({actor.path}))
    if reach is Reach.SERVED and actor.served_path:
        return PathRanges(exact=frozenset({actor.path, actor.served_path}))
    return PathRanges(exact=frozenset({actor.path}))


_answers: dict[Reach, Callable[[Actor], Extent]] = {}


def answer_for(reach: Reach) -> Callable[[Callable[[Actor], Extent]], Callable[[Actor], Extent]]:
    """Let a room above answer for a reach that does not go by the tree alone."""

    def register(answer: Callable[[Actor], Extent]) -> Callable[[Actor], Extent]:
        _answers[reach] = answer
        return answer

    return register


def scope_of(actor: Actor, permission: Permission) -> Extent:
    """How far `actor` holds `permission`, whatever its reach; nothing at all when it is not held."""
    answer = _answers.get(permission.reach_for(actor.role))
    if answer is None or not holds(actor, permission):
        return paths_where(actor, permission)
    return answer(actor)


def authorize(actor: Actor, permission: Permission, path: str) -> None:
    """Refuse an action outside the ranges in which the actor holds the permission."""
    if not paths_where(actor, permission).covers(path):
        raise PermissionDenied(permission.codename)
