"""Who may act, in which post, and who may see whom."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.database.public import Asked
from lienthong.kernel.permissions.public import Actor, Permission, Reach, Role, RuleBroken
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit, ancestor_paths, units_where

from . import permissions
from .models import (
    MEMBERSHIP,
    SECOND_FACTOR_ROLES,
    Account,
    CodeHalf,
    Delegation,
    Person,
    Post,
    PostQuerySet,
    held_on,
)


def _posts_of(person: int, today: dt.date) -> QuerySet[Post]:
    own = Post.objects.valid_on(today).filter(person=person)
    delegated = Delegation.objects.valid_on(today).filter(to_person=person)
    keys = own.values("pk").union(delegated.values("post_id"))
    written = {name: name for name in ("id", "mark", *Delegation.MARKED)}
    lent = delegated.filter(post=OuterRef("pk")).values(said=JSONObject(**written))
    posts = Post.objects.valid_on(today).filter(pk__in=keys)
    return posts.annotate(lent=ArraySubquery(lent)).select_related("unit", "unit__serves", "person")


POSTS_OF = Asked(_posts_of, person=7_000_001, today=dt.date.min)


def actors_of(person: Person) -> list[Actor]:
    """As whom a person may act today: in the posts held, then for the posts delegated to them.

    A delegation counts only beside a post of one's own in the same organisation. A post, delegation
    or place in the tree that this system did not write counts for nothing.
    """
    found = POSTS_OF(person=person.pk, today=timezone.localdate())
    posts = [post for post in found if _gives_rights(post) and _is_held_or_lent(post, person)]
    held = sorted((post for post in posts if post.person_id == person.pk), key=_order)
    beside = {unit_id for post in held for unit_id in (post.unit_id, post.unit.serves_id)}
    lent = sorted(
        (post for post in posts if post.person_id != person.pk and post.unit_id in beside),
        key=_order,
    )
    return [_actor(person, post) for post in held] + [
        _actor(person, post, acting_from=_nearest(held, post)) for post in lent
    ]


def _gives_rights(post: Post) -> bool:
    """Whether post and organisation, and the one it serves, are as this system wrote them."""
    placed = [post.unit, *([post.unit.serves] if post.unit.serves else [])]
    return post.is_marked() and all(unit.is_marked() for unit in placed)


def _is_held_or_lent(post: Post, person: Person) -> bool:
    lent: list[dict[str, Any]] = post.lent  # type: ignore[attr-defined]  # asked for above
    return post.person_id == person.pk or any(map(Delegation.are_marked, lent))


def actor_for(person: Person, post_id: int | None = None) -> Actor | None:
    """The actor in the chosen post; if that is no longer theirs, in their first one."""
    actors = actors_of(person)
    chosen = (actor for actor in actors if (actor.for_post_id or actor.post_id) == post_id)
    return next(chosen, actors[0] if actors else None)


def _order(post: Post) -> tuple[int, str, int]:
    return Role(post.role).rank, post.unit.path, post.pk


def _nearest(held: list[Post], lent: Post) -> Post:
    """One acts for another from one's post in the same unit, else from one's first post."""
    return next((post for post in held if post.unit_id == lent.unit_id), held[0])


def _actor(person: Person, post: Post, *, acting_from: Post | None = None) -> Actor:
    unit = post.unit
    return Actor(
        person_id=person.pk,
        post_id=(acting_from or post).pk,
        for_post_id=post.pk if acting_from else None,
        unit_id=unit.pk,
        role=post.role,
        path=unit.path,
        served_path=unit.serves.path if unit.serves else "",
        served_id=unit.serves_id,
        name=person.full_name,
        title=str(post),
        label=post.label,
        unit_name=str(unit),
        for_name=str(post.person) if acting_from else "",
        for_until=_last_day_lent(post) if acting_from else None,
    )


def _last_day_lent(post: Post) -> dt.date | None:
    """The last day on which one acts for it; none where that runs until it is taken back."""
    lent: list[dict[str, Any]] = post.lent  # type: ignore[attr-defined]  # asked for with the posts
    ends = [one["valid_to"] for one in lent if Delegation.are_marked(one)]
    if None in ends or not ends:
        return None
    return dt.date.fromisoformat(max(ends)) - dt.timedelta(days=1)


def actor_in(post: Post) -> Actor:
    """The holder acting in this very post, whatever other posts they hold."""
    if not _gives_rights(post):
        raise PermissionDenied
    return _actor(post.person, post)


def current_posts(unit: Unit, role: str) -> QuerySet[Post]:
    """Who holds a role in a unit today."""
    return (
        Post.objects.valid_on(timezone.localdate())
        .filter(unit=unit, role=role)
        .select_related("person")
        .order_by("person__sort_key")
    )


def members_of(unit: Unit) -> QuerySet[Person]:
    """The Party members of a branch today, probationary ones included, in order of names."""
    posts = Post.objects.valid_on(timezone.localdate()).filter(unit=unit, role__in=MEMBERSHIP)
    return Person.objects.filter(pk__in=posts.values("person")).order_by("sort_key", "pk")


def holders(unit: Unit, permission: Permission) -> QuerySet[Post]:
    """The posts that hold a permission over a unit today, as far as the permission reaches."""
    place = Q(unit=unit)
    if permission.reach is Reach.SERVED:
        place |= Q(unit__serves=unit) & ~Q(role__in=permission.own_for)
    elif permission.reach is Reach.SUBTREE:
        place = Q(unit__path__in=ancestor_paths(unit.path))
    return (
        Post.objects.valid_on(timezone.localdate())
        .filter(place, role__in=permission.held_by)
        .select_related("person", "unit")
        .order_by("unit__path", "person__sort_key")
    )


def persons_seen_by(
    actor: Actor, *, words: str = "", with_former: bool = False
) -> QuerySet[Person]:
    """The persons who hold a post today in the organisations the actor may look into.

    With the former ones, also those who hold none any more and held their last one there: who ended
    a post finds the person again, to appoint anew.
    """
    today = timezone.localdate()
    posts = Post.objects.filter(
        person=OuterRef("pk"), unit__in=units_where(actor, permissions.VIEW)
    )
    now = held_on(today)
    if with_former:
        others = Post.objects.filter(person=OuterRef("person")).exclude(pk=OuterRef("pk"))
        later = others.filter(Q(valid_to=None) | Q(valid_to__gt=OuterRef("valid_to")))
        posts = posts.filter(now | ~Exists(later))
    else:
        posts = posts.filter(now)
    persons = Person.objects.filter(Exists(posts))
    for word in fold(words).split():
        persons = persons.filter(name_folded__contains=word)
    return persons.order_by("sort_key", "pk")


def posts_seen_by(actor: Actor) -> PostQuerySet:
    """Posts, past ones too, in the organisations the actor may look into."""
    return (
        Post.objects.filter(unit__in=units_where(actor, permissions.VIEW))
        .select_related("person", "unit")
        .order_by("unit__path", "person__sort_key")
    )


def accounts_managed_by(actor: Actor) -> QuerySet[Account]:
    """Accounts of persons who hold a post where the actor administers."""
    posts = Post.objects.valid_on(timezone.localdate()).filter(
        person=OuterRef("person_id"), unit__in=units_where(actor, permissions.MANAGE)
    )
    return Account.objects.filter(Exists(posts))


def open_posts_of(person: Person) -> list[Post]:
    """The posts a person holds, will hold, or acts for."""
    today = timezone.localdate()
    lent = Delegation.objects.exclude(valid_to__lte=today).filter(to_person=person)
    posts = Post.objects.exclude(valid_to__lte=today).filter(
        Q(person=person) | Q(pk__in=lent.values("post"))
    )
    return list(posts.select_related("unit"))


def has_power(person: Person) -> bool:
    """Whether a post the person holds or acts for signs, issues, administers or audits."""
    return any(post.has_power for post in open_posts_of(person))


def of_the_last_two(posts: Iterable[Post]) -> bool:
    """Whether without the holders of these posts one person at most would administer somewhere."""
    return any(post.role == Role.ORG_ADMIN and _others_beside(post) < 2 for post in posts)


def _others_beside(post: Post) -> int:
    """How many others administer the organisation of a post, there or above, and can sign in."""
    others = Post.objects.held().filter(
        role=post.role,
        unit__path__in=ancestor_paths(post.unit.path),
        person__account__is_active=True,
    )
    cannot = Q(person__account__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return others.exclude(cannot | Q(person=post.person_id)).values("person").distinct().count()


def unit_of_power(person: Person) -> Unit:
    """The organisation by which an account is judged: the lowest that is above all posts of the person."""
    paths = [post.unit.path for post in open_posts_of(person)]
    above = [
        path
        for path in ancestor_paths(min(paths, default=""))
        if all(other.startswith(path) for other in paths)
    ]
    if not above:
        raise RuleBroken(_("No organisation is above all posts of this person."))
    return Unit.objects.get(path=above[-1])


def open_halves() -> Q:
    """Halves of codes that can still be used and that nobody has been shown."""
    now = timezone.now()
    is_open = Q(code__used_at=None, code__withdrawn_at=None, code__expires_at__gt=now)
    return is_open & Q(digest="")


def has_half_to_show(holder_id: int, actor: Actor) -> bool:
    """Whether the actor has yet to be shown a half of the code of somebody's account."""
    halves = CodeHalf.objects.filter(open_halves(), person=actor.person_id)
    return halves.filter(code__account__person=holder_id).exists()


