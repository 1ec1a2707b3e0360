"""Who may do what where, in plain walks of the tree.

Nothing of the product's own questions is used here, so that the two can disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from .places import Place
from .world import Persona

OWN, SERVED, SUBTREE, AUDIENCE = "own", "served", "subtree", "audience"


@dataclass(frozen=True)
class Held:
    """How far a permission reaches and who holds it, written by hand."""

    reach: str
    by: frozenset[str]
    own_for: frozenset[str] = frozenset()  # who hold it in their own unit alone


def held(reach: str, *roles: str, own_for: tuple[str, ...] = ()) -> Held:
    return Held(reach, frozenset(roles), frozenset(own_for))


# What every room says of its permissions, and what was asked of it since `asked` was last emptied.
PERMISSIONS: dict[str, Held] = {}
asked: set[str] = set()


def holds(persona: Persona, codename: str) -> bool:
    asked.add(codename)
    return persona.acts and persona.role in PERMISSIONS[codename].by


@cache
def held_by(role: str) -> frozenset[str]:
    return frozenset(name for name, one in PERMISSIONS.items() if role in one.by)


def covers(persona: Persona, codename: str, place: Place) -> bool:
    """Whether a persona's post holds a permission over an organisation."""
    own = persona.place
    if not holds(persona, codename) or own is None:
        return False
    said = PERMISSIONS[codename]
    reach = OWN if persona.role in said.own_for else said.reach
    if reach == SUBTREE:
        return place.at_or_under(own)
    if reach == SERVED:
        return place is own or place is own.served
    return place is own


def position(persona: Persona, place: Place) -> str:
    """How a persona's organisation stands to another, in one word."""
    own = persona.place
    if own is None:
        return "nowhere"
    named = (
        (own is place, "own"),
        (own.served is place, "serving it"),
        (own is place.parent, "parent"),
        (own in place.above(), "above"),
        (own.parent is place, "child"),
        (own in place.under(), "below"),
        (own.parent is place.parent, "sibling"),
    )
    return next((word for true, word in named if true), "stranger")


# --- Rules: whether a persona may, with a thing in hand -------------------------------------------

Rule = Callable[[Persona, Any], bool]


def anybody(_persona: Persona, _thing: Any) -> bool:
    return True


def nobody(_persona: Persona, _thing: Any) -> bool:
    return False


@cache
def both(*rules: Rule) -> Rule:
    return lambda persona, thing: all(rule(persona, thing) for rule in rules)


@cache
def has(part: str) -> Rule:
    """The thing has such a part at all."""
    return lambda _persona, thing: part in thing.ids
