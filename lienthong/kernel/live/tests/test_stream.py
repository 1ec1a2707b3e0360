"""A real stream on loopback: what it tells, to whom, and when it ends."""

import pytest
from django.test import Client
from django.utils import timezone

from lienthong.kernel.database.tests.waiting import until
from lienthong.kernel.live.models import Change
from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.models import Account, Post, Role
from lienthong.kernel.people.public import end_all_sessions, end_session
from lienthong.kernel.people.session_store import hash_of
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account

from .listening import Stream, served

pytestmark = pytest.mark.django_db(transaction=True)

WEB = "http://localhost:8000"


@pytest.fixture(scope="module")
def port(django_db_setup):
    """One program for all of them: it outlives the database of each test."""
    with served(WEB) as port:
        yield port


@pytest.fixture
def person():
    """Somebody whose posts ask for no second factor, signed in."""
    post = a_post(a_unit(), Role.SPECIALIST)
    account = an_account(post.person)
    return post.person, cookie_of(account)


def cookie_of(account: Account) -> str:
    browser = Client()
    browser.force_login(account)
    return browser.cookies["sessionid"].value


def tell(person, words="Something arrived."):
    notify([person.pk], words)


def test_a_change_is_told_as_the_name_of_a_part_and_nothing_more(port, person):
    somebody, cookie = person
    stream = Stream(port, cookie)
    assert stream.status == 200
    assert stream.answer.headers["Content-Type"] == "text/event-stream"

    tell(somebody, "Words that nobody may overhear")

    said = stream.event()
    assert said["event"] == "changed"
    assert said["data"] == "notices"
    assert set(said) == {"id", "event", "data"}
    stream.close()


def test_others_hear_nothing_of_it(port, person):
    _somebody, cookie = person
    other = a_post(a_unit(), Role.SPECIALIST).person
    stream = Stream(port, cookie)

    tell(other)

    assert Change.objects.filter(part="notices", topic=f"p{other.pk}").exists()
    assert not stream_says_more(stream)
    stream.close()


def stream_says_more(stream: Stream) -> bool:
    stream.connection.sock.settimeout(2)
    try:
        return bool(stream.event())
    except TimeoutError:
        return False


def test_who_comes_back_hears_what_was_missed(port, person):
    somebody, cookie = person
    first = Stream(port, cookie)
    tell(somebody)
    last = first.event()["id"]
    first.close()
    Change.objects.update(at=timezone.now() - timezone.timedelta(minutes=5))

    tell(somebody)
    Change.objects.update(at=timezone.now() - timezone.timedelta(minutes=5))

    again = Stream(port, cookie, **{"Last-Event-ID": last})
    assert again.event()["data"] == "notices"
    again.close()


def test_who_comes_back_after_hours_or_from_another_database_renews_everything(port, person):
    _somebody, cookie = person
    for last in ("1.1", "999999999999.99999999999"):
        stream = Stream(port, cookie, **{"Last-Event-ID": last})
        assert stream.event()["data"] == "notices receipts work"
        stream.close()


def test_the_stream_ends_with_its_session(port, person):
    somebody, cookie = person
    stream = Stream(port, cookie)

    end_session(somebody.account, hash_of(cookie))

    assert stream.event()["event"] == "over"
    assert stream.event() == {}
    assert Stream(port, cookie).status == 204, "nobody is there to be told"


def test_the_stream_ends_when_all_sessions_of_the_account_end(port, person):
    somebody, cookie = person
    stream = Stream(port, cookie)

    end_all_sessions(somebody.account.pk)

    assert stream.event()["event"] == "over"


def test_the_stream_ends_with_the_last_post(port, person):
    somebody, cookie = person
    stream = Stream(port, cookie)

    post = Post.objects.get(person=somebody)
    post.valid_to = timezone.localdate()
    post.save()

    assert stream.event()["event"] == "over"


def test_a_right_that_was_taken_away_ends_what_is_heard_by_it(port, person):
    somebody, cookie = person
    other = a_unit()
    second = a_post(other, Role.SPECIALIST, person=somebody)
    stream = Stream(port, cookie)
    Change.objects.create(topic=f"u{other.pk}", part="work")
    assert stream.event()["data"] == "work"

    second.valid_to = timezone.localdate()
    second.save()
    while stream.event()["data"] != "notices receipts work":
        pass  # until the pages are asked for anew

    Change.objects.create(topic=f"u{other.pk}", part="work")
    assert not stream_says_more(stream)
    stream.close()


def test_an_account_has_so_many_streams_and_no_more(port, person):
    _somebody, cookie = person
    streams = [Stream(port, cookie) for _ in range(6)]

    assert Stream(port, cookie).status == 429

    streams.pop().close()
    until(lambda: _status_of_a_new(port, cookie) == 200, "there is room for another one")
    for stream in streams:
        stream.close()


def _status_of_a_new(port, cookie):
    stream = Stream(port, cookie)
    stream.close()
    return stream.status


def test_only_the_pages_of_the_installation_may_listen_and_nobody_without_a_session(port, person):
    _somebody, cookie = person
    ours = Stream(port, cookie, Origin=WEB)
    assert ours.answer.headers["Access-Control-Allow-Origin"] == WEB
    assert ours.answer.headers["Access-Control-Allow-Credentials"] == "true"
    ours.close()

    assert Stream(port, cookie, Origin="http://localhost:9999").status == 403
    assert Stream(port, cookie, **{"Sec-Fetch-Site": "cross-site"}).status == 403
    assert Stream(port, "made-up").status == 204
