"""Where in the tree an actor holds a permission."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from .actor import Actor
from .permissions import Permission, Reach

AFTER_ANY_SEGMENT = "~"  # sorts after every base-36 character in COLLATE "C"


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
    if permission.reach is Reach.SUBTREE:
        return PathRanges(below=frozenset({actor.path}))
    if permission.reach is Reach.SERVED and actor.served_path:
        return PathRanges(exact=frozenset({actor.path, actor.served_path}))
    return PathRanges(exact=frozenset({actor.path}))


def authorize(actor: Actor, permission: Permission, path: str) -> None:
    """Refuse an action outside the ranges in which the actor holds the permission."""
    if not paths_where(actor, permission).covers(path):
        raise PermissionDenied(permission.codename)
