import pytest
from django.urls import reverse
from lienthong.kernel.people.tests.factories import an_account
from lienthong.records.documents.tests.conftest import files_of_their_own, province
from .test_signing_passkey import let_in

@pytest.mark.django_db(transaction=True)
def test_look(browser_page, live_server, client, province):
    page, base = browser_page, live_server.url.replace("127.0.0.1", "localhost")
    document = province.draft()
    account = an_account(province.posts["specialist"].person, username="cv")
    let_in(page, client, account)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(base + reverse("documents:opinions", args=[document.pk]))
    print("ask", page.locator("#ask-form").bounding_box(), "text", page.locator(".beside").bounding_box())
    page.screenshot(path="/tmp/docs2-ask.png")
    page.set_viewport_size({"width": 1440, "height": 900})
    print("wide ask", page.locator("#ask-form").bounding_box(), "text", page.locator(".beside").bounding_box())
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(base + reverse("documents:document", args=[document.pk])+"?history=all#history")
    page.screenshot(path="/tmp/docs2-hist.png")
    page.goto(f"{live_server.url}" + reverse("account_login"))
