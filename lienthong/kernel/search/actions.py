"""Making things findable."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Func, Value
from django.db.models.fields import TextField

from lienthong.kernel.permissions.public import Permission
from lienthong.kernel.search.marks import marks
from lienthong.kernel.search.models import SearchEntry
from lienthong.kernel.search.words import words_of
from lienthong.kernel.text.public import nfc
from lienthong.kernel.units.public import ancestor_paths

_LONGEST_SUMMARY = 2000


@dataclass(frozen=True)
class VisibleTo:
    """Who may find a thing: holders of one of the permissions in these units, which are named as they are
    today, or wherever what has the audience has reached; and single persons.
    """

    permissions: tuple[Permission, ...]
    unit_paths: tuple[str, ...] = ()
    audience_id: int | None = None
    person_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Findable:
    room: str
    key: str
    title: str
    path: str
    happened_on: date
    summary: str = ""


def index(thing: Findable, visible_to: VisibleTo) -> None:
    """Make a thing findable, or say anew what it is called and who may find it; one statement."""
    kept = [field.name for field in SearchEntry._meta.fields if field.name not in _IDENTITY]
    SearchEntry.objects.bulk_create(
        [_entry(thing, visible_to)],
        update_conflicts=True,
        unique_fields=["room", "key"],
        update_fields=kept,
    )


def _entry(thing: Findable, visible_to: VisibleTo) -> SearchEntry:
    within = {above for path in visible_to.unit_paths for above in ancestor_paths(path)}
    return SearchEntry(
        room=thing.room,
        key=thing.key,
        title=nfc(thing.title)[:500],
        summary=nfc(thing.summary)[:_LONGEST_SUMMARY],
        path=thing.path,
        happened_on=thing.happened_on,
        vector=_vector(f"{thing.title} {thing.summary}"),
        permissions=[one.codename for one in visible_to.permissions],
        unit_paths=list(visible_to.unit_paths),
        within_paths=sorted(within),
        audience_id=visible_to.audience_id,
        person_ids=list(visible_to.person_ids),
        who=_who(visible_to, within),
    )


def _who(visible_to: VisibleTo, within: set[str]) -> Func:
    given = marks(exact=visible_to.unit_paths, below=within, persons=visible_to.person_ids)
    return Func(
        Value(given, ArrayField(TextField())),
        Value(visible_to.audience_id, BigIntegerField()),
        template="%(expressions)s)",
        arg_joiner=" || audiences_marks(",
    )


def forget(room: str, key: str) -> None:
    """Let a thing be found no more."""
    SearchEntry.objects.filter(room=room, key=key).delete()


_IDENTITY = {"id", "room", "key"}


def _vector(text: str) -> Func:
    # Lexemes are given, not parsed: the database's own parser would take "05-NQ/TU" for a file.
    words = Value(words_of(text), output_field=ArrayField(TextField()))
    return Func(words, function="array_to_tsvector")
