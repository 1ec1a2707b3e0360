"""What a browser sends: a form with its key, and the same form again when no answer came.

What is agreed to leads to the signing window and from there back, as a browser goes.
"""

import http.client
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlencode, urlsplit

from lienthong.portals.window.tests.visiting import Visit

from .installation import HOST, WEB, Stuck

NO_ANSWER = 0
CONFLICT = 409
SECONDS = 300


@dataclass(frozen=True)
class Answer:
    """What came back; status 0: nothing, the line was cut."""

    status: int
    location: str = ""
    said: str = ""

    @property
    def is_done(self) -> bool:
        return self.status in (302, 303) and not self.way_back

    @property
    def is_shown_no_longer(self) -> bool:
        """What the window says after a restart, of what nobody has answered yet."""
        return self.status == CONFLICT and bool(self.way_back)

    @property
    def way_back(self) -> str:
        """Where the window leads back to, if the answer leads there."""
        asked = parse_qs(urlsplit(self.location).query).get("back", [""])
        return asked[0].removeprefix(WEB)


@dataclass
class Form:
    """One filled form of one signed-in person, and what they give at the window if it leads there."""

    session: str
    path: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    proof: dict[str, str] = field(default_factory=dict)
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    former_keys: list[str] = field(default_factory=list)
    # One browser: what it has opened at the window it may open again.
    at_window: Visit = field(default_factory=Visit, repr=False)

    def send(self, port: int) -> Answer:
        """All the way: the form, the window, and back."""
        answer = self.lay(port)
        return self.agree(answer, port) if answer.way_back else answer

    def open_anew(self, refused: Answer, port: int) -> None:
        """Back to the page by the window's button: the form found there is a new one."""
        led = _asked(port, "GET", refused.way_back, f"sessionid={self.session}")
        if not led.is_done:
            raise Stuck(f"the way back to {self.path} is answered with {led.status}")
        self.former_keys.append(self.key)
        self.key = secrets.token_hex(16)

    def send_each(self, port: int) -> list[Answer]:
        """The same form as often as it was opened, each with its own key."""
        keys = (*self.former_keys, self.key)
        return [replace(self, key=key).send(port) for key in keys]

    def lay(self, port: int) -> Answer:
        """The form alone."""
        token = secrets.token_hex(16)
        body = [*self.fields, ("idempotency_key", self.key), ("csrfmiddlewaretoken", token)]
        cookie = f"sessionid={self.session}; csrftoken={token}"
        return _asked(port, "POST", self.path, cookie, urlencode(body))

    def agree(self, laid: Answer, port: int) -> Answer:
        """Read and prove at the window; who has answered before is only led back."""
        page = self.at_window.answer(laid.location, **self.proof)
        has_answered = page.is_led_back or (page.status == 200 and not page.token)
        if not has_answered:
            return Answer(page.status, laid.location, page.text)
        return _asked(port, "GET", laid.way_back, f"sessionid={self.session}")


def _asked(port: int, verb: str, path: str, cookie: str, body: str | None = None) -> Answer:
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    line = http.client.HTTPConnection(HOST, port, timeout=SECONDS)
    try:
        line.request(verb, path, body, headers)
        answer = line.getresponse()
        page = answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return Answer(NO_ANSWER)
    finally:
        line.close()
    return Answer(answer.status, answer.headers.get("Location", ""), page)


class Sending(threading.Thread):
    """Somebody's act on its way, while something is killed."""

    def __init__(self, act: Callable[[], Answer]) -> None:
        super().__init__(daemon=True)
        self.act = act
        self.answer: Answer | None = None
        self.start()

    def run(self) -> None:
        self.answer = self.act()

    def wait(self) -> Answer:
        self.join(SECONDS + 10)
        return self.answer or Answer(NO_ANSWER)
