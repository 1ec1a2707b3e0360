"""Making things findable, and forgetting them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models import BigIntegerField, Func, Value
from django.db.models.fields import TextField

from lienthong.kernel.text.public import nfc
from lienthong.kernel.units.public import ancestor_paths

from .lexemes import lexemes
from .marks import marks
from .models import SearchEntry, SearchRebuild, SearchWay
from .sources import Findable, VisibleTo, further_ways, source_of, sources
from .words import folded

AT_ONCE = 200
_LONGEST_TITLE, _LONGEST_SUMMARY = 700, 2_000
# What is beyond is not searched; it is the length of four hundred pages.
_LONGEST_TEXT = 1_000_000
_TEXTS = ArrayField(TextField())
_IDENTITY = {"id", "room", "key"}


@transaction.atomic
def index(room: str, keys: Sequence[int]) -> None:
    """Say anew what these things of a room are called and who finds them, as they are in this transaction."""
    keys = sorted(set(keys))
    source = source_of(room)
    if source is None or not keys:
        return
    entries = SearchEntry.objects.filter(room=room, key__in=keys)
    # Who indexes the same thing meanwhile waits, and reads it after us.
    known = set(entries.select_for_update().order_by("key").values_list("key", flat=True))
    more = further_ways(room, keys)
    things = [replace(one, ways=(*one.ways, *more.get(one.key, ()))) for one in source.things(keys)]
    write(things)
    if gone := known - {one.key for one in things}:
        forget(room, gone)


def write(things: Sequence[Findable]) -> None:
    """The entries of things and their ways; three statements, however many things there are."""
    written = SearchEntry.objects.bulk_create(
        [_entry(one) for one in things],
        update_conflicts=True,
        unique_fields=["room", "key"],
        update_fields=[one.name for one in SearchEntry._meta.fields if one.name not in _IDENTITY],
    )
    SearchWay.objects.filter(entry__in=[one.pk for one in written]).delete()
    SearchWay.objects.bulk_create(
        _way(entry, position, way)
        for entry, thing in zip(written, things, strict=True)
        for position, way in enumerate(thing.ways)
    )


def forget(room: str, keys: Iterable[int]) -> None:
    """Let things be found no more."""
    SearchEntry.objects.filter(room=room, key__in=list(keys)).delete()


def rebuild(room: str = "") -> None:
    """Have the things of a room, or of all rooms, indexed anew: batch by batch, while they are searched."""
    for source in sources():
        if room in ("", source.room):
            SearchRebuild.objects.update_or_create(room=source.room, defaults={"after": 0})


@transaction.atomic
def rebuild_further() -> bool:
    """Index the next batch anew; whether there was one. It begins where the last one ended, whatever came between."""
    known = {one.room: one for one in sources()}
    rows = SearchRebuild.objects.select_for_update(skip_locked=True)
    begun = rows.filter(room__in=known).order_by("room").first()
    if begun is None:
        return False
    keys = known[begun.room].keys_after(begun.after, AT_ONCE)
    index(begun.room, keys)
    if len(keys) < AT_ONCE:
        begun.delete()
    else:
        begun.after = keys[-1]
        begun.save(update_fields=["after"])
    return True


def _entry(thing: Findable) -> SearchEntry:
    title, summary = nfc(thing.title)[:_LONGEST_TITLE], nfc(thing.summary)[:_LONGEST_SUMMARY]
    text = folded([title, summary, *thing.passages])[:_LONGEST_TEXT]
    facts = {**thing.facts, "state": thing.state}
    found_by = lexemes(text, title=title, number=thing.number, facts=facts, names=thing.names)
    return SearchEntry(
        room=thing.room,
        key=thing.key,
        title=title,
        summary=summary,
        happened_on=thing.happened_on,
        state=thing.state,
        # Lexemes are given, not parsed: the database's own parser would take "05-NQ/TU" for a file.
        vector=Func(Value(found_by, _TEXTS), function="array_to_tsvector"),
        folded=text,
        who=_who(thing.ways),
    )


def _who(ways: Iterable[VisibleTo]) -> Func:
    """The marks of all ways; those of an audience are known to the database."""
    given = [mark for way in ways for mark in _marks(way)]
    audiences = [one.audience_id for one in ways if one.audience_id is not None]
    asked = [Func(Value(one, BigIntegerField()), function="audiences_marks") for one in audiences]
    return Func(Value(given, _TEXTS), *asked, template="%(expressions)s", arg_joiner=" || ")


def _marks(way: VisibleTo) -> list[str]:
    return marks(exact=way.unit_paths, below=_within(way), persons=way.person_ids)


def _within(way: VisibleTo) -> set[str]:
    return {above for path in way.unit_paths for above in ancestor_paths(path)}


def _way(entry: SearchEntry, position: int, way: VisibleTo) -> SearchWay:
    return SearchWay(
        entry=entry,
        position=position,
        path=way.path,
        text_path=way.text_path,
        permissions=[one.codename for one in way.permissions],
        unit_paths=list(way.unit_paths),
        within_paths=sorted(_within(way)),
        audience_id=way.audience_id,
        person_ids=list(way.person_ids),
    )
