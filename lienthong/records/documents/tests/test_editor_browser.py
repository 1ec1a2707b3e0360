"""The editor in a browser: two who write the same draft, and what is kept of words that have not arrived."""

import datetime as dt
import json
import os

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.people.models import Account
from lienthong.kernel.people.tests.factories import sign_in_with_factor
from lienthong.records.texts.models import Text, Writing
from lienthong.ui.tests.chromium import CHROMIUM, PATIENCE, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt-get install chromium"),
]
SAVED, NOT_SAVED = "#editor-saved[data-state=saved]", "#editor-saved[data-state=stopped]"
KEPT = "() => JSON.stringify(localStorage)"


@pytest.fixture
def browser():
    # Playwright keeps an event loop in this thread; Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with chromium() as started:
        yield started
        connection.close()  # it belongs to the loop; nobody finds it again afterwards
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def draft(province):
    return province.draft()


@pytest.fixture
def opened(browser, live_server, province, draft, settings, tmp_path):
    """The editor of the draft, opened by somebody at a machine of their own."""
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    base = live_server.url.replace("127.0.0.1", "localhost")

    def open_for(who):
        post, inside = province.posts[who], Client()
        account, _is_new = Account.objects.get_or_create(
            person=post.person, defaults={"username": f"n{post.pk}"}
        )
        sign_in_with_factor(inside, account)
        context = browser.new_context(locale="vi-VN")
        context.add_cookies(
            [{"name": "sessionid", "value": inside.cookies["sessionid"].value, "url": base}]
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(base + reverse("documents:write", args=[draft.pk]))
        page.wait_for_selector(".editor-page")
        return page

    return open_for


def type_in(page, place, words):
    page.locator(".editor-page [data-wid]").nth(place).click()
    page.keyboard.press("End")
    page.keyboard.type(words)


def standing(draft):
    return json.dumps(Text.objects.get(pk=draft.text_id).body, ensure_ascii=False)


def shown(page):
    return page.inner_text(".editor-page")


def reload(page):
    page.reload()
    page.wait_for_selector(".editor-page")


def take_over(page):
    page.click("#editor-note button:has-text('Go on writing')")
    page.wait_for_selector(SAVED)


def kept_with(page, words):
    for _try in range(100):
        if words in page.evaluate(KEPT):
            return True
        page.wait_for_timeout(100)
    return False


def nobody_writes(draft):
    long_ago = timezone.now() - dt.timedelta(minutes=6)
    Writing.objects.filter(text=draft.text_id).update(seen_at=long_ago)


def test_a_kept_copy_joins_the_words_of_a_colleague_and_saves_itself(opened, draft):
    second, first = opened("specialist"), opened("chief")
    type_in(first, 0, " Của Hương.")
    first.wait_for_selector(SAVED + " >> text=/./")
    for _try in range(100):
        if "Của Hương." in standing(draft):
            break
        first.wait_for_timeout(100)
    type_in(second, 1, " Của Minh.")
    second.wait_for_selector("#editor-note:visible")
    assert kept_with(second, "Của Minh.")

    reload(second)
    assert "Của Hương." in shown(second)
    assert "Của Minh." in shown(second)
    take_over(second)

    assert "Của Minh." in standing(draft)
    assert "Của Hương." in standing(draft)
    # Who wrote before is told without pressing a key, and sees what was written.
    first.wait_for_selector("#editor-note:visible")
    first.wait_for_selector(".editor-page >> text=Của Minh.")


def test_what_both_changed_is_shown_and_nothing_wins_unseen(opened, draft):
    second, first = opened("specialist"), opened("chief")
    second.context.set_offline(True)
    type_in(second, 1, " Của Minh.")
    assert kept_with(second, "Của Minh.")
    type_in(first, 1, " Của Hương.")
    first.wait_for_timeout(1500)
    first.wait_for_selector(SAVED)
    second.context.set_offline(False)
    reload(second)

    second.wait_for_selector("#editor-clash[open]")
    assert "Của Minh." in second.inner_text("#editor-clash-list")
    assert "Của Hương." in second.inner_text("#editor-clash-list")
    for _twice in range(3):
        second.keyboard.press("Escape")
    if not second.locator("#editor-clash[open]").count():
        second.click("#editor-note button")
    nobody_writes(draft)
    second.click("#editor-clash-list button:has-text('Take theirs')")
    second.wait_for_selector(SAVED)

    assert "Của Hương." in standing(draft)
    assert "Của Minh." not in standing(draft)


def test_all_that_is_typed_while_nothing_is_saved_is_kept_here(opened, draft):
    first = opened("chief")
    type_in(first, 0, " Của Hương.")
    first.wait_for_timeout(1500)
    first.wait_for_selector(SAVED)
    second = opened("specialist")
    type_in(second, 1, " Một.")
    second.wait_for_selector(NOT_SAVED)
    type_in(second, 1, " Hai.")
    assert kept_with(second, "Một. Hai.")
    second.context.set_offline(True)
    type_in(second, 1, " Ba.")
    assert kept_with(second, "Một. Hai. Ba.")
    second.context.set_offline(False)

    reload(second)
    assert "Một. Hai. Ba." in shown(second)
    # They save themselves once nobody else writes.
    nobody_writes(draft)
    second.wait_for_selector(SAVED)
    assert "Một. Hai. Ba." in standing(draft)
    assert "Của Hương." in standing(draft)
    assert "Một." not in second.evaluate(KEPT)
