"""Somebody's browser at a window that runs: reads the page, fills in its form, sends it and is led back."""

import json
import re
from dataclasses import dataclass, field
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

SECONDS = 60.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
OPTIONS = re.compile(r'<script id="passkey-options" type="application/json">(.*?)</script>', re.S)


class _StayHere(HTTPRedirectHandler):
    """Where one is led is looked at, not gone to."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


@dataclass(frozen=True)
class Page:
    """What came back; status 0: nothing, the line was cut."""

    status: int
    text: str = ""
    back: str = ""

    @property
    def is_led_back(self) -> bool:
        return self.status == 303

    @property
    def token(self) -> str:
        return found[1] if (found := TOKEN.search(self.text)) else ""

    @property
    def challenge(self) -> str:
        """What a passkey is asked to sign, where the page asks for one."""
        asked: dict[str, Any] = json.loads(found[1]) if (found := OPTIONS.search(self.text)) else {}
        return str(asked.get("publicKey", {}).get("challenge", ""))


@dataclass
class Visit:
    """One browser, with the cookies of the window in it."""

    cookies: CookieJar = field(default_factory=CookieJar)

    def read(self, address: str) -> Page:
        return self._asked(Request(address))

    def send(self, address: str, fields: dict[str, str], *, origin: str = "") -> Page:
        """Send a form, as from a page of the window unless another one is named."""
        own = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        asked = Request(address, urlencode(fields).encode())
        asked.add_header("Origin", origin or own)
        return self._asked(asked)

    def answer(self, address: str, **fields: str) -> Page:
        """Read what is asked, then fill the form in and send it."""
        page = self.read(address)
        if not page.token:
            return page
        return self.send(address, {"csrfmiddlewaretoken": page.token, **fields})

    def _asked(self, asked: Request) -> Page:
        opener = build_opener(HTTPCookieProcessor(self.cookies), _StayHere())
        try:
            with opener.open(asked, timeout=SECONDS) as answer:
                return Page(answer.status, answer.read().decode("utf-8", "replace"))
        except HTTPError as other:
            with other:
                text = other.read().decode("utf-8", "replace")
                return Page(other.code, text, other.headers.get("Location", ""))
        except OSError:
            return Page(0)
