"""Every address answers a reader: what only takes a form leads to the page it belongs to."""

import pytest
from django.urls import get_resolver, resolve

from lienthong.kernel.people.tests.factories import (
    a_post,
    a_unit,
    an_account,
    sign_in_with_factor,
)

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
    sign_in_with_factor(client, an_account(a_post(a_unit(), "secretary").person))
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


# What lies before the second factor: setting one up, showing it, confirming who one is, and the display.
AT_THE_DOOR = {
    "account:preferences",
    "account:second_factor",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
VERBS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")


@pytest.mark.django_db
def test_a_post_that_demands_a_second_factor_opens_nothing_without_it(client):
    client.raise_request_exception = False
    client.force_login(an_account(a_post(a_unit(), "clerk").person))
    opened = set()
    for address in ADDRESSES:
        found = resolve(address)
        if found.func.access == "public":
            continue
        for verb in VERBS:
            answer = getattr(client, verb)(address)
            led = answer.headers.get("Location", "").startswith("/account/security/needed/")
            if not led and answer.status_code != 405:
                opened.add(found.view_name)
    assert opened == AT_THE_DOOR


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["put", "patch", "delete", "options", "trace", "propfind"])
def test_no_address_knows_another_verb_than_reading_and_sending(anybody, verb):
    """Neither for somebody signed in, nor for nobody: what a verb means is not asked of any view."""
    for visitor in (anybody, type(anybody)()):
        answers = {visitor.generic(verb.upper(), one).status_code for one in ADDRESSES}
        assert answers == {405}


@pytest.mark.django_db
def test_an_address_without_a_mark_is_not_answered(settings, anybody):
    settings.ROOT_URLCONF = "tests.unmarked_addresses"

    assert anybody.get("/forgotten/").status_code == 404
    assert anybody.post("/forgotten/").status_code == 404
