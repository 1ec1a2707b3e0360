"""The throw-away room, and who comes to it."""

import pytest

from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account

from . import room_for_tests
from .room_for_tests import REQUEST, Shelf


@pytest.fixture
def shelf(monkeypatch, settings) -> Shelf:
    settings.LOGIN_URL = "/sign-in/"
    engine = settings.TEMPLATES[0]
    plain = engine["OPTIONS"] | {"context_processors": [REQUEST]}
    settings.TEMPLATES = [engine | {"OPTIONS": plain}]
    one = Shelf(3)
    monkeypatch.setattr(room_for_tests, "SHELF", one)
    return one


@pytest.fixture
def secretary(client, shelf):
    client.force_login(an_account(a_post(a_unit(), "branch_secretary").person))
    return client
