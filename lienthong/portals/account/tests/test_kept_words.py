"""In a browser: what was typed is there again, for who typed it, and for nobody else."""

from urllib.parse import urljoin

import pytest
from django.test import Client

from lienthong.kernel.people import codes, factors
from lienthong.kernel.people.models import Role
from lienthong.kernel.people.session_store import OpenSession
from lienthong.kernel.people.tests.factories import PASSWORD, a_post, an_account
from lienthong.kernel.web.tests import room_for_tests
from lienthong.kernel.web.tests.room_for_tests import Shelf
from lienthong.ui.tests.chromium import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("lienthong.portals.account.tests.urls_with_a_room"),
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt-get install chromium"),
]
WORDS = "viết dở"
REMARK = "[name=name_again-remark]"
NAME_AGAIN = "form[action$='/name-again/'] button"


@pytest.fixture
def shelf(monkeypatch) -> Shelf:
    one = Shelf(3)
    monkeypatch.setattr(room_for_tests, "SHELF", one)
    return one


@pytest.fixture
def typist(commune):
    return an_account(a_post(commune, Role.MEMBER).person, username="dang.vien")


@pytest.fixture
def another(commune):
    return an_account(a_post(commune, Role.MEMBER).person, username="nguoi.khac")


@pytest.fixture
def at_the_shelf(browser_page, live_server, shelf):
    """A browser signed in as somebody, before the shelf."""
    page, base = browser_page, live_server.url.replace("127.0.0.1", "localhost")

    def open_for(account):
        inside = Client()
        inside.force_login(account)
        page.context.add_cookies(
            [{"name": "sessionid", "value": inside.cookies["sessionid"].value, "url": base}]
        )
        page.goto(f"{base}/shelves/3/?show=all")
        return page

    return open_for


def fill(page, word):
    page.click(".more summary")
    page.click("[data-dialog=name-again]")
    page.fill("[name=name_again-word]", word)
    page.fill(REMARK, WORDS)
    page.click(NAME_AGAIN)


def sign_in(page, username):
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=login]) button.btn-main")


def test_after_the_session_the_words_are_there_again_for_who_typed_them(
    at_the_shelf, typist, another, shelf
):
    page = at_the_shelf(typist)
    OpenSession.objects.all().delete()
    fill(page, "mới")
    page.wait_for_selector("[name=login]")
    assert "what you typed is kept for you" in page.inner_text("body")

    sign_in(page, "nguoi.khac")
    page.wait_for_url("**/shelves/3/?show=all")
    assert WORDS not in page.content()
    assert page.locator(REMARK).first.input_value() == ""

    OpenSession.objects.all().delete()
    page.reload()
    sign_in(page, "dang.vien")
    page.wait_for_url("**/shelves/3/?show=all")
    assert page.locator(REMARK).first.input_value() == WORDS
    assert "Nothing has been saved yet" in page.inner_text("body")
    page.click(NAME_AGAIN)
    page.wait_for_selector(".toast.ok")
    assert shelf.word == "mới"
    assert WORDS not in page.content()


def test_after_a_refusal_the_words_survive_language_and_reload(at_the_shelf, typist):
    page = at_the_shelf(typist)
    fill(page, "")
    page.wait_for_selector(".errors")
    page.click(".top .lang [value=vi]")
    page.wait_for_url("**/shelves/3/?show=all")
    assert "Nội dung chưa được lưu" in page.inner_text("body")
    assert page.locator(REMARK).input_value() == WORDS
    assert page.locator(".field-optional").all_inner_texts() == ["(không bắt buộc)"]

    page.reload()
    assert page.locator(REMARK).input_value() == WORDS
    page.goto(page.url.replace("?show=all", "name-again/"))
    assert page.locator(REMARK).input_value() == WORDS


def test_words_typed_since_the_refusal_go_along_into_the_other_language(at_the_shelf, typist):
    page = at_the_shelf(typist)
    fill(page, "")
    page.wait_for_selector(".errors")
    page.fill(REMARK, "bản hai")
    page.click(".top .lang [value=vi]")
    page.wait_for_url("**/shelves/3/?show=all")

    assert page.locator(REMARK).input_value() == "bản hai"
    assert page.locator(".errors").count() == 0
    page.click("text=Bỏ nội dung này")
    page.wait_for_selector(".toast.ok")
    assert "bản hai" not in page.content()


def test_a_switch_of_the_language_takes_no_secret_along(at_the_shelf, typist):
    page = at_the_shelf(typist)
    page.click("[data-dialog=seal]")
    page.fill("[name=seal-words]", "ta")
    page.fill("[name=seal-pin]", "135790")
    page.keyboard.press("Escape")
    with page.expect_request("**/language/") as switch:
        page.click(".top .lang [value=vi]")
    page.wait_for_url("**/shelves/3/?show=all")

    assert "seal-words" in switch.value.post_data
    assert "135790" not in switch.value.post_data
    assert "name_again" not in switch.value.post_data
    assert page.locator("[name=seal-words]").input_value() == "ta"


def test_a_switch_of_the_post_takes_along_what_was_typed(at_the_shelf, typist, commune):
    a_post(commune, Role.BRANCH_SECRETARY, person=typist.person)
    page = at_the_shelf(typist)
    page.click(".more summary")
    page.click("[data-dialog=name-again]")
    page.fill(REMARK, WORDS)
    other_post = "form[data-carries] button[name=post_id]:not([aria-current])"
    page.evaluate(f"document.querySelector('{other_post}').click()")
    page.wait_for_selector(".toast.ok")
    page.goto(urljoin(page.url, "/shelves/3/"))

    assert page.locator(REMARK).input_value() == WORDS
    assert "What you typed is here again" in page.inner_text("body")


def test_back_to_a_refused_form_shows_the_page_with_its_words(at_the_shelf, typist):
    page = at_the_shelf(typist)
    fill(page, "")
    page.wait_for_selector(".errors")
    page.goto(page.url.split("/shelves")[0] + "/hall/")
    page.go_back()

    assert page.locator(REMARK).input_value() == WORDS


def test_who_signed_in_anew_in_another_tab_finds_the_words_of_the_old_one(
    at_the_shelf, typist, shelf
):
    page = at_the_shelf(typist)
    tab = page.context.new_page()
    tab.goto(page.url.split("/shelves")[0] + "/account/sign-in/")
    page.context.clear_cookies(name="sessionid")
    tab.reload()
    sign_in(tab, "dang.vien")
    tab.wait_for_selector("main")
    fill(page, "mới")
    page.wait_for_url("**/shelves/3/?show=all")

    assert page.locator(REMARK).first.input_value() == WORDS
    assert shelf.word == "A"


def test_a_step_up_of_the_second_factor_leads_back_to_the_words(at_the_shelf, typist, shelf):
    seed = codes.new_seed()
    factors.enrol_app(typist, seed)
    page = at_the_shelf(typist)
    page.click("[data-dialog=seal]")
    page.fill("[name=seal-words]", "ta")
    page.fill("[name=seal-pin]", "135790")
    page.click("form[action$='/seal/'] button")
    page.click("a.btn-main")
    page.fill("[name=code]", codes.code_at(seed, codes.step_now()))
    page.click("form:has([name=code]) button.btn-main")
    page.wait_for_url("**/shelves/3/?show=all")

    assert page.locator("[name=seal-words]").input_value() == "ta"
    assert page.locator("[name=seal-pin]").input_value() == ""
    assert "135790" not in page.content()
    assert shelf.done == []
