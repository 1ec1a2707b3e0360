"""Making, changing and ending one's own address."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone

from lienthong.kernel.audit.public import record
from lienthong.kernel.people.public import Account
from lienthong.kernel.permissions.public import Actor

from .models import Feed
from .queries import digest_of, password_mark


@transaction.atomic
def make_feed(*, actor: Actor, is_bare: bool = False) -> tuple[Feed, str]:
    """Somebody takes an address for their calendar; the one before opens nothing any more.

    The key is answered once: the database keeps a hash of it.
    """
    key = secrets.token_urlsafe(32)
    feed, _is_new = Feed.objects.select_for_update().update_or_create(
        person_id=actor.person_id,
        defaults={
            "digest": digest_of(actor.person_id, key),
            "made_under": password_mark(Account.objects.get(person=actor.person_id)),
            "is_bare": is_bare,
            "made_at": timezone.now(),
            "last_read_at": None,
        },
    )

    record(actor, "calendar.feed_made", feed)
    return feed, key


@transaction.atomic
def change_feed(*, actor: Actor, is_bare: bool) -> None:
    """Somebody says what their calendar hears: kind and number, or only that something is due."""
    feed = Feed.objects.select_for_update().get(person_id=actor.person_id)

    feed.is_bare = is_bare
    feed.save(update_fields=["is_bare"])

    record(actor, "calendar.feed_changed", feed)


@transaction.atomic
def end_feed(*, actor: Actor) -> None:
    """Somebody's address opens nothing any more."""
    for feed in Feed.objects.select_for_update().filter(person_id=actor.person_id):
        record(actor, "calendar.feed_ended", feed)
        feed.delete()


def note_reading(feed: Feed) -> None:
    """When a calendar last came, for its person to see; once an hour is enough."""
    now = timezone.now()
    if feed.last_read_at is None or now - feed.last_read_at > dt.timedelta(hours=1):
        Feed.objects.filter(pk=feed.pk).update(last_read_at=now)
