"""What one administrator does alone with posts in which papers are read: who watches over them is notified."""

import os
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop, override

from lienthong.kernel.confirmations.public import leaders_and_auditors
from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.public import ROLES_THAT_READ, Account, Post, Role
from lienthong.kernel.units.public import Unit, ancestor_paths
from lienthong.kernel.web.public import way_to

GIVEN = gettext_noop(
    "%(name)s was given the post %(post)s, %(unit)s (decision: %(decision)s) by %(by)s alone."
)
GIVEN_MANY = gettext_noop(
    "%(n)s posts in which papers are read were given in or beneath %(unit)s by %(by)s alone."
)
CODE = gettext_noop(
    "%(name)s, %(post)s, %(unit)s (decision: %(decision)s), was given a one-time code to enter with by %(by)s alone."
)
CODES = gettext_noop(
    "%(n)s holders of posts in which papers are read, in or beneath %(unit)s, were given one-time codes by %(by)s alone."
)


def notify_of_posts(given: list[tuple[int, int]]) -> None:
    """One notice to each who watches, however many posts there are; thousands come with a workbook."""
    posts = Post.objects.select_related("person", "unit").in_bulk([post for post, _by in given])
    by_whom: dict[int, list[Post]] = defaultdict(list)
    for post_id, by_id in given:
        if post_id in posts:  # else it has been taken back already
            by_whom[by_id].append(posts[post_id])
    _notify(by_whom, GIVEN, GIVEN_MANY)


def notify_of_codes(given: list[tuple[int, int]]) -> None:
    """The same of who can enter now: their first post in which papers are read is named."""
    accounts = Account.objects.in_bulk([account for account, _by in given])
    reading = Post.objects.exclude(valid_to__lte=timezone.localdate()).filter(
        role__in=ROLES_THAT_READ, person__in=[one.person_id for one in accounts.values()]
    )
    read = {
        post.person_id: post for post in reading.select_related("person", "unit").order_by("-pk")
    }
    by_whom: dict[int, list[Post]] = defaultdict(list)
    for account_id, by_id in given:
        account = accounts.get(account_id)
        if account is not None and account.person_id in read:
            by_whom[by_id].append(read[account.person_id])
    _notify(by_whom, CODE, CODES)


def _notify(by_whom: dict[int, list[Post]], one: str, many: str) -> None:
    givers = Post.objects.select_related("person", "unit").in_bulk(list(by_whom))
    for by_id, posts in by_whom.items():
        giver = givers[by_id]
        for told, of in _told(posts, giver).items():
            facts = _facts(of[0]) if len(of) == 1 else {"n": len(of), "unit": str(_over(of))}
            by = f"{giver.person} ({_in_words(giver)}, {giver.unit})"
            place = way_to("posts_given")
            message = one if len(of) == 1 else many
            notify([told], message, place, source="administration", stands=True, by=by, **facts)


def _told(posts: Iterable[Post], giver: Post) -> dict[int, list[Post]]:
    """Of which posts each person is notified: who leads and audits there, else another administrator."""
    watching = cache(leaders_and_auditors)
    told: dict[int, list[Post]] = defaultdict(list)
    for post in posts:
        uninvolved = {post.person_id, giver.person_id}
        watchers = watching(post.unit) - uninvolved
        watchers = watchers or watching(post.unit, besides=post.person_id) - uninvolved
        for person_id in watchers or _administrators(post.unit) - uninvolved:
            told[person_id].append(post)
    return told


def _administrators(unit: Unit) -> set[int]:
    where = ancestor_paths(unit.path)
    held = Post.objects.held().filter(role=Role.ORG_ADMIN, unit__path__in=where)
    return set(held.values_list("person_id", flat=True))


def _facts(post: Post) -> dict[str, str]:
    return {
        "name": str(post.person),
        "post": _in_words(post),
        "unit": str(post.unit),
        "decision": post.decision or "–",
    }


def _in_words(post: Post) -> str:
    with override(settings.LANGUAGE_CODE):
        return post.label


def _over(posts: Iterable[Post]) -> Unit:
    """The lowest organisation in or beneath which all of them are."""
    common = os.path.commonprefix([post.unit.path for post in posts])
    return Unit.objects.filter(path__in=ancestor_paths(common)).order_by("-path")[0]
