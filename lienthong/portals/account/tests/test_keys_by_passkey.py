"""A key is proposed and confirmed with passkeys in a real browser; who types a PIN is asked for none."""

import pytest
from django.test import Client
from django.urls import reverse

from lienthong.kernel.confirmations.public import Proposal
from lienthong.kernel.people.public import Post, Role
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account, sign_in_with_factor
from lienthong.records.signing import demo
from lienthong.records.signing.models import Passkey
from lienthong.records.signing.public import certificate_of_post
from lienthong.records.signing.tests.behind_pages import found_signer, signer_at
from lienthong.ui.tests.chromium import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt-get install chromium"),
]


class Desk:
    """One browser in which several persons sit down in turn."""

    def __init__(self, page, base: str) -> None:
        self.page, self.base = page, base

    def sit_down(self, post: Post) -> None:
        client = Client()
        account = getattr(post.person, "account", None) or an_account(post.person)
        sign_in_with_factor(client, account)
        value = client.cookies["sessionid"].value
        cookie = {"name": "sessionid", "value": value, "domain": "localhost", "path": "/"}
        self.page.context.add_cookies([cookie])

    def open(self, name: str, *args: int) -> None:
        self.page.goto(self.base + reverse(name, args=args))

    def type_proof(self, post: Post) -> None:
        key_id = certificate_of_post(post.pk).key_id
        self.page.fill("[name$=pin]", demo.demo_pin(key_id))
        self.page.fill("[name$=code]", demo.demo_code(key_id, used_at_once=True))

    def register_passkey(self, post: Post) -> None:
        self.open("account:signing_passkey")
        self.page.fill("[name=name]", "Máy tính")
        self.type_proof(post)
        self.page.click("form[data-passkey=add] button.btn-main")
        self.page.wait_for_url("**" + reverse("account:account"))


@pytest.mark.django_db(transaction=True)
def test_a_key_is_given_with_passkeys(browser_page, live_server, settings, tmp_path) -> None:
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    settings.VAR, settings.KEYS = tmp_path, tmp_path / "keys"
    desk = Desk(browser_page, live_server.url.replace("127.0.0.1", "localhost"))
    with signer_at(tmp_path):
        province = a_unit(kind="provincial_committee")
        one, other = (a_post(province, Role.ORG_ADMIN) for _ in range(2))
        found_signer(province, one, other)
        first, second = (a_post(province, role) for role in (Role.CLERK, Role.SECRETARY))
        numbers = [demo.begin_key(post, "135790").number for post in (first, second)]

        desk.sit_down(one)
        desk.register_passkey(one)
        desk.open("administration:post_certify", first.pk)
        desk.page.fill("[name=check_number]", numbers[0])
        desk.page.click("[data-passkey-button] button")
        desk.page.wait_for_url("**/administration/proposals/*/")
        desk.open("administration:post_certify", second.pk)
        desk.page.fill("[name=check_number]", numbers[1])
        desk.type_proof(one)
        desk.page.click("form[data-passkey=confirm] > .form-actions button")
        desk.page.wait_for_url("**/administration/proposals/*/")

        desk.sit_down(other)
        desk.register_passkey(other)
        for proposal, number in zip(Proposal.objects.order_by("pk"), numbers, strict=True):
            desk.open("administration:proposal", proposal.pk)
            desk.page.fill("[name$=check_number]", number)
            desk.page.click("[data-passkey-button] button")
            desk.page.locator(".toast, [role=status]").first.wait_for()
            desk.page.locator("[name$=check_number]").wait_for(state="detached")

    assert Passkey.objects.filter(rp_id="localhost").count() == 2
    assert all(certificate_of_post(post.pk) for post in (first, second))
