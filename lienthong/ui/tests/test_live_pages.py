"""Pages that renew themselves, in a real browser: what moves, and what is only said."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from .chromium import CHROMIUM, PATIENCE, chromium

SITE = "http://localhost:1"  # a safe place for a browser, which shares locks only there
PAGE = """<!doctype html><html lang="en"><head><title>Desk</title>
<meta name="live" content="{stream}" data-counts="/counts/">
<script type="module" src="/static/js/app.js"></script></head><body>
<a href="/notices/" data-bell aria-label="{bell}"><span data-count="bell"><span>{unread}</span></span></a>
<main id="main" tabindex="-1"><section id="work" data-live="work" data-many="{{n}} new things to do">
<form data-many><input type="checkbox" hidden data-choose-all><span data-chosen><output></output></span><table><tbody>{rows}</tbody></table></form></section>
<div style="height:2000px"></div></main>
<template id="news-template"><div class="news" data-one="1 new entry" data-many="{{n}} new entries"
 data-changed="Something has changed here."><span role="status"></span><button>Show</button></div></template>
</body></html>"""
ROW = '<tr><td><input type="checkbox" name="row" value="{n}"><a href="/letter/{n}/">Letter {n}</a></td></tr>'

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
]


class Site:
    """A page whose rows grow, and a stream that tells of it when it is asked to."""

    def __init__(self) -> None:
        self.letters = [1, 2]
        self.is_live = True
        self.tells = ""
        self.streams = 0
        self.fetched: list[str] = []

    def html(self) -> str:
        return PAGE.format(
            stream="/live" if self.is_live else "",
            rows="".join(ROW.format(n=n) for n in self.letters),
            bell=f"Notices, {len(self.letters)} new",
            unread=len(self.letters),
        )

    def answer(self, route) -> None:
        path = urlsplit(route.request.url).path
        self.fetched.append(path)
        if path == "/live":
            self.streams += 1
            said = f"id: 5.5\nevent: changed\ndata: {self.tells}\n\n" if self.tells else ""
            route.fulfill(body=f"retry: 200\n{said}", content_type="text/event-stream")
        elif path.startswith("/static/"):
            found = Path(finders.find(path.removeprefix(settings.STATIC_URL)))
            kind = mimetypes.guess_type(path)[0]
            route.fulfill(body=found.read_bytes(), content_type=kind)
        else:
            route.fulfill(body=self.html(), content_type="text/html")


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def page(browser, site):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.route("**/*", site.answer)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{SITE}/desk/")
    yield page
    context.close()


def letters(page) -> list[str]:
    return page.locator("tbody a").all_inner_texts()


def come(site, *numbers: int) -> None:
    site.letters = [*numbers, *site.letters]
    site.tells = "work"


def test_what_is_new_comes_by_itself_where_nobody_reads(page, site):
    come(site, 3)

    page.get_by_text("Letter 3").wait_for()
    assert letters(page) == ["Letter 3", "Letter 1", "Letter 2"]
    assert page.locator("[data-bell]").get_attribute("aria-label") == "Notices, 3 new"
    assert page.locator("[data-count]").inner_text() == "3"
    assert page.locator(".news").count() == 0


def test_where_rows_are_chosen_nothing_moves_until_the_person_says_so(page, site):
    page.get_by_role("checkbox").first.check()
    come(site, 3, 4)

    page.get_by_text("2 new things to do").wait_for()
    assert letters(page) == ["Letter 1", "Letter 2"]
    assert page.locator("[data-count]").inner_text() == "4", "the figures do"

    page.get_by_role("button", name="Show").click()

    assert letters(page) == ["Letter 3", "Letter 4", "Letter 1", "Letter 2"]
    assert page.locator("[value='1']").is_checked(), "what was chosen stays chosen"
    assert page.evaluate("document.activeElement.textContent") == "Letter 3"
    assert page.locator(".news").count() == 0


def test_the_focus_stays_where_it_is(page, site):
    page.get_by_text("Letter 2").focus()
    come(site, 3)

    page.get_by_text("1 new entry").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Letter 2"


def test_who_has_read_further_down_is_not_pushed_away(page, site):
    page.evaluate("scrollTo(0, 600)")
    come(site, 3)

    page.locator(".news").wait_for(state="attached")
    assert letters(page) == ["Letter 1", "Letter 2"]


def test_an_open_dialog_stays_open(page, site):
    page.evaluate("document.body.append(Object.assign(document.createElement('dialog')))")
    page.evaluate("document.querySelector('dialog').showModal()")
    come(site, 3)

    page.locator(".news").wait_for(state="attached")
    assert page.locator("dialog[open]").count() == 1


def test_a_change_that_shows_nothing_new_says_nothing(page, site):
    page.get_by_role("checkbox").first.check()
    site.tells = "work"
    page.wait_for_function("performance.getEntriesByName(location.href).length > 1")

    assert page.locator(".news").count() == 0


def test_one_browser_has_one_stream_and_all_its_tabs_renew_themselves(page, site):
    other = page.context.new_page()
    other.goto(f"{SITE}/desk/")
    tab = (
        "[...performance.getEntriesByType('resource')].filter(e => e.name.endsWith('/live')).length"
    )
    come(site, 3)

    page.get_by_text("Letter 3").wait_for()
    other.bring_to_front()
    other.get_by_text("Letter 3").wait_for()
    assert other.evaluate(tab) == 0


def test_a_stream_that_is_over_leaves_the_page_alone(page, site):
    page.evaluate(
        "new BroadcastChannel('lienthong-live').postMessage({ over: true, parts: ['work'] })"
    )
    page.wait_for_timeout(200)
    before = len([one for one in site.fetched if one == "/desk/"])
    come(site, 3)
    page.wait_for_timeout(3_000)

    assert len([one for one in site.fetched if one == "/desk/"]) == before