def posts_of(person: Person) -> QuerySet[Post]:
    """All posts of a person, those not ended first, each with whether it `is_held` today."""
    held = held_on(timezone.localdate())
    return (
        Post.objects.filter(person=person)
        .annotate(is_held=ExpressionWrapper(held, output_field=BooleanField()))
        .select_related("unit")
        .order_by(F("valid_to").desc(nulls_first=True), "-valid_from")
    )


def delegations_of(person: Person) -> QuerySet[Delegation]:
    """What a person has delegated and what was delegated to them, still running or to come."""
    return (
        Delegation.objects.filter(Q(post__person=person) | Q(to_person=person))
        .exclude(valid_to__lte=timezone.localdate())
        .select_related("post__unit", "post__person", "to_person")
        .order_by("valid_from")
    )


def delegations_where(actor: Actor, permission: Permission) -> QuerySet[Delegation]:
    """Who acts or acted for whom, where the actor holds the permission."""
    return Delegation.objects.filter(post__unit__in=units_where(actor, permission)).select_related(
        "post__unit", "post__person", "to_person"
    )


def posts_that_can_act_for(post: Post, on: dt.date) -> PostQuerySet:
    """The posts of others in the organisation of a post and in the bodies that serve it.

    Whoever holds one of them on that day can act for the post.
    """
    units = [post.unit_id, *post.unit.served_by.values_list("pk", flat=True)]
    return Post.objects.valid_on(on).filter(unit__in=units).exclude(person=post.person_id)


def needs_second_factor(actors: Iterable[Actor]) -> bool:
    """Whether one of the posts in which a person may act demands a second factor."""
    return any(actor.role in SECOND_FACTOR_ROLES for actor in actors)
