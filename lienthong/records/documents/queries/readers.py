"""Who may read a document: the question of rights, asked from the document's side.

`documents_seen_by` says what an actor may see; here the same rule is turned round, and a test holds both
together.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel.audiences.public import Purpose, foreseen, in_scope
from lienthong.kernel.people.public import Person, Post, holders
from lienthong.kernel.units.public import Unit, UnitPlacement

from .. import permissions
from ..models import Document
from .addressing import addressing_of

# So many organisations in scope are named; of the others it is said how many they are.
MOST_NAMED = 100
SEEN_AT_ONCE = 20


@dataclass(frozen=True)
class Named:
    """One who reads: an organisation or a person, and what is said beside the name."""

    name: str
    beside: str = ""


@dataclass(frozen=True)
class Readers:
    """Those who read a document for one reason."""

    why: str
    named: tuple[Named, ...]
    count: int
    said: str
    note: str = ""
    # How many of them are not named.
    more: int = 0

    @property
    def is_short(self) -> bool:
        """Whether the names are seen at once where all of them are of interest."""
        return len(self.named) <= SEEN_AT_ONCE


@dataclass(frozen=True)
class Reach:
    """Whom a document reaches by name, and who is in its scope: as frozen, or as it would be today."""

    units: dict[int, str]
    persons: dict[int, str]
    scope: str
    below: QuerySet[UnitPlacement]

    @property
    def below_count(self) -> int:
        return self.below.order_by().count()


def reach_of(document: Document, on: dt.date) -> Reach:
    """Of an issued document what was frozen; of another, whom it would reach if it were issued on this day."""
    audience = document.audience
    if audience is None:
        addressing = addressing_of(document, on)
        below = foreseen(addressing, on)
        return Reach(addressing.units, addressing.persons, addressing.scope, below)
    units = audience.addressed_units.order_by("pk").values_list("unit", "purpose")
    persons = audience.addressed_persons.order_by("pk").values_list("person", "purpose")
    return Reach(dict(units), dict(persons), audience.scope, in_scope(audience))


def posts_of_the_issuer(document: Document) -> QuerySet[Post]:
    """The posts that see the documents of the issuer, or of those who drafted this one."""
    seeing = holders(document.issuer, permissions.VIEW)
    if document.drafting_unit_id != document.issuer_id:
        seeing = seeing | holders(document.drafting_unit, permissions.VIEW)
    return seeing.distinct()


def posts_asked(document: Document) -> list[Post]:
    """The posts that read a draft because their body was asked for its opinion."""
    units = {request.unit for request in document.opinion_requests.select_related("unit")}
    asked = sorted(units, key=lambda unit: unit.path)
    return [post for unit in asked for post in holders(unit, permissions.OPINE)]


def readers_of(document: Document) -> list[Readers]:
    """Everybody who may read a document, by the reason they may; of one not issued, who will."""
    reach = reach_of(document, timezone.localdate())
    groups = [_of_the_issuer(document), _asked(document), *reached(reach)]
    return [one for one in groups if one.count]


def reached(reach: Reach) -> list[Readers]:
    """Those who read it because it is addressed to them, or puts them in its scope."""
    groups = [_addressed(reach.units), _persons(reach.persons), _in_scope(reach)]
    return [one for one in groups if one.count]


def by_unit(posts: Iterable[Post]) -> tuple[Named, ...]:
    """Posts with their holders, under the organisations they are in."""
    of_units = groupby(posts, key=lambda post: post.unit)
    return tuple(
        Named(str(unit), "; ".join(f"{post.label} {post.person}" for post in some))
        for unit, some in of_units
    )


def _of_the_issuer(document: Document) -> Readers:
    posts = list(posts_of_the_issuer(document))
    return Readers(
        _("The issuer and those who draft for it"),
        by_unit(posts),
        len(posts),
        _counted_posts(len(posts)),
        _("They see every document of the issuer, from the first draft on."),
    )


def _asked(document: Document) -> Readers:
    posts = posts_asked(document)
    return Readers(
        _("Bodies asked for their opinion"),
        by_unit(posts),
        len(posts),
        _counted_posts(len(posts)),
    )


def _addressed(units: dict[int, str]) -> Readers:
    found = Unit.objects.filter(pk__in=units).order_by("path")
    return Readers(
        _("Organisations it is addressed to"),
        tuple(Named(str(one), _purpose(units[one.pk])) for one in found),
        len(units),
        ngettext("%(n)d organisation", "%(n)d organisations", len(units)) % {"n": len(units)},
        _("Their leaders and clerk; of a branch every member."),
    )


def _persons(persons: dict[int, str]) -> Readers:
    found = Person.objects.filter(pk__in=persons).order_by("sort_key", "pk")
    return Readers(
        _("Persons it names"),
        tuple(Named(one.full_name, _purpose(persons[one.pk])) for one in found),
        len(persons),
        ngettext("%(n)d person", "%(n)d people", len(persons)) % {"n": len(persons)},
    )


def _in_scope(reach: Reach) -> Readers:
    count = reach.below_count
    below = reach.below[:MOST_NAMED] if count else ()
    return Readers(
        _("Organisations in its scope"),
        tuple(Named(str(place.unit)) for place in below),
        count,
        ngettext("%(n)d organisation", "%(n)d organisations", count) % {"n": count},
        _("They act on it once their own committee has forwarded it; they may read it before."),
        max(0, count - MOST_NAMED),
    )


def _purpose(purpose: str) -> str:
    return str(Purpose(purpose).label) if purpose else ""


def _counted_posts(count: int) -> str:
    return ngettext("%(n)d post", "%(n)d posts", count) % {"n": count}
