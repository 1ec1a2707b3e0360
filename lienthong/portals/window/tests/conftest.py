"""The window's own settings, before a founded signer at a desk in this process."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.http import HttpResponse
from django.test import Client
from fido2.utils import websafe_decode

from config import window_settings
from lienthong.portals.window import reading, signer
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.tests.agreeing import Agreeing
from lienthong.records.signing.tests.conftest import (
    clock,
    founded,
    founded_once,
    house,
    house_once,
)
from lienthong.records.signing.tests.factories import Passkey

__all__ = ["clock", "founded", "founded_once", "house", "house_once"]

WINDOW, WEB = "http://localhost:8001", "http://localhost:8000"
BACK = f"{WEB}/documents/7/sign/back/"
# What a process cannot change once it runs, and what `conftest.py` at the top says of all tests.
KEPT = {"DATABASES", "INSTALLED_APPS", "LOGGING", "STORAGES", "LANGUAGE_CODE"}


class OwnPasskey(Passkey):
    """One that was made at the window."""

    origin = WINDOW


def by_passkey(house: Agreeing, key: str, page: str, options: str = "passkey-options") -> str:
    """What a browser sends that answers exactly what the page asks."""
    asked = json.loads(re.search(rf'<script id="{options}"[^>]*>(.+?)</script>', page)[1])
    challenge = websafe_decode(asked["publicKey"]["challenge"])
    said = house.desk.passkeys[key].answer(challenge, origin=WINDOW)
    response = {
        "clientDataJSON": said.client_data,
        "authenticatorData": said.authenticator_data,
        "signature": said.signature,
    }
    return json.dumps({"rawId": said.credential_id, "response": response})


def a_way(handle: str) -> str:
    """Asked of the signer by the web; none to what it does not hold."""
    try:
        return signer.the_signer().way(handle)
    except Refused:
        return ""


class Visitor:
    """A browser at the window: it keeps cookies, and sends a form with its token and its origin."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True, HTTP_HOST="localhost:8001")
        self.page = ""

    def get(self, address: str, **given: Any) -> HttpResponse:
        """Whoever opens what is laid was led there by the web just now; `by_link` does without."""
        if address.startswith("/answer/"):
            given |= {"way": a_way(address.split("/")[2])}
        return self.by_link(address, **given)

    def by_link(self, address: str, **given: Any) -> HttpResponse:
        path, _mark, asked = address.partition("?")
        return self._seen(self.client.get(path, {**dict(parse_qsl(asked)), **given}))

    def send(self, address: str, *, origin: str = WINDOW, **fields: str) -> HttpResponse:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page)
        fields |= {"csrfmiddlewaretoken": token[1]} if token else {}
        return self._seen(self.client.post(address, fields, headers={"Origin": origin}))

    def _seen(self, response: HttpResponse) -> HttpResponse:
        self.page = response.content.decode("utf-8", "replace")
        return response


@pytest.fixture(autouse=True)
def as_the_window(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The settings of the window's process instead of the web's, as far as one process can have both."""
    for name in dir(window_settings):
        if name.isupper() and name not in KEPT:
            setattr(settings, name, getattr(window_settings, name))
    settings.WINDOW, settings.WEB = WINDOW, WEB
    reading.counted.cache_clear()
    reading.drawn.cache_clear()
    return settings


@pytest.fixture
def visitor(house: Agreeing, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody at the window of that house."""

    def at_this_desk(_var: Path) -> Any:
        return house.client

    monkeypatch.setattr(signer, "SignerClient", at_this_desk)
    return Visitor()
