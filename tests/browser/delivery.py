"""What a page costs on the line, counted by the browser itself."""

import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser

from .person import DESKTOP, PATIENCE, Person

BETWEEN_LOOKS = 50  # milliseconds


@dataclass
class Delivered:
    """One visit: what was asked of the server, what each file's answer said, and the bytes in all."""

    bytes: int = 0
    asked: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    def is_kept_for_good(self, url: str) -> bool:
        return "immutable" in self.files[url]


class Delivery:
    """A browser with nothing in its store, in the session of a person."""

    def __init__(self, browser: Browser, person: Person) -> None:
        self.address = person.place.address
        context = browser.new_context(
            viewport=DESKTOP, storage_state=person.context.storage_state(), locale="vi-VN"
        )
        self.page = context.new_page()
        self.visit = Delivered()
        self.urls: dict[str, str] = {}
        self.answered: set[str] = set()
        self.renewals: set[str] = set()
        watch = context.new_cdp_session(self.page)
        watch.send("Network.enable")
        watch.on("Network.requestWillBeSent", self._asked)
        watch.on("Network.responseReceived", self._answered)
        watch.on("Network.requestServedFromCache", self._kept)
        watch.on("Network.loadingFinished", self._arrived)

    def of(self, path: str) -> Delivered:
        """Visit a page and wait until everything on it has come, pictures further down too."""
        self.visit, self.urls = Delivered(), {}
        self.page.goto(f"{self.address}{path}", wait_until="load")
        self.page.evaluate("document.fonts.ready")
        for picture in self.page.locator("main img").all():
            picture.scroll_into_view_if_needed()
            picture.evaluate("image => image.decode()")
        self._until_the_icon_has_come()
        return self.visit

    def _until_the_icon_has_come(self) -> None:
        """The browser asks for the icon of its tab once, after the page itself has come."""
        icon = self.page.locator("link[rel~=icon]").first.evaluate("link => link.href")
        until = time.monotonic() + PATIENCE / 1000
        while icon not in self.answered and time.monotonic() < until:
            self.page.wait_for_timeout(BETWEEN_LOOKS)

    def _asked(self, event: dict[str, Any]) -> None:
        """A part that renews itself while we look belongs to what happened, not to the visit."""
        if "X-Renews" in event["request"]["headers"]:
            self.renewals.add(event["requestId"])

    def _answered(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        self.answered.add(answer["url"])
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        if "/static/" in answer["url"]:
            self.visit.files[answer["url"]] = headers.get("cache-control", "")
        if not answer.get("fromDiskCache"):
            self.urls.setdefault(event["requestId"], answer["url"])

    def _kept(self, event: dict[str, Any]) -> None:
        self.urls[event["requestId"]] = ""

    def _arrived(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.renewals:
            return
        self.visit.bytes += int(event["encodedDataLength"])
        if url := self.urls.get(event["requestId"]):
            self.visit.asked.append(url)
