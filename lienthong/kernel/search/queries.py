"""Finding."""

from collections import defaultdict

from django.db.models import BooleanField, Exists, Q
from django.db.models.expressions import RawSQL

from lienthong.kernel.permissions.public import (
    Actor,
    PathRanges,
    declared,
    paths_where,
    permissions_of,
)
from lienthong.kernel.search.models import SearchEntry
from lienthong.kernel.search.words import question
from lienthong.kernel.text.public import fold, nfc, spelling_keys
from lienthong.kernel.units.public import BRANCHES, LINE_OF_COMMAND, Unit, ancestor_paths


def search(actor: Actor, query: str, limit: int = 20) -> list[SearchEntry]:
    """The latest things with all these words that the actor may see; exact spelling goes first."""
    asked = question(query)
    if not asked:
        return []
    found = SearchEntry.objects.filter(
        visible_to(actor),
        RawSQL('"search_searchentry"."vector" @@ %s::tsquery', [asked], BooleanField()),
    )
    latest = list(found.defer("vector").order_by("-happened_on", "-id")[:limit])
    return _same_spelling_first(latest, query)


def visible_to(actor: Actor) -> Q:
    """What the actor may find: one filter, part of the same statement as the words."""
    visible = Q(person_ids__contains=[actor.person_id])
    for ranges, codenames in _held(actor).items():
        here = Q(unit_paths__overlap=sorted(ranges.exact)) if ranges.exact else Q(pk__in=[])
        if ranges.below:
            here |= Q(within_paths__overlap=sorted(ranges.below))
        here |= _in_scope(actor, ranges)
        visible |= Q(permission__in=codenames) & here
    return visible


def _in_scope(actor: Actor, ranges: PathRanges) -> Q:
    """Scope goes down the line of command: to committees, and to branches where it is said so."""
    path = actor.served_path if actor.served_path in ranges.exact else actor.path
    place = Unit.objects.filter(path=path)
    aside = Q(Exists(place.exclude(kind__in=LINE_OF_COMMAND)))
    a_branch = Q(Exists(place.filter(kind__in=BRANCHES)))
    reached = Q(scope_paths__overlap=ancestor_paths(path))
    return reached & ~aside & (Q(scope_to_branches=True) | ~a_branch)


def _held(actor: Actor) -> dict[PathRanges, list[str]]:
    """The actor's permissions by how far they go; there are few distances."""
    held: dict[PathRanges, list[str]] = defaultdict(list)
    permissions = declared()
    for codename in sorted(permissions_of(actor.role)):
        ranges = paths_where(actor, permissions[codename])
        if ranges.exact or ranges.below:
            held[ranges].append(codename)
    return held


def _same_spelling_first(entries: list[SearchEntry], query: str) -> list[SearchEntry]:
    if fold(query) == nfc(query).lower().strip():
        return entries
    asked = set(spelling_keys(query))
    return sorted(
        entries, key=lambda entry: not asked <= set(spelling_keys(f"{entry.title} {entry.summary}"))
    )
