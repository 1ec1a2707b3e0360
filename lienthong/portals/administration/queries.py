"""What an administrator sees."""

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils import timezone

from lienthong.kernel.people.public import Person, persons_seen_by
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import RuleVersion
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import MANAGE, VIEW, Unit, UnitQuerySet, units_where

PAGE = 50


def units_seen_by(actor: Actor) -> UnitQuerySet:
    """The organisations the administrator may look into."""
    return units_where(actor, VIEW)


def units_kept_by(actor: Actor) -> UnitQuerySet:
    """The organisations the administrator may change, those that exist today."""
    return units_where(actor, MANAGE).existing_on(timezone.localdate()).order_by("name_folded")


def children_seen_by(actor: Actor, unit: Unit) -> QuerySet[Unit]:
    return (
        units_seen_by(actor)
        .filter(parent=unit)
        .annotate(below=Count("children"))
        .order_by("valid_to", "kind", "name_folded")
    )


def units_found(actor: Actor, words: str) -> UnitQuerySet:
    """Organisations whose name holds all the words, with or without marks."""
    found = units_seen_by(actor)
    for word in fold(words).split():
        found = found.filter(name_folded__contains=word)
    return found.order_by("name_folded")[:PAGE]


def page_of_people(actor: Actor, words: str, number: str) -> Page[Person]:
    people = persons_seen_by(actor, words=words).select_related("account")
    return Paginator(people, PAGE).get_page(number)


def rules_in_force() -> QuerySet[RuleVersion]:
    """Every rule and its versions, the newest first."""
    return RuleVersion.objects.order_by("key", "-valid_from")
