"""Finding."""

from collections import defaultdict

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from lienthong.kernel.audiences.public import Reached
from lienthong.kernel.permissions.public import (
    Actor,
    PathRanges,
    declared,
    paths_where,
    permissions_of,
)
from lienthong.kernel.search.marks import marks
from lienthong.kernel.search.models import SearchEntry
from lienthong.kernel.search.words import question
from lienthong.kernel.text.public import fold, nfc, spelling_keys


def search(actor: Actor, query: str, limit: int = 20) -> list[SearchEntry]:
    """The latest things with all these words that the actor may see; exact spelling goes first."""
    asked = question(query)
    if not asked:
        return []
    found = SearchEntry.objects.filter(
        visible_to(actor),
        _may_be(actor, asked),
    )
    latest = list(found.defer("vector", "who").order_by("-happened_on", "-id")[:limit])
    return _same_spelling_first(latest, query)


def _may_be(actor: Actor, asked: str) -> RawSQL:
    """Things with these words that share a mark of rights with the actor; one search in one index."""
    held = _held(actor)
    mine = marks(
        exact={path for ranges in held for path in ranges.exact},
        below={path for ranges in held for path in ranges.below},
        persons=[actor.person_id],
    )
    return RawSQL(
        """"search_searchentry"."vector" @@ %s::tsquery AND "search_searchentry"."who"
            && (%s::text[] || audiences_marks_of(%s) || audiences_marks_of(%s))""",
        [asked, mine, actor.unit_id, actor.served_id or actor.unit_id],
        BooleanField(),
    )


def visible_to(actor: Actor) -> Q:
    """What the actor may find: one filter, part of the same statement as the words."""
    visible = Q(person_ids__contains=[actor.person_id])
    for ranges, codenames in _held(actor).items():
        here = Q(unit_paths__overlap=sorted(ranges.exact)) if ranges.exact else Q(pk__in=[])
        if ranges.below:
            here |= Q(within_paths__overlap=sorted(ranges.below))
        unit_id = actor.served_id if actor.served_path in ranges.exact else actor.unit_id
        here |= Q(audience_id__isnull=False) & Q(Reached("audience_id", unit_id or 0))
        visible |= Q(permissions__overlap=codenames) & here
    return visible


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
