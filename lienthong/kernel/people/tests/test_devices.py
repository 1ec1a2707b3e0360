import base64
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.http import HttpResponse

from lienthong.kernel.people import devices
from lienthong.kernel.people.devices import COOKIE, known_device, remember_device
from lienthong.kernel.people.sessions import end_all_sessions

from .factories import a_person, an_account

AN = "nguyen.van.an"
NAMES = [AN, "tran.thi.binh", *(f"nguoi.{number}" for number in range(9))]


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def accounts(db):
    return {name: an_account(a_person(), username=name) for name in NAMES}


def a_browser(cookie=""):
    return SimpleNamespace(COOKIES={COOKIE: cookie})


def sign_in(browser, name):
    answer = HttpResponse()
    remember_device(browser, answer, name)
    browser.COOKIES[COOKIE] = answer.cookies[COOKIE].value
    return answer.cookies[COOKIE]


def test_a_browser_is_known_to_those_who_signed_in_with_it_and_to_nobody_else():
    browser = a_browser()
    sign_in(browser, AN)
    sign_in(browser, "tran.thi.binh")

    assert known_device(browser, "Nguyễn.Văn.An")
    assert known_device(browser, "nguyen.van.an") != known_device(browser, "tran.thi.binh")
    assert not known_device(browser, "le.van.cuong")
    assert not known_device(a_browser(), "nguyen.van.an")


def test_the_cookie_names_nobody_and_is_kept_from_scripts():
    cookie, other = (sign_in(a_browser(), AN) for _ in range(2))

    number, moment, seal = cookie.value.split(":")
    for part in (number, moment, seal):
        read = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        # "an" alone would stand in one random seal of forty.
        assert not [word for word in ("nguyen", AN) if word in part or word.encode() in read]
    # Nothing in it says that the same person uses another browser too.
    assert not {number, seal} & set(other.value.split(":"))
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == timedelta(days=365).total_seconds()


@pytest.mark.parametrize("cookie", ["x", "x:y:z", "~~", "a" * 5000, "ệ~:"])
def test_what_nobody_sealed_is_nothing(cookie):
    assert not known_device(a_browser(cookie), AN)


def test_a_seal_grows_old(monkeypatch):
    browser = a_browser()
    sign_in(browser, AN)

    monkeypatch.setattr(devices, "KEPT", timedelta(seconds=-1))

    assert not known_device(browser, AN)


def test_a_browser_keeps_its_number_when_the_name_signs_in_again():
    browser = a_browser()
    sign_in(browser, AN)
    number = known_device(browser, AN)
    sign_in(browser, AN)

    assert known_device(browser, AN) == number
    assert browser.COOKIES[COOKIE].count("~") == 0


@pytest.mark.parametrize("what", ["all sessions end", "another password"])
def test_a_seal_does_not_outlive_what_ends_every_session(accounts, what):
    browser = a_browser()
    sign_in(browser, AN)
    sign_in(browser, "tran.thi.binh")

    if what == "all sessions end":
        end_all_sessions(accounts[AN].pk)
    else:
        accounts[AN].set_password("Một mật khẩu khác hẳn 9")
        accounts[AN].save()

    assert not known_device(browser, AN)
    assert known_device(browser, "tran.thi.binh")


def test_the_name_longest_away_is_forgotten():
    browser = a_browser()
    for number in range(9):
        sign_in(browser, f"nguoi.{number}")
    sign_in(browser, "nguoi.8")

    assert [bool(known_device(browser, f"nguoi.{number}")) for number in (0, 1, 8)] == [
        False,
        True,
        True,
    ]
