from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.http import HttpResponse

from lienthong.kernel.people import devices
from lienthong.kernel.people.devices import COOKIE, known_device, remember_device


def a_browser(cookie=""):
    return SimpleNamespace(COOKIES={COOKIE: cookie})


def sign_in(browser, name):
    answer = HttpResponse()
    remember_device(browser, answer, name)
    browser.COOKIES[COOKIE] = answer.cookies[COOKIE].value
    return answer.cookies[COOKIE]


def test_a_browser_is_known_to_those_who_signed_in_with_it_and_to_nobody_else():
    browser = a_browser()
    sign_in(browser, "nguyen.van.an")
    sign_in(browser, "tran.thi.binh")

    assert known_device(browser, "Nguyễn.Văn.An")
    assert known_device(browser, "nguyen.van.an") != known_device(browser, "tran.thi.binh")
    assert not known_device(browser, "le.van.cuong")
    assert not known_device(a_browser(), "nguyen.van.an")


def test_the_cookie_names_nobody_and_is_kept_from_scripts():
    cookie = sign_in(a_browser(), "an")

    assert "an" not in cookie.value.split(":")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == timedelta(days=365).total_seconds()


@pytest.mark.parametrize("cookie", ["x", "x:y:z", "~~", "a" * 5000, "ệ~:"])
def test_what_nobody_sealed_is_nothing(cookie):
    assert not known_device(a_browser(cookie), "an")


def test_a_seal_grows_old(monkeypatch):
    browser = a_browser()
    sign_in(browser, "an")

    monkeypatch.setattr(devices, "KEPT", timedelta(seconds=-1))

    assert not known_device(browser, "an")


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
