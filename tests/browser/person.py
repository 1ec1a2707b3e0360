"""A person of the cast at a computer or with a phone: signs in, reads, types and presses."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext, override
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
)

from lienthong.ui.tests.chromium import PATIENCE

from .installation import Installation

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def said(words: str, **facts: object) -> str:
    """A text of the pages, as it reads in Vietnamese."""
    with override("vi"):
        return gettext(words) % facts if facts else gettext(words)


@dataclass
class Troubles:
    """What must never happen in anybody's browser.

    What the console says is judged by its kind: errors of scripts, content the browser refuses and
    requests that fail. A browser's remarks and warnings are none of these, and some of them only
    say how fast the machine is.
    """

    seen: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def watch(self, who: str, page: Page) -> None:
        def note(what: str) -> None:
            self.seen.append(f"{who} at {page.url}: {what}")

        page.on("pageerror", lambda error: note(f"script error: {error}"))
        page.on("console", lambda line: self._script(line, note))
        page.on("requestfailed", lambda request: self._request(request, note))
        page.on("response", lambda response: self._response(response, note))
        own_log = page.context.new_cdp_session(page)
        own_log.on("Log.entryAdded", lambda added: self._browser(added["entry"], note))
        own_log.send("Log.enable")

    def _script(self, line: ConsoleMessage, note: Callable[[str], None]) -> None:
        # A message without values is the browser's own; it comes with its source to `_browser`.
        if line.type in ("error", "assert") and line.args:
            note(f"console: {line.text}")

    def _browser(self, entry: dict[str, str], note: Callable[[str], None]) -> None:
        # What the network refuses is reported by its request or response.
        if entry["level"] == "error" and entry["source"] != "network":
            note(f"browser, {entry['source']}: {entry['text']}")

    def _request(self, request: Request, note: Callable[[str], None]) -> None:
        # Going on before every picture has come is no failure.
        if request.failure not in ("net::ERR_ABORTED",):
            note(f"request failed: {request.url} ({request.failure})")

    def _response(self, response: Response, note: Callable[[str], None]) -> None:
        if response.status >= 400 and response.status not in self.expected:
            note(f"{response.status} for {response.request.method} {response.url}")

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        self.expected.update(statuses)
        yield
        self.expected.difference_update(statuses)


class Person:
    """One browser of one person; `username` is empty for somebody from the street."""

    def __init__(self, username: str, place: Installation, context: BrowserContext) -> None:
        self.username = username
        self.place = place
        self.context = context
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)

    # --- Going somewhere ---

    def visit(self, path: str) -> Response:
        answer = self.page.goto(f"{self.place.address}{path}", wait_until="load")
        assert answer is not None, f"{path} answers"
        return answer

    def sign_in(self) -> "Person":
        self.visit("/account/sign-in/")
        self.page.fill("[name=login]", self.username)
        self.page.fill("[name=password]", self.place.password)
        self.act()
        self.page.fill("[name=code]", self.place.sign_in_code(self.username))
        self.act()
        assert self.path == "/", f"{self.username} stands at {self.path}: {self.text()[:400]}"
        return self

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.place.address).split("?")[0].split("#")[0]

    def to(self, ending: str) -> "Person":
        """Follow the first visible link to an address ending so."""
        return self.go(self.page.locator(f'a[href$="{ending}"]').locator("visible=true").first)

    def follow_text(self, words: str, within: str = "main") -> "Person":
        """Follow the link with these words of the journey itself."""
        return self.go(self.page.locator(f"{within} a:visible", has_text=words).first)

    def go(self, target: Locator) -> "Person":
        """Click, and wait for the page that answers."""
        with self.page.expect_navigation(wait_until="load"):
            target.click()
        return self

    # --- Doing something ---

    def press(self, words: str) -> "Person":
        """Press the button that reads so, and wait for the page that answers."""
        return self.go(self._first("button", said(words)))

    def act(self) -> "Person":
        """Press the main button: a page has one, in red."""
        return self.go(
            self.page.locator("button.btn-main, a.btn-main").locator("visible=true").last
        )

    def led_to_fields(self, name: str) -> "Person":
        """On a phone the fixed button leads to the first field to fill in, with or without scripts."""
        self.page.locator(".bar a.btn-main").click()
        focused = f"[name={name}]:focus, fieldset#id_{name}:focus"
        self.page.locator(focused).first.wait_for(state="visible")
        return self

    def press_in(self, action: str) -> "Person":
        """Press the one button of a form."""
        return self.go(self.form(action).locator("button[type=submit]").last)

    def form(self, action: str) -> Locator:
        """The form that leads to an address ending so."""
        return self.page.locator(f'form[action$="{action}"]').first

    def fill(self, action: str, **fields: object) -> "Person":
        """Fill the fields of a form: words, a choice, several ticks (a list), or a file (bytes)."""
        form = self.form(action)
        for name, value in fields.items():
            self._fill(form.locator(f'[name="{name}"]'), value)
        return self

    def _fill(self, box: Locator, value: object) -> None:
        kind = box.first.get_attribute("type") or box.first.evaluate("e => e.tagName")
        if isinstance(value, dict):
            box.first.set_input_files(value)  # type: ignore[arg-type]
        elif isinstance(value, list):
            for one in value:
                self._tick(box, str(one))
        elif kind == "radio":
            self._tick(box, str(value))
        elif kind == "SELECT":
            box.first.select_option(str(value))
        else:
            box.first.fill(str(value))

    def choose(self, action: str, **fields: str) -> "Person":
        """Choose from lists by (part of) the words that stand there."""
        for name, words in fields.items():
            box = self.form(action).locator(f'select[name="{name}"]')
            option = box.locator("option", has_text=words).first
            box.select_option(option.get_attribute("value"))
        return self

    def tick(self, action: str, name: str, *labels: str) -> "Person":
        """Tick the boxes of a field beside these words."""
        for words in labels:
            label = self.form(action).locator(f"label:has(input[name={name}])", has_text=words)
            label.first.locator("input").check()
        return self

    def _tick(self, box: Locator, value: str) -> None:
        one = box.and_(self.page.locator(f'[value="{value}"]'))
        one.check(force=True)

    # --- Reading ---

    def text(self) -> str:
        """What the page shows, blanks run together."""
        return re.sub(r"\s+", " ", self.page.locator("body").inner_text())

    def reads(self, *sentences: str) -> "Person":
        """The page says each of these sentences of ours."""
        return self.sees(*(said(one) for one in sentences))

    def sees(self, *words: str) -> "Person":
        shown = self.text()
        for one in words:
            assert one in shown, (
                f"{self.username} does not read “{one}” at {self.page.url}:\n{shown}"
            )
        return self

    def sees_not(self, *words: str) -> "Person":
        shown = self.text()
        for one in words:
            assert one not in shown, f"{self.username} reads “{one}” at {self.page.url}:\n{shown}"
        return self

    def download(self, path: str) -> bytes:
        """The bytes of a file, fetched with the person's own session."""
        answer = self.context.request.get(f"{self.place.address}{path}", timeout=PATIENCE)
        assert answer.ok, f"{path}: {answer.status}"
        return answer.body()

    # --- Inner workings ---

    def _first(self, role: str, words: str) -> Locator:
        named = self.page.get_by_role(role, name=words, exact=True)  # type: ignore[arg-type]
        return named.locator("visible=true").first


def upload(name: str, data: bytes, media_type: str = "application/octet-stream") -> dict:
    return {"name": name, "mimeType": media_type, "buffer": data}


def saved(pictures: Path, name: str, page: Page) -> Path:
    pictures.mkdir(parents=True, exist_ok=True)
    target = pictures / f"{name}.png"
    page.screenshot(path=target, full_page=True)
    return target
