"""Whose address it is, and what is written there."""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from lienthong.kernel.people.public import Account, actors_of
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.procedures.public import desk_of, label_of_kind, notations_of
from lienthong.kernel.reference.public import end_of_day, last_day

from .entries import Entry, entries_of, in_calendars
from .models import Feed

AT_MOST = 500


def digest_of(person_id: int, key: str) -> str:
    """How the database knows a key: only of the person for whom it was made."""
    made = salted_hmac("lienthong.calendar.feed", f"{person_id}:{key}", algorithm="sha256")
    return made.hexdigest()


def password_mark(account: Account) -> str:
    """How an address knows the password of its person without being told it."""
    made = salted_hmac("lienthong.calendar.password", account.password, algorithm="sha256")
    return made.hexdigest()


def feed_of(person_id: int) -> Feed | None:
    """A person's address, as long as it opens."""
    feed = Feed.objects.filter(person=person_id).select_related("person__account").first()
    return feed if feed is not None and _opens(feed) else None


def feed_with(feed_id: int, key: str) -> Feed | None:
    """The address with this key, as long as it opens."""
    feed = Feed.objects.filter(pk=feed_id).select_related("person__account").first()
    if feed is None or not constant_time_compare(feed.digest, digest_of(feed.person_id, key)):
        return None
    return feed if _opens(feed) else None


def _opens(feed: Feed) -> bool:
    """Its person's account is not barred, and neither recovered nor given another password since."""
    account = getattr(feed.person, "account", None)
    if account is None or not (account.is_active and account.is_marked()):
        return False
    return constant_time_compare(feed.made_under, password_mark(account))


@in_calendars
def work_with_a_deadline(actor: Actor) -> Iterable[Entry]:
    """What lies on a desk and is due. What is done or cancelled lies on none."""
    items = list(desk_of(actor).exclude(due_at=None).select_related("case")[:AT_MOST])
    said = notations_of(items)
    for item in items:
        assert item.due_at is not None
        number, path = said[item.pk]
        yield Entry(
            f"work-{item.pk}", label_of_kind(item.kind), number, item.due_at, item.opened_at, path
        )


def calendar_of(feed: Feed) -> bytes:
    """The calendar of a person: the same bytes as long as the same things are due."""
    calendar = Calendar()
    calendar.add("prodid", "-//Lien Thong//Deadlines//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Liên Thông: what is due"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries_of(actors_of(feed.person)):
        calendar.add_component(_event(entry, feed))
    return bytes(calendar.to_ical())


def _event(entry: Entry, feed: Feed) -> Event:
    """A deadline at the end of a day is that day; any other is its moment."""
    event = Event()
    event.add("uid", f"{_unlinked(entry, feed)}@{settings.INSTALLATION}")
    event.add("dtstamp", entry.since)
    day = last_day(entry.due_at)
    if entry.due_at == end_of_day(day):
        event.add("dtstart", day)
    else:
        event.add("dtstart", timezone.localtime(entry.due_at))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if feed.is_bare:
        event.add("summary", _("Work due"))
    else:
        event.add("summary", f"{entry.kind} {entry.number}".strip())
        event.add("url", f"{settings.WEB}{entry.path}")
    return event


def _unlinked(entry: Entry, feed: Feed) -> str:
    """The same thing has another name in everybody's calendar."""
    return hashlib.sha256(f"{feed.digest}:{entry.key}".encode()).hexdigest()[:24]


def mark_of(calendar: bytes) -> str:
    return f'"{hashlib.sha256(calendar).hexdigest()[:32]}"'
