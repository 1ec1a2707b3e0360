"""What a page costs on the line, counted by the browser itself."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser

from .person import DESKTOP, Person


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
        watch = context.new_cdp_session(self.page)
        watch.send("Network.enable")
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
        return self.visit

    def _answered(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        if "/static/" in answer["url"]:
            self.visit.files[answer["url"]] = headers.get("cache-control", "")
        if not answer.get("fromDiskCache"):
            self.urls.setdefault(event["requestId"], answer["url"])

    def _kept(self, event: dict[str, Any]) -> None:
        self.urls[event["requestId"]] = ""

    def _arrived(self, event: dict[str, Any]) -> None:
        self.visit.bytes += int(event["encodedDataLength"])
        if url := self.urls.get(event["requestId"]):
            self.visit.asked.append(url)
