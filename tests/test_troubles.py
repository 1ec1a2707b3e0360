"""The journey's watch over a browser: it notes faults by their kind and leaves remarks alone."""

import pytest

from lienthong.ui.tests.chromium import CHROMIUM, chromium

from .browser.person import Troubles

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
]
POLICY = "default-src 'none'; script-src 'unsafe-inline'; connect-src http://house.test"


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def troubles_of(browser):
    """What is noted while a page runs this script."""

    def answer(route):
        if route.request.url.endswith("/page/"):
            headers = {"content-type": "text/html", "content-security-policy": POLICY}
            route.fulfill(body="<input type=number>", headers=headers)
        elif route.request.url.endswith("/broken-off/"):
            route.abort("connectionreset")
        else:
            route.fulfill(status=404)

    def noted(script, *expected):
        troubles = Troubles()
        page = browser.new_context().new_page()
        troubles.watch("somebody", page)
        page.route("**/*", answer)
        with troubles.expecting(*expected):
            page.goto("http://house.test/page/")
            page.evaluate(script)
            # What the script has caused is heard before the answer to this.
            page.evaluate("() => new Promise(done => setTimeout(done))")
        page.context.close()
        return "\n".join(troubles.seen)

    return noted


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("setTimeout(() => { throw new Error('boom') })", "script error: boom"),
        ("Promise.reject(new Error('boom')) && 1", "script error: boom"),
        ("console.error('lost')", "console: lost"),
        ("document.body.append(new Image()), document.images[0].src = '/a.png'", "security"),
        ("fetch('/broken-off/').catch(() => 0)", "request failed"),
        ("fetch('/away/').then(() => 0)", "404 for GET"),
    ],
)
def test_a_fault_is_noted(troubles_of, script, words):
    assert words in troubles_of(script)


@pytest.mark.parametrize(
    "script",
    ["document.querySelector('input').value = 'no number'", "console.warn('by the way')"],
)
def test_a_remark_of_the_browser_or_of_a_script_is_no_fault(troubles_of, script):
    assert troubles_of(script) == ""


def test_an_answer_that_was_expected_is_no_fault(troubles_of):
    assert troubles_of("fetch('/away/').then(() => 0)", 404) == ""
