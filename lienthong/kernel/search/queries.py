"""Finding, and nothing that the actor may not see: no title, no passage, no count."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from lienthong.kernel.permissions.public import (
    Actor,
    PathRanges,
    declared,
    paths_where,
    permissions_of,
)

from .marks import marks
from .models import SearchEntry, SearchWay
from .passages import Excerpt, best_excerpt, is_spelt_as_asked
from .question import BY_NEARNESS, After, Question
from .sources import Passage, source_of

# Beyond it is only said that there are more.
MOST_COUNTED = 200
# A mark of rights may be shared by who may not find a thing: some more than are counted are looked at.
_SPARE, _FURTHER = 50, 8
_NOT_BEFORE, _NOT_AFTER = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class Hit:
    """A thing found, where it opens for the actor, and the passage that answers best."""

    room: str
    key: int
    title: str
    path: str
    happened_on: date
    summary: str
    state: str
    place: After
    excerpt: Excerpt | None = None
    # Where the passage is read.
    text_path: str = ""


@dataclass(frozen=True)
class Found:
    """A page of what was found, how much there is, and where the next page begins."""

    hits: list[Hit]
    count: int
    next: After | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is more than was counted."""
        return self.count > MOST_COUNTED


@dataclass(frozen=True)
class _Place:
    tier: int
    on: date
    entry: int
    way: int

    @property
    def after(self) -> After:
        return After(self.tier, self.on, self.entry)


def find(actor: Actor, question: Question, page: int = 20) -> Found:
    """What the actor may see of what is asked, a page of it with passages; rights are part of the statement."""
    if question.is_empty:
        return Found([], 0)
    places = _places(actor, question, MOST_COUNTED + 1)
    shown = places[:page]
    following = shown[-1].after if len(places) > page else None
    return Found(_hits(shown, question), len(places), following)


def search(actor: Actor, query: str, limit: int = 20) -> list[Hit]:
    """The nearest things with all these words that the actor may see."""
    return find(actor, Question(query), limit).hits


def _places(actor: Actor, question: Question, wanted: int) -> list[_Place]:
    """The first ones that may be seen; where the marks of many mislead, more of them are looked at."""
    most = wanted + _SPARE
    while True:
        rows = _asked(actor, question, most)
        seen = [_Place(*row) for row in rows if row[3] is not None]
        if len(seen) >= wanted or len(rows) < most:
            return seen[:wanted]
        most *= _FURTHER


_TITLES = """
SELECT DISTINCT ON (way.path) way.path, entry.title
FROM search_searchway way JOIN search_searchentry entry ON entry.id = way.entry_id
WHERE way.path = ANY(%s::text[]) AND ({open})
ORDER BY way.path, way.entry_id
"""


def titles_at(actor: Actor, paths: Iterable[str]) -> dict[str, str]:
    """What the things at these addresses are called, of those that the actor may open now."""
    asked = sorted(set(paths))
    if not asked:
        return {}
    opened, rights = _open_to(actor)
    with connection.cursor() as cursor:
        cursor.execute(_TITLES.format(open=opened), [asked, *rights])
        return dict(cursor.fetchall())


_PLACES = """
SELECT newest.tier, newest.happened_on, newest.entry_id, open_way.id
FROM search_newest(%s, %s::text[] || audiences_marks_of(%s) || audiences_marks_of(%s), %s, %s, %s, %s, %s, %s) newest
LEFT JOIN LATERAL (
    SELECT way.id FROM search_searchway way
    WHERE way.entry_id = newest.entry_id AND ({open})
      AND NOT EXISTS (
          SELECT 1 FROM search_searchentry entry CROSS JOIN unnest(%s::text[]) phrase
          WHERE entry.id = newest.entry_id AND position(phrase in entry.folded) = 0
      )
    ORDER BY way.position LIMIT 1
) open_way ON TRUE
ORDER BY newest.tier, newest.happened_on DESC, newest.entry_id DESC
"""


def entries_of(actor: Actor, questions: Sequence[Question]) -> list[set[int]]:
    """The newest entries that answer each of some questions, of those the actor may see; in one statement."""
    if not questions:
        return []
    parts, given = [], []
    for number, question in enumerate(questions):
        statement, values = _statement(actor, question, MOST_COUNTED)
        parts.append(
            f"SELECT {number}, found.entry_id FROM ({statement}) AS found (tier, day, entry_id, way_id) "  # noqa: S608 -- numbers and constants
            "WHERE found.way_id IS NOT NULL"
        )
        given += values
    found: list[set[int]] = [set() for _one in questions]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        for number, entry in cursor.fetchall():
            found[number].add(entry)
    return found


