"""The web leads to the signing window by addresses that the window knows."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from lienthong.records.signing.window import answer_at, enrol_at, key_at, passkey_at

HANDLE, BACK = "ab" * 32, "https://web.example/documents/5/sign/back/"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (answer_at(HANDLE, "sign", "person-3-ab", BACK), f"/answer/{HANDLE}/sign/person-3-ab/"),
        (enrol_at("cd" * 32, BACK), "/enrol/" + "cd" * 32 + "/"),
        (passkey_at("person-3-ab", BACK), "/passkey/person-3-ab/"),
        (key_at("person-3-ab", BACK), "/key/person-3-ab/"),
    ],
)
def test_an_address_names_what_is_agreed_to_and_the_way_back(settings, address, path) -> None:
    parts = urlsplit(address)

    assert f"{parts.scheme}://{parts.netloc}" == settings.WINDOW
    assert parts.path == path
    assert parse_qs(parts.query) == {"back": [BACK], "lang": ["vi"]}


def test_the_window_speaks_the_language_of_the_page() -> None:
    with translation.override("en"):
        assert parse_qs(urlsplit(enrol_at("cd", BACK)).query)["lang"] == ["en"]
