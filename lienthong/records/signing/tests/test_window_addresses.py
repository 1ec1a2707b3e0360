"""The web leads to the signing window by addresses that the window knows."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from lienthong.records.signing import window
from lienthong.records.signing.tests.factories import a_form
from lienthong.records.signing.window import answer_at, enrol_at, key_at, passkey_at

HANDLE, BACK = "ab" * 32, "https://web.example/documents/5/sign/back/"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (enrol_at("cd" * 32, BACK), "/enrol/" + "cd" * 32 + "/"),
        (passkey_at("person-3-ab", BACK), "/passkey/person-3-ab/"),
        (key_at("person-3-ab", BACK), "/key/person-3-ab/"),
    ],
)
def test_an_address_names_the_way_back(settings, address, path) -> None:
    parts = urlsplit(address)

    assert f"{parts.scheme}://{parts.netloc}" == settings.WINDOW
    assert parts.path == path
    assert parse_qs(parts.query) == {"back": [BACK], "lang": ["vi"]}


def test_who_is_led_to_what_is_laid_has_a_way_of_their_own(monkeypatch, house) -> None:
    pdf = a_form()
    handle = house.client.lay(house.to_sign(pdf), pdf)
    monkeypatch.setattr(window, "the_signer", lambda: house.client)

    with translation.override("vi"):
        parts = [urlsplit(answer_at(handle, "sign", "leader")(BACK)) for _time in range(2)]

    assert {one.path for one in parts} == {f"/answer/{handle}/sign/leader/"}
    ways = [parse_qs(one.query)["way"][0] for one in parts]
    assert ways[0] != ways[1]
    assert parse_qs(parts[0].query) == {"back": [BACK], "lang": ["vi"], "way": [ways[0]]}


def test_the_window_speaks_the_language_of_the_page() -> None:
    with translation.override("en"):
        assert parse_qs(urlsplit(enrol_at("cd", BACK)).query)["lang"] == ["en"]
