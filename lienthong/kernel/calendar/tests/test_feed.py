"""What somebody's calendar is told, and what it is never told."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from lienthong.kernel.calendar.entries import Entry
from lienthong.kernel.calendar.models import Feed
from lienthong.kernel.calendar.public import (
    calendar_of,
    change_feed,
    end_feed,
    feed_of,
    feed_with,
    make_feed,
)
from lienthong.kernel.calendar.queries import digest_of, entries_of
from lienthong.kernel.people.models import Account, Role
from lienthong.kernel.people.public import actor_for
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account
from lienthong.kernel.procedures.models import WorkItem
from lienthong.kernel.reference.public import end_of_day
from lienthong.records.documents.public import Document

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 21)


@pytest.fixture
def person():
    person = a_post(a_unit(), Role.SPECIALIST).person
    an_account(person)
    return person


@pytest.fixture
def actor(person):
    return actor_for(person)


def events_of(feed: Feed) -> list:
    return list(Calendar.from_ical(calendar_of(feed)).walk("VEVENT"))


@pytest.fixture
def due(monkeypatch):
    """What is due, as a room would say it."""
    entries = [
        Entry("work-1", "Incoming documents", "12-CV/TU", end_of_day(DAY), timezone.now(), "/x/1/"),
        Entry(
            "work-2",
            "Outgoing documents",
            "",
            dt.datetime(2026, 12, 22, 2, 30, tzinfo=dt.UTC),
            timezone.now(),
            "/x/2/",
        ),
    ]
    monkeypatch.setattr("lienthong.kernel.calendar.entries._sources", [lambda _actor: entries])
    return entries


def test_a_deadline_is_its_day_and_its_moment_is_told_by_the_clock_of_the_offices(actor, due):
    feed, _key = make_feed(actor=actor)

    whole_day, moment = events_of(feed)

    assert whole_day.decoded("dtstart") == DAY
    assert str(whole_day["summary"]) == "Incoming documents 12-CV/TU"
    at = moment.decoded("dtstart")
    assert (at.hour, at.minute, str(moment["dtstart"].params["TZID"])) == (
        9,
        30,
        "Asia/Ho_Chi_Minh",
    )


def test_a_bare_calendar_is_told_that_something_is_due_and_nothing_else(actor, due):
    feed, _key = make_feed(actor=actor, is_bare=True)

    for event in events_of(feed):
        assert str(event["summary"]) == "Work due"
        assert set(event) == {"UID", "DTSTAMP", "DTSTART", "TRANSP", "CLASS", "SUMMARY"}
    assert b"12-CV" not in calendar_of(feed)


def test_what_is_done_vanishes(actor, due):
    feed, _key = make_feed(actor=actor)
    before = calendar_of(feed)
    assert calendar_of(feed) == before, "the same things give the same bytes"

    due.pop()

    assert len(events_of(feed)) == 1


def test_two_peoples_calendars_call_one_thing_differently(actor, due):
    other = a_post(a_unit(), Role.SPECIALIST).person
    an_account(other)
    mine, _key = make_feed(actor=actor)
    theirs, _key = make_feed(actor=actor_for(other))

    assert {str(e["uid"]) for e in events_of(mine)} & {
        str(e["uid"]) for e in events_of(theirs)
    } == set()


def test_only_the_newest_key_opens_it_and_the_table_does_not_hold_it(actor):
    feed, first = make_feed(actor=actor)
    again, second = make_feed(actor=actor)

    assert again.pk == feed.pk
    assert feed_with(feed.pk, first) is None
    assert feed_with(feed.pk, second) == feed
    assert second not in str(list(Feed.objects.values()))
    end_feed(actor=actor)
    assert feed_with(feed.pk, second) is None


def test_a_row_moved_to_somebody_else_opens_nothing(actor):
    feed, key = make_feed(actor=actor)
    other = a_post(a_unit(), Role.SPECIALIST).person
    an_account(other)

    Feed.objects.filter(pk=feed.pk).update(person=other)

    assert feed_with(feed.pk, key) is None
    assert digest_of(other.pk, key) != feed.digest


def test_a_barred_account_has_no_calendar(person, actor):
    feed, key = make_feed(actor=actor)
    account = Account.objects.get(person=person)
    account.is_active = False
    account.save()

    assert feed_with(feed.pk, key) is None


def test_a_calendar_fetches_it_without_a_session_and_not_twice_the_same(client, actor, due):
    feed, key = make_feed(actor=actor)
    change_feed(actor=actor, is_bare=True)
    address = reverse("account:calendar_feed", args=[feed.pk])

    first = client.get(address, {"key": key})
    assert first.status_code == 200
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    again = client.get(address, {"key": key}, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    feed.refresh_from_db()
    assert feed.last_read_at is not None

    assert client.get(address, {"key": "guessed"}).status_code == 404
    assert client.get(address).status_code == 404


def test_the_desk_says_kind_and_number_of_what_is_due_and_no_word_of_it(founded):
    """Whatever lies on the desks of the founded world: no title is in anybody's calendar."""
    items = list(WorkItem.objects.filter(closed_at=None).exclude(post=None)[:3])
    subjects = [one.subject for one in Document.objects.all() if one.subject]
    for item in items:
        item.due_at = end_of_day(DAY)
        item.save()
        actor = actor_for(item.post.person, item.post_id)
        said = {one.kind + one.number for one in entries_of([actor])}
        assert not any(subject in words for subject in subjects for words in said)


def test_with_another_password_an_older_address_opens_nothing(person, actor):
    feed, key = make_feed(actor=actor)
    account = Account.objects.get(person=person)
    account.set_password("Mật khẩu khác 2026")
    account.save()

    assert feed_with(feed.pk, key) is None
    assert feed_of(person.pk) is None
    again, newer = make_feed(actor=actor)
    assert feed_with(again.pk, newer) == again