def _asked(actor: Actor, question: Question, most: int) -> list[tuple[Any, ...]]:
    statement, given = _statement(actor, question, most)
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _statement(actor: Actor, question: Question, most: int) -> tuple[str, list[Any]]:
    after = question.after or After(0, _NOT_AFTER, 0)
    opened, rights = _open_to(actor)
    longer = [f" {' '.join(one)} " for one in question.phrases if len(one) > 2]
    given = [
        question.tiers,
        _marks_of(actor),
        actor.unit_id,
        actor.served_id or actor.unit_id,
        question.since or _NOT_BEFORE,
        question.until or _NOT_AFTER,
        after.tier,
        after.on,
        after.pk,
        most,
        *rights,
        longer,
    ]
    return _PLACES.format(open=opened), given


def _open_to(actor: Actor) -> tuple[str, list[Any]]:
    """The exact question whether a way is open to the actor, and what is given with it."""
    asked = ["way.person_ids @> %s::bigint[]"]
    given: list[Any] = [[actor.person_id]]
    for ranges, codenames in _held(actor).items():
        unit_id = actor.served_id if actor.served_path in ranges.exact else actor.unit_id
        asked.append(
            """way.permissions && %s::text[]::varchar[] AND (
                way.unit_paths && %s::text[]::varchar[] OR way.within_paths && %s::text[]::varchar[]
                OR way.audience_id IS NOT NULL
                   AND EXISTS (SELECT 1 FROM audiences_reached(way.audience_id, %s)))"""
        )
        given += [codenames, sorted(ranges.exact), sorted(ranges.below), unit_id or 0]
    return " OR ".join(f"({one})" for one in asked), given


def _marks_of(actor: Actor) -> list[str]:
    held = _held(actor)
    return marks(
        exact={path for ranges in held for path in ranges.exact},
        below={path for ranges in held for path in ranges.below},
        persons=[actor.person_id],
    )


def _held(actor: Actor) -> dict[PathRanges, list[str]]:
    """The actor's permissions by how far they go; there are few distances."""
    held: dict[PathRanges, list[str]] = defaultdict(list)
    permissions = declared()
    for codename in sorted(permissions_of(actor.role)):
        ranges = paths_where(actor, permissions[codename])
        if ranges.exact or ranges.below:
            held[ranges].append(codename)
    return held


def _hits(places: Sequence[_Place], question: Question) -> list[Hit]:
    """The entries at these places as they are shown; what is spelt as asked goes first among equals."""
    ways = SearchWay.objects.filter(pk__in=[one.way for one in places]).select_related("entry")
    known = {
        way.entry_id: way for way in ways.defer("entry__vector", "entry__folded", "entry__who")
    }
    shown = [(one, known[one.entry]) for one in places if one.entry in known]
    texts = _texts([way.entry for _place, way in shown])
    hits = [_hit(place, way, texts, question) for place, way in shown]
    if question.order != BY_NEARNESS:
        return hits
    return sorted(
        hits, key=lambda one: (one.place.tier, not is_spelt_as_asked(one.title, question))
    )


def _texts(entries: Iterable[SearchEntry]) -> dict[tuple[str, int], Iterable[Passage]]:
    """The passages of what is shown; the room gives them, the index has only their words."""
    keys: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        keys[entry.room].append(entry.key)
    return {
        (room, key): passages
        for room, of_room in keys.items()
        if (source := source_of(room))
        for key, passages in source.passages(of_room).items()
    }


def _hit(
    place: _Place,
    way: SearchWay,
    texts: dict[tuple[str, int], Iterable[Passage]],
    question: Question,
) -> Hit:
    entry = way.entry
    excerpt = best_excerpt(texts.get((entry.room, entry.key), ()), question)
    return Hit(
        room=entry.room,
        key=entry.key,
        title=entry.title,
        path=way.path,
        happened_on=entry.happened_on,
        summary=entry.summary,
        state=entry.state,
        place=place.after,
        excerpt=excerpt,
        text_path=f"{way.text_path}#{excerpt.anchor}" if excerpt and way.text_path else "",
    )
