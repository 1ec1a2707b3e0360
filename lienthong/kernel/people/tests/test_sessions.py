"""What the database knows of sessions opens none, and lends the content of none."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.people.models import Role
from lienthong.kernel.people.session_store import OpenSession, SessionStore, hash_of
from lienthong.kernel.people.sessions import (
    end_other_sessions,
    forget_expired_sessions,
    is_session_of,
    sessions_of,
)

from .factories import a_post, an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(commune):
    return an_account(a_post(commune, Role.SPECIALIST).person)


def signed_in(account) -> Client:
    browser = Client()
    browser.force_login(account)
    return browser


def with_cookie(value: str) -> Client:
    browser = Client()
    browser.cookies["sessionid"] = value
    return browser


def who(browser: Client) -> int | None:
    asked = browser.get(reverse("account:account"))
    return asked.wsgi_request.user.pk


def test_a_session_goes_on_and_the_table_does_not_hold_its_cookie(account):
    browser = signed_in(account)
    cookie = browser.cookies["sessionid"].value

    assert who(browser) == account.pk
    assert cookie not in str(list(OpenSession.objects.values()))
    assert is_session_of(sessions_of(account).get(), cookie)


def test_what_stands_in_the_table_is_no_cookie(account):
    signed_in(account)

    assert who(with_cookie(OpenSession.objects.get().pk)) is None


def test_the_content_of_a_session_is_good_in_it_alone(account, commune):
    own = signed_in(an_account(a_post(commune).person, username="nguoi.khac"))
    other = signed_in(account)
    theirs = OpenSession.objects.get(pk=hash_of(other.cookies["sessionid"].value))

    mine = OpenSession.objects.filter(pk=hash_of(own.cookies["sessionid"].value))
    mine.update(session_data=theirs.session_data, account=account)

    assert who(own) is None
    assert who(other) == account.pk


def test_a_session_says_whose_it_is_and_where_it_was_opened(account):
    signed_in(account)

    opened = sessions_of(account).get()
    assert opened.address == "0.0.0.0"  # noqa: S104 -- not known here
    assert opened.opened_at is not None


def test_the_other_sessions_end_and_ones_own_stays(account):
    kept, ended = signed_in(account), signed_in(account)

    end_other_sessions(account, kept.cookies["sessionid"].value)

    assert (who(kept), who(ended)) == (account.pk, None)


def test_a_session_ends_where_its_key_is_given_or_not():
    one, other = SessionStore(), SessionStore()
    one.save()
    other.save()

    one.delete(other.session_key)
    assert one.exists(one.session_key)
    assert not one.exists(other.session_key)
    one.delete()
    assert OpenSession.objects.count() == 0


def test_what_has_expired_opens_nothing_and_is_forgotten(account):
    browser = signed_in(account)
    OpenSession.objects.update(expire_date=timezone.now())

    assert who(browser) is None
    assert forget_expired_sessions() == 1
