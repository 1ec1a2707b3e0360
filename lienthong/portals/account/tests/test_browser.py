"""The pages in a real browser: passkeys with its own virtual authenticator, and who can read them."""

import pytest
from django.conf import settings
from django.urls import reverse

from lienthong.kernel.people.models import Role
from lienthong.kernel.people.tests.factories import PASSWORD, a_post, a_unit, an_account
from lienthong.ui.tests.chromium import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt-get install chromium"),
]


def test_a_passkey_is_added_signs_in_alone_and_confirms(browser_page, live_server):
    page, base = browser_page, live_server.url.replace("127.0.0.1", "localhost")
    account = an_account(a_post(a_unit(), Role.CLERK).person, username="van.thu")

    page.goto(base + reverse("account_login"))
    page.fill("[name=login]", "van.thu")
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=login]) button.btn-main")
    page.wait_for_url("**" + reverse("mfa_activate_totp"))
    page.goto(base + reverse("mfa_add_webauthn"))
    page.fill("[name=name]", "Máy ở cơ quan")
    page.click("form[data-passkey=add] button")
    page.wait_for_url("**" + reverse("mfa_view_recovery_codes"))
    assert page.locator(".codes li").count() == 10
    assert [factor.wrap().name for factor in account.authenticator_set.filter(type="webauthn")] == [
        "Máy ở cơ quan"
    ]

    page.context.clear_cookies()
    page.goto(base + reverse("account_login") + "?next=" + reverse("account:security"))
    page.click("form[data-passkey=sign-in] button")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(base + reverse("account:security"))
    assert page.get_by_text("Máy ở cơ quan").is_visible()

    page.context.clear_cookies()
    page.goto(base + reverse("account_login"))
    page.fill("[name=login]", "van.thu")
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=login]) button.btn-main")
    page.wait_for_url("**" + reverse("mfa_authenticate"))
    page.click("form[data-passkey=confirm] button")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(base + reverse("account:security"))
    assert page.get_by_text("Máy ở cơ quan").is_visible()


AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']}"
PAGES = {
    "outside": ["account_login", "account:enter"],
    "inside": [
        "account:account",
        "account:security",
        "account:password",
        "account:notices",
        "account:readings",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account:second_factor",
    ],
}


@pytest.mark.skipif(not AXE.exists(), reason="needs the front-end packages: script/assets")
@pytest.mark.parametrize("language", ["vi", pytest.param("en", marks=pytest.mark.nightly)])
def test_everybody_can_read_the_pages(browser_page, live_server, language):
    page, base = browser_page, live_server.url.replace("127.0.0.1", "localhost")
    # A post that needs a second factor: the warning is on the page too.
    person = a_post(a_unit(), Role.UNIT_HEAD).person
    an_account(person, username="truong.ban")
    a_post(a_unit(), Role.SPECIALIST, person=person)
    faults = []

    def look(names):
        for name in names:
            page.goto(base + reverse(name))
            for width, height in ((1280, 800), (390, 844)):
                page.set_viewport_size({"width": width, "height": height})
                page.evaluate(AXE.read_text())
                found = page.evaluate(f"axe.run(document, {RULES})")["violations"]
                faults.extend((name, width, fault["id"]) for fault in found)
                for size in ("normal", "larger"):
                    page.evaluate("size => document.documentElement.dataset.font = size", size)
                    if page.evaluate("document.documentElement.scrollWidth") > width:
                        faults.append((name, width, size, "wider than the screen"))

    look(PAGES["outside"])
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": base}]
    )
    page.goto(base + reverse("account_login"))
    page.fill("[name=login]", "truong.ban")
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=login]) button.btn-main")
    look(PAGES["inside"])

    assert faults == []


def test_without_javascript_the_password_and_a_code_are_enough(browser_page, live_server):
    base = live_server.url.replace("127.0.0.1", "localhost")
    an_account(a_post(a_unit(), Role.SPECIALIST).person, username="chuyen.vien")
    context = browser_page.context.browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(base + reverse("account_login"))
    assert not page.locator("form[data-passkey]").is_visible()
    page.fill("[name=login]", "chuyen.vien")
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=login]) button.btn-main")
    page.goto(base + reverse("account:account"))

    assert page.locator("h1").is_visible()
    context.close()
