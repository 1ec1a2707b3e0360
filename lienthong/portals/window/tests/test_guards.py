"""What holds for every page: where a form may come from, where it leads, and what a browser keeps."""

import importlib
from typing import Any

import pytest
from django.http.request import HttpHeaders

from config import window_settings
from lienthong.portals.window.tests.conftest import BACK, WEB, WINDOW, Visitor
from lienthong.records.signing.tests.agreeing import Agreeing
from lienthong.records.signing.tests.factories import a_form

MARK, TOKEN, LANGUAGE = (
    "lienthong-window",
    "lienthong-window-form",
    "lienthong-window-language",
)


@pytest.fixture
def address(house: Agreeing) -> str:
    pdf = a_form()
    handle = house.client.lay(house.to_sign(pdf), pdf)
    return f"/answer/{handle}/sign/leader/?back={BACK}"


def signed(house: Agreeing, address: str) -> bool:
    return bool(house.client.take(address.split("/")[2]).pdf)


def directives(headers: HttpHeaders | Any) -> dict[str, str]:
    policy = headers["Content-Security-Policy"]
    return dict(one.strip().split(" ", 1) for one in policy.split(";"))


@pytest.mark.parametrize("path", ["/", "/healthz", "/no-such-page", "address", "refused"])
def test_every_page_is_kept_framed_and_fed_by_nobody(
    visitor: Visitor, address: str, path: str
) -> None:
    asked = {"address": address, "refused": f"{address}&back=http://evil.example/"}.get(path, path)
    headers = visitor.get(asked).headers
    policy = directives(headers)

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert policy["frame-ancestors"] == policy["default-src"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["form-action"] == f"'self' {WEB}"


def test_no_page_has_a_script_or_style_of_its_own_text(visitor: Visitor, address: str) -> None:
    for path in ("/", address):
        visitor.get(path)
        for inline in ("<style", " style=", " onclick=", "javascript:"):
            assert inline not in visitor.page
        scripts = visitor.page.split("<script")[1:]
        assert all(' src="' in one or "application/json" in one for one in scripts)


@pytest.mark.parametrize("origin", ["", "null", WEB, "http://evil.example", WINDOW.upper()])
def test_a_form_of_another_origin_is_refused(
    house: Agreeing, visitor: Visitor, address: str, origin: str
) -> None:
    visitor.get(address)
    proof = house.desk.proof("leader")

    assert visitor.send(address, origin=origin, pin=proof.pin, code=proof.code).status_code == 403
    assert not signed(house, address)


def test_a_form_without_any_origin_is_refused(
    house: Agreeing, visitor: Visitor, address: str
) -> None:
    visitor.get(address)
    proof = house.desk.proof("leader")
    token = visitor.client.cookies[TOKEN].value
    sent = {"pin": proof.pin, "code": proof.code, "csrfmiddlewaretoken": token}

    assert visitor.client.post(address, sent).status_code == 403
    assert not signed(house, address)


def test_a_form_without_the_token_of_its_browser_is_refused(
    house: Agreeing, visitor: Visitor, address: str
) -> None:
    visitor.get(address)
    proof = house.desk.proof("leader")
    visitor.page = ""

    assert visitor.send(address, pin=proof.pin, code=proof.code).status_code == 403
    assert not signed(house, address)


@pytest.mark.parametrize(
    "host", ["localhost:8000", "127.0.0.1:8001", "evil.example", "", "localhost:80011"]
)
def test_a_page_is_shown_under_the_windows_own_name_only(
    visitor: Visitor, address: str, host: str, settings: Any
) -> None:
    """A name of somebody else's that leads to this machine reads nothing with the cookies of a browser here."""
    settings.ALLOWED_HOSTS = ["*"]
    for path in ("/", address, "/key/leader/", "/passkey/leader/"):
        assert visitor.client.get(path, headers={"Host": host}).status_code == 400
    assert visitor.client.get("/healthz", headers={"Host": host or "x"}).status_code == 200
    assert visitor.client.get("/", headers={"Host": "LOCALHOST"}).status_code == 200


@pytest.mark.parametrize("verb", ["put", "delete", "patch", "options"])
def test_there_is_only_reading_and_sending(visitor: Visitor, address: str, verb: str) -> None:
    assert getattr(visitor.client, verb)(address).status_code == 405


@pytest.mark.parametrize(
    "back",
    [
        "http://evil.example/",
        "//evil.example/",
        "/",
        WEB,
        f"{WEB}.evil.example/",
        f"{WEB}@evil.example/",
        "http://localhost:80001/",
        "javascript:alert(1)",
        f"{WEB}/\\evil",
        f"{WEB}/\r\nX: 1",
        "",
    ],
)
def test_nobody_is_led_elsewhere(
    house: Agreeing, visitor: Visitor, address: str, back: str
) -> None:
    path = address.split("?")[0]

    assert visitor.get(path, back=back).status_code == 400
    assert len(back) < 2 or f'href="{back}"' not in visitor.page
    assert 'name="pin"' not in visitor.page
    visitor.get(path)
    proof = house.desk.proof("leader")
    sent = visitor.send(f"{path}?back=http://evil.example/", pin=proof.pin, code=proof.code)
    assert (sent.status_code, signed(house, address)) == (400, False)


def test_who_comes_without_a_way_back_is_led_to_the_system(
    house: Agreeing, visitor: Visitor, address: str
) -> None:
    path = address.split("?")[0]
    visitor.get(path)
    proof = house.desk.proof("leader")

    assert visitor.send(path, pin=proof.pin, code=proof.code).headers["Location"] == f"{WEB}/"


def test_the_cookies_are_the_window_s_own_and_no_script_reads_them(
    visitor: Visitor, address: str
) -> None:
    visitor.get(f"{address}&lang=vi")
    cookies = visitor.client.cookies

    assert set(cookies) == {MARK, TOKEN, LANGUAGE}
    for cookie in cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
        assert cookie["domain"] == ""


def test_over_https_every_cookie_is_bound_to_this_very_host(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LIENTHONG_WINDOW", "https://ky.example.vn")
    try:
        https = importlib.reload(window_settings)
        names = (https.CSRF_COOKIE_NAME, https.LANGUAGE_COOKIE_NAME)
        assert all(name.startswith("__Host-") for name in names)
        assert https.HTTPS
        assert https.CSRF_COOKIE_SECURE
        assert https.SECURE_HSTS_SECONDS > 0
        assert https.ALLOWED_HOSTS[0] == "ky.example.vn"
    finally:
        monkeypatch.undo()
        importlib.reload(window_settings)


def test_over_https_the_mark_and_the_language_are_secure(visitor: Visitor, settings: Any) -> None:
    settings.HTTPS = True
    visitor.get("/", lang="vi")

    assert visitor.client.cookies[f"__Host-{MARK}"]["secure"]
    assert visitor.client.cookies[LANGUAGE]["secure"]


def test_the_mark_stays_the_same_and_one_that_is_not_ours_is_replaced(visitor: Visitor) -> None:
    visitor.get("/")
    mark = visitor.client.cookies[MARK].value
    visitor.get("/")
    assert visitor.client.cookies[MARK].value == mark

    visitor.client.cookies[MARK] = "x" * 4000
    visitor.get("/")
    assert len(visitor.client.cookies[MARK].value) == len(mark)


def test_the_signer_learns_a_hash_of_the_mark_and_not_the_mark(
    house: Agreeing, visitor: Visitor, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []
    real = type(house.client)._asked
    monkeypatch.setattr(
        type(house.client),
        "_asked",
        lambda self, question: asked.append(dict(question)) or real(self, dict(question)),
    )
    visitor.get(address)
    proof = house.desk.proof("leader")
    visitor.send(address, pin=proof.pin, code=proof.code)
    said = next(one["browser"] for one in asked if one["ask"] == "answer")

    assert len(said) == 64
    assert said != visitor.client.cookies[MARK].value
    assert visitor.client.cookies[MARK].value not in str(asked)


def test_the_language_is_asked_in_the_address_and_remembered(
    visitor: Visitor, settings: Any, address: str
) -> None:
    settings.LANGUAGE_CODE = "vi"
    assert visitor.get(address).headers["Content-Language"] == "vi"
    assert '<html lang="vi"' in visitor.page

    visitor.get(f"{address}&lang=en")
    assert '<html lang="en"' in visitor.page
    assert "Sign a document" in visitor.page
    visitor.get(address)
    assert '<html lang="en"' in visitor.page
    visitor.get(f"{address}&lang=xx")
    assert '<html lang="en"' in visitor.page


def test_a_window_on_the_web_s_host_says_what_that_means(visitor: Visitor, settings: Any) -> None:
    visitor.get("/")
    assert "for trial only" in visitor.page

    settings.WEB = "http://lienthong.example.vn"
    visitor.get("/")
    assert "for trial only" not in visitor.page


def test_what_broke_is_a_page_too_and_says_nothing_of_the_request(
    house: Agreeing,
    visitor: Visitor,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_self: Any, _question: Any) -> Any:
        raise RuntimeError("with the PIN 135790 in it")

    visitor.get(address)
    visitor.client.raise_request_exception = False
    monkeypatch.setattr(type(house.client), "_asked", broken)

    assert visitor.send(address, pin="135790", code="123456").status_code == 500
    assert "135790" not in visitor.page
    assert BACK in visitor.page
    ours = [one for one in caplog.records if one.name == "lienthong.window"]
    assert [one.getMessage() for one in ours] == ["a page failed"]


def test_it_answers_whoever_watches(visitor: Visitor) -> None:
    answered = visitor.get("/healthz")

    assert (answered.status_code, answered.content) == (200, b"ok")
    assert MARK not in visitor.client.cookies
