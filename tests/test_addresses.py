"""Every address answers a reader: what only takes a form leads to the page it belongs to."""

import pytest
from django.urls import get_resolver, resolve

from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account

from .test_architecture import routes

NUMBERS = {"<int:": "1", "<str:": "c0", "<slug:": "received"}
ADDRESSES = sorted(
    "/"
    + "".join(
        next(value for kind, value in NUMBERS.items() if part.startswith(kind)) + part.split(">")[1]
        if part.startswith("<")
        else part
        for part in pattern.replace("<", "\0<").split("\0")
    )
    for pattern, _entry in routes(get_resolver().url_patterns)
)


@pytest.fixture
def anybody(client, monkeypatch):
    """Somebody signed in whom no permission and no second factor holds back."""
    monkeypatch.setattr("lienthong.kernel.web.pages.holds", lambda _actor, _need: True)
    monkeypatch.setattr("lienthong.kernel.web.pages.signed_in_with_second_factor", lambda _: True)
    client.raise_request_exception = False
    client.force_login(an_account(a_post(a_unit(), "secretary").person))
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head"])
def test_no_address_answers_a_reader_with_the_browsers_own_error(anybody, method) -> None:
    refused, led = [], 0
    for address in ADDRESSES:
        only_sent = hasattr(resolve(address).func, "action_of")
        answer = getattr(anybody, method)(address)
        if answer.status_code == 405:
            refused.append(address)
        if only_sent:
            to = answer.headers["Location"].split("#")[0]
            assert not hasattr(resolve(to).func, "action_of"), f"{address} leads to {to}"
            led += 1
    assert refused == []
    assert led > 40
