"""A leader registers a passkey for the signing key and signs a document with it, in a real browser."""

import pytest
from django.urls import reverse

from lienthong.kernel.people.tests.factories import an_account, sign_in_with_factor
from lienthong.records.documents.models import State
from lienthong.records.documents.tests.conftest import (  # noqa: F401 - fixtures
    certified,
    files_of_their_own,
    province,
    signing,
)
from lienthong.records.signing.models import Passkey
from lienthong.records.signing.tests.factories import Passkey as SoftwarePasskey
from lienthong.ui.tests.chromium import CHROMIUM

from ..views import signing_key

needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt-get install chromium")


@pytest.fixture
def secretary(certified):  # noqa: F811
    return an_account(certified.posts["secretary"].person, username="bi.thu")


def let_in(page, client, account):
    """The browser goes on with a session in which the second factor was shown."""
    sign_in_with_factor(client, account)
    value = client.cookies["sessionid"].value
    page.context.add_cookies(
        [{"name": "sessionid", "value": value, "domain": "localhost", "path": "/"}]
    )


@needs_chromium
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_registered_once_and_signs_a_document(
    browser_page,
    live_server,
    client,
    certified,  # noqa: F811
    secretary,
):
    page, base = browser_page, live_server.url.replace("127.0.0.1", "localhost")
    document = certified.submitted()
    troubles = []
    page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
    let_in(page, client, secretary)

    page.goto(base + reverse("account:account"))
    page.click(f'a[href="{reverse("account:signing_passkey")}"]')
    proof = certified.signing.proof("secretary")
    page.fill("[name=name]", "Điện thoại")
    page.fill("[name=pin]", proof["pin"])
    page.fill("[name=code]", proof["code"])
    page.click("form[data-passkey=add] button.btn-main")
    page.wait_for_url("**" + reverse("account:account"))
    assert [one.name for one in Passkey.objects.all()] == ["Điện thoại"]

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(base + reverse("documents:document", args=[document.pk]))
    page.click("form[data-passkey-offer] button")
    page.locator("form[data-passkey=confirm] button").wait_for(state="visible")
    page.click("form[data-passkey=confirm] button")
    page.wait_for_url("**" + reverse("documents:document", args=[document.pk]))

    document.refresh_from_db()
    assert document.state == State.SIGNED
    assert troubles == []


@pytest.mark.django_db
def test_the_page_is_only_for_who_has_a_key(client, certified, secretary):  # noqa: F811
    deputy = an_account(certified.posts["deputy"].person, username="pho.bi.thu")
    clerk = an_account(certified.posts["clerk"].person, username="van.thu")
    for account, status in ((secretary, 200), (deputy, 404), (clerk, 200)):
        sign_in_with_factor(client, account)
        assert client.get(reverse("account:signing_passkey")).status_code == status


@pytest.mark.django_db
def test_what_no_browser_made_is_no_passkey(client, certified, secretary):  # noqa: F811
    sign_in_with_factor(client, secretary)
    given = {"name": "Máy lạ", **certified.signing.proof("secretary")}

    nothing = client.post(reverse("account:signing_passkey"), given)
    made_up = client.post(reverse("account:signing_passkey"), {**given, "credential": "{}"})

    assert (nothing.status_code, made_up.status_code) == (422, 409)
    assert "No passkey was made" in made_up.content.decode()
    assert not Passkey.objects.exists()


@pytest.mark.django_db
def test_an_address_in_figures_is_told_before_a_passkey_is_tried(client, certified, secretary):  # noqa: F811
    sign_in_with_factor(client, secretary)

    for host in ("127.0.0.1:8000", "[::1]:8000"):
        page = client.get(reverse("account:signing_passkey"), HTTP_HOST=host).content.decode()
        assert "Open the system under its name" in page
        assert "passkey-options" not in page


@pytest.fixture
def made(monkeypatch):
    """A passkey as the browser brought it, already read."""
    asked = []

    def read(answer, state, site):
        asked.append(state)
        return SoftwarePasskey().registration

    monkeypatch.setattr(signing_key, "new_passkey", read)
    return asked


@pytest.mark.django_db
def test_a_question_to_the_browser_is_answered_once(client, certified, secretary, made):  # noqa: F811
    sign_in_with_factor(client, secretary)
    client.get(reverse("account:signing_passkey"))
    given = {"name": " Ma\u0301y tính ", "credential": "{}", **certified.signing.proof("secretary")}

    first = client.post(reverse("account:signing_passkey"), given)
    again = client.post(reverse("account:signing_passkey"), given)

    assert (first.status_code, again.status_code) == (302, 409)
    assert "already registered" in again.content.decode()
    assert made[0] is not None
    assert made[1] is None
    assert [one.name for one in Passkey.objects.all()] == ["Máy tính"]
